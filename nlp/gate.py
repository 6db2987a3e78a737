"""The first look at a message that names something of an estate: may it be more than talk at all?

Most of what names a lift, a lamp or a dog is talk, and its words alone show it. The gate adds what each word
and each concept of a message says for silence: one plane, learned with the others and a small part of their
work. It stops only what is far on the side of silence; everything else is weighed with all its features.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

from nlp.memo import ShortMemo
from nlp.reading import Scan
from nlp.weights import LEANING, UNKNOWN, Weights

#: The only answer of the gate, and the sorts of features that it is learned from.
ANSWERS = ("silence",)
SORTS = frozenset({"w", "c"})
#: How much must be said for silence, as a logarithm of odds in tenths. Of the labelled lines that would be
#: answered it stops one in three hundred, of talk about an estate every second: tests/data/SCORES.md.
FAR = 15.0
#: How many words are kept.
_KEPT = 1 << 13


class Gate:
    """Stops what is far from being a report. Threads may share it."""

    def __init__(self, weights: Weights) -> None:
        self._constant = weights.constant[0] * LEANING
        self._find_word, self._find_concept = _find_in(weights, "w"), _find_in(weights, "c")

    def stops(self, scan: Scan) -> bool:
        """Return whether the message is talk by its words and concepts alone."""
        return self.lean(scan) > FAR

    def lean(self, scan: Scan) -> float:
        """Return how much is to be said for silence, as a logarithm of odds in tenths."""
        words, concepts = scan.said, scan.concepts
        said = sum(map(self._find_word, words)) + sum(map(self._find_concept, concepts))
        return self._constant + said / (sqrt(len(words) + len(concepts)) or 1.0)


def _find_in(weights: Weights, sort: str) -> Callable[[str], int]:
    """Return what finds how much a word or concept says, and keeps it: those that are said often are few."""

    def find(name: str) -> int:
        row = weights.find_row(sort, name)
        return row[0] - UNKNOWN if row else 0

    return ShortMemo[str, int](find, _KEPT).__getitem__
