"""打错了 是15栋: the room of a report put right by who made it."""

from __future__ import annotations

from dataclasses import replace

from handlers.case import Case
from handlers.conversation.adding import add_words
from handlers.conversation.own_threads import TOGETHER, last_word, list_own_threads
from handlers.model import Outcome, Step
from handlers.saying.showing import show_room
from handlers.saying.trimming import cap_words
from handlers.threads import Thread
from handlers.tickets.opening import needs_room, write_event
from handlers.tickets.settling import has_waiting_card, rewrite_said, tell_staff_of_more
from handlers.words import acts
from handlers.words.topics import find_room_said, refine_room, same_building
from nlp.extract import room_spans


def find_corrected(case: Case) -> Thread | None:
    """The sender's own ticket of just now whose room the message puts right."""
    text = case.message.text
    if not find_room_said(text) or not (acts.corrects(text) or len(room_spans(text)) > 1):
        return None
    person = case.message.sender.id
    mine = [t for t in list_own_threads(case) if t.ticket.reporter.id == person]
    if not acts.corrects(text):
        mine = [t for t in mine if _denies_room(text, t.ticket.room)]
    return next((t for t in mine if case.now - last_word(t, person) <= TOGETHER), None)


def _denies_room(text: str, room: str | None) -> bool:
    """`我在1栋 不是7栋`, where the report says 7: however it is put, it names another for it."""
    spans = room_spans(text)
    denied = [span for span in spans if acts.ends_in_denial(text[: span.start])]
    return len(denied) < len(spans) and any(same_building(span.value, room) for span in denied)


def correct(case: Case, thread: Thread) -> Outcome:
    """The room as its reporter now says it; staff who know the other one are told."""
    ticket = thread.ticket
    room = refine_room(find_room_meant(case.message.text), ticket.room)
    words = cap_words(case.message.text, case.estate.texts)
    after = replace(ticket, room=room, updated_at=case.now)
    if has_waiting_card(thread):
        after = replace(after, words=add_words(after.words, case.message.text))
    event = write_event(ticket, Step.DETAIL, case.now, case.message.sender.person, case.message, words)
    said = (
        *rewrite_said(thread, after, case, needs_room(after)),
        *tell_staff_of_more(thread, "staff_room_corrected", case, room=show_room(room, case.estate.texts)),
    )
    return Outcome(tickets=(after,), events=(event,), deliveries=said)


def find_room_meant(text: str) -> str | None:
    """The last room that the text does not deny: `不是12栋 是15栋` and `是15栋 不是12栋` mean 15."""
    spans = room_spans(text)
    meant = [span for span in spans if not acts.ends_in_denial(text[: span.start])] or spans
    return meant[-1].value if meant else None
