"""What somebody wrote into the web form: it is never passed over, and every word of it goes to staff."""

from __future__ import annotations

from dataclasses import replace

from handlers.case import Case
from handlers.conversation.adding import add_to_ticket
from handlers.conversation.own_threads import last_word, list_own_threads
from handlers.model import Outcome
from handlers.threads import Thread
from handlers.tickets.opening import open_ticket
from nlp.verdict import Verdict

#: `Case.form`: the form itself, and what is written on the page that its link leads to.
NEW, MORE = "new", "more"


def take_form(case: Case) -> Outcome:
    """What led to nothing else: into the writer's own ticket, else a ticket for the front desk."""
    thread = _find_own(case) if case.form == MORE else None
    if thread is not None:
        return add_to_ticket(case, thread)
    verdict = Verdict("inquiry", room=case.verdict.room, phone=case.verdict.phone)
    return open_ticket(replace(case, verdict=verdict, command=None, parts=()))


def _find_own(case: Case) -> Thread | None:
    """The ticket that the writer last spoke of: one that is worked on, else one that is over."""
    live = list_own_threads(case)
    if live:
        return live[0]
    person = case.message.sender.id
    over = [Thread(ticket=ticket) for ticket in case.own if ticket.reporter.id == person]
    return max(over, key=lambda thread: (last_word(thread, person), thread.ticket.number), default=None)
