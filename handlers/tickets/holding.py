"""On hold (挂起): the clock of a ticket stands still for a reason, until a moment; then it runs by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.calendar.until import find_moment
from handlers.calendar.working_time import Hold
from handlers.case import Case
from handlers.kinds import get_trade
from handlers.model import Estate, Message, Outcome, Purpose, Sender, Status, Step, Ticket, TicketEvent
from handlers.saying.showing import show_staff, show_summary, show_time
from handlers.saying.speak import answer_reporter, tell, tell_staff
from handlers.saying.trimming import cap_words, end_sentence
from handlers.texts import say
from handlers.tickets.opening import get_named, write_event
from handlers.tickets.steps import IllegalTransition, can_step, explain_state, take_step
from handlers.times.dues import give_due
from handlers.times.limits import list_holds

#: A hold is a pause: what takes longer is another ticket, or none.
LONGEST = timedelta(days=60)


def order_hold(case: Case) -> Outcome:
    """`挂起128 等配件 周五`: a reason and an end, both.  Raises IllegalTransition."""
    ticket, now, estate = get_named(case), case.now, case.estate
    if not can_step(ticket, Step.HELD):
        raise IllegalTransition(explain_state(ticket, estate.texts))
    found = find_moment(case.command.words if case.command else "", now, estate.hours)
    if found is None or not found.before:
        raise IllegalTransition(say(estate.texts, "needs_hold", number=ticket.number))
    if found.moment - now > LONGEST:
        raise IllegalTransition(say(estate.texts, "hold_too_long", number=ticket.number, days=LONGEST.days))
    message = case.message
    return hold(ticket, case.events, message.sender, found.moment, found.before, now, estate, message)


def order_resume(case: Case) -> Outcome:
    """`恢复128`: before its time.  Raises IllegalTransition."""
    message = case.message
    return resume(get_named(case), case.events, case.now, case.estate, message.sender, message)


def hold(
    ticket: Ticket,
    events: Sequence[TicketEvent],
    actor: Sender,
    until: datetime,
    reason: str,
    now: datetime,
    estate: Estate,
    via: Message | None = None,
) -> Outcome:
    """The ticket waits until `until`; its owner hears why and how long.  Raises IllegalTransition.

    `events` are all of the ticket's, oldest first: earlier holds put its limit off as well.
    """
    paused = take_step(ticket, Step.HELD, now, estate.texts)
    holds = (*list_holds(events), Hold(now, until))
    paused = replace(give_finish(paused, events, estate, holds), held_until=until)
    values = {
        "staff": show_staff(actor, ticket),
        "until": show_time(until, now, estate),
        "words": end_sentence(cap_words(reason, estate.texts), estate.texts),
    }
    said = (
        answer_reporter(paused, "answer_held", now, estate, via, **values),
        *tell_staff(paused, get_trade(ticket.category), "staff_held", now, estate, via, **values),
    )
    event = write_event(paused, Step.HELD, now, actor.person, via, reason)
    return Outcome(tickets=(paused,), events=(event,), deliveries=said)


def resume(
    ticket: Ticket,
    events: Sequence[TicketEvent],
    now: datetime,
    estate: Estate,
    actor: Sender | None = None,
    via: Message | None = None,
) -> Outcome:
    """The work goes on: whoever has the ticket is told until when; by time itself where `actor` is None."""
    going = take_step(ticket, Step.RESUMED, now, estate.texts)
    event = write_event(going, Step.RESUMED, now, actor.person if actor else None, via)
    going = give_finish(going, events, estate, list_holds((*events, event)))
    due = show_time(going.resolve_by, now, estate) if going.resolve_by else ""
    values = {"summary": show_summary(going), "due": due}
    said = tell_staff(going, get_trade(going.category), "staff_resumed", now, estate, via, **values)
    if going.assignee and not any(delivery.chat == going.assignee.id for delivery in said):
        text = say(estate.texts, "staff_resumed", number=going.number, **values)
        said += (tell(estate, going.assignee.id, text, Purpose.ANSWER, now, ticket=going.number),)
    return Outcome(tickets=(going,), events=(event,), deliveries=said)


def recount_finish(ticket: Ticket, events: Sequence[TicketEvent], estate: Estate) -> Ticket:
    """The ticket with its limit for finishing counted anew, as after another category; `events` are all."""
    until = ticket.held_until if ticket.status is Status.ON_HOLD else None
    holds = (replace(hold, until=hold.until or until) for hold in list_holds(events))
    return give_finish(ticket, events, estate, tuple(holds))


def is_hold_over(ticket: Ticket, now: datetime) -> bool:
    """Whether the ticket is on hold and the moment has come that it was put on hold until."""
    return ticket.status is Status.ON_HOLD and ticket.held_until is not None and now >= ticket.held_until


def give_finish(
    ticket: Ticket, events: Sequence[TicketEvent], estate: Estate, holds: Sequence[Hold]
) -> Ticket:
    """The ticket with the limit for finishing put off by the holds; the one for accepting stays."""
    came_back = [event.at for event in events if event.step is Step.REOPENED]
    since = came_back[-1] if came_back else ticket.opened_at
    return replace(ticket, resolve_by=give_due(ticket, since, estate, holds).resolve_by)
