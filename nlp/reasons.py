"""Which features of a message speak most for an answer: what `Weights.reasons` says, in less time.

The strongest features of most messages are strong, and few features are: only those are looked for. Where a
message has too few of them, all its features are asked.
"""

from __future__ import annotations

from typing import Any

from nlp.coded import CODED_SORTS, Coded, key_by_code, name_coded
from nlp.weights import REASONS, Weights

#: How much a strong feature says, in tenths; of a hundred reports one has fewer than four of them.
_STRONG = 16


class Reasons:
    """Finds the reasons for one answer of a choice. Threads may share it."""

    def __init__(self, weights: Weights, answer: str) -> None:
        self._weights, self._answer = weights, answer
        strong = [(place, self._list_strong(sort)) for place, sort in enumerate(CODED_SORTS)]
        self._strong = [(place, frozenset(of_sort), of_sort) for place, of_sort in strong if of_sort]

    def find(self, coded: Coded) -> list[str]:
        """Return the features that speak most for the answer, strongest first."""
        found = [
            strong[key] for place, known, strong in self._strong for key in known.intersection(coded[place])
        ]
        if len(found) >= REASONS:
            return [name for _, name in sorted(found, reverse=True)[:REASONS]]
        named = {
            sort: {name_coded(sort, key) for key in keys}
            for sort, keys in zip(CODED_SORTS, coded, strict=True)
        }
        return self._weights.reasons(named, self._answer)

    def _list_strong(self, sort: str) -> dict[Any, tuple[float, str]]:
        """Return by coded form how much each strong feature says, and its whole name."""
        strong = self._weights.list_strong(sort, self._answer, _STRONG)
        worth = [(worth, f"{sort}:{name}") for name, worth in strong.items()]
        return key_by_code(sort, list(strong), worth)
