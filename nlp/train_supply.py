"""Learns how people say that a supply is out: `python -m nlp.train_supply LINES... [--out JSON]`.

A line is {"text", "category", "says"}.  The same files give the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from nlp.supply import ANSWERS, FILE, collect_letters
from nlp.train import drop_rare, flatten, learn
from nlp.weights import Weights, save_weights

Line = tuple[str, str, str]
#: Weights below are written as nothing.
_SMALLEST = 0.2


def learn_supply(lines: Sequence[Line]) -> Weights:
    """Return the weights learned from lines: text, category, what it says."""
    examples = [
        (flatten(collect_letters(text, category)), ANSWERS.index(says)) for text, category, says in lines
    ]
    return learn(drop_rare(examples), ANSWERS, smallest=_SMALLEST)


def read_lines(path: Path) -> list[Line]:
    """Return the labelled lines of a file.  Raises ValueError and KeyError where it is none."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row["text"], row["category"], row["says"]) for row in rows]


def main(arguments: Sequence[str]) -> int:
    """Learn from the files and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    lines = [line for path in options.lines for line in read_lines(path)]
    save_weights(options.out, {"supply": learn_supply(lines)})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
