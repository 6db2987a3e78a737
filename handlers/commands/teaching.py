"""What staff put right: a report that the bot missed, two tickets that are one, one that is two.

Everything stays in both timelines; what was missed and what was filed wrongly are examples for the rules.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.alerts import urgent
from handlers.case import Case
from handlers.commands.grammar import SECOND_TICKET
from handlers.conversation.withdrawing import cancel_waiting
from handlers.kinds import get_trade
from handlers.model import Message, Outcome, Person, Status, Step, Ticket, TicketEvent
from handlers.saying.speak import among_owners, answer, tell_staff
from handlers.saying.trimming import cap_words
from handlers.texts import say
from handlers.threads import GROWING, Thread, Touch
from handlers.tickets.opening import get_named, open_ticket, write_event
from handlers.tickets.steps import IllegalTransition, take_step
from nlp.verdict import Verdict

# --- a report that was missed --------------------------------------------------------------------


def file_missed(case: Case) -> Outcome:
    """The quoted message as a ticket of its sender; `case.verdict` is the verdict on the quoted words."""
    quote = case.message.quote
    if quote is None or not quote.text.strip():
        return _say(case, say(case.estate.texts, "needs_quote"))
    original = _find_original(case)
    known = original and next((t for t in case.threads if t.knows(original.key)), None)
    if known:
        return _say(case, say(case.estate.texts, "already_filed", number=known.ticket.number))
    missed = replace(
        case,
        message=original or replace(case.message, text=quote.text, quote=None),
        verdict=case.verdict if case.verdict.kind != "other" else _guess(case),
        command=None,
        recent=(),
    )
    taught = TicketEvent(
        estate=case.estate.id, ticket=case.next_ticket, step=Step.TAUGHT, at=case.now,
        actor=case.message.sender.person, message=case.message.key,
        words=cap_words(missed.message.text, case.estate.texts),
    )  # fmt: skip
    return _file(missed, original) + Outcome(events=(taught,))


def _guess(case: Case) -> Verdict:
    return replace(case.verdict, kind="repair", category="other_repair")


def _file(case: Case, original: Message | None) -> Outcome:
    if case.verdict.kind == "urgent":
        return urgent.open_alert(case)
    outcome = open_ticket(case)
    if original is not None:
        return outcome
    # Nobody knows any more who said it: the staff have the card, and no owner is spoken to.
    told = tuple(said for said in outcome.deliveries if said.chat != case.message.chat.id)
    return replace(outcome, deliveries=told)


def _find_original(case: Case) -> Message | None:
    """The quoted message, as long as it is remembered."""
    quote = case.message.quote
    if quote is None:
        return None
    said = [
        remark.message
        for remark in reversed(case.talk)
        if remark.message.text.strip() == quote.text.strip() and not remark.message.sender.role.serves
    ]
    named = [message for message in said if message.sender.name == quote.author]
    return next(iter(named or said), None)


# --- two tickets that are one --------------------------------------------------------------------


def merge(case: Case) -> Outcome:
    """The named ticket goes into the target, with its households."""
    ticket, texts = get_named(case), case.estate.texts
    if find_second(case) is None:
        return _say(case, say(texts, "needs_target", number=ticket.number))
    target = case.target
    if target is not None and target.number == ticket.number:
        raise IllegalTransition(say(texts, "merge_itself", number=ticket.number))
    if target is None or not _can_merge(case, ticket, target):
        number = find_second(case)
        raise IllegalTransition(say(texts, "cannot_merge", number=ticket.number, target=number))
    thread, into = _find_thread(ticket, case), _find_thread(target, case)
    after = take_step(ticket, Step.MERGED, case.now, texts)
    people = thread.members | into.members
    grown = replace(target, households=len(people), updated_at=case.now)
    actor, via = case.message.sender.person, case.message
    events = [
        write_event(ticket, Step.MERGED, case.now, actor, via, f"#{target.number}"),
        write_event(target, Step.NOTED, case.now, actor, via, f"#{ticket.number}"),
        *_move(thread, target, Step.JOINED, case, thread.members - into.members),
    ]
    said = tell_staff(
        after, get_trade(after.category), "staff_merged", case.now, case.estate, via, target=target.number
    )
    return Outcome(tickets=(after, grown), events=tuple(events), deliveries=(*said, *cancel_waiting(thread)))


def _can_merge(case: Case, ticket: Ticket, target: Ticket) -> bool:
    quiet = case.alert is None or not case.alert.live
    return ticket.live and target.live and quiet


def find_second(case: Case) -> int | None:
    """The number of the second ticket that the command names."""
    match = SECOND_TICKET.match(case.command.words) if case.command else None
    return int(match[1]) if match else None


def find_merged_into(touches: tuple[Touch, ...]) -> int | None:
    """The number of the ticket that one went into last."""
    merged = [touch.words for touch in touches if touch.step is Step.MERGED]
    return int(merged[-1].lstrip("#")) if merged else None


def split(case: Case) -> Outcome:
    """What was merged is a ticket of its own again."""
    ticket, texts = get_named(case), case.estate.texts
    target = case.target
    if ticket.status is not Status.MERGED or target is None:
        raise IllegalTransition(say(texts, "not_merged", number=ticket.number))
    thread, into = _find_thread(ticket, case), _find_thread(target, case)
    after = take_step(ticket, Step.SPLIT, case.now, texts)
    mark = f"#{ticket.number}"
    moved = frozenset(t.person for t in into.touches if t.step is Step.JOINED and t.words == mark)
    left = into.members - moved | {target.reporter.id}
    shrunk = replace(target, households=len(left), updated_at=case.now)
    actor, via = case.message.sender.person, case.message
    events = (
        write_event(ticket, Step.SPLIT, case.now, actor, via, f"#{target.number}"),
        write_event(target, Step.NOTED, case.now, actor, via, mark),
        *_move(thread, target, Step.LEFT, case, moved & into.members),
    )
    said = tell_staff(
        after, get_trade(after.category), "staff_split", case.now, case.estate, via, target=target.number
    )
    return Outcome(tickets=(after, shrunk), events=events, deliveries=said)


def _move(
    thread: Thread, target: Ticket, step: Step, case: Case, people: frozenset[str]
) -> tuple[TicketEvent, ...]:
    """The households of the one ticket come into the other, or leave it."""
    known = {touch.person: touch.name for touch in thread.touches}
    known[thread.ticket.reporter.id] = thread.ticket.reporter.name
    # By the message with which they came: so it is known in which chat the fault is spoken of.
    said = {touch.person: touch.message for touch in reversed(thread.touches) if touch.step in GROWING}
    return tuple(
        TicketEvent(
            estate=target.estate, ticket=target.number, step=step, at=case.now,
            actor=Person(person, known.get(person, "")), words=f"#{thread.ticket.number}",
            message=said.get(person) if step is Step.JOINED else None,
        )
        for person in sorted(people)
    )  # fmt: skip


def _find_thread(ticket: Ticket, case: Case) -> Thread:
    found = next((t for t in case.threads if t.ticket.number == ticket.number), None)
    return found or Thread(ticket=ticket)


def _say(case: Case, text: str) -> Outcome:
    """Said to staff or in a direct chat; owners have no use for it."""
    if among_owners(case.message):
        return Outcome()
    return Outcome(deliveries=(answer(case.message, text, case.now, case.estate),))
