"""我要报修: a report that says something is wrong and not yet what.  What its sender says next tells."""

from __future__ import annotations

from dataclasses import replace

from handlers.case import Case
from handlers.model import Delivery, DeliveryState, Purpose, Status, Ticket
from handlers.saying.showing import write_summary
from handlers.threads import Thread
from handlers.tickets.assigning import give_to_one, send_cards
from handlers.times.dues import give_due
from handlers.words.parts import names_no_matter


def awaits_matter(ticket: Ticket) -> bool:
    """Whether nobody has said yet what the ticket is about, nor begun to work on it."""
    return ticket.status is Status.OPEN and ticket.kind != "urgent" and names_no_matter(ticket.words)


def take_matter(ticket: Ticket, case: Case) -> Ticket:
    """The ticket as the message tells it now: kind, category, limits, and who it is given to."""
    verdict = case.verdict
    told = replace(
        ticket,
        kind=verdict.kind,
        category=verdict.category,
        summary=write_summary(case.message.text),
        evidence=tuple(evidence.rule for evidence in verdict.evidence),
        assignee=None,
    )
    return give_to_one(give_due(told, ticket.opened_at, case.estate), case)


def send_cards_anew(thread: Thread, after: Ticket, case: Case) -> tuple[Delivery, ...]:
    """Cards for those whose trade it turned out to be; those that still wait are not sent."""
    stale = (
        d for d in thread.said
        if d.purpose is Purpose.CARD and d.state is DeliveryState.PENDING and not d.attempts
    )  # fmt: skip
    return (*(replace(d, state=DeliveryState.CANCELLED) for d in stale), *send_cards(after, case))
