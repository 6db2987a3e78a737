"""How likely a message tells that an emergency is over, or what its sender noticed of it: weights over its
letters, learned from lines.

The words and grammar of handlers/words say it where they know it; these weights are for how else people
put it.  `python -m nlp.train_endings` learns both again.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from nlp.either import Either, list_runs
from nlp.features import Named
from nlp.normalise import normalise
from nlp.weights import load_weights

ANSWERS = ("over", "not")
CLUE_ANSWERS = ("clue", "not")
FILE = Path(__file__).parent / "endings.json"
#: Who speaks, as far as it is known: who called for help, staff, who has given a clue, somebody else.
OWN, STAFF, GIVER, OTHER = "own", "staff", "giver", "other"
_DIGITS = re.compile(r"\d+")
_PAUSES = re.compile(r"[\s，,。.！!?？~～、…]+")
_LONGEST = 200


def collect_letters(text: str, category: str, who: str = "") -> Named:
    """Return the letters, pairs and triples of a message, also together with what the emergency is."""
    letters, pairs, runs = list_runs(draw_line(text))
    told = {f"{_sort_of(category)} {run}" for run in runs} | {f"{category} {pair}" for pair in pairs}
    return {"1": letters, "2": runs | told, "s": {category, f"by {who}"} if who else {category}}


def weigh_ending(text: str, category: str, who: str = "") -> float:
    """Return how likely the message tells that an emergency of this category is over, from 0 to 1."""
    return _load()["ending"].weigh(draw_line(text), _sort_of(category), category, who)


def weigh_clue(text: str, category: str, who: str) -> float:
    """Return how likely the message tells what its sender noticed of such an emergency, from 0 to 1."""
    return _load()["clue"].weigh(draw_line(text), _sort_of(category), category, who)


def draw_line(text: str) -> str:
    """Return the message with its numbers and pauses made equal, and with its ends marked."""
    return "^" + _PAUSES.sub("|", _DIGITS.sub("0", normalise(text[:_LONGEST]))).strip("|") + "$"


def _sort_of(category: str) -> str:
    return "missing" if category == "missing_person" else "danger"


@cache
def _load() -> dict[str, Either]:
    return {name: Either(weights) for name, weights in load_weights(FILE).items()}
