"""How likely a message tells that an emergency is over: weights over its letters, learned from lines.

The words and grammar of handlers/words say it where they know it; these weights are for how else people
put it.  `python -m nlp.train_endings FILE…` learns them again.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from nlp.features import Named
from nlp.normalise import normalise
from nlp.weights import Weights, load_weights

ANSWERS = ("over", "not")
FILE = Path(__file__).parent / "endings.json"
_DIGITS = re.compile(r"\d+")
_PAUSES = re.compile(r"[\s，,。.！!?？~～、…]+")
_LONGEST = 200


def collect_letters(text: str, category: str) -> Named:
    """Return the letters, pairs and triples of a message, also together with what the emergency is."""
    line = "^" + _PAUSES.sub("|", _DIGITS.sub("0", normalise(text[:_LONGEST]))).strip("|") + "$"
    pairs = {line[i : i + 2] for i in range(len(line) - 1)}
    runs = pairs | {line[i : i + 3] for i in range(len(line) - 2)}
    sort = "missing" if category == "missing_person" else "danger"
    told = {f"{sort} {run}" for run in runs} | {f"{category} {pair}" for pair in pairs}
    return {"1": set(line), "2": runs | told, "s": {category}}


def weigh_ending(text: str, category: str) -> float:
    """Return how likely the message tells that an emergency of this category is over, from 0 to 1."""
    return _load().weigh(collect_letters(text, category))[0]


@cache
def _load() -> Weights:
    return load_weights(FILE)["ending"]
