"""Who gets a ticket: by category the trade, by trade the roster, of those on duty who has the fewest open."""

from __future__ import annotations

from handlers.case import Case
from handlers.kinds import get_trade
from handlers.model import Delivery, Estate, Person, Purpose, Ticket
from handlers.model.changing import change
from handlers.roster import on_duty, staff_groups_for
from handlers.saying.showing import write_card
from handlers.saying.speak import tell
from handlers.tickets.settling import settle_at

FIRST_COME = "first_come"


def is_shared_out(kind: str, estate: Estate) -> bool:
    """Whether tickets of this kind are given to one person; what is urgent is everybody's."""
    return kind != "urgent" and estate.assign != FIRST_COME


def give_to_one(ticket: Ticket, case: Case) -> Ticket:
    """The ticket with whom it is given to: nobody where the first may take it, or where nobody is there."""
    if not is_shared_out(ticket.kind, case.estate):
        return ticket
    present = list_present(ticket, case)
    # The roster's order decides between equals: `min` takes the first.
    return change(ticket, assignee=min(present, key=lambda who: case.loads.get(who.id, 0), default=None))


def list_present(ticket: Ticket, case: Case) -> tuple[Person, ...]:
    """Those on duty now for the ticket's trade."""
    return on_duty(case.estate.roster, case.now, get_trade(ticket.category), case.estate.timezone)


def send_cards(ticket: Ticket, case: Case) -> tuple[Delivery, ...]:
    """The card for the staff group, where whoever got it is mentioned, and for that person alone.

    Where nobody got it, for all that are on duty for the ticket's trade.
    """
    groups = [chat.id for chat in staff_groups_for(case.estate, get_trade(ticket.category))]
    people = (ticket.assignee,) if ticket.assignee else list_present(ticket, case)
    chats = dict.fromkeys([*groups, *(person.id for person in people)])
    return tuple(_send_card(ticket, chat, case) for chat in chats)


def _send_card(ticket: Ticket, chat: str, case: Case) -> Delivery:
    return tell(
        case.estate, chat, write_card(ticket, case.now, case.estate), Purpose.CARD, case.now,
        mention=ticket.assignee, ticket=ticket.number, answers=case.message.key,
        due_at=settle_at(ticket.kind, case.now, case.estate),
    )  # fmt: skip
