"""How likely a message tells that an emergency is over, or what its sender noticed of it: weights over its
letters, learned from lines.

The words and grammar of handlers/words say it where they know it; these weights are for how else people
put it.  `python -m nlp.train_endings` learns both again.
"""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nlp.either import Either, list_runs
from nlp.features import Named
from nlp.normalise import normalise
from nlp.weights import load_weights

ANSWERS = ("over", "not")
CLUE_ANSWERS = ("clue", "not")
FILE = Path(__file__).parent / "endings.json"
#: Who speaks, as far as it is known: who called for help, staff, who has given a clue, somebody else.
OWN, STAFF, GIVER, OTHER = "own", "staff", "giver", "other"
#: Less than so many seconds after the last words it may be the answer to them.
SOON = 60
_ASKS = re.compile(r"[?？]|(?:吗|没|不|没有|[呢么])$|哪|几点|咋")
_DIGITS = re.compile(r"\d+")
_PAUSES = re.compile(r"[\s，,。.！!?？~～、…]+")
_LONGEST = 200
#: More shared pairs tell no more; and when, in doublings of the first seconds, it is no more early, and late.
_MOST_SHARED, _FIRST, _EARLY, _LATE = 4, 30, 2, 6
#: So many characters make a step of length, and so many steps are long.
_SHORT, _LONG = 5, 6


class Setting(NamedTuple):
    """Where and when something is said beside an emergency, and after what.

    `here` is whether in the chat of the first report, `seconds` how long after it, `shared` how many pairs of
    characters it shares with what is known of it, `photo` whether a photo comes with it.  `after` says who
    spoke last in this chat (`giver`: the sender; empty where nobody did lately), `soon` whether that was less
    than a minute ago, and `asked` whether it was a question.
    """

    here: bool
    seconds: float
    shared: int
    photo: bool = False
    after: str = ""
    soon: bool = False
    asked: bool = False


def list_setting(text: str, category: str, setting: Setting) -> list[str]:
    """Return the names of what a setting is made of, each also together with the sort of emergency."""
    shared, doublings = min(setting.shared, _MOST_SHARED), setting.seconds / _FIRST
    length = min(len(text) // _SHORT, _LONG)
    said = (
        f"here {setting.here:d}",
        f"late {min(max(_EARLY, int(math.log2(1 + max(0.0, doublings)))), _LATE)}",
        f"shared {shared} {setting.here:d}",
        f"after {setting.after} {setting.soon:d}",
        f"asked {setting.after} {setting.asked:d}",
        f"long {length}",
        f"asks {asks_back(text):d}",
        f"photo {setting.photo:d}",
    )
    sort = _sort_of(category)
    return [name for each in said for name in (each, f"{sort} {each}")]


def asks_back(text: str) -> bool:
    """Whether it looks like a question."""
    return _ASKS.search(text) is not None


def collect_letters(text: str, category: str, who: str = "", setting: Setting | None = None) -> Named:
    """Return the letters, pairs and triples of a message, also together with what the emergency is."""
    letters, pairs, runs = list_runs(draw_line(text))
    told = {f"{_sort_of(category)} {run}" for run in runs} | {f"{category} {pair}" for pair in pairs}
    shape = {category, f"by {who}"} if who else {category}
    shape |= set(list_setting(text, category, setting)) if setting else set()
    return {"1": letters, "2": runs | told, "s": shape}


def weigh_ending(text: str, category: str, who: str = "", setting: Setting | None = None) -> float:
    """Return how likely the message tells that an emergency of this category is over, from 0 to 1."""
    return _weigh("ending", text, category, who, setting)


def weigh_clue(text: str, category: str, who: str, setting: Setting | None = None) -> float:
    """Return how likely the message tells what its sender noticed of such an emergency, from 0 to 1."""
    return _weigh("clue", text, category, who, setting)


def _weigh(asked: str, text: str, category: str, who: str, setting: Setting | None) -> float:
    beside = list_setting(text, category, setting) if setting else ()
    return _load()[asked].weigh(draw_line(text), _sort_of(category), category, who, beside)


def draw_line(text: str) -> str:
    """Return the message with its numbers and pauses made equal, and with its ends marked."""
    return "^" + _PAUSES.sub("|", _DIGITS.sub("0", normalise(text[:_LONGEST]))).strip("|") + "$"


def _sort_of(category: str) -> str:
    return "missing" if category == "missing_person" else "danger"


@cache
def _load() -> dict[str, Either]:
    return {name: Either(weights) for name, weights in load_weights(FILE).items()}
