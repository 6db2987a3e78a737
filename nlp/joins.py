"""How likely a neighbour's message says of a report that it is so with its sender too: weights over its
letters, learned from lines.

The wordings of handlers/words say it where they know it (我家也是, 被咬过); these weights are for how else
people put it.  `python -m nlp.train_joins` learns them again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nlp.either import Either, list_runs
from nlp.endings import draw_line
from nlp.features import Named
from nlp.weights import load_weights

ANSWERS = ("joins", "not")
FILE = Path(__file__).parent / "joins.json"
#: More shared pairs of characters than that tell no more.
_MOST = 3
_NO_CATEGORY = "none"


def collect_said(text: str, kind: str, category: str | None, shared: int) -> Named:
    """Return what a message is made of, also together with what sort of report it was said after.

    `shared` is how many pairs of characters it shares with what was said of that report.
    """
    letters, pairs, runs = list_runs(draw_line(text))
    category = category or _NO_CATEGORY
    told = {f"{kind} {run}" for run in runs} | {f"{category} {pair}" for pair in pairs}
    return {"1": letters, "2": runs | told, "s": {category, f"by {_name(kind, shared)}"}}


def weigh_join(text: str, kind: str, category: str | None, shared: int) -> float:
    """Return how likely the message says that it is so with its sender too, from 0 to 1."""
    return _load().weigh(draw_line(text), kind, category or _NO_CATEGORY, _name(kind, shared))


def _name(kind: str, shared: int) -> str:
    return f"{kind} {min(shared, _MOST)}"


@cache
def _load() -> Either:
    return Either(load_weights(FILE)["join"])
