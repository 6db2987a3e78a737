"""A ticket that came when nobody was on duty is handed to whoever comes on duty first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from handlers.kinds import get_trade
from handlers.model import (
    SILENCE,
    Delivery,
    Estate,
    Outcome,
    Person,
    Purpose,
    Status,
    Step,
    Ticket,
    TicketEvent,
)
from handlers.roster import find_next_shift, on_duty, staff_groups_for
from handlers.saying.showing import show_person, show_summary, write_card
from handlers.saying.speak import tell, tell_chats
from handlers.texts import say
from handlers.tickets.assigning import is_shared_out

_WAITING = frozenset({Status.OPEN, Status.REOPENED})


def waits_for_somebody(ticket: Ticket, estate: Estate) -> bool:
    """Whether the ticket is one person's to do, and nobody has it."""
    return ticket.status in _WAITING and ticket.assignee is None and is_shared_out(ticket.kind, estate)


def find_hand_over(ticket: Ticket, estate: Estate, now: datetime) -> datetime | None:
    """When somebody who can have it is there: now, or when the next shift begins; None for never."""
    if not waits_for_somebody(ticket, estate):
        return None
    trade = get_trade(ticket.category)
    if on_duty(estate.roster, now, trade, estate.timezone):
        return now
    return find_next_shift(estate.roster, now, trade, estate.timezone)


def hand_over(ticket: Ticket, estate: Estate, now: datetime, loads: Mapping[str, int]) -> Outcome:
    """Gives it to who is on duty now and has the fewest; SILENCE where nobody is, or somebody has it."""
    if not waits_for_somebody(ticket, estate):
        return SILENCE
    present = on_duty(estate.roster, now, get_trade(ticket.category), estate.timezone)
    if not present:
        return SILENCE
    chosen = min(present, key=lambda person: loads.get(person.id, 0))
    given = replace(ticket, assignee=chosen, updated_at=now)
    event = TicketEvent(
        estate=ticket.estate, ticket=ticket.number, step=Step.GIVEN, at=now, words=show_person(chosen)
    )
    return Outcome(tickets=(given,), events=(event,), deliveries=_tell(given, chosen, estate, now))


def _tell(ticket: Ticket, person: Person, estate: Estate, now: datetime) -> tuple[Delivery, ...]:
    text = say(
        estate.texts,
        "staff_given",
        number=ticket.number,
        staff=show_person(person),
        summary=show_summary(ticket),
    )
    chats = [chat.id for chat in staff_groups_for(estate, get_trade(ticket.category))]
    groups = tell_chats(estate, chats, text, Purpose.ANSWER, now, ticket=ticket.number)
    card = tell(estate, person.id, write_card(ticket, now, estate), Purpose.CARD, now, ticket=ticket.number)
    return (*(replace(each, mentions=(person,)) for each in groups), card)
