"""Which features of a message speak most for an answer: what `Weights.reasons` says, in less time.

The strongest features of most messages are strong, and few features are: only those are looked for. Where a
message has too few of them, all its features are asked.
"""

from __future__ import annotations

from typing import Any

from nlp.features import SORTS, Features, Named, name_features
from nlp.tally import key_of
from nlp.weights import REASONS, Weights

#: How much a strong feature says, in tenths; of a hundred reports one has fewer than four of them.
_STRONG = 16
#: The sorts of features that tell a reader something: words, concepts, and one concept soon after another.
TELLING = ("w", "c", "k")


class Reasons:
    """Finds the reasons for one answer of a choice. Threads may share it."""

    def __init__(self, weights: Weights, answer: str) -> None:
        self._weights, self._answer = weights, answer
        strong = [(SORTS.index(sort), self._list_strong(sort)) for sort in TELLING]
        self._strong = [(place, frozenset(of_sort), of_sort) for place, of_sort in strong if of_sort]

    def find(self, features: Features) -> list[str]:
        """Return the features that speak most for the answer, strongest first."""
        found = [
            strong[key]
            for place, known, strong in self._strong
            for key in known.intersection(features[place])
        ]
        if len(found) >= REASONS:
            return [name for _, name in sorted(found, reverse=True)[:REASONS]]
        return self._weights.reasons(list_telling(name_features(features)), self._answer)

    def _list_strong(self, sort: str) -> dict[Any, tuple[int, str]]:
        """Return how much each strong feature says, with its whole name, by how it stands in a message."""
        strong = self._weights.list_strong(sort, self._answer, _STRONG)
        return {key_of(sort, name): (worth, f"{sort}:{name}") for name, worth in strong.items()}


def list_telling(named: Named) -> Named:
    """Return those of the features that may be reasons."""
    return {sort: names for sort, names in named.items() if sort in TELLING}
