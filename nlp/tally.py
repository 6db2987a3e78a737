"""The sums of the weights for one message, without naming its features one by one.

What `Weights.sum` sums for the features of a message, to the last number, in less time. The weights of a
feature for all answers are packed into one whole number with a field for each, so that a message is weighed
by adding one number for each feature that is known. A weight is packed as it is kept, too large by UNKNOWN,
which is taken away again from the sum. A field may then be below zero and borrow from the next; half of what
a field holds, added to each, pays it back, and turning the highest bit of the field takes it away.
"""

from __future__ import annotations

from itertools import chain
from math import sqrt
from struct import unpack
from sys import intern
from typing import Any

from nlp.features import SORTS, VALUES, Features
from nlp.weights import LEANING, NO_ROWS, UNKNOWN, Rows, Weights

#: Bytes of a field, and how many weights at most are added before it is read: none is above 127, or below.
_STEP = 2
_HALF = 1 << (8 * _STEP - 1)
_AT_ONCE = (_HALF - 1) // (255 - UNKNOWN)
_WHOLE, _SOON, _LETTER = (VALUES[sort] ** 2 for sort in ("w", "k", "1"))


class Tally:
    """Sums up messages by one table of weights. Threads may share it."""

    def __init__(self, weights: Weights) -> None:
        width = len(weights.answers)
        self._form, self._bytes = f"<{width}h", width * _STEP
        ones = _spread(b"\1" * width)
        self._halves, self._unknown = _HALF * ones, UNKNOWN * ones
        self._fixed = [one * LEANING for one in weights.constant]
        kept = [(sort, weights.rows.get(sort, NO_ROWS)) for sort in SORTS]
        self._find = tuple([_key_rows(sort, rows, width).get for sort, rows in kept])

    def lean(self, features: Features) -> list[float]:
        """Return how much is to be said for each answer, as `Weights.lean` does."""
        length = find_length(features)
        return [fixed + one / length for fixed, one in zip(self._fixed, self.sum(features), strict=True)]

    def sum(self, features: Features) -> tuple[int, ...]:
        """Return the sums of the features, as `Weights.sum` does."""
        words, concepts, first, last, shape, following, letters, runs, ends = features
        w, c, fc, lc, s, k, one, two, e = self._find
        found = chain(
            map(w, words), map(two, runs), map(one, letters), map(c, concepts), map(k, following),
            map(fc, first), map(lc, last), map(s, shape), map(e, ends),
        )  # fmt: skip
        rows = list(filter(None, found))
        if len(rows) <= _AT_ONCE:
            return self._add(rows)
        parts = [self._add(rows[start : start + _AT_ONCE]) for start in range(0, len(rows), _AT_ONCE)]
        return tuple(map(sum, zip(*parts, strict=True)))

    def _add(self, rows: list[int]) -> tuple[int, ...]:
        halves = self._halves
        total = sum(rows, halves) - len(rows) * self._unknown
        return unpack(self._form, (total ^ halves).to_bytes(self._bytes, "little"))


def find_length(features: Features) -> float:
    """Return the length of the features as a vector, as `measure_length` does."""
    words, concepts, first, last, shape, following, letters, runs, ends = features
    whole = len(words) + len(runs) + len(concepts) + len(first) + len(last) + len(shape) + len(ends)
    return sqrt(_WHOLE * whole + _SOON * len(following) + _LETTER * len(letters)) or 1.0


def _spread(kept: bytes) -> int:
    """Return the number that has one byte in each field."""
    fields = bytearray(len(kept) * _STEP)
    fields[::_STEP] = kept
    return int.from_bytes(fields, "little")


def _key_rows(sort: str, rows: Rows, width: int) -> dict[Any, int]:
    """Return the packed rows by what may stand among the features of a message."""
    fields = bytearray(len(rows.kept) * _STEP)
    fields[::_STEP] = rows.kept
    cells = unpack(f"{width * _STEP}s" * len(rows.names), fields)
    packed = [int.from_bytes(cell, "little") for cell in cells]
    keys = [key_of(sort, name) for name in rows.names] if sort == "k" else rows.names
    return dict(zip(keys, packed, strict=True))


def key_of(sort: str, name: str) -> str | tuple[str, ...]:
    """Return how a feature of this name stands among the features of a message."""
    return tuple(map(intern, name.split(">"))) if sort == "k" else name
