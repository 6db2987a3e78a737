"""Photos of the work: what staff send with 完成128, or just before and after it, goes with the answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.case import Case
from handlers.kinds import get_trade
from handlers.model import (
    SILENCE,
    ChatKind,
    Estate,
    FileState,
    Outcome,
    Purpose,
    Status,
    Step,
    Ticket,
    TicketEvent,
    TicketFile,
)
from handlers.saying.showing import show_person
from handlers.saying.speak import answer, is_staff_side, tell, tell_staff
from handlers.texts import say
from handlers.tickets.gathering import kept_attachments, make_files
from handlers.tickets.opening import get_named, write_event
from handlers.tickets.steps import take_step

#: Photos of so long before the word that it is done belong to it.
BEFORE = timedelta(minutes=3)
#: And of so long after it.
AFTER = timedelta(minutes=3)
_SHOWS = frozenset({Step.DONE, Step.REPLIED})


def gather_photos(case: Case, *, earlier: bool = True) -> tuple[TicketFile, ...]:
    """The photos of the command and, with `earlier`, of its sender just before, in this chat.

    Nothing among owners: they have seen them.
    """
    command, message = case.command, case.message
    if message.chat.kind is ChatKind.OWNERS or command is None or command.number is None:
        return ()
    near = [each for each in case.recent if earlier and case.now - each.sent_at <= BEFORE]
    return make_files((*near, message), case.estate.id, command.number, case.now)


def order_photos(case: Case) -> Outcome:
    """`照片128`, or photos alone right after 完成128: they go to its owner.  Raises IllegalTransition."""
    ticket, estate = get_named(case), case.estate
    files = gather_photos(case)
    if not files:
        text = say(estate.texts, "needs_photo", number=ticket.number)
        staff = is_staff_side(case.message.chat)
        return Outcome(deliveries=(answer(case.message, text, case.now, estate),) if staff else ())
    after = take_step(ticket, Step.REPLIED, case.now, estate.texts)
    words = say(estate.texts, "photos_event", count=len(files))
    event = write_event(after, Step.REPLIED, case.now, case.message.sender.person, case.message, words)
    told = tell_staff(after, get_trade(after.category), "staff_replied", case.now, estate, case.message)[:1]
    follows = case.command is not None and case.command.gives_way
    return Outcome(tickets=(after,), events=(event,), files=files, deliveries=() if follows else told)


def follows_done(case: Case) -> bool:
    """Whether the photos come right after their sender said that the work is done."""
    ticket, person = case.named, case.message.sender.id
    if ticket is None or ticket.status is not Status.DONE or not kept_attachments(case.message):
        return False
    done = [e.at for e in case.events if e.step is Step.DONE and e.actor and e.actor.id == person]
    return bool(done) and case.now - max(done) <= AFTER


def pass_photo(
    ticket: Ticket, file: TicketFile, events: Iterable[TicketEvent], estate: Estate, now: datetime
) -> Outcome:
    """A photo that staff sent with their words has been fetched: it goes where the words went."""
    image = (file.media_type or "").startswith("image/")
    if file.state is not FileState.STORED or not file.sha256 or not image:
        return SILENCE
    told = list(events)
    step = next((event for event in told if _belongs(event, file)), None)
    if step is None or any(e.step is Step.UNSAID and e.message == step.message for e in told):
        return SILENCE
    text = say(estate.texts, "answer_photo", number=ticket.number, staff=show_person(file.added_by))
    said = tell(
        estate, ticket.chat, text, Purpose.REPLY, now,
        mention=ticket.reporter, ticket=ticket.number, answers=step.message, file=file.sha256,
    )  # fmt: skip
    return Outcome(deliveries=(said,))


def _belongs(event: TicketEvent, file: TicketFile) -> bool:
    """Whether the photo came with this step: both are of one decision."""
    by_same = event.actor is not None and event.actor.id == file.added_by.id
    return event.step in _SHOWS and by_same and event.at == file.added_at
