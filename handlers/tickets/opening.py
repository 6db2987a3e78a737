"""A report becomes a ticket: its receipt, its card, the room that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.case import Case
from handlers.kinds import KINDS
from handlers.model import (
    Delivery,
    Message,
    Outcome,
    Person,
    Purpose,
    Status,
    Step,
    Ticket,
    TicketEvent,
)  # fmt: skip
from handlers.model.changing import change
from handlers.saying.showing import write_summary
from handlers.saying.speak import tell
from handlers.saying.trimming import cap_words
from handlers.texts import say
from handlers.tickets.assigning import give_to_one, send_cards
from handlers.tickets.gathering import (
    complete_room,
    is_voice,
    list_earlier,
    list_photos,
    recall_home,
    recall_phone,
    recall_room,
)
from handlers.tickets.settling import settle_at, write_receipt_text
from handlers.tickets.steps import IllegalTransition
from handlers.times.dues import give_due
from handlers.words.acts import strip_stand_ins
from handlers.words.lists import names_public_place
from handlers.words.parts import says_only_address
from nlp.verdict import Verdict

#: Complaints that come with others: of nothing by themselves.
_NO_MATTER = frozenset({"management", "other_complaint", "repair_service"})
#: What fails in a home, or may (None: nobody knows what it is); other repairs are found without a room.
_HOME_CATEGORIES = frozenset({None, "water", "electric", "heating", "network", "other_repair"})


def open_ticket(case: Case) -> Outcome:
    """A new ticket with its event, photos, receipt and card; two where the message tells of two things."""
    if case.parts:
        return _open_each(case)
    ticket, filed = file_report(case)
    deliveries = (write_receipt(ticket, case), *send_cards(ticket, case))
    return filed + Outcome(deliveries=deliveries)


def _open_each(case: Case) -> Outcome:
    outcome = Outcome()
    room = case.verdict.room
    for index, (text, verdict) in enumerate(case.parts):
        part = replace(
            case,
            message=replace(case.message, text=text),
            verdict=replace(verdict, room=verdict.room or room),
            next_ticket=case.next_ticket + index,
            parts=(),
        )
        outcome += open_ticket(part)
    return outcome


def keep_different(parts: Sequence[tuple[str, Verdict]]) -> tuple[tuple[str, Verdict], ...]:
    """The reports among the clauses of a message, where they are of several sorts; else nothing."""
    first: dict[tuple[str, str | None], tuple[str, Verdict]] = {}
    for text, verdict in parts:
        # 物业也不管管 belongs to what it stands by.
        scolds = verdict.category in _NO_MATTER
        if verdict.kind in ("repair", "complaint") and not scolds and not says_only_address(text):
            first.setdefault((verdict.kind, verdict.category), (text, verdict))
    return tuple(first.values()) if len(first) > 1 else ()


def get_named(case: Case) -> Ticket:
    """The ticket that the command names.  Raises IllegalTransition where there is none."""
    if case.named is None:
        number = case.command.number if case.command else None
        raise IllegalTransition(say(case.estate.texts, "no_ticket", number=number))
    return case.named


def file_report(case: Case) -> tuple[Ticket, Outcome]:
    """The ticket of the case, and the outcome that stores it with its events and photos, saying nothing."""
    photos = list_photos(case)
    ticket = _note_voices(change(_draft_ticket(case), photos=len(photos)), case)
    sender = case.message.sender.person
    opened = write_event(ticket, Step.OPENED, case.now, sender, case.message)
    earlier = tuple(_note_earlier(ticket, message, case) for message in list_earlier(case))
    return ticket, Outcome(tickets=(ticket,), events=(opened, *earlier), files=photos)


def _note_voices(ticket: Ticket, case: Case) -> Ticket:
    """The card says that its reporter said something besides, which somebody has to listen to."""
    spoken = any(is_voice(message) for message in list_earlier(case))
    return replace(ticket, words=f"{ticket.words}\n{say(case.estate.texts, 'voice')}") if spoken else ticket


def _note_earlier(ticket: Ticket, message: Message, case: Case) -> TicketEvent:
    if is_voice(message):
        voice = say(case.estate.texts, "voice")
        return write_event(ticket, Step.NOTED, case.now, message.sender.person, message, voice)
    words = cap_words(message.text, case.estate.texts)
    step = Step.DETAIL if strip_stand_ins(message.text) else Step.PHOTO
    return write_event(ticket, step, case.now, message.sender.person, message, words)


def _draft_ticket(case: Case) -> Ticket:
    message, verdict = case.message, case.verdict
    draft = Ticket(
        estate=case.estate.id,
        number=case.next_ticket,
        kind=verdict.kind,
        category=verdict.category,
        status=Status.OPEN,
        summary=write_summary(message.text),
        words=cap_words(message.text, case.estate.texts),
        chat=message.chat.id,
        reporter=message.sender.person,
        opened_at=case.now,
        respond_by=case.now,
        room=complete_room(verdict.room, case) or recall_room(case) or recall_home(case),
        phone=verdict.phone or recall_phone(case),
        evidence=tuple(evidence.rule for evidence in verdict.evidence),
        updated_at=case.now,
    )
    return give_to_one(give_due(draft, case.now, case.estate), case)


def needs_room(ticket: Ticket) -> bool:
    """Whether nobody could find the fault without being told the room."""
    return (
        KINDS[ticket.kind].asks_room
        and ticket.room is None
        and ticket.category in _HOME_CATEGORIES
        and not names_public_place(ticket.words)
    )


def write_event(
    ticket: Ticket,
    step: Step,
    now: datetime,
    actor: Person | None,
    message: Message | None = None,
    words: str = "",
) -> TicketEvent:
    """One event of the ticket."""
    key = message.key if message else None
    return TicketEvent(
        estate=ticket.estate, ticket=ticket.number, step=step, at=now, actor=actor, words=words, message=key
    )


def write_receipt(ticket: Ticket, case: Case) -> Delivery:
    """The one answer to a report; asks for the room where a repair has none.  It waits a little for more."""
    text = write_receipt_text(ticket, case.estate, needs_room(ticket))
    return tell(
        case.estate, ticket.chat, text, Purpose.RECEIPT, case.now,
        mention=ticket.reporter, ticket=ticket.number, answers=case.message.key,
        due_at=settle_at(ticket.kind, case.now, case.estate),
    )  # fmt: skip
