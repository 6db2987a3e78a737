"""What was spent on a ticket: when it was answered, taken, finished, how long it waited, how often again.

`follow` keeps it step by step, as storage does; `recount` reads it off the whole history.  They must agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.calendar.working_time import Hold
from handlers.model import Step, TicketEvent
from handlers.times.limits import list_holds

#: What only staff do, and the owner hears of.
ANSWERS = frozenset(
    {Step.ACCEPTED, Step.REPLIED, Step.TRANSFERRED, Step.HELD, Step.ESTIMATED, Step.CONFIRMED}
)
#: Who has done one of these is staff, also where they filed the ticket themselves.
SERVES = ANSWERS | {Step.RESUMED, Step.TAUGHT, Step.RECLASSED, Step.VERIFIED, Step.DISMISSED}
TAKES = frozenset({Step.ACCEPTED, Step.TRANSFERRED})
FINISHES = frozenset({Step.DONE, Step.CLEARED})
#: After these nobody works on it, and nothing was finished.
ENDS = frozenset({Step.WITHDRAWN, Step.FALSE_ALARM, Step.MERGED})
OWNS = frozenset({Step.OPENED, Step.JOINED, Step.FOLLOWED})
#: The steps that change what is kept here.
COUNTED = ANSWERS | FINISHES | ENDS | {Step.RESUMED, Step.CLOSED, Step.REOPENED, Step.SPLIT, Step.RATED}
_ENDS_HOLD = FINISHES | ENDS | {Step.RESUMED, Step.CLOSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTimes:
    """The moments of a ticket.  `finished_by` is the contact id of who finished it, None for an owner.

    Moments that have not come are None; a ticket that came back is unfinished again.  `over` says that it
    was withdrawn, a false alarm, or merged into another.
    """

    estate: str
    ticket: int
    answered_at: datetime | None = None
    accepted_at: datetime | None = None
    finished_at: datetime | None = None
    finished_by: str | None = None
    reopened: int = 0
    reopened_at: datetime | None = None
    rating: int | None = None
    over: bool = False
    holds: tuple[Hold, ...] = ()


# --- step by step --------------------------------------------------------------------------------


def follow(times: TicketTimes, event: TicketEvent, owners: Collection[str]) -> TicketTimes:
    """The times after one more event; `owners` are the contact ids of those whose ticket it is."""
    times = _follow_hold(times, event)
    by_owner = event.actor is None or event.actor.id in owners
    if event.step in ANSWERS or (event.step in FINISHES and not by_owner):
        times = replace(times, answered_at=times.answered_at or event.at)
    if event.step in TAKES or (event.step in FINISHES and not by_owner):
        times = replace(times, accepted_at=times.accepted_at or event.at)
    if event.step in FINISHES and times.finished_at is None:
        by = None if by_owner or event.actor is None else event.actor.id
        times = replace(times, finished_at=event.at, finished_by=by)
    match event.step:
        case Step.REOPENED:
            return replace(
                times, finished_at=None, finished_by=None, rating=None,
                reopened=times.reopened + 1, reopened_at=event.at,
            )  # fmt: skip
        case Step.RATED:
            return replace(times, rating=read_rating(event.words))
        case Step.SPLIT:
            return replace(times, over=False)
    return replace(times, over=True) if event.step in ENDS else times


def _follow_hold(times: TicketTimes, event: TicketEvent) -> TicketTimes:
    last = times.holds[-1] if times.holds else None
    open_hold = last is not None and last.until is None
    if event.step is Step.HELD and not open_hold:
        return replace(times, holds=(*times.holds, Hold(event.at)))
    if event.step in _ENDS_HOLD and last is not None and open_hold:
        return replace(times, holds=(*times.holds[:-1], Hold(last.since, event.at)))
    return times


def read_rating(words: str) -> int | None:
    """The score that a rating's words tell, 1 to 5."""
    digits = [int(sign) for sign in words if sign in "12345"]
    return digits[0] if digits else None


# --- from the whole history ----------------------------------------------------------------------


def recount(estate: str, ticket: int, events: Sequence[TicketEvent]) -> TicketTimes:
    """The times that a ticket's events alone tell of, oldest first."""
    answers = [e.at for n, e in enumerate(events) if _is_by_staff(events, n, ANSWERS)]
    takes = [e.at for n, e in enumerate(events) if _is_by_staff(events, n, TAKES)]
    back = [n for n, event in enumerate(events) if event.step is Step.REOPENED]
    since = back[-1] + 1 if back else 0
    finish = next((n for n in range(since, len(events)) if events[n].step in FINISHES), None)
    return TicketTimes(
        estate=estate,
        ticket=ticket,
        answered_at=answers[0] if answers else None,
        accepted_at=takes[0] if takes else None,
        finished_at=None if finish is None else events[finish].at,
        finished_by=None if finish is None else _find_finisher(events, finish),
        reopened=len(back),
        reopened_at=events[back[-1]].at if back else None,
        rating=_find_rating(events[since:]),
        over=_is_over(events),
        holds=list_holds(events),
    )


def find_owners(acted: Iterable[tuple[Step, str]]) -> frozenset[str]:
    """Whose ticket it is, of steps and who took them: who opened, joined or follows it and is no staff."""
    taken = tuple(acted)
    owning = {person for step, person in taken if step in OWNS}
    return frozenset(owning - {person for step, person in taken if step in SERVES})


def _is_by_staff(events: Sequence[TicketEvent], number: int, steps: frozenset[Step]) -> bool:
    """Whether the event is one of the steps, or staff finished with it what nobody had taken."""
    if events[number].step in FINISHES:
        return _find_finisher(events, number) is not None
    return events[number].step in steps


def _find_finisher(events: Sequence[TicketEvent], number: int) -> str | None:
    actor = events[number].actor
    acted = ((event.step, event.actor.id) for event in events[:number] if event.actor is not None)
    return None if actor is None or actor.id in find_owners(acted) else actor.id


def _find_rating(events: Sequence[TicketEvent]) -> int | None:
    given = [read_rating(event.words) for event in events if event.step is Step.RATED]
    return given[-1] if given else None


def _is_over(events: Sequence[TicketEvent]) -> bool:
    turns = [event.step for event in events if event.step in ENDS or event.step is Step.SPLIT]
    return bool(turns) and turns[-1] is not Step.SPLIT
