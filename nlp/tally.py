"""The sums of the weights for one message, without naming its features one by one.

What `Weights.sum` sums for the features of a scan, to the last number, in less time. The weights of a feature
for all answers are packed into one whole number with a field for each: a message is weighed by adding one
number for each of its features, the blank one for those that nobody knows.
"""

from __future__ import annotations

from itertools import chain, repeat
from struct import unpack
from typing import Any, Literal

from nlp.coded import CODED_SORTS, WHOLE_SORTS, Coded, key_by_code
from nlp.weights import NO_ROWS, UNKNOWN, Rows, Weights

#: Bytes of a field: room for the sum of any message.
_STEP = 4


class Tally:
    """Sums up messages for one choice."""

    def __init__(self, weights: Weights) -> None:
        width = len(weights.answers)
        self._form, self._bytes = f"<{width}I", width * _STEP
        self._blanks: Any = repeat(repeat(_spread(bytes([UNKNOWN]) * width)))
        kept = [(sort, weights.rows.get(sort, NO_ROWS)) for sort in CODED_SORTS]
        find = [key_by_code(sort, rows.names, _pack_rows(rows, width)).get for sort, rows in kept]
        self._whole, self._half = find[:WHOLE_SORTS], find[WHOLE_SORTS:]

    def sum(self, coded: Coded) -> tuple[list[int], int]:
        """Return the sums of the features, and of the squares of their values, as `Weights.sum` does."""
        whole, half = coded[:WHOLE_SORTS], coded[WHOLE_SORTS:]
        total = 10 * sum(chain.from_iterable(map(map, self._whole, whole, self._blanks)))
        total += 5 * sum(chain.from_iterable(map(map, self._half, half, self._blanks)))
        wholes, halves = sum(map(len, whole)), sum(map(len, half))
        unknown = UNKNOWN * (10 * wholes + 5 * halves)
        fields = unpack(self._form, total.to_bytes(self._bytes, "little"))
        return [field - unknown for field in fields], 100 * wholes + 25 * halves


def _spread(kept: bytes) -> int:
    """Return the number that has one byte in each field."""
    fields = bytearray(len(kept) * _STEP)
    fields[::_STEP] = kept
    return int.from_bytes(fields, "little")


def _pack_rows(rows: Rows, width: int) -> list[int]:
    """Return the packed rows in order."""
    fields = bytearray(len(rows.kept) * _STEP)
    fields[::_STEP] = rows.kept
    cells = unpack(f"{width * _STEP}s" * len(rows.names), fields)
    order: repeat[Literal["little"]] = repeat("little")
    return list(map(int.from_bytes, cells, order))
