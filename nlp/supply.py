"""What somebody says of water, power, heating or the network: that it is out for the house, that something of
one home is broken, or only talk.  Weights over letters, learned from lines: `python -m nlp.train_supply`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nlp.either import list_runs
from nlp.endings import draw_line
from nlp.features import Named
from nlp.weights import Weights, load_weights

#: The supply is out or bad for many; one thing in one home is broken; nothing is reported.
ANSWERS = ("out", "home", "talk")
FILE = Path(__file__).parent / "supply.json"
#: So likely it must be to be told.
_SURE = 0.55


def collect_letters(text: str, category: str) -> Named:
    """Return the letters, pairs and triples of a message, the pairs also with the supply."""
    letters, pairs, runs = list_runs(draw_line(text))
    return {"1": letters, "2": runs | {f"{category} {pair}" for pair in pairs}}


def tell_supply(text: str, category: str) -> str:
    """Return what the text says of a supply (water, electric, heating, network), `unsure` where that is
    open."""
    chances = _load().weigh(collect_letters(text, category))
    best = max(chances)
    return ANSWERS[chances.index(best)] if best >= _SURE else "unsure"


@cache
def _load() -> Weights:
    return load_weights(FILE)["supply"]
