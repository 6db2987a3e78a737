"""A question for the property company: a ticket for the front desk.  (Answers of its own come later.)"""

from __future__ import annotations

from handlers.case import Case
from handlers.model import Outcome
from handlers.tickets import open_ticket


def open_inquiry(case: Case) -> Outcome:
    """The question as a ticket for the front desk."""
    return open_ticket(case)
