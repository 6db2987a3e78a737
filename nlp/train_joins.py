"""Learns how neighbours say that it is so with them too:
`python -m nlp.train_joins JOINS CHAT... [--out JSON]`.

A line of the first file is {"text", "kind", "category", "words", "joins"}: what was said, after a report of
which `words` had been said.  The others are labelled messages: what is only talk there is said after those
reports as well, and joins none.  The same files give the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from nlp.joins import ANSWERS, FILE, collect_said
from nlp.pairs import cut_pairs
from nlp.train import drop_rare, flatten, learn
from nlp.weights import Weights, save_weights

#: So much talk is said after the report that one line joins.
_TALK_EACH = 4


class Line(NamedTuple):
    """What somebody says after another's report, and whether it is so there too."""

    text: str
    kind: str
    category: str | None
    words: str
    joins: bool

    def collect(self) -> dict[str, float]:
        """Return its features with their values."""
        return flatten(collect_said(self.text, self.kind, self.category, self.count_shared()))

    def count_shared(self) -> int:
        """Return how many pairs of characters it shares with what was said before."""
        return len(cut_pairs(self.text) & cut_pairs(self.words))


def learn_joins(lines: Iterable[Line]) -> Weights:
    """Return the weights learned from lines."""
    return learn(drop_rare([(line.collect(), 0 if line.joins else 1) for line in lines]), ANSWERS)


def throw_in(lines: Sequence[Line], talk: Sequence[str]) -> list[Line]:
    """Return the lines with talk said after each report that was joined, in turn."""
    said = cycle(talk)
    joined = [line for line in lines if line.joins] if talk else []
    thrown = [line._replace(text=next(said), joins=False) for line in joined for _ in range(_TALK_EACH)]
    return [*lines, *thrown]


def read_lines(path: Path) -> list[Line]:
    """Return the labelled lines of a file.  Raises ValueError and KeyError where it is none."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Line(row["text"], row["kind"], row["category"], row["words"], bool(row["joins"])) for row in rows]


def read_talk(paths: Iterable[Path]) -> list[str]:
    """Return what is only talk in files of labelled messages.  Raises ValueError and KeyError."""
    rows = [
        json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()
    ]
    return [row["text"] for row in rows if row["kind"] == "other"]


def main(arguments: Sequence[str]) -> int:
    """Learn from the files and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("joins", type=Path)
    parser.add_argument("chat", type=Path, nargs="*")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    lines = throw_in(read_lines(options.joins), read_talk(options.chat))
    save_weights(options.out, {"join": learn_joins(lines)})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
