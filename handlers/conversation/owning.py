"""Whose a ticket is: its reporter's, of who joined it, and of everybody who lives behind the same door."""

from __future__ import annotations

from datetime import datetime

from handlers.case import Case
from handlers.model import Status, Step, Ticket
from handlers.threads import Thread
from handlers.words.topics import is_home

_FINISHED = frozenset({Status.DONE, Status.CLOSED})


def list_owned(case: Case) -> tuple[Ticket, ...]:
    """What the sender reported, newest first: all that is live and what ended in the last 14 days."""
    person = case.message.sender.id
    return tuple(ticket for ticket in (case.listing or case.own) if ticket.reporter.id == person)


def owns(ticket: Ticket, case: Case) -> bool:
    """Whether the sender may ask after the ticket and judge it.

    A household is known by the room of what its people reported, or by who said that they follow it.
    """
    person, thread = case.message.sender.id, find_thread(ticket, case)
    if person == ticket.reporter.id or person in thread.members:
        return True
    if any(touch.step is Step.FOLLOWED and touch.person == person for touch in thread.touches):
        return True
    rooms = {owned.room for owned in list_owned(case)}
    return is_home(ticket.room) and ticket.room in rooms


def find_thread(ticket: Ticket, case: Case) -> Thread:
    """The ticket with its timeline, as far as it was read."""
    found = next((t for t in case.threads if t.ticket.number == ticket.number), None)
    return found or Thread(ticket=ticket)


def find_done_at(ticket: Ticket, case: Case) -> datetime:
    """When the ticket was last done."""
    times = [t.at for t in find_thread(ticket, case).touches if t.step in (Step.DONE, Step.CLEARED)]
    return max(times, default=ticket.updated_at or ticket.opened_at)


def find_finished(case: Case) -> Ticket | None:
    """The sender's own ticket that was done last and may be judged without its number, or None.

    Only in the chat where it was reported, or in the direct chat; not where another one is still open there.
    """
    chat, person = case.message.chat.id, case.message.sender.id
    here = [ticket for ticket in list_owned(case) if chat in (ticket.chat, person)]
    done = [ticket for ticket in here if ticket.status in _FINISHED]
    return max(done, key=lambda ticket: ticket.updated_at or ticket.opened_at, default=None)


def find_live(case: Case) -> Ticket | None:
    """The sender's own live ticket of which something was said last, or None."""
    live = [ticket for ticket in list_owned(case) if ticket.live]
    return max(live, key=lambda ticket: ticket.updated_at or ticket.opened_at, default=None)
