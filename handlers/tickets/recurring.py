"""The third fault of a lift, door or pump within 30 days is shown to the managers with the earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from handlers.kinds import get_title
from handlers.model import SILENCE, Estate, Outcome, Person, Purpose, Status, Step, Ticket, TicketEvent
from handlers.saying.showing import find_day, show_room, show_state, show_summary
from handlers.saying.speak import tell_chats
from handlers.texts import say
from handlers.tickets.equipment import find_equipment, is_same

#: PRODUCT §4.7.
WITHIN = timedelta(days=30)
MANY = 3
_NONE = frozenset({Status.WITHDRAWN, Status.FALSE_ALARM, Status.MERGED})
#: Shown with the note; the others are counted.
_SHOWN = 5


def list_earlier(ticket: Ticket, tickets: Iterable[Ticket]) -> tuple[Ticket, ...]:
    """The faults of the same thing in the 30 days before, the latest first; what was none does not count."""
    thing = find_equipment(ticket)
    if thing is None or ticket.status in _NONE:
        return ()
    before = (
        other
        for other in tickets
        if other.number < ticket.number
        and other.status not in _NONE
        and ticket.opened_at - other.opened_at <= WITHIN
    )
    same = [
        other for other in before if (found := find_equipment(other)) is not None and is_same(thing, found)
    ]
    return tuple(sorted(same, key=lambda other: other.number, reverse=True))


def note_recurring(
    ticket: Ticket, events: Iterable[TicketEvent], earlier: Sequence[Ticket], estate: Estate, now: datetime
) -> Outcome:
    """Tells the managers (the leaders where there are none) once; SILENCE before the third."""
    known = any(event.step is Step.RECURRED for event in events)
    if known or len(earlier) < MANY - 1:
        return SILENCE
    count = len(earlier) + 1
    numbers = say(estate.texts, "comma").join(f"#{other.number}" for other in earlier)
    words = say(estate.texts, "recurred_event", count=count, earlier=numbers)
    event = TicketEvent(estate=ticket.estate, ticket=ticket.number, step=Step.RECURRED, at=now, words=words)
    people: tuple[Person, ...] = estate.managers or estate.leaders
    text = _write_note(ticket, earlier, count, estate)
    said = tell_chats(
        estate, [person.id for person in people], text, Purpose.ANSWER, now, ticket=ticket.number
    )
    # The ticket goes along unchanged: of two processes that tell it at once one is told that it came second.
    return Outcome(tickets=(ticket,), events=(event,), deliveries=said)


def _write_note(ticket: Ticket, earlier: Sequence[Ticket], count: int, estate: Estate) -> str:
    texts = estate.texts
    lines = [_write_line(other, estate) for other in earlier[:_SHOWN]]
    if len(earlier) > _SHOWN:
        lines.append(say(texts, "list_more", count=len(earlier) - _SHOWN))
    return say(
        texts,
        "recurred",
        number=ticket.number,
        what=get_title(ticket.category),
        room=show_room(ticket.room, texts),
        count=count,
        summary=show_summary(ticket),
        lines="\n".join(lines),
    )


def _write_line(ticket: Ticket, estate: Estate) -> str:
    day = find_day(ticket.opened_at, estate)
    return say(
        estate.texts,
        "recurred_line",
        number=ticket.number,
        month=day.month,
        day=day.day,
        summary=show_summary(ticket),
        status=show_state(ticket, estate),
    )
