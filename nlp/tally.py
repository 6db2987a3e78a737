"""The sums of the weights for one message, without naming its features one by one.

What `Weights.sum` sums for the features of a message, to the last number, in less time. The weights of a
feature for all answers are packed into one whole number, sixteen bits for each, so that a message is weighed
by adding one number for each feature. A row is packed as it is kept, each weight so much too large that none
is below zero; what that comes to is taken away from where the sum starts.

A row is packed when a message first has its feature, and kept: a tenth of the table is most of what people
say, and what lies close together in memory is found sooner.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Sequence, Set
from itertools import repeat
from math import sqrt
from operator import add, truediv
from typing import Any, NamedTuple

from nlp.features import (
    SORTS,
    VALUES,
    Features,
    Pair,
    join_pauses,
    list_following,
    list_shape,
)
from nlp.reading import Scan
from nlp.weights import LEANING, NO_ROWS, UNKNOWN, Weights

#: Bytes of a field, and half of what it holds: added to each, it makes room below zero.
_STEP = 2
_HALF = 1 << (8 * _STEP - 1)
_IS_SWAPPED = sys.byteorder == "big"
#: How many weights at most are added before a field is read.
_AT_ONCE = (_HALF - 1) // UNKNOWN
_WHOLE, _SOON, _LETTER = (VALUES[sort] ** 2 for sort in ("w", "k", "1"))
#: Up to so many features of a sort those that are not in the table are kept as well: they say nothing.
_UNKNOWN_KEPT = 1 << 14

#: Finds the packed weights of a feature.
_Find = Callable[[Any], int]


class _Packed(dict[Any, int]):
    """The rows of one sort by what may stand among the features of a message, each packed when first asked
    for: the first message to say something pays for it. Threads may share it."""

    def __init__(self, weights: Weights, sort: str, unknown: int) -> None:
        super().__init__()
        self._rows, self._width = weights.rows.get(sort, NO_ROWS), len(weights.answers)
        self._unknown = unknown

    def __missing__(self, feature: str | Pair) -> int:
        row = self._rows.find(feature if isinstance(feature, str) else ">".join(feature), self._width)
        if row is None:
            if len(self) < _UNKNOWN_KEPT:
                self[feature] = self._unknown
            return self._unknown
        fields = bytearray(self._width * _STEP)
        fields[::_STEP] = row
        packed = self[feature] = int.from_bytes(fields, "little")
        return packed


def _spread_ones(width: int) -> int:
    """Return the number that has a one in each field."""
    return sum(1 << (8 * _STEP * field) for field in range(width))


class Leaning(NamedTuple):
    """How much is to be said for each answer: what always is, and the sums of features of some length."""

    fixed: list[float]
    sums: Sequence[int]
    length: float
    following: Set[Pair]  # which concepts follow each other: to be asked once more for the reasons

    def of(self, span: slice) -> list[float]:
        """Return how much is to be said for each of some answers, as `Weights.lean` does."""
        return list(map(add, self.fixed[span], map(truediv, self.sums[span], repeat(self.length))))


class Tally:
    """Sums up messages by one table of weights. Threads may share it."""

    def __init__(self, weights: Weights) -> None:
        width = len(weights.answers)
        self._bytes, self._halves = width * _STEP, _HALF * _spread_ones(width)
        self._unknown = UNKNOWN * _spread_ones(width)
        self._fixed = [one * LEANING for one in weights.constant]
        self._find: dict[str, _Find] = {
            sort: _Packed(weights, sort, self._unknown).__getitem__ for sort in SORTS
        }

    def lean(self, scan: Scan, room: bool, phone: bool) -> Leaning:
        """Return how much is to be said for each answer by the features that `collect_features` lists, most
        of which need not be listed for this."""
        words, names, find = scan.words, scan.names, self._find
        tokens = join_pauses(scan.tokens) if len(words) < len(scan.tokens) else words
        text = "".join(tokens)
        each = list(text)
        letters, runs, following = set(each), set(map(add, each, each[1:])), list_following(names)
        shape = list_shape(text, room, phone)
        rows = [
            *map(find["w"], scan.said), *map(find["2"], runs), *map(find["1"], letters),
            *map(find["c"], scan.concepts), *map(find["k"], following), *map(find["s"], shape),
        ]  # fmt: skip
        whole = len(scan.said) + len(runs) + len(scan.concepts) + len(shape)
        if words:
            rows += (find["e"]("^" + words[0]), find["e"](words[-1] + "$"))
            whole += 2
        if names:
            rows += (find["fc"](names[0]), find["lc"](names[-1]))
            whole += 2
        length = sqrt(_WHOLE * whole + _SOON * len(following) + _LETTER * len(letters)) or 1.0
        return Leaning(self._fixed, self._add(rows), length, following)

    def lean_by(self, features: Features) -> Leaning:
        """Return the same for features that are listed: the tests hold the two together."""
        sums = self._add(self._list_rows(features))
        return Leaning(self._fixed, sums, find_length(features), features.following)

    def sum(self, features: Features) -> tuple[int, ...]:
        """Return the sums of the features, as `Weights.sum` does."""
        return tuple(self._add(self._list_rows(features)))

    def _list_rows(self, features: Features) -> list[int]:
        listed: Iterable[tuple[str, Iterable[Any]]] = zip(SORTS, features, strict=True)
        return [row for sort, found in listed for row in map(self._find[sort], found)]

    def _add(self, rows: list[int]) -> Sequence[int]:
        if len(rows) <= _AT_ONCE:
            start = self._halves - len(rows) * self._unknown
            sums = array("h", (sum(rows, start) ^ self._halves).to_bytes(self._bytes, "little"))
            if _IS_SWAPPED:
                sums.byteswap()
            return sums
        parts = [self._add(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        return tuple(map(sum, zip(*parts, strict=True)))


def find_length(features: Features) -> float:
    """Return the length of the features as a vector, as `measure_length` does."""
    words, concepts, first, last, shape, following, letters, runs, ends = features
    whole = len(words) + len(runs) + len(concepts) + len(first) + len(last) + len(shape) + len(ends)
    return sqrt(_WHOLE * whole + _SOON * len(following) + _LETTER * len(letters)) or 1.0
