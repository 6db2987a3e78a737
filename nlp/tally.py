"""The sums of the weights for one message, of all choices at once, without naming its features one by one.

What `Weights.sum` sums for the features of a scan, to the last number, in less time. The weights of a feature
for all answers of all choices, times its value, are one number with a field for each: a message is weighed by
adding one number for each of its features. That number is kept once it was made; it is 0 for a feature that
nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import chain
from struct import unpack_from
from typing import Any

from nlp.coded import CODED_SORTS, Coded, name_coded
from nlp.features import VALUES
from nlp.memo import Memo
from nlp.weights import UNKNOWN, Weights

#: How many features of each sort are kept in mind; of pairs of letters there are more than of anything else.
_MOST, _MOST_PAIRS = 1 << 14, 1 << 16
#: Bytes of a field: room for the sum of any message, on either side of its middle.
_STEP = 4
_MIDDLE = 1 << (8 * _STEP - 1)


class Tally:
    """Sums up messages for several choices. Threads may share it."""

    def __init__(self, choices: Mapping[str, Weights]) -> None:
        self._choices = choices
        self._places: dict[str, int] = {}
        self._answers = 0
        for name, weights in choices.items():
            self._places[name] = self._answers * _STEP
            self._answers += len(weights.answers)
        self._unknown = self._spread(bytes([UNKNOWN]) * self._answers)
        self._middle = self._spread(b"\1" * self._answers) * _MIDDLE
        self._numbers = [
            Memo(partial(self._join, sort), _MOST_PAIRS if sort == "2" else _MOST).__getitem__
            for sort in CODED_SORTS
        ]

    def sum(self, coded: Coded) -> bytes:
        """Return the sums of the features, for `pick` to choose from."""
        whole = sum(chain.from_iterable(map(map, self._numbers, coded)), self._middle)
        return whole.to_bytes(self._answers * _STEP, "little")

    def pick(self, choice: str, sums: bytes) -> list[int]:
        """Return the sums of one choice, by answer: the same as `Weights.sum` returns."""
        fields = unpack_from(f"<{len(self._choices[choice].answers)}I", sums, self._places[choice])
        return [field - _MIDDLE for field in fields]

    def _join(self, sort: str, key: Any) -> int:
        name = name_coded(sort, key)
        rows = [weights.find_row(sort, name) for weights in self._choices.values()]
        if not any(rows):
            return 0
        widths = (len(weights.answers) for weights in self._choices.values())
        whole = b"".join([row or bytes([UNKNOWN]) * width for row, width in zip(rows, widths, strict=True)])
        return round(10 * VALUES[sort]) * (self._spread(whole) - self._unknown)

    def _spread(self, kept: bytes) -> int:
        """Return the number that has one byte in each field."""
        fields = bytearray(len(kept) * _STEP)
        fields[::_STEP] = kept
        return int.from_bytes(fields, "little")
