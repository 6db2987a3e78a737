"""Which features of a message speak most for an answer: what `Weights.reasons` says, in less time.

What a feature says for the answer is kept once it was looked up.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import Any

from nlp.coded import CODED_SORTS, Coded, name_coded
from nlp.features import VALUES
from nlp.memo import Memo
from nlp.weights import REASONS, Weights

#: How many features of each sort are kept in mind.
_MOST = 1 << 12


class Reasons:
    """Finds the reasons for one answer of a choice. Threads may share it."""

    def __init__(self, weights: Weights, answer: str) -> None:
        self._weights, self._answer = weights, answer
        self._said = [Memo(partial(self._find, sort), _MOST).__getitem__ for sort in CODED_SORTS]

    def find(self, coded: Coded) -> list[str]:
        """Return the features that speak most for the answer, strongest first."""
        found = sorted(chain.from_iterable(chain.from_iterable(map(map, self._said, coded))), reverse=True)
        return [name for _, name in found[:REASONS]]

    def _find(self, sort: str, key: Any) -> list[tuple[float, str]]:
        """Return how strongly a feature speaks for the answer and its whole name; nothing if it does not."""
        name = name_coded(sort, key)
        speaking = self._weights.list_speaking(sort, [name], self._answer)
        return [(VALUES[sort] * weight, f"{sort}:{name}") for weight, name in speaking]
