"""Learns what belongs to a ticket that people talk of: `python -m nlp.train_joins LINES... [--out JSON]`.

A line is {"text", "kind", "category", "signs", "joins"}, as bot/replay/pairing.py writes them: what was said
while such a ticket was talked of, how it stood to it, and whether it belongs to it.  The same files give the
same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from nlp.joins import ANSWERS, FILE, Line, collect_said
from nlp.train import drop_rare, flatten, learn
from nlp.weights import Weights, save_weights

#: Weights below are written as nothing.
_SMALLEST = 0.15


def learn_joins(lines: Iterable[Line]) -> Weights:
    """Return the weights learned from lines."""
    examples = drop_rare(
        [(_collect(line), ANSWERS.index("joins" if line.joins else "not")) for line in lines]
    )
    return learn(examples, ANSWERS, smallest=_SMALLEST)


def _collect(line: Line) -> dict[str, float]:
    return flatten(collect_said(line.text, line.kind, line.category, line.signs))


def read_lines(path: Path) -> list[Line]:
    """Return the labelled lines of a file.  Raises ValueError and KeyError where it is none."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Line(row["text"], row["kind"], row["category"], frozenset(row["signs"]), bool(row["joins"]))
        for row in rows
    ]


def main(arguments: Sequence[str]) -> int:
    """Learn from the files and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    lines = [line for path in options.lines for line in read_lines(path)]
    save_weights(options.out, {"join": learn_joins(lines)})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
