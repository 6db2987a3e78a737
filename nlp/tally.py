"""The sums of the weights for one message, without naming its features one by one.

What `Weights.sum` sums for the features of a message, to the last number, in less time. The weights of a
feature for all answers are packed into one whole number with a field for each, so that a message is weighed
by adding one number for each feature that is known. A field may be below zero and borrow from the next; half
of what a field holds, added in the end, pays it back.
"""

from __future__ import annotations

from itertools import chain
from struct import unpack
from sys import intern
from typing import Any

from nlp.features import SORTS, VALUES, Features
from nlp.weights import NO_ROWS, UNKNOWN, Rows, Weights

#: Bytes of a field: room for the sum of any message.
_STEP = 4
_HALF = 1 << (8 * _STEP - 1)
_WHOLE, _MOST, _LESS = (round(10 * VALUES[sort]) for sort in ("w", "x", "1"))


class Tally:
    """Sums up messages for one choice."""

    def __init__(self, weights: Weights) -> None:
        width = len(weights.answers)
        self._form, self._bytes = f"<{width}I", width * _STEP
        self._halves = _HALF * _spread(b"\1" * width)
        kept = [(sort, weights.rows.get(sort, NO_ROWS)) for sort in SORTS]
        self._find = tuple([_key_rows(sort, rows, width).get for sort, rows in kept])

    def sum(self, features: Features) -> tuple[list[int], int]:
        """Return the sums of the features, and of the squares of their values, as `Weights.sum` does."""
        words, concepts, first, last, shape, meeting, following, letters, runs, ends = features
        w, c, fc, lc, s, x, k, one, two, e = self._find
        whole = chain(map(w, words), map(c, concepts), map(fc, first), map(lc, last), map(s, shape))
        total = self._halves + _WHOLE * sum(filter(None, whole))
        total += _MOST * sum(filter(None, chain(map(x, meeting), map(k, following))))
        total += _LESS * sum(filter(None, map(one, letters)))
        squares = _WHOLE * _WHOLE * (len(words) + len(concepts) + len(first) + len(last) + len(shape))
        squares += _MOST * _MOST * (len(meeting) + len(following)) + _LESS * _LESS * len(letters)
        if runs or ends:
            total += _WHOLE * sum(filter(None, chain(map(two, runs), map(e, ends))))
            squares += _WHOLE * _WHOLE * (len(runs) + len(ends))
        fields = unpack(self._form, total.to_bytes(self._bytes, "little"))
        return [field - _HALF for field in fields], squares


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
    nothing = UNKNOWN * _spread(b"\1" * width)
    packed = [int.from_bytes(cell, "little") - nothing for cell in cells]
    keys = [key_of(sort, name) for name in rows.names]
    return dict(zip(keys, packed, strict=True))


def key_of(sort: str, name: str) -> str | tuple[str, ...]:
    """Return how a feature of this name stands among the features of a message."""
    return tuple(map(intern, name.split(">"))) if sort == "k" else name
