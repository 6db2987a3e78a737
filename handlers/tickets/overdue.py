"""What time brings to an ordinary ticket: a limit comes near or has passed, a hold is over.

`handlers.escalation` says whom to tell; this says it, and writes down that it was said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.calendar.working_time import add_working_minutes
from handlers.kinds import get_trade
from handlers.model import SILENCE, Estate, Outcome, Person, Purpose, Status, Ticket, TicketEvent
from handlers.roster import is_away, keep_first, on_duty
from handlers.saying.showing import show_person, show_summary, show_time
from handlers.saying.speak import tell_chats
from handlers.texts import say
from handlers.tickets.escalation import (
    Chain,
    Level,
    Stage,
    WarningStep,
    find_next,
    next_warning,
    record_warning,
)
from handlers.tickets.handing import find_hand_over, hand_over
from handlers.tickets.holding import is_hold_over, resume
from handlers.tickets.pushing import push_warning
from handlers.times.dues import read_hours

_WAITING = frozenset({Status.OPEN, Status.REOPENED})


def keep_limits(
    ticket: Ticket,
    events: Sequence[TicketEvent],
    estate: Estate,
    now: datetime,
    loads: Mapping[str, int] | None = None,
) -> Outcome:
    """What time brings to the ticket now: the end of its hold, somebody to do it, or a warning.

    `loads` are how many tickets each member of staff has.  SILENCE for nothing.
    """
    if is_hold_over(ticket, now):
        return resume(ticket, events, now, estate)
    if given := hand_over(ticket, estate, now, loads or {}):
        return given
    return escalate(ticket, events, estate, now)


def escalate(ticket: Ticket, events: Sequence[TicketEvent], estate: Estate, now: datetime) -> Outcome:
    """Tells whoever is next that the ticket waits; SILENCE where nobody is to be told, yet or any more.

    `events` are all of the ticket's, oldest first.  Run it as often as you like: each is told once.
    """
    chain, hours = build_chain(ticket, estate, now), read_hours(ticket, estate)
    step = next_warning(ticket, events, now, chain, hours, ticket.resolve_by)
    if step is None:
        return SILENCE
    text = _write_warning(step, ticket, estate, now)
    said = tell_chats(
        estate, [person.id for person in step.people], text, Purpose.ANSWER, now, ticket=ticket.number
    )
    said += push_warning(step.level, ticket, text, estate, now)
    # The ticket goes along unchanged: its version keeps two processes from telling the same twice.
    return Outcome(tickets=(ticket,), events=record_warning(step, ticket, now), deliveries=said)


def find_next_look(
    ticket: Ticket, events: Sequence[TicketEvent], estate: Estate, now: datetime
) -> datetime | None:
    """When `keep_limits` may next have something to say of a ticket that it has just had nothing to say of.

    None where it never has, unless somebody does something.  Whoever comes on duty later may be earlier.
    """
    if ticket.status is Status.ON_HOLD:
        return ticket.held_until
    hours = read_hours(ticket, estate)
    found = find_next(ticket, events, build_chain(ticket, estate, now), hours, ticket.resolve_by, now)
    looks = (
        add_working_minutes(max(found, now), 0, hours) if found else None,
        find_hand_over(ticket, estate, now),
    )
    return min((look for look in looks if look), default=None)


def build_chain(ticket: Ticket, estate: Estate, now: datetime) -> Chain:
    """Who may be told of the ticket now, level by level."""
    present = on_duty(estate.roster, now, get_trade(ticket.category), estate.timezone)
    here = present
    if ticket.assignee and (ticket.status not in _WAITING or ticket.assignee in present):
        here = (ticket.assignee,)
    return Chain(here, list_leaders(estate, now), estate.managers, estate.escalate_minutes)


def list_leaders(estate: Estate, now: datetime) -> tuple[Person, ...]:
    """The shift leaders who are on duty; where none is on the roster now, those who are not away."""
    present = on_duty(estate.roster, now, None, estate.timezone)
    shift = tuple(leader for leader in estate.leaders if leader in present)
    return keep_first(shift or (leader for leader in estate.leaders if not is_away(leader, estate, now)))


def is_overdue(ticket: Ticket, now: datetime) -> bool:
    """Whether the limit that runs for it has passed."""
    if ticket.status in _WAITING:
        return now > ticket.respond_by
    return ticket.status is Status.ACCEPTED and ticket.resolve_by is not None and now > ticket.resolve_by


def find_limit(ticket: Ticket) -> datetime | None:
    """The limit that runs for the ticket now; None where none does."""
    if ticket.status in _WAITING:
        return ticket.respond_by
    return ticket.resolve_by if ticket.status is Status.ACCEPTED else None


def _write_warning(step: WarningStep, ticket: Ticket, estate: Estate, now: datetime) -> str:
    staff = show_person(ticket.assignee) if ticket.assignee else ""
    return say(
        estate.texts,
        _name_warning(step),
        number=ticket.number,
        due=show_time(step.due, now, estate),
        summary=show_summary(ticket),
        staff=staff,
    )


def _name_warning(step: WarningStep) -> str:
    if step.late:
        return "warn_accept_late" if step.stage is Stage.ACCEPT else "warn_finish_late"
    if step.stage is Stage.FINISH:
        return "warn_finish"
    return "warn_accept" if step.level is Level.ASSIGNEE else "warn_accept_unmanned"
