"""Which features of a message speak most for an answer: what `Weights.reasons` says, in less time.

What a feature says for the answer is kept once it was asked for: reports are much alike.
"""

from __future__ import annotations

from collections.abc import Callable, Set

from nlp.features import Named, Pair
from nlp.memo import ShortMemo
from nlp.weights import REASONS, UNKNOWN, Weights

#: The sorts of features that tell a reader something: words, concepts, and one concept soon after another.
TELLING = ("w", "c", "k")
_KEPT = 1 << 12

#: How much a feature says for the answer, in tenths, with its whole name.
_Reason = tuple[int, str]


class Reasons:
    """Finds the reasons for one answer of a choice. Threads may share it."""

    def __init__(self, weights: Weights, answer: str) -> None:
        self._weights, self._place = weights, weights.answers.index(answer)
        self._find_word, self._find_concept = self._remember("w"), self._remember("c")
        following = ShortMemo[Pair, _Reason | None](lambda pair: self._weigh("k", ">".join(pair)), _KEPT)
        self._find_following = following.__getitem__

    def find(self, words: Set[str], concepts: Set[str], following: Set[Pair]) -> list[str]:
        """Return the features that speak most for the answer, strongest first."""
        found = [
            *map(self._find_word, words),
            *map(self._find_concept, concepts),
            *map(self._find_following, following),
        ]
        return [name for _, name in sorted(filter(None, found), reverse=True)[:REASONS]]

    def _remember(self, sort: str) -> Callable[[str], _Reason | None]:
        return ShortMemo[str, _Reason | None](lambda name: self._weigh(sort, name), _KEPT).__getitem__

    def _weigh(self, sort: str, name: str) -> _Reason | None:
        """Return the reason that a feature is, None where it does not speak for the answer."""
        row = self._weights.find_row(sort, name)
        if row is None or row[self._place] <= UNKNOWN:
            return None
        return row[self._place] - UNKNOWN, f"{sort}:{name}"


def list_telling(named: Named) -> Named:
    """Return those of the features that may be reasons."""
    return {sort: names for sort, names in named.items() if sort in TELLING}
