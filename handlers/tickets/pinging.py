"""Reaching somebody by name: who has the ticket, else who is on duty for it, else a leader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handlers.case import Case
from handlers.kinds import get_trade
from handlers.model import Delivery, Estate, Person, Purpose, Ticket
from handlers.roster import is_away, on_duty, staff_groups_for
from handlers.saying.speak import tell
from handlers.texts import say

#: From so many reminders on the leaders hear of them as well.
TOO_MANY = 3


def list_bosses(estate: Estate) -> tuple[Person, ...]:
    """The shift leaders; the managers where the estate names none."""
    return estate.leaders or estate.managers


def list_named(ticket: Ticket, case: Case) -> tuple[Person, ...]:
    """Whom a word about the ticket reaches: never nobody, as long as the estate has anybody."""
    estate = case.estate
    if ticket.assignee is not None and not is_away(ticket.assignee, estate, case.now):
        return (ticket.assignee,)
    there = on_duty(estate.roster, case.now, get_trade(ticket.category), estate.timezone)
    return there or list_bosses(estate)


def ping(
    ticket: Ticket, name: str, case: Case, also: Iterable[str] = (), /, **values: object
) -> tuple[Delivery, ...]:
    """The sentence `name` to the staff groups, which mention who is meant, and to these people directly."""
    estate, people = case.estate, list_named(ticket, case)
    text = say(estate.texts, name, number=ticket.number, **values)
    bosses = list_bosses(estate) if ticket.priority >= TOO_MANY else ()
    direct = dict.fromkeys([*(person.id for person in (*people, *bosses)), *also])
    made = [
        tell(estate, chat.id, text, Purpose.ANSWER, case.now, ticket=ticket.number, answers=case.message.key)
        for chat in staff_groups_for(estate, get_trade(ticket.category))
    ]
    groups = [replace(delivery, mentions=people) for delivery in made]
    return (
        *groups,
        *(
            tell(
                estate, person, text, Purpose.ANSWER, case.now, ticket=ticket.number, answers=case.message.key
            )
            for person in direct
        ),
    )
