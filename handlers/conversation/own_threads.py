"""Which live tickets are the sender's own, and whether anything lately said may be of one."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.case import Case
from handlers.model import Message
from handlers.threads import HOT, Thread
from handlers.words import acts
from handlers.words.topics import find_door, find_room_said

#: So long after its last word a ticket takes in what its sender says in the same chat.
TOGETHER = timedelta(minutes=10)


def list_own_threads(case: Case) -> list[Thread]:
    """The live tickets that the sender reported or joined, the one last spoken of first."""
    person = case.message.sender.id
    mine = [t for t in case.threads if person in t.members and t.ticket.live]
    if case.own:
        known = {thread.ticket.number for thread in case.threads}
        rest = (t for t in case.own if t.live and t.number not in known and t.reporter.id == person)
        mine += [Thread(ticket=t) for t in rest]
    if len(mine) > 1:
        mine.sort(key=lambda t: (last_word(t, person), t.ticket.number), reverse=True)
    return mine


def last_word(thread: Thread, person: str) -> datetime:
    """When the person last said something to the ticket."""
    ticket = thread.ticket
    said = thread.touched_at(person=person)
    if said is not None:
        return said
    return max(ticket.updated_at or ticket.opened_at, ticket.opened_at)


def speaks_of_own(message: Message) -> bool:
    """Whether a message that is no report may be of a ticket of its sender's that was not spoken of just now.

    It ends it, asks after it, accepts an answer or names a room; what `speaks_widely` may be of anything.
    """
    text = acts.strip_stand_ins(message.text)
    if acts.withdraws(text) or acts.says_solved(text) or acts.accepts_answer(text):
        return True
    if acts.reminds(message.text) or find_room_said(message.text) is not None:
        return True
    return find_door(text) is not None


def is_at_hand(thread: Thread, message: Message, now: datetime) -> bool:
    """Whether its sender, or the chat, spoke of it so lately that whatever is said now may be of it."""
    spoken = thread.touched_at(message.chat.id)
    if spoken is not None and now - spoken <= HOT:
        return True
    return now - last_word(thread, message.sender.id) <= TOGETHER
