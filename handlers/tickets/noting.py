"""What staff write down among themselves: a note, another category; and why a message became a ticket."""

from __future__ import annotations

from dataclasses import replace

from handlers.case import Case
from handlers.kinds import CATEGORIES, KINDS, RELAY, get_title, get_trade
from handlers.model import Delivery, Estate, Outcome, Purpose, Status, Step, Ticket
from handlers.saying.showing import show_person
from handlers.saying.speak import among_owners, answer, tell_chats
from handlers.saying.trimming import cap_words
from handlers.texts import say
from handlers.tickets.assigning import give_to_one, send_cards
from handlers.tickets.holding import recount_finish
from handlers.tickets.opening import get_named, write_event
from handlers.tickets.steps import IllegalTransition, take_step
from handlers.words.lists import simplify
from nlp.verdict import CATEGORIES as OF_KIND


def note(case: Case) -> Outcome:
    """The words into the timeline, for staff only: nothing of it is ever said among owners."""
    ticket, words = get_named(case), case.command.words if case.command else ""
    if not words:
        return Outcome(deliveries=_say(case, "needs_note", ticket))
    kept = cap_words(words, case.estate.texts)
    sender = case.message.sender.person
    event = write_event(ticket, Step.NOTED, case.now, sender, case.message, kept)
    said = _say(case, "staff_noted", ticket)
    holder = ticket.assignee
    if holder is not None and holder.id not in (sender.id, case.message.chat.id):
        text = say(
            case.estate.texts, "staff_note", number=ticket.number, staff=show_person(sender), words=kept
        )
        said += tell_chats(
            case.estate, [holder.id], text, Purpose.ANSWER, case.now,
            ticket=ticket.number, answers=case.message.key,
        )  # fmt: skip
    return Outcome(events=(event,), deliveries=said)


def reclass(case: Case) -> Outcome:
    """Another category: the trade that looks after it gets the card.  What the owner was promised stands."""
    ticket, words, texts = get_named(case), case.command.words if case.command else "", case.estate.texts
    category = find_category(words)
    if category is None:
        names = say(texts, "comma").join(
            known.title for name, known in CATEGORIES.items() if name not in RELAY
        )
        return Outcome(deliveries=_say(case, "needs_category", ticket, names=names))
    if case.alert is not None or ticket.kind == "urgent":
        raise IllegalTransition(say(texts, "reclass_urgent", number=ticket.number))
    moved = take_step(ticket, Step.RECLASSED, case.now, texts)
    moved = replace(moved, category=category, kind=_find_kind(category, ticket.kind))
    moved = recount_finish(moved, case.events, case.estate)
    change = f"{get_title(ticket.category)}→{get_title(category)}"
    event = write_event(moved, Step.RECLASSED, case.now, case.message.sender.person, case.message, change)
    said = _say(case, "staff_reclassed", ticket, change=change)
    if get_trade(category) != get_trade(ticket.category) and ticket.status in (Status.OPEN, Status.REOPENED):
        moved = give_to_one(replace(moved, assignee=None), case)
        said += send_cards(moved, case)
    return Outcome(tickets=(moved,), events=(event,), deliveries=said)


def find_category(words: str) -> str | None:
    """The category that the words name, by its title or its own name; alarms are none of them."""
    wanted = simplify(words.strip().strip("，。,. "))
    named = {known.title: name for name, known in CATEGORIES.items() if name not in RELAY}
    found = named.get(wanted) or (wanted if wanted in CATEGORIES and wanted not in RELAY else None)
    near = [name for title, name in named.items() if wanted and wanted in title]
    return found or (near[0] if len(near) == 1 else None)


def _find_kind(category: str, before: str) -> str:
    return next((kind for kind, names in OF_KIND.items() if category in names), before)


def explain(case: Case) -> Outcome:
    """Which rules made it a ticket, for staff: what was read wrongly can be put right there."""
    ticket, estate = get_named(case), case.estate
    rules = say(estate.texts, "comma").join(ticket.evidence) or say(estate.texts, "why_nothing")
    what = _name_kind(ticket, estate)
    return Outcome(deliveries=_say(case, "why", ticket, what=what, rules=rules))


def _name_kind(ticket: Ticket, estate: Estate) -> str:
    parts = (KINDS[ticket.kind].title, get_title(ticket.category))
    return say(estate.texts, "dot").join(part for part in parts if part)


def _say(case: Case, name: str, ticket: Ticket, /, **values: object) -> tuple[Delivery, ...]:
    """Said where it was asked, but never among owners."""
    if among_owners(case.message):
        return ()
    text = say(case.estate.texts, name, number=ticket.number, **values)
    return (answer(case.message, text, case.now, case.estate, ticket=ticket.number),)
