"""Which lift, door or pump a ticket is about: its category, its spot, what tells it from its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.model import Ticket
from handlers.words.hearing import says
from handlers.words.topics import find_places, is_home

#: The categories that are about one sort of equipment, whatever the words say.
_SORTS = {"elevator": "lift", "elevator_trapped": "lift", "door_access": "door"}
#: A barrier for cars is another thing than the door for people beside it.
_names_pump, _names_barrier, _names_home_door = (
    says("names_pump"),
    says("names_barrier"),
    says("names_home_door"),
)
#: Of several lifts in one unit which one: 左梯, 右边那台, 1号梯, 货梯.
_WHICH = re.compile(
    "(?P<side>[左右])(?:边|侧|手)?(?:的|那|这)?(?:台|部|个)?(?:电?梯)?|(?P<kind>货|消防|客|观光|担架)梯"
    r"|(?P<number>\d|[一二三四五六])\s*号(?:电?梯)"
)
_DIGITS = {sign: str(n) for n, sign in enumerate("一二三四五六", 1)}


@dataclass(frozen=True, slots=True)
class Equipment:
    """One thing that can break again.  `room` as far as the ticket names it, `places` public spots."""

    sort: str
    room: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    which: str = ""


def find_equipment(ticket: Ticket) -> Equipment | None:
    """What the ticket is about; None for anything that is not a lift, a door or a pump, or that has no spot.

    A pump needs none: an estate has few.
    """
    words = f"{ticket.words}\n{ticket.summary}"
    sort = _SORTS.get(ticket.category or "", "pump" if _names_pump(words) else "")
    if not sort or ticket.kind not in ("repair", "urgent", "complaint"):
        return None
    if sort == "door" and _names_barrier(words):
        sort = "barrier"
    room, places = _find_room(ticket, sort, words), find_places(words)
    if sort != "pump" and not room and not places:
        return None
    return Equipment(sort, room, places, _find_which(words) if sort == "lift" else "")


def _find_room(ticket: Ticket, sort: str, words: str) -> tuple[str, ...]:
    """Building and unit; the door of a home is that home's."""
    parts = tuple((ticket.room or "").split("-"))
    if not parts[0]:
        return ()
    if sort == "door" and is_home(ticket.room) and _names_home_door(words):
        return parts
    return tuple(part for part in parts[:2] if part) if sort != "pump" else parts[:1]


def _find_which(words: str) -> str:
    match = _WHICH.search(words)
    if match is None:
        return ""
    number = match["number"] or ""
    return match["side"] or match["kind"] or _DIGITS.get(number, number)


def is_same(one: Equipment, other: Equipment) -> bool:
    """Whether both are the same thing, as far as people said: what only one of them names may be the same."""
    if one.sort != other.sort or (one.which and other.which and one.which != other.which):
        return False
    if one.room and other.room:
        return _agree(one.room, other.room)
    if one.places and other.places:
        return any(a in b or b in a for a in one.places for b in other.places)
    # A pump without a spot is the estate's; of doors and lifts one in a building is none at a gate.
    return one.sort == "pump"


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if (len(one) == 3) is not (len(other) == 3):
        return False
    return all(a == b for a, b in zip(one, other, strict=False))
