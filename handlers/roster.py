"""Who is on duty, and which staff group looks after what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.calendar.duty_days import begins_on
from handlers.kinds import CATEGORIES
from handlers.model import Chat, Duty, Estate, Person
from handlers.words.lists import simplify

#: Longer than any holiday.
_AHEAD_DAYS = 15
_TRADES = frozenset(category.trade for category in CATEGORIES.values())


def on_duty(roster: Iterable[Duty], now: datetime, trade: str | None, tz: str) -> tuple[Person, ...]:
    """The people on duty now for `trade`, in the roster's order; of every trade where it is None.

    A line without trades stands for all of them.  Who is on leave is not there.
    """
    local = now.astimezone(ZoneInfo(tz))
    people = [
        duty.person
        for duty in roster
        if _does(duty, trade) and _covers(duty, local) and not any(leave.covers(now) for leave in duty.away)
    ]
    return keep_first(people)


def find_next_shift(roster: Iterable[Duty], now: datetime, trade: str, tz: str) -> datetime | None:
    """When somebody next comes on duty for `trade`, later than now; None where nobody does in two weeks."""
    lines = [duty for duty in roster if _does(duty, trade)]
    if not lines:
        return None
    today = now.astimezone(ZoneInfo(tz)).date()
    days = [today + timedelta(days=count) for count in range(_AHEAD_DAYS)]
    moments = [_begin(duty, day, tz) for duty in lines for day in days if begins_on(duty.days, day)]
    moments += [leave.until for duty in lines for leave in duty.away if leave.until]
    later = sorted({moment for moment in moments if moment > now})
    return next((moment for moment in later if on_duty(lines, moment, trade, tz)), None)


def _begin(duty: Duty, day: date, tz: str) -> datetime:
    minutes = 0 if duty.starts == duty.ends else duty.starts
    return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=ZoneInfo(tz)).astimezone(UTC)


def _does(duty: Duty, trade: str | None) -> bool:
    return trade is None or not duty.trades or trade in duty.trades


def is_away(person: Person, estate: Estate, now: datetime) -> bool:
    """Whether the person is on leave now."""
    return any(leave.person.id == person.id and leave.covers(now) for leave in estate.leaves)


def _covers(duty: Duty, local: datetime) -> bool:
    """Whether it is the time of the shift; after midnight one is of the day on which it began."""
    minute, day = local.hour * 60 + local.minute, local.date()
    if duty.starts == duty.ends:
        return begins_on(duty.days, day)
    if duty.starts < duty.ends:
        return duty.starts <= minute < duty.ends and begins_on(duty.days, day)
    if minute >= duty.starts:
        return begins_on(duty.days, day)
    return minute < duty.ends and begins_on(duty.days, day - timedelta(days=1))


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
    people, wanted = list_known(estate), simplify(name)
    names = [(person, simplify(person.name)) for person in people]
    exact = [person for person, known in names if known == wanted]
    near = exact or [
        person for person, known in names if wanted and (known.endswith(wanted) or known.startswith(wanted))
    ]
    return near[0] if len(near) == 1 else None


def list_known(estate: Estate) -> tuple[Person, ...]:
    """Everybody who serves: the roster, the managers, the shift leaders and all other staff."""
    others = (sender.person for sender in estate.staff)
    return keep_first([*(duty.person for duty in estate.roster), *estate.managers, *estate.leaders, *others])


def list_staff(estate: Estate) -> tuple[Person, ...]:
    """Everybody of the roster, each once."""
    return keep_first(duty.person for duty in estate.roster)
