"""Learns how people say that an emergency is over: `python -m nlp.train_endings FILE… [--out JSON]`.

A line of a file is {"text", "category", "over"}.  The same files give the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from nlp.endings import ANSWERS, FILE, collect_letters
from nlp.train import drop_rare, flatten, learn
from nlp.weights import Weights, save_weights


def learn_endings(lines: Iterable[tuple[str, str, bool]]) -> Weights:
    """Return the weights learned from texts with their category and whether they say that it is over."""
    examples = [
        (flatten(collect_letters(text, category)), 0 if over else 1) for text, category, over in lines
    ]
    return learn(drop_rare(examples), ANSWERS)


def read_lines(path: Path) -> list[tuple[str, str, bool]]:
    """Return the labelled lines of a file.  Raises ValueError and KeyError where it is none."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row["text"], row["category"], bool(row["over"])) for row in rows]


def main(arguments: Sequence[str]) -> int:
    """Learn from the files and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    lines = [line for path in options.files for line in read_lines(path)]
    save_weights(options.out, {"ending": learn_endings(lines)})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
