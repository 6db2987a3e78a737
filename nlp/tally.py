"""The sums of the weights for one message, without naming its features one by one.

What `Weights.sum` sums for the features of a scan, to the last number, in less time: the row of a feature,
times its value, is kept once it was looked up, and one that nobody knows is nothing.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from struct import unpack
from typing import Any

from nlp.coded import CODED_SORTS, Coded, measure, name_coded
from nlp.features import VALUES
from nlp.memo import Memo
from nlp.weights import STEP, Sums, Weights

#: How many features of each sort are kept in mind.
_MOST = 1 << 14
_HALF_FIELD = 1 << (8 * STEP - 1)


class Tally:
    """Sums up messages for one choice. Threads may share it."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._form, self._width = f"<{len(weights.answers)}I", len(weights.answers) * STEP
        self._middle = sum(_HALF_FIELD << (8 * place) for place in range(0, self._width, STEP))
        self._rows = [Memo(partial(self._value, sort), _MOST).__getitem__ for sort in CODED_SORTS]

    def sum(self, coded: Coded) -> Sums:
        """Return the sums of the features, as `Weights.sum` does."""
        whole = sum(chain.from_iterable(map(map, self._rows, coded)), self._middle)
        fields = unpack(self._form, whole.to_bytes(self._width, "little"))
        return [field - _HALF_FIELD for field in fields], measure(coded)

    def _value(self, sort: str, key: Any) -> int:
        row = self._weights.rows.get(sort, {}).get(name_coded(sort, key))
        return 0 if row is None else round(10 * VALUES[sort]) * (row - self._weights.blank)
