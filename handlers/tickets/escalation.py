"""Who is told next that a ticket waits: the assignee before a limit passes, after it those above, one by one.

Nobody is told the same thing twice, and the first thing that staff do ends it.  Nothing is told outside
the hours that the limit is counted in: while the clock stands still, nothing gets later.

What was told is read from the ticket's events: WARNED and ESCALATED, whose `actor` is who was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.calendar.working_time import (
    WorkingHours,
    add_working_time,
    is_working_time,
    measure_working_time,
)
from handlers.model import Person, Status, Step, Ticket, TicketEvent

#: The assignee is told when a third of the time is left, but no sooner than this before the limit.
_SOONEST = timedelta(hours=2)
#: What staff do with a ticket that shows that somebody sees to it.
_ACTIONS = frozenset(
    {Step.ACCEPTED, Step.TRANSFERRED, Step.REPLIED, Step.HELD, Step.DONE, Step.NOTED, Step.CONFIRMED}
)
_TAKEN = frozenset({Step.ACCEPTED, Step.TRANSFERRED})
_TOLD = frozenset({Step.WARNED, Step.ESCALATED})


class Stage(StrEnum):
    """Which limit it is about."""

    ACCEPT = "accept"
    FINISH = "finish"


class Level(StrEnum):
    """How far up it has got."""

    ASSIGNEE = "assignee"
    LEADER = "leader"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Chain:
    """Who may be told: whoever has the ticket (else who is on duty for it), shift leaders, managers.

    Each level has `patience_minutes` of working time before the next is told.
    """

    assignees: tuple[Person, ...] = ()
    leaders: tuple[Person, ...] = ()
    managers: tuple[Person, ...] = ()
    patience_minutes: int = 30


@dataclass(frozen=True, slots=True)
class WarningStep:
    """One step: these people are told about this limit.  `late`: it has passed."""

    stage: Stage
    level: Level
    people: tuple[Person, ...]
    due: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class _Round:
    """A ticket on its way to one limit: since when, and what has happened on the way."""

    stage: Stage
    since: datetime
    due: datetime
    events: tuple[TicketEvent, ...]

    @property
    def told(self) -> frozenset[str]:
        return frozenset(event.actor.id for event in self.events if event.step in _TOLD and event.actor)

    @property
    def raised(self) -> tuple[datetime, ...]:
        """When somebody above the assignee was told, first to last; people told together once."""
        return tuple(sorted({event.at for event in self.events if event.step is Step.ESCALATED}))

    @property
    def answered(self) -> bool:
        """Before acceptance anything that staff do; later, what they do once the limit has passed."""
        since = self.since if self.stage is Stage.ACCEPT else self.due
        return any(event.step in _ACTIONS and event.at >= since for event in self.events)


def next_warning(
    ticket: Ticket,
    events: Sequence[TicketEvent],
    now: datetime,
    chain: Chain,
    hours: WorkingHours,
    resolve_by: datetime | None = None,
) -> WarningStep | None:
    """Whom to tell now; None where nobody is to be told, yet or any more.

    `events` are all of the ticket's, oldest first; `hours` those that its limits are counted in;
    `resolve_by` is None where nothing says when it is to be finished.
    """
    current = _find_round(ticket, events, resolve_by)
    if current is None or current.answered or not is_working_time(now, hours):
        return None
    if now >= current.due:
        return _raise_late(current, now, chain, hours)
    if not chain.assignees and current.stage is Stage.ACCEPT:
        # Nobody is there whose time could pass: those above hear of it at once, not when it is too late.
        return None if current.raised else _raise(current, chain, late=False)
    return _warn_assignee(current, now, chain, hours)


def find_next(
    ticket: Ticket,
    events: Sequence[TicketEvent],
    chain: Chain,
    hours: WorkingHours,
    resolve_by: datetime | None = None,
    now: datetime | None = None,
) -> datetime | None:
    """When `next_warning` may next name somebody of `chain`, in the past where it does now; None for never.

    Once the limit has passed by `now` the assignee is told nothing any more.  The moment may lie outside
    the hours: nothing is told before they begin again.
    """
    current = _find_round(ticket, events, resolve_by)
    if current is None or current.answered:
        return None
    levels = (chain.leaders, chain.managers)[len(current.raised) :]
    if current.raised:
        waits = max(current.due, _after_patience(current, chain, hours))
        return waits if _has_fresh(current, levels) else None
    if not chain.assignees and current.stage is Stage.ACCEPT:
        return current.since if _has_fresh(current, levels) else None
    late = now is not None and now >= current.due
    if not late and _has_fresh(current, (chain.assignees,)):
        whole = measure_working_time(current.since, current.due, hours)
        return add_working_time(current.since, whole - min(whole / 3, _SOONEST), hours)
    return current.due if _has_fresh(current, levels) else None


def _has_fresh(current: _Round, levels: Sequence[Sequence[Person]]) -> bool:
    return any(person.id not in current.told for people in levels for person in people)


def _after_patience(current: _Round, chain: Chain, hours: WorkingHours) -> datetime:
    return add_working_time(current.raised[-1], timedelta(minutes=chain.patience_minutes), hours)


def record_warning(step: WarningStep, ticket: Ticket, now: datetime) -> tuple[TicketEvent, ...]:
    """The events to store with the step, one a person told."""
    kind = Step.WARNED if step.level is Level.ASSIGNEE else Step.ESCALATED
    return tuple(
        TicketEvent(estate=ticket.estate, ticket=ticket.number, step=kind, at=now, actor=person)
        for person in step.people
    )


def _warn_assignee(current: _Round, now: datetime, chain: Chain, hours: WorkingHours) -> WarningStep | None:
    whole = measure_working_time(current.since, current.due, hours)
    if measure_working_time(now, current.due, hours) > min(whole / 3, _SOONEST):
        return None
    return _tell(current, Level.ASSIGNEE, chain.assignees, late=False)


def _raise_late(current: _Round, now: datetime, chain: Chain, hours: WorkingHours) -> WarningStep | None:
    patience = timedelta(minutes=chain.patience_minutes)
    if current.raised and measure_working_time(current.raised[-1], now, hours) < patience:
        return None
    return _raise(current, chain, late=True)


def _raise(current: _Round, chain: Chain, *, late: bool) -> WarningStep | None:
    """The next level up with somebody in it who has not been told."""
    levels = ((Level.LEADER, chain.leaders), (Level.MANAGER, chain.managers))
    steps = (_tell(current, level, people, late=late) for level, people in levels[len(current.raised) :])
    return next((step for step in steps if step), None)


def _tell(current: _Round, level: Level, people: Sequence[Person], *, late: bool) -> WarningStep | None:
    fresh = {person.id: person for person in people if person.id not in current.told}
    if not fresh:
        return None
    return WarningStep(current.stage, level, tuple(fresh.values()), current.due, late)


# --- which limit the ticket is on its way to -----------------------------------------------------


def _find_round(ticket: Ticket, events: Sequence[TicketEvent], resolve_by: datetime | None) -> _Round | None:
    """The way to the limit that runs now; None where none does: on hold, done, no time to finish by."""
    reopened = _find_last(events, frozenset({Step.REOPENED}))
    since = events[reopened].at if reopened is not None else ticket.opened_at
    # What its reporter adds to it is no act of staff, whatever the step is called.
    mine = ticket.reporter.id
    rest = tuple(
        event
        for event in events[reopened + 1 if reopened is not None else 0 :]
        if event.step is not Step.NOTED or event.actor is None or event.actor.id != mine
    )
    if ticket.status in (Status.OPEN, Status.REOPENED):
        return _Round(Stage.ACCEPT, since, ticket.respond_by, rest)
    if ticket.status is not Status.ACCEPTED or resolve_by is None:
        return None
    taken = next((index for index, event in enumerate(rest) if event.step in _TAKEN), -1)
    return _Round(Stage.FINISH, since, resolve_by, _skip_holds(rest[taken + 1 :], resolve_by))


def _skip_holds(events: tuple[TicketEvent, ...], due: datetime) -> tuple[TicketEvent, ...]:
    """What came after the last hold that put the limit off: the new time is a new thing to be told of."""
    before = tuple(event for event in events if event.at < due)
    resumed = _find_last(before, frozenset({Step.RESUMED}))
    return events if resumed is None else events[resumed + 1 :]


def _find_last(events: Sequence[TicketEvent], steps: frozenset[Step]) -> int | None:
    return next((i for i in range(len(events) - 1, -1, -1) if events[i].step in steps), None)
