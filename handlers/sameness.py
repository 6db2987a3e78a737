"""Whether a second urgent report tells of an event that an alert is already live for."""

from __future__ import annotations

from handlers.case import Case
from handlers.model import Alert, Ticket
from handlers.wordlists import find_age, find_sort_of_person


def find_same_alert(case: Case) -> Alert | None:
    """The live alert of the same category that nothing in the new report contradicts."""
    return next((alert for alert in case.alerts if alert.live and _is_same(alert, case)), None)


def _is_same(alert: Alert, case: Case) -> bool:
    if alert.category != (case.verdict.category or "other_urgent"):
        return False
    if alert.category == "missing_person":
        return _may_be_same_person(alert.facts, case.message.text)
    ticket = next((ticket for ticket in case.alert_tickets if ticket.number == alert.ticket), None)
    return _may_be_same_place(ticket, case.verdict.room)


def _may_be_same_person(facts: str, text: str) -> bool:
    """Ages within two years of each other and the same sort of person, as far as either says."""
    ages = find_age(facts), find_age(text)
    if ages[0] is not None and ages[1] is not None and abs(ages[0] - ages[1]) > 2:
        return False
    sorts = find_sort_of_person(facts), find_sort_of_person(text)
    return not (sorts[0] and sorts[1] and sorts[0] != sorts[1])


def _may_be_same_place(ticket: Ticket | None, room: str | None) -> bool:
    if ticket is None or not ticket.room or not room:
        return True
    return ticket.room.split("-")[0] == room.split("-")[0]
