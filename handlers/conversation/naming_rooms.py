"""Whether a message names the room that its sender's report lacks."""

from __future__ import annotations

from handlers.case import Case
from handlers.model import Ticket
from handlers.tickets.opening import needs_room
from handlers.words import acts
from handlers.words.topics import find_door, find_room_said, is_home
from nlp.extract import room_spans

_MAX_ROOM_ANSWER = 40
#: So much may stand beside a building that answers the question for the room some time ago.
_LONGEST_BESIDE_ROOM = 12


def answers_room(ticket: Ticket, case: Case) -> bool:
    """Whether a short message names the room of a report that lacks one."""
    text, needs = case.message.text, needs_room(ticket)
    open_to_it = needs or (ticket.room is None and ticket.kind == "repair")
    if case.verdict.kind != "other" or not open_to_it or len(text) > _MAX_ROOM_ANSWER:
        return False
    room = case.verdict.room or find_room_said(text) or find_number(ticket, case)
    return bool(room) and (needs or is_home(room))


def find_number(ticket: Ticket, case: Case) -> str | None:
    """`601` and nothing else: the door that its sender's report lacks."""
    if ticket.kind != "repair" or ticket.reporter.id != case.message.sender.id or is_home(ticket.room):
        return None
    door = find_door(acts.strip_stand_ins(case.message.text))
    return f"--{door}" if door else None


def says_little_but_room(case: Case) -> bool:
    """Whether it names a whole home, or a building and hardly anything else: 吵死了 7栋楼上 is no answer."""
    text = case.message.text
    spans = room_spans(text)
    beside = len(text) - sum(span.end - span.start for span in spans)
    return any(is_home(span.value) for span in spans) or beside <= _LONGEST_BESIDE_ROOM
