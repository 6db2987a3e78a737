"""How likely a message belongs to a ticket that people talk of: weights over its letters and over signs of
how it stands to the ticket, learned from written conversations.

The wordings of handlers/words say it where they know it (我家也是, 被咬过); these weights are for how else
people put it.  `python -m nlp.train_joins` learns them again.
"""

from __future__ import annotations

import math
from collections.abc import Set
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from nlp.either import list_runs
from nlp.endings import draw_line
from nlp.features import VALUES, Named
from nlp.weights import LEANING, NO_ROWS, Weights, load_weights

ANSWERS = ("joins", "not")
FILE = Path(__file__).parent / "joins.json"
_ZEROS = repeat(0)
_TENTHS = 10
_SIGN, _RUN = VALUES["s"] ** 2, VALUES["r"] ** 2


class Line(NamedTuple):
    """What somebody says beside a ticket, and whether it belongs to it: what the weights are learned from."""

    text: str
    kind: str
    category: str | None
    signs: frozenset[str]
    joins: bool


def collect_said(text: str, kind: str, category: str | None, signs: Set[str]) -> Named:
    """Return what a message is made of, its letters also together with the sort of ticket it is held against.

    `signs` say how it stands to the ticket, one of them `self` or `other`: who speaks.
    """
    letters, pairs, runs = list_runs(draw_line(text))
    who = "self" if "self" in signs else "other"
    told = {f"{who} {kind} {run}" for run in runs} | {f"{category} {pair}" for pair in pairs}
    return {"r": letters | runs | told, "s": signs}


def weigh_join(text: str, kind: str, category: str | None, signs: Set[str]) -> float:
    """Return how likely the message belongs to such a ticket, from 0 to 1."""
    runs, known, constant = collect_said(text, kind, category, signs)["r"], *_load()
    said = sum(map(known["r"].get, runs, _ZEROS)) + sum(map(known["s"].get, signs, _ZEROS))
    length = math.sqrt(_SIGN * len(signs) + _RUN * len(runs))
    return 1.0 / (1.0 + math.exp(-(constant + said / length) / _TENTHS))


@cache
def _load() -> tuple[dict[str, dict[str, int]], float]:
    weights = load_weights(FILE)["join"]
    first, second = weights.constant
    return {sort: _read_more(weights, sort) for sort in ("r", "s")}, LEANING * (first - second)


def _read_more(weights: Weights, sort: str) -> dict[str, int]:
    """Return how much more each feature of the sort says for the first answer."""
    rows = weights.rows.get(sort, NO_ROWS)
    pairs = zip(rows.kept[::2], rows.kept[1::2], strict=True)
    return {name: first - second for name, (first, second) in zip(rows.names, pairs, strict=True)}
