"""One more household with the same fault: counted once, written down, answered together with the others."""

from __future__ import annotations

from handlers.case import Case
from handlers.conversation.reaching import is_area_outage, stands_as_well
from handlers.model import Delivery, Outcome, Step, Ticket, TicketEvent
from handlers.model.changing import change
from handlers.saying.trimming import cap_words
from handlers.threads import Thread
from handlers.tickets.gathering import make_files
from handlers.tickets.opening import needs_room, write_event
from handlers.tickets.settling import answer_joined, tell_staff_of_more
from handlers.words import acts
from handlers.words.topics import is_home, may_be_one_home, refine_room, same_building
from nlp.extract import find_room

#: At so many households the staff are told how many there are.
_WORTH_TELLING = frozenset({2, 3, 5, 10, 20, 50, 100})
#: Things that many use at one spot: another owner may name the spot more exactly.
_SHARED = frozenset({"elevator", "door_access", "facility", "structure", "network"})


def join_ticket(case: Case, thread: Thread) -> Outcome:
    """The sender's household is counted with the ticket's; one receipt for all who come in a minute."""
    ticket = thread.ticket
    files = make_files((case.message,), ticket.estate, ticket.number, case.now)
    after = change(
        ticket,
        households=count_households(thread, case),
        photos=ticket.photos + len(files),
        room=find_common_room(thread, case),
        updated_at=case.now,
    )
    said = answer_joined(thread, after, case, needs_room(after)) + _tell_staff(thread, after, case)
    return Outcome(tickets=(after,), events=(write_joined(ticket, case),), files=files, deliveries=said)


def count_households(thread: Thread, case: Case) -> int:
    """Everybody who has it, the sender too; those who name one home between them are one household."""
    homes = {thread.ticket.reporter.id: _find_home(thread.ticket.room, thread.ticket.words)}
    for touch in thread.growth:
        homes[touch.person] = homes.get(touch.person) or _find_home(None, touch.words)
    sender = case.message.sender.id
    homes[sender] = homes.get(sender) or _find_home(case.verdict.room, case.message.text)
    people = thread.members | {sender}
    known = {home for person, home in homes.items() if home and person in people}
    return len(known) + sum(not homes.get(person) for person in people)


def _find_home(room: str | None, words: str) -> str | None:
    if is_home(room):
        return room
    found = find_room(words) if acts.may_name_home(words) else None
    return found if is_home(found) else None


def write_joined(ticket: Ticket, case: Case) -> TicketEvent:
    words = cap_words(case.message.text, case.estate.texts)
    return write_event(ticket, Step.JOINED, case.now, case.message.sender.person, case.message, words)


def _tell_staff(thread: Thread, after: Ticket, case: Case) -> tuple[Delivery, ...]:
    if after.households not in _WORTH_TELLING or after.households == thread.ticket.households:
        return ()
    return tell_staff_of_more(thread, "staff_joined", case, count=after.households)


def find_common_room(thread: Thread, case: Case) -> str | None:
    """Where it is, now that one more has it: several buildings are no one building any more."""
    ticket = thread.ticket
    room = case.verdict.room or find_room(case.message.text)
    if not room:
        return ticket.room
    if ticket.room is None and is_home(room) and acts.speaks_for_kin(case.message.text):
        return room
    everybodys = ticket.kind == "complaint" and bool(room.split("-")[0]) and not is_home(ticket.room)
    if is_area_outage(thread) or everybodys or stands_as_well(thread, case):
        return ticket.room if same_building(room, ticket.room) else None
    if ticket.category in _SHARED and not is_home(ticket.room):
        shared = "-".join(room.split("-")[:2]).rstrip("-") or None
        if ticket.room is not None and not same_building(shared, ticket.room):
            # 一单元也停了, where 9-2 stands: it is of both units.
            names_unit = bool(shared) and not str(shared).split("-")[0]
            apart = names_unit and not may_be_one_home(shared, ticket.room)
            return ticket.room.split("-")[0] if apart else ticket.room
        both = may_be_one_home(shared, ticket.room)
        return refine_room(ticket.room, shared) if both else room.split("-")[0]
    return ticket.room
