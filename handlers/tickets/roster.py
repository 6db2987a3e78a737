"""Who is on duty, and which staff group looks after what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.kinds import CATEGORIES
from handlers.model import Chat, Duty, Estate, Person

_TRADES = frozenset(category.trade for category in CATEGORIES.values())


def on_duty(roster: Iterable[Duty], now: datetime, trade: str | None, tz: str) -> tuple[Person, ...]:
    """The people on duty now for `trade`, in the roster's order; of every trade where it is None.

    A line without trades stands for all of them.  Who is on leave is not there.
    """
    local = now.astimezone(ZoneInfo(tz))
    minute = local.hour * 60 + local.minute
    people = [
        duty.person
        for duty in roster
        if (trade is None or not duty.trades or trade in duty.trades)
        and _covers(duty, minute)
        and not any(leave.covers(now) for leave in duty.away)
    ]
    return keep_first(people)


def is_away(person: Person, estate: Estate, now: datetime) -> bool:
    """Whether the person is on leave now."""
    return any(leave.person.id == person.id and leave.covers(now) for leave in estate.leaves)


def _covers(duty: Duty, minute: int) -> bool:
    if duty.starts == duty.ends:
        return True
    if duty.starts < duty.ends:
        return duty.starts <= minute < duty.ends
    return minute >= duty.starts or minute < duty.ends


def keep_first(people: Iterable[Person]) -> tuple[Person, ...]:
    """The people, each once."""
    first: dict[str, Person] = {}
    for person in people:
        first.setdefault(person.id, person)
    return tuple(first.values())


def staff_groups_for(estate: Estate, trade: str) -> tuple[Chat, ...]:
    """The staff groups named after `trade`; else those named after none; else all of them."""
    groups = estate.staff_groups
    own = tuple(chat for chat in groups if trade in chat.name)
    common = tuple(chat for chat in groups if not any(other in chat.name for other in _TRADES))
    return own or common or groups


def find_staff(estate: Estate, name: str) -> Person | None:
    """The one person who serves whose name is, or ends or begins with, `name`."""
    people = list_known(estate)
    exact = [person for person in people if person.name == name]
    near = exact or [
        person for person in people if name and (person.name.endswith(name) or person.name.startswith(name))
    ]
    return near[0] if len(near) == 1 else None


def list_known(estate: Estate) -> tuple[Person, ...]:
    """Everybody who serves: the roster, the managers, the shift leaders and all other staff."""
    others = (sender.person for sender in estate.staff)
    return keep_first([*(duty.person for duty in estate.roster), *estate.managers, *estate.leaders, *others])


def list_staff(estate: Estate) -> tuple[Person, ...]:
    """Everybody of the roster, each once."""
    return keep_first(duty.person for duty in estate.roster)
