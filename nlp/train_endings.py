"""Learns how people say that an emergency is over and what they noticed of it:
`python -m nlp.train_endings ENDINGS CLUES [--out JSON]`.

A line of the first file is {"text", "category", "over"}, of the second {"text", "category", "clue"}; "who"
tells who says it where that is known.  The same files give the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from nlp.endings import ANSWERS, CLUE_ANSWERS, FILE, collect_letters
from nlp.train import drop_rare, flatten, learn
from nlp.weights import Weights, save_weights


class Line(NamedTuple):
    """What somebody says while an alert is live, and whether it is so."""

    text: str
    category: str
    is_so: bool
    who: str = ""


def learn_endings(lines: Iterable[Line], answers: Sequence[str] = ANSWERS) -> Weights:
    """Return the weights learned from lines; the first answer is for those of which it is so."""
    examples = [
        (flatten(collect_letters(line.text, line.category, line.who)), 0 if line.is_so else 1)
        for line in lines
    ]
    return learn(drop_rare(examples), answers)


def read_lines(path: Path, asked: str = "over") -> list[Line]:
    """Return the labelled lines of a file.  Raises ValueError and KeyError where it is none."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Line(row["text"], row["category"], bool(row[asked]), row.get("who", "")) for row in rows]


def main(arguments: Sequence[str]) -> int:
    """Learn from the files and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("endings", type=Path)
    parser.add_argument("clues", type=Path)
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    endings = learn_endings(read_lines(options.endings))
    clues = learn_endings(read_lines(options.clues, "clue"), CLUE_ANSWERS)
    save_weights(options.out, {"ending": endings, "clue": clues})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
