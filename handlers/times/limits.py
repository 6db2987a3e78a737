"""How soon: until when a ticket is accepted and finished, by kind and category.  One table.

The numbers are this project's choice of what an owner may expect; an estate's settings override any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.calendar.working_time import (
    Hold,
    WorkingHours,
    add_working_days,
    add_working_minutes,
    at_any_hour,
    extend_by_holds,
)
from handlers.model import Step, TicketEvent


@dataclass(frozen=True, slots=True)
class Term:
    """A length of working time: so many minutes, or the close of the last of so many whole days."""

    minutes: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How soon a ticket is accepted, which is what its receipt promises, and how soon it is finished."""

    accept: Term
    finish: Term
    any_hour: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a ticket is to be accepted and finished; `resolve_by` None while a hold has no end."""

    respond_by: datetime
    resolve_by: datetime | None


LIMITS: dict[str, Limits] = {
    "urgent": Limits(Term(minutes=2), Term(minutes=240), any_hour=True),
    "repair": Limits(Term(minutes=30), Term(days=2)),
    "complaint": Limits(Term(minutes=120), Term(days=3)),
    "suggestion": Limits(Term(days=3), Term(days=3)),
    "inquiry": Limits(Term(minutes=120), Term(days=1)),
}

#: What ends a hold: its own end, or the end of the work.
_ENDS_HOLD = frozenset(
    {Step.RESUMED, Step.DONE, Step.CLOSED, Step.WITHDRAWN, Step.FALSE_ALARM, Step.MERGED, Step.CLEARED}
)

#: Where a category is dealt with sooner or later than its kind.
CATEGORY_LIMITS: dict[tuple[str, str], Limits] = {
    ("repair", "water"): Limits(Term(minutes=30), Term(minutes=240)),
    ("repair", "electric"): Limits(Term(minutes=30), Term(minutes=240)),
    ("repair", "elevator"): Limits(Term(minutes=30), Term(minutes=240)),
    ("repair", "door_access"): Limits(Term(minutes=30), Term(days=1)),
    ("repair", "heating"): Limits(Term(minutes=30), Term(days=1)),
    ("repair", "structure"): Limits(Term(minutes=30), Term(days=7)),
    ("complaint", "noise"): Limits(Term(minutes=120), Term(days=1)),
    ("complaint", "parking"): Limits(Term(minutes=120), Term(days=1)),
}


def find_limits(
    kind: str,
    category: str | None,
    accept: Mapping[str, int] | None = None,
    finish: Mapping[str, int] | None = None,
) -> Limits:
    """The limits of a kind and category; `accept` and `finish` are an estate's own, in working minutes.

    An estate's word goes before the table's, and within each the category's before the kind's.
    """
    table = CATEGORY_LIMITS.get((kind, category or ""), LIMITS[kind])
    return Limits(
        _override(table.accept, kind, category, accept or {}),
        _override(table.finish, kind, category, finish or {}),
        table.any_hour,
    )


def _override(term: Term, kind: str, category: str | None, own: Mapping[str, int]) -> Term:
    minutes = own.get(category or "", own.get(kind))
    return term if minutes is None else Term(minutes=minutes)


def choose_hours(limits: Limits, hours: WorkingHours) -> WorkingHours:
    """The hours that the limits are counted in: the estate's, or day and night."""
    return at_any_hour(hours.timezone) if limits.any_hour else hours


def find_due(limits: Limits, opened_at: datetime, hours: WorkingHours, holds: Iterable[Hold] = ()) -> Due:
    """Until when a ticket of `opened_at` is accepted and finished.

    What is on hold has been accepted, so holds put off the finish alone.
    """
    counted = choose_hours(limits, hours)
    respond_by = add_term(opened_at, limits.accept, counted)
    resolve_by = extend_by_holds(opened_at, add_term(opened_at, limits.finish, counted), holds, counted)
    return Due(respond_by, resolve_by)


def add_term(start: datetime, term: Term, hours: WorkingHours) -> datetime:
    """The moment when `term` is over."""
    if term.days:
        return add_working_days(start, term.days, hours)
    return add_working_minutes(start, term.minutes, hours)


def list_holds(events: Iterable[TicketEvent]) -> tuple[Hold, ...]:
    """The holds that a ticket's events tell of, oldest first; the last without an end while it lasts."""
    holds: list[Hold] = []
    since: datetime | None = None
    for event in events:
        if event.step is Step.HELD and since is None:
            since = event.at
        elif event.step in _ENDS_HOLD and since is not None:
            holds.append(Hold(since, event.at))
            since = None
    return (*holds, Hold(since)) if since is not None else tuple(holds)
