"""The first look at a message that names something of an estate: may it be more than talk at all?

Most of what names a lift, a lamp or a dog is talk, and its words alone show it. The gate adds what each word
and each concept of a message says for silence: one plane, learned with the others and a small part of their
work. It stops only what is far on the side of silence; everything else is weighed with all its features.
"""

from __future__ import annotations

from itertools import repeat
from math import sqrt

from nlp.reading import Scan
from nlp.weights import LEANING, NO_ROWS, UNKNOWN, Weights

#: The only answer of the gate, and the sorts of features that it is learned from.
ANSWERS = ("silence",)
SORTS = frozenset({"w", "c"})
#: How much must be said for silence, as a logarithm of odds in tenths. Of the labelled lines that would be
#: answered it stops one in three hundred, of talk about an estate every second: tests/data/SCORES.md.
FAR = 15.0
#: The same where a word of danger is said. Of 1,519 labelled lines with one that are answered, though no sure
#: rule and none of an emergency hears them, the furthest is at 29, the second at 20; of such lines in public
#: chat that are silence (着火价, 吓死人) two in five lie beyond this.
FAR_FROM_DANGER = 40.0
_ZEROS = repeat(0)


class Gate:
    """Stops what is far from being a report. Threads may share it."""

    def __init__(self, weights: Weights) -> None:
        self._constant = weights.constant[0] * LEANING
        self._words, self._concepts = _read_rows(weights, "w"), _read_rows(weights, "c")

    def stops(self, scan: Scan, of_danger: bool) -> bool:
        """Return whether the message is talk by its words and concepts alone; `of_danger` is whether a word
        of danger is among them."""
        return self.lean(scan) > (FAR_FROM_DANGER if of_danger else FAR)

    def lean(self, scan: Scan) -> float:
        """Return how much is to be said for silence, as a logarithm of odds in tenths."""
        words, concepts = scan.said, scan.concepts
        said = sum(map(self._words.get, words, _ZEROS)) + sum(map(self._concepts.get, concepts, _ZEROS))
        return self._constant + said / (sqrt(len(words) + len(concepts)) or 1.0)


def _read_rows(weights: Weights, sort: str) -> dict[str, int]:
    rows = weights.rows.get(sort, NO_ROWS)
    return {name: kept - UNKNOWN for name, kept in zip(rows.names, rows.kept, strict=True)}
