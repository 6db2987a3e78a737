"""Tickets: opening one, and the steps that staff take with it, by chat or from the console.

Every step checks the ticket's state and raises `IllegalTransition`, whose `text` is for people.
`via` is the message that asked for the step; None where it came from the console.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.case import Case
from handlers.kinds import KINDS, get_trade
from handlers.model import (
    Delivery,
    Estate,
    Message,
    Outcome,
    Person,
    Purpose,
    Sender,
    Status,
    Step,
    Ticket,
    TicketEvent,
)  # fmt: skip
from handlers.roster import list_known
from handlers.saying.showing import show_person, show_staff, write_card, write_summary
from handlers.saying.speak import answer_reporter, tell, tell_staff
from handlers.saying.trimming import MAX_PASSED_WORDS, cap_words, end_sentence
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
from handlers.tickets.steps import IllegalTransition, take_step
from handlers.times.dues import give_due
from handlers.words.acts import says_only_address, strip_stand_ins
from handlers.words.lists import names_public_place
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
    ticket = _note_voices(replace(_draft_ticket(case), photos=len(photos)), case)
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


# --- steps of staff ------------------------------------------------------------------------------


def accept(
    ticket: Ticket, actor: Sender, now: datetime, estate: Estate, words: str = "", via: Message | None = None
) -> Outcome:
    """`actor` takes the ticket; the reporter is told, with `words` where there are any.

    Words by somebody who has the ticket already are passed on as a reply.
    """
    if ticket.status is Status.ACCEPTED and ticket.assignee:
        if ticket.assignee.id == actor.id and words:
            return reply(ticket, actor, now, estate, words, via)
        if ticket.assignee.id != actor.id:
            holder = show_person(ticket.assignee)
            raise IllegalTransition(say(estate.texts, "illegal_taken", number=ticket.number, staff=holder))
    taken = take_step(ticket, Step.ACCEPTED, now, estate.texts, actor.person)
    name = "answer_words" if words else "answer_accepted"
    told = _tell_both(taken, actor, now, estate, via, name, "staff_accepted", words)
    return (
        told
        + _tell_relieved(ticket, actor, now, estate, told)
        + _record(taken, Step.ACCEPTED, actor, now, estate, words, via)
        + _give_phone(taken, actor, now, estate)
    )


def _tell_relieved(ticket: Ticket, actor: Sender, now: datetime, estate: Estate, told: Outcome) -> Outcome:
    """Whom the ticket was given to need not go: somebody else does."""
    given = ticket.assignee
    if given is None or given.id == actor.id or any(said.chat == given.id for said in told.deliveries):
        return Outcome()
    text = say(estate.texts, "staff_accepted", number=ticket.number, staff=show_staff(actor, ticket))
    return Outcome(deliveries=(tell(estate, given.id, text, Purpose.ANSWER, now, ticket=ticket.number),))


def reply(
    ticket: Ticket, actor: Sender, now: datetime, estate: Estate, words: str, via: Message | None = None
) -> Outcome:
    """`words` go to the reporter, in the chat where the ticket was opened."""
    after = take_step(ticket, Step.REPLIED, now, estate.texts)
    values = {"staff": show_staff(actor, ticket), "words": _pass_words(words, estate)}
    said: tuple[Delivery, ...] = (answer_reporter(after, "answer_words", now, estate, via, **values),)
    if via:
        said += tell_staff(after, get_trade(ticket.category), "staff_replied", now, estate, via)[:1]
    return Outcome(deliveries=said) + _record(after, Step.REPLIED, actor, now, estate, words, via)


def finish(
    ticket: Ticket, actor: Sender, now: datetime, estate: Estate, words: str = "", via: Message | None = None
) -> Outcome:
    """The work is done; the reporter is told, with `words` where there are any."""
    # Whom an open ticket was given to has done nothing yet: it is finished by who says so.
    holder = None if ticket.status is Status.OPEN else ticket.assignee
    done = take_step(ticket, Step.DONE, now, estate.texts, holder or actor.person)
    name = "answer_done_words" if words else "answer_done"
    told = _tell_both(done, actor, now, estate, via, name, "staff_done", words)
    return told + _record(done, Step.DONE, actor, now, estate, words, via)


def transfer(
    ticket: Ticket, actor: Sender, target: Person, now: datetime, estate: Estate, via: Message | None = None
) -> Outcome:
    """The ticket goes to `target`, who gets the card; the reporter and the staff are told."""
    moved = take_step(ticket, Step.TRANSFERRED, now, estate.texts, target)
    trade, name = get_trade(ticket.category), show_person(target)
    said = (
        answer_reporter(moved, "answer_transferred", now, estate, via, staff=name),
        *tell_staff(
            moved, trade, "staff_transferred", now, estate, via, actor=show_person(actor.person), staff=name
        ),
        tell(estate, target.id, write_card(moved, now, estate), Purpose.CARD, now, ticket=moved.number),
    )
    return Outcome(deliveries=said) + _record(moved, Step.TRANSFERRED, actor, now, estate, target.name, via)


def mark_false_alarm(
    ticket: Ticket, actor: Sender, now: datetime, estate: Estate, via: Message | None = None,
    answer: str = "answer_false_alarm",
) -> Outcome:  # fmt: skip
    """What was filed wrongly is taken back; the reporter, who got a receipt, is told in the words `answer`.

    The alert of an urgent ticket is taken back by `handlers.urgent.retract`, which also does this.
    """
    after = take_step(ticket, Step.FALSE_ALARM, now, estate.texts)
    told = _tell_both(after, actor, now, estate, via, answer, "staff_false_alarm", "")
    return told + _record(after, Step.FALSE_ALARM, actor, now, estate, "", via)


def _tell_both(
    ticket: Ticket, actor: Sender, now: datetime, estate: Estate, via: Message | None,
    to_reporter: str, to_staff: str, words: str,
) -> Outcome:  # fmt: skip
    staff = show_staff(actor, ticket)
    passed = _pass_words(words, estate)
    mine = answer_reporter(ticket, to_reporter, now, estate, via, staff=staff, words=passed)
    theirs = tell_staff(ticket, get_trade(ticket.category), to_staff, now, estate, via, staff=staff)
    return Outcome(deliveries=(mine, *theirs))


def _pass_words(words: str, estate: Estate) -> str:
    return end_sentence(words[:MAX_PASSED_WORDS], estate.texts)


def _record(
    ticket: Ticket, step: Step, actor: Sender, now: datetime, estate: Estate, words: str, via: Message | None
) -> Outcome:
    event = write_event(ticket, step, now, actor.person, via, cap_words(words, estate.texts))
    return Outcome(tickets=(ticket,), events=(event,))


def _give_phone(ticket: Ticket, actor: Sender, now: datetime, estate: Estate) -> Outcome:
    """The number to call, privately: only whoever has the ticket may see it whole."""
    reachable = any(person.id == actor.id for person in list_known(estate))
    if not ticket.phone or not reachable:
        return Outcome()
    text = say(estate.texts, "direct_phone", number=ticket.number, phone=ticket.phone)
    return Outcome(deliveries=(tell(estate, actor.id, text, Purpose.CARD, now, ticket=ticket.number),))
