"""What a sender adds to an own ticket shortly after: photos, the room, more words.  No new receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.case import Case
from handlers.gathering import kept_attachments, make_files
from handlers.kinds import get_trade
from handlers.model import SILENCE, Delivery, Outcome, Purpose, Step, Ticket
from handlers.roster import staff_groups_for
from handlers.showing import clip
from handlers.speak import tell_chats
from handlers.texts import say
from handlers.tickets import needs_room, write_event
from handlers.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.wordlists import has_details, is_question, is_small_talk
from nlp.verdict import Verdict

#: So long after its last change a ticket takes in what its reporter says in the same chat.
TOGETHER = timedelta(minutes=10)
#: So long the answer to the question for the room is waited for.
ROOM_WAIT = timedelta(hours=24)
_MAX_ROOM_ANSWER = 40


def find_followed(case: Case) -> Ticket | None:
    """The sender's own live ticket in this chat that the message says more of, or None."""
    for ticket in case.own:
        if ticket.live and ticket.chat == case.message.chat.id and _follows(ticket, case):
            return ticket
    return None


def _follows(ticket: Ticket, case: Case) -> bool:
    last = ticket.updated_at or ticket.opened_at
    if case.now - max(last, ticket.opened_at) <= TOGETHER:
        return _adds(ticket, case)
    return case.now - ticket.opened_at <= ROOM_WAIT and _answers_room(ticket, case)


def _adds(ticket: Ticket, case: Case) -> bool:
    verdict, text = case.verdict, case.message.text
    if kept_attachments(case.message) and verdict.kind in ("other", ticket.kind):
        return True
    if not text.strip() or not _fits(ticket, verdict):
        return False
    if verdict.kind == ticket.kind or _answers_room(ticket, case):
        return True
    if verdict.phone or verdict.room:
        return True
    return has_details(text) and not is_small_talk(text) and not is_question(text)


def _answers_room(ticket: Ticket, case: Case) -> bool:
    short = len(case.message.text) <= _MAX_ROOM_ANSWER
    return case.verdict.kind == "other" and bool(case.verdict.room) and short and needs_room(ticket)


def _fits(ticket: Ticket, verdict: Verdict) -> bool:
    """Whether the message can be about the ticket's fault: same sort of thing, no other home."""
    if verdict.kind not in ("other", ticket.kind):
        return False
    if verdict.kind == ticket.kind and verdict.category != ticket.category:
        return False
    return not (verdict.room and ticket.room) or _same_home(verdict.room, ticket.room)


def _same_home(one: str, other: str) -> bool:
    """Whether no part that both name differs: 8-2-301 and 8 may be one home, 8 and 9 not."""
    pairs = zip(one.split("-"), other.split("-"), strict=False)
    return all(left == right or not left or not right for left, right in pairs)


def add_to_ticket(case: Case, ticket: Ticket) -> Outcome:
    """The photos, the room and the words of the message go into the ticket; staff hear it in a line."""
    after, said = ticket, []
    files = make_files((case.message,), ticket.estate, ticket.number, case.now)
    events = []
    if files:
        after = replace(after, photos=after.photos + len(files))
        events.append(write_event(ticket, Step.PHOTO, case.now, case.message.sender.person, case.message))
        said += [] if ticket.photos else _tell_staff(ticket, "staff_photo_added", case)
    if case.message.text.strip():
        after, line = _add_words(case, after)
        words = cap_words(case.message.text, case.estate.texts)
        events.append(
            write_event(ticket, Step.DETAIL, case.now, case.message.sender.person, case.message, words)
        )
        said += line
    if not events:
        return SILENCE
    after = replace(after, updated_at=case.now)
    return Outcome(tickets=(after,), events=tuple(events), files=files, deliveries=tuple(said))


def _add_words(case: Case, ticket: Ticket) -> tuple[Ticket, list[Delivery]]:
    verdict = case.verdict
    phone = ticket.phone or verdict.phone
    if verdict.room and ticket.room is None:
        told = _tell_staff(ticket, "staff_room_added", case, room=verdict.room)
        return replace(ticket, room=verdict.room, phone=phone), told
    words = clip(mask_phones(put_on_one_line(case.message.text)), MAX_CARD_WORDS)
    return replace(ticket, phone=phone), _tell_staff(ticket, "staff_detail_added", case, words=words)


def _tell_staff(ticket: Ticket, name: str, case: Case, /, **values: object) -> list[Delivery]:
    text = say(case.estate.texts, name, number=ticket.number, **values)
    chats = [chat.id for chat in staff_groups_for(case.estate, get_trade(ticket.category))]
    if ticket.assignee:
        chats.append(ticket.assignee.id)
    key = case.message.key
    return list(
        tell_chats(case.estate, chats, text, Purpose.CARD, case.now, ticket=ticket.number, answers=key)
    )
