"""怎么还没来: no new ticket; the staff are pinged and the ticket goes up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.case import Case
from handlers.conversation.own_threads import last_word, list_own_threads
from handlers.model import Delivery, Outcome, Step
from handlers.saying.showing import clip
from handlers.saying.speak import answer
from handlers.saying.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.threads import Thread
from handlers.tickets.opening import write_event
from handlers.tickets.pinging import ping
from handlers.tickets.progress import write_progress
from handlers.tickets.settling import has_waiting_card, is_unsaid
from handlers.words import acts
from handlers.words.topics import count_shared, find_room_said, is_about, is_home, may_be_one_home

#: The staff are pinged again only after so long.
BETWEEN = timedelta(minutes=10)
#: A report within so long of the last word is more of it, not a reminder.
FRESH = timedelta(minutes=1)
_MOVES = frozenset({Step.ACCEPTED, Step.REPLIED, Step.HELD})
_IMPATIENT = frozenset({"other", "inquiry", "complaint", "repair"})


def find_reminded(case: Case) -> Thread | None:
    """The sender's own live ticket that the message asks after, or None."""
    text = case.message.text
    if case.verdict.kind not in _IMPATIENT or not acts.reminds(text):
        return None
    mine = [t for t in list_own_threads(case) if _may_mean(t, case)]
    return max(
        mine, key=lambda t: (count_shared(text, t.words), last_word(t, case.message.sender.id)), default=None
    )


def _may_mean(thread: Thread, case: Case) -> bool:
    text, ticket = case.message.text, thread.ticket
    room = case.verdict.room or find_room_said(text)
    if not may_be_one_home(room, ticket.room) or ticket.kind == "suggestion":
        return False
    if _is_fresh(thread, case):
        return False
    if case.verdict.kind in ("repair", "inquiry"):
        near = is_about(ticket.category, text) or count_shared(text, thread.words) >= 1
        return near and not (is_home(room) and ticket.room is None)
    return True


def _is_fresh(thread: Thread, case: Case) -> bool:
    """Whether the report was only just made, and nobody of the staff has moved since."""
    last = last_word(thread, case.message.sender.id)
    moved = any(touch.step in _MOVES and touch.at >= last for touch in thread.touches)
    return case.now - last <= FRESH and not moved


def remind(case: Case, thread: Thread) -> Outcome:
    """The reminder in the timeline, who has it pinged by name; once in ten minutes.

    Who asks how far it is gets an answer; who only grumbles is heard in silence.
    """
    ticket = thread.ticket
    words = cap_words(case.message.text, case.estate.texts)
    event = write_event(ticket, Step.REMINDED, case.now, case.message.sender.person, case.message, words)
    pinged = any(t.step is Step.REMINDED and case.now - t.at < BETWEEN for t in thread.touches)
    shown = clip(mask_phones(put_on_one_line(case.message.text)), MAX_CARD_WORDS)
    after = replace(ticket, updated_at=case.now, priority=ticket.priority + (not pinged))
    said: tuple[Delivery, ...] = ()
    if not pinged and not has_waiting_card(thread):
        said = ping(after, "staff_reminded", case, words=shown)
    return Outcome(tickets=(after,), events=(event,), deliveries=(*_answer(thread, case), *said))


def _answer(thread: Thread, case: Case) -> tuple[Delivery, ...]:
    """How far it is, for who asks: once in ten minutes a person, and never while the receipt still waits."""
    asked = acts.asks_progress(case.message.text)
    mine = [t for t in thread.touches if t.step is Step.REMINDED and t.person == case.message.sender.id]
    if not asked or is_unsaid(thread) or any(case.now - t.at < BETWEEN for t in mine):
        return ()
    text = write_progress(thread.ticket, thread.touches, case.now, case.estate)
    return (answer(case.message, text, case.now, case.estate, ticket=thread.ticket.number),)
