"""怎么还没来: no new ticket; the staff are pinged and the ticket goes up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers import acts
from handlers.case import Case
from handlers.conversation import last_word, list_own_threads
from handlers.model import Outcome, Step
from handlers.settling import tell_staff_of_more
from handlers.showing import clip
from handlers.threads import Thread
from handlers.tickets import write_event
from handlers.topics import count_shared, is_about, is_home, may_be_one_home
from handlers.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from nlp.extract import find_room

#: The staff are pinged again only after so long.
BETWEEN = timedelta(minutes=10)
#: A report within so long of the last word is more of it, not a reminder.
FRESH = timedelta(minutes=1)
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
    room = case.verdict.room or find_room(text)
    if not may_be_one_home(room, ticket.room) or ticket.kind == "suggestion":
        return False
    if case.now - last_word(thread, case.message.sender.id) <= FRESH:
        return False
    if case.verdict.kind in ("repair", "inquiry"):
        near = is_about(ticket.category, text) or count_shared(text, thread.words) >= 1
        return near and not (is_home(room) and ticket.room is None)
    return True


def remind(case: Case, thread: Thread) -> Outcome:
    """The reminder in the timeline, the staff pinged; once in ten minutes."""
    ticket = thread.ticket
    words = cap_words(case.message.text, case.estate.texts)
    event = write_event(ticket, Step.REMINDED, case.now, case.message.sender.person, case.message, words)
    pinged = any(t.step is Step.REMINDED and case.now - t.at < BETWEEN for t in thread.touches)
    shown = clip(mask_phones(put_on_one_line(case.message.text)), MAX_CARD_WORDS)
    said = () if pinged else tell_staff_of_more(thread, "staff_reminded", case, words=shown)
    return Outcome(tickets=(replace(ticket, updated_at=case.now),), events=(event,), deliveries=said)
