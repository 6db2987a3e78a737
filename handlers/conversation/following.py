"""Which of the sender's own tickets a message says more of: soon after it, once more, or with its room."""

from __future__ import annotations

from datetime import timedelta

from handlers.case import Case
from handlers.conversation.belonging import find_likeliest
from handlers.conversation.going_on import says_more
from handlers.conversation.naming_rooms import answers_room, says_little_but_room
from handlers.conversation.own_threads import TOGETHER, last_word, list_own_threads
from handlers.conversation.reaching import is_area_outage
from handlers.model import ChatKind
from handlers.threads import Thread
from handlers.tickets.opening import needs_room
from handlers.words import acts
from handlers.words.lists import is_question
from handlers.words.topics import (
    count_shared,
    find_room_said,
    is_about,
    is_home,
    may_be_one_home,
    names_another_thing,
    tells_outage,
)

#: So long after it a report of the same by the same person, wherever it is said, is no second one.
_REPEATED = timedelta(hours=24)
#: So long the answer to the question for the room is waited for.
_ROOM_WAIT = timedelta(hours=24)


def find_followed(case: Case) -> Thread | None:
    """The sender's own live ticket that the message says more of, or None."""
    mine, text = list_own_threads(case), case.message.text
    following = [thread for thread in mine if _follows(thread, case)]
    if not following:
        return _find_likely(mine, case)
    if len(following) == 1:
        return _find_named_instead(mine, following[0], case) or following[0]
    return max(following, key=lambda t: _rank(t, text), default=None)


def _find_likely(mine: list[Thread], case: Case) -> Thread | None:
    """The own ticket spoken of just now, here, that the weights take the message to be of."""
    return find_likeliest(case, [thread for thread in mine if _may_go_on(thread, case)])


def _may_go_on(thread: Thread, case: Case) -> bool:
    """Whether it was spoken of just now, here, and the message begins no other matter."""
    ticket, message = thread.ticket, case.message
    spoken = thread.touched_at(message.chat.id, message.sender.id)
    if spoken is None or case.now - spoken > TOGETHER:
        return False
    text = message.text
    if acts.starts_another(text) or names_another_thing(text, thread.words) or _asks_anew(text):
        return False
    room = case.verdict.room or find_room_said(text)
    return ticket.kind != "repair" or may_be_one_home(room, ticket.room)


def _asks_anew(text: str) -> bool:
    return acts.asks_politely(text) and acts.asks(text)


def _rank(thread: Thread, text: str) -> tuple[int, bool]:
    """How much the text has of it: words shared, else the sort of thing (这个就是锁, of a door)."""
    return count_shared(text, thread.words), is_about(thread.ticket.category, text)


def _find_named_instead(mine: list[Thread], thread: Thread, case: Case) -> Thread | None:
    """The one of the sender's other tickets here whose words are in talk that has nothing of this one."""
    text, person = case.message.text, case.message.sender.id
    if (
        case.verdict.kind != "other"
        or count_shared(text, thread.words)
        or is_about(thread.ticket.category, text)
    ):
        return None
    here = [t for t in mine if t.ticket.chat == case.message.chat.id and count_shared(text, t.words)]
    lately = [t for t in here if case.now - last_word(t, person) <= _REPEATED]
    return lately[0] if len(lately) == 1 else None


def _follows(thread: Thread, case: Case) -> bool:
    ticket, person = thread.ticket, case.message.sender.id
    chat = case.message.chat.id
    here = chat == ticket.chat or any(t.chat == chat and t.person == person for t in thread.touches)
    age = case.now - last_word(thread, person)
    if here and age <= TOGETHER:
        return says_more(thread, case)
    if age <= _REPEATED and (_repeats(thread, case) or _completes(thread, case)):
        return True
    if ticket.reporter.id != person or not (here or case.message.chat.kind is ChatKind.DIRECT):
        return False
    waits = case.now - ticket.opened_at <= _ROOM_WAIT
    return waits and answers_room(ticket, case) and says_little_but_room(case)


def _repeats(thread: Thread, case: Case) -> bool:
    """The same report once more, perhaps in another group or in a direct chat."""
    ticket, verdict, text = thread.ticket, case.verdict, case.message.text
    if verdict.kind == "other":
        return (
            is_home(ticket.room)
            and ticket.room == (verdict.room or find_room_said(text))
            and is_about(ticket.category, text)
            and not is_question(text)
        )
    room = verdict.room or find_room_said(text)
    if (
        verdict.kind != ticket.kind
        or verdict.category != ticket.category
        or not may_be_one_home(room, ticket.room)
    ):
        return False
    # 我家还是凉的, half an hour later, by who has said that it is cold.
    again = is_area_outage(thread) and (tells_outage(text) or acts.says_unmended(text))
    return again or (room == ticket.room and room is not None) or count_shared(text, thread.words) >= 2


def _completes(thread: Thread, case: Case) -> bool:
    """The same thing with the home that its report lacks, said in another chat: no second report."""
    ticket, verdict, text = thread.ticket, case.verdict, case.message.text
    if not needs_room(ticket) or ticket.reporter.id != case.message.sender.id or acts.starts_another(text):
        return False
    if verdict.kind != "other" and (verdict.kind, verdict.category) != (ticket.kind, ticket.category):
        return False
    names_home = is_home(verdict.room or find_room_said(text))
    return names_home and not is_question(text) and count_shared(text, thread.words) >= 1
