"""The limits of a ticket in its estate: until when, in which hours, and in words for its owner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.calendar.promises import DueWords, describe_due, write_promise
from handlers.calendar.working_time import Hold, WorkingHours
from handlers.model import Estate, Ticket
from handlers.model.changing import change
from handlers.saying.showing import show_who
from handlers.times.limits import Limits, choose_hours, find_due, find_limits


def read_limits(ticket: Ticket, estate: Estate) -> Limits:
    """How soon a ticket of this kind and category is accepted and finished in this estate."""
    return find_limits(ticket.kind, ticket.category, estate.accept_minutes, estate.finish_minutes)


def read_hours(ticket: Ticket, estate: Estate) -> WorkingHours:
    """The hours that the ticket's limits are counted in."""
    return choose_hours(read_limits(ticket, estate), estate.hours)


def give_due(ticket: Ticket, since: datetime, estate: Estate, holds: Iterable[Hold] = ()) -> Ticket:
    """The ticket with its two limits, counted from `since`: its opening, or the moment it came back."""
    due = find_due(read_limits(ticket, estate), since, estate.hours, holds)
    return change(ticket, respond_by=due.respond_by, resolve_by=due.resolve_by)


def promise_contact(ticket: Ticket, estate: Estate) -> str:
    """Who answers the owner and until when: 水电师傅30分钟内; 今天是补班日，18:00前水电师傅.

    As said when it was opened: a receipt that is written again while it waits promises the same.
    """
    days = read_limits(ticket, estate).accept.days
    words = (
        DueWords("within_days", count=days)
        if days
        else describe_due(ticket.opened_at, ticket.respond_by, estate.timezone)
    )
    return write_promise(show_who(ticket, estate), words, estate.texts)
