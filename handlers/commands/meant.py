"""The ticket that an owner means, and what is said and written down of what they ask."""

from __future__ import annotations

from handlers.case import Case
from handlers.conversation.owning import find_finished, find_live, find_thread, owns
from handlers.model import Delivery, Outcome, Step, Ticket
from handlers.saying.showing import clip
from handlers.saying.speak import among_owners, answer
from handlers.saying.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.texts import say
from handlers.tickets.opening import write_event
from handlers.tickets.progress import write_progress
from handlers.tickets.steps import IllegalTransition


def find_meant(case: Case) -> Ticket | None:
    """The sender's ticket that words without a number can only mean, or None."""
    verb = case.command.verb if case.command else ""
    return find_live(case) if verb == "remind" else find_finished(case)


def need_owned(case: Case) -> Ticket:
    """The ticket that is asked after.  Raises IllegalTransition where it is not the sender's to judge."""
    command = case.command
    ticket = case.named if command and command.number is not None else find_meant(case)
    serves = case.message.sender.role.serves
    if ticket is not None and (owns(ticket, case) or (serves and not among_owners(case.message))):
        return ticket
    number = command.number if command else None
    name = "no_ticket" if serves else "no_own_ticket"
    raise IllegalTransition(say(case.estate.texts, name, number="" if number is None else number))


def tell_owner(case: Case, name: str, /, ticket: Ticket | None = None, **values: object) -> Delivery:
    """A sentence for whoever asked, of this ticket."""
    number = ticket.number if ticket else None
    text = say(case.estate.texts, name, **({"number": number} if ticket else {}), **values)
    return answer(case.message, text, case.now, case.estate, ticket=number)


def record_step(case: Case, ticket: Ticket, step: Step, words: str = "") -> Outcome:
    """The ticket as it is now, and the step that led there."""
    kept = cap_words(words, case.estate.texts)
    event = write_event(ticket, step, case.now, case.message.sender.person, case.message, kept)
    return Outcome(tickets=(ticket,), events=(event,))


def show_words(case: Case, words: str) -> str:
    """An owner's words on one line for staff, without phones."""
    return clip(mask_phones(put_on_one_line(words)), MAX_CARD_WORDS)


def tell_progress(case: Case, ticket: Ticket) -> Delivery:
    """How far the ticket is."""
    text = write_progress(ticket, find_thread(ticket, case).touches, case.now, case.estate)
    return answer(case.message, text, case.now, case.estate, ticket=ticket.number)
