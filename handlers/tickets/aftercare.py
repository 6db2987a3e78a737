"""After the work: the owner is asked once how it was, at a decent hour; no answer closes the ticket."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.model import SILENCE, Estate, Outcome, Purpose, Status, Step, Ticket, TicketEvent
from handlers.saying.showing import show_summary
from handlers.saying.speak import tell
from handlers.texts import say
from handlers.tickets.opening import write_event
from handlers.tickets.steps import take_step

#: An owner is asked when the water has run for a while, not while the plumber packs his tools.
ASKED_AFTER = timedelta(minutes=30)
#: Nobody is asked before nine in the morning or after half past eight in the evening.
FIRST_MINUTE, LAST_MINUTE = 9 * 60, 20 * 60 + 30
#: No answer for so long after being asked closes the ticket.
CLOSED_AFTER = timedelta(hours=48)


def look_after(ticket: Ticket, events: Iterable[TicketEvent], estate: Estate, now: datetime) -> Outcome:
    """What time brings to a ticket that is done: the question, later the end; SILENCE before."""
    told = list(events)
    due, asks = find_next_look(ticket, told, estate), _find_asked(told) is None and _asks(ticket, told)
    if due is None or now < due:
        return SILENCE
    if asks:
        return _ask(ticket, estate, now) if _is_decent(now, estate) else SILENCE
    closed = take_step(ticket, Step.CLOSED, now, estate.texts)
    return Outcome(tickets=(closed,), events=(write_event(closed, Step.CLOSED, now, None),))


def find_next_look(ticket: Ticket, events: Iterable[TicketEvent], estate: Estate) -> datetime | None:
    """When `look_after` next has something to do with the ticket; None where it has not."""
    if ticket.status is not Status.DONE:
        return None
    told = list(events)
    asked, done = _find_asked(told), _find_done(ticket, told)
    if asked is not None:
        return asked + CLOSED_AFTER
    return _find_decent(done + ASKED_AFTER, estate) if _asks(ticket, told) else done + CLOSED_AFTER


def _find_done(ticket: Ticket, events: list[TicketEvent]) -> datetime:
    times = [event.at for event in events if event.step is Step.DONE]
    return max(times, default=ticket.updated_at or ticket.opened_at)


def _find_asked(events: list[TicketEvent]) -> datetime | None:
    """When the owner was asked how it was, since the work was last done."""
    for event in reversed(events):
        if event.step is Step.ASKED:
            return event.at
        if event.step is Step.DONE:
            return None
    return None


def _asks(ticket: Ticket, events: list[TicketEvent]) -> bool:
    """Nobody is asked after an alarm, nor who said himself that it is good again."""
    done = [event for event in events if event.step is Step.DONE]
    by_owner = bool(done) and done[-1].actor is not None and done[-1].actor.id == ticket.reporter.id
    return ticket.kind != "urgent" and not by_owner


def _is_decent(now: datetime, estate: Estate) -> bool:
    local = now.astimezone(ZoneInfo(estate.timezone))
    return FIRST_MINUTE <= local.hour * 60 + local.minute < LAST_MINUTE


def _find_decent(moment: datetime, estate: Estate) -> datetime:
    """The first decent moment that is not before `moment`."""
    if _is_decent(moment, estate):
        return moment
    local = moment.astimezone(ZoneInfo(estate.timezone))
    morning = local.replace(hour=FIRST_MINUTE // 60, minute=FIRST_MINUTE % 60, second=0, microsecond=0)
    if local.hour * 60 + local.minute >= LAST_MINUTE:
        morning += timedelta(days=1)
    return morning.astimezone(moment.tzinfo)


def _ask(ticket: Ticket, estate: Estate, now: datetime) -> Outcome:
    name = "ask_rating" if ticket.kind == "repair" else "ask_rating_other"
    text = say(estate.texts, name, number=ticket.number, summary=show_summary(ticket))
    asked = tell(
        estate, ticket.chat, text, Purpose.ANSWER, now, mention=ticket.reporter, ticket=ticket.number
    )
    event = write_event(ticket, Step.ASKED, now, None)
    # The ticket goes along unchanged: of two processes that ask at once one is told that it came second.
    return Outcome(tickets=(ticket,), events=(event,), deliveries=(asked,))
