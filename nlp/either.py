"""Whether an emergency is over, or something of it was noticed, weighed without naming every feature.

What `Weights.weigh` says of `endings.collect_letters`, to a hair, in a tenth of the time: of two answers only
counts how much more is said for the first, and what a run of letters says by itself, of the sort of emergency
and of its category is added up once for each category.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import repeat

from nlp.features import VALUES
from nlp.memo import Memo
from nlp.weights import LEANING, NO_ROWS, Weights

_ZEROS = repeat(0)
_TENTHS = 10
_LETTER, _WHOLE = VALUES["1"] ** 2, VALUES["2"] ** 2


class Either:
    """Weighs the letters and runs of a message for the first of two answers. Threads may share it."""

    def __init__(self, weights: Weights) -> None:
        first, second = weights.constant
        self._constant = LEANING * (first - second)
        self._letters, self._shape = _read_more(weights, "1"), _read_more(weights, "s")
        self._runs = _read_more(weights, "2")
        self._by_kind: Memo[tuple[str, str], Mapping[str, int]] = Memo(self._join_runs)

    def weigh(self, line: str, sort: str, category: str, who: str, beside: Sequence[str] = ()) -> float:
        """Return how likely the first answer is, for a line of this sort and category of emergency.

        `beside` names what else is known of how it was said.
        """
        letters, pairs, runs = list_runs(line)
        said = sum(map(self._letters.get, letters, _ZEROS))
        said += sum(map(self._by_kind[sort, category].get, runs, _ZEROS))
        said += self._shape.get(category, 0) + (self._shape.get(f"by {who}", 0) if who else 0)
        said += sum(map(self._shape.get, beside, _ZEROS))
        squares = _LETTER * len(letters) + _WHOLE * (
            2 * len(runs) + len(pairs) + (2 if who else 1) + len(beside)
        )
        return 1.0 / (1.0 + math.exp(-(self._constant + said / math.sqrt(squares)) / _TENTHS))

    def _join_runs(self, kind: tuple[str, str]) -> Mapping[str, int]:
        """Return what each run says in all of an emergency of this kind."""
        joined = Counter({run: more for run, more in self._runs.items() if " " not in run})
        for start in (f"{kind[0]} ", f"{kind[1]} "):
            for run, more in self._runs.items():
                if run.startswith(start):
                    joined[run.removeprefix(start)] += more
        return dict(joined)


def list_runs(line: str) -> tuple[set[str], set[str], set[str]]:
    """Return the letters of a line, its pairs, and its pairs and triples together."""
    pairs = {line[i : i + 2] for i in range(len(line) - 1)}
    return set(line), pairs, pairs | {line[i : i + 3] for i in range(len(line) - 2)}


def _read_more(weights: Weights, sort: str) -> dict[str, int]:
    """Return how much more each feature of the sort says for the first answer."""
    rows = weights.rows.get(sort, NO_ROWS)
    pairs = zip(rows.kept[::2], rows.kept[1::2], strict=True)
    return {name: first - second for name, (first, second) in zip(rows.names, pairs, strict=True)}
