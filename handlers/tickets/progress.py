"""How far a ticket is, in words for its owner: who has it, since when, what was said last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.model import Estate, Status, Step, Ticket
from handlers.saying.showing import clip, show_person, show_state, show_summary, show_time
from handlers.saying.trimming import MAX_CARD_WORDS, mask_phones, put_on_one_line
from handlers.texts import say
from handlers.threads import Touch

_NAMES = {
    Status.ACCEPTED: "progress_accepted",
    Status.ON_HOLD: "progress_held",
    Status.DONE: "progress_done",
    Status.CLOSED: "progress_done",
    Status.REOPENED: "progress_reopened",
}


def write_progress(ticket: Ticket, touches: Iterable[Touch], now: datetime, estate: Estate) -> str:
    """One or two lines; no other owner is named, and no telephone number."""
    told = list(touches)
    name = _NAMES.get(ticket.status, "progress_plain")
    if ticket.assignee is None and name != "progress_reopened":
        name = "progress_plain"
    if ticket.status is Status.OPEN:
        name = "progress_waiting" if now <= ticket.respond_by else "progress_overdue"
    text = say(
        estate.texts,
        name,
        number=ticket.number,
        summary=show_summary(ticket),
        status=show_state(ticket, estate),
        staff=show_person(ticket.assignee) if ticket.assignee else "",
        opened=show_time(ticket.opened_at, now, estate),
        due=show_time(ticket.respond_by, now, estate),
        at=show_time(_find_at(ticket, told), now, estate),
        until=_write_until(ticket, now, estate),
    )
    return text + (_write_last(told, now, estate) if ticket.live else "")


def _find_at(ticket: Ticket, touches: list[Touch]) -> datetime:
    """When the ticket came into the state in which it is."""
    steps = {
        Status.ACCEPTED: (Step.ACCEPTED, Step.TRANSFERRED),
        Status.DONE: (Step.DONE,),
        Status.CLOSED: (Step.DONE, Step.CLEARED),
        Status.ON_HOLD: (Step.HELD,),
    }.get(ticket.status, ())
    times = [touch.at for touch in touches if touch.step in steps]
    return max(times, default=ticket.updated_at or ticket.opened_at)


def _write_until(ticket: Ticket, now: datetime, estate: Estate) -> str:
    if ticket.held_until is None:
        return ""
    return say(estate.texts, "progress_until", time=show_time(ticket.held_until, now, estate))


def _write_last(touches: list[Touch], now: datetime, estate: Estate) -> str:
    """What staff said to the owner last."""
    steps = (Step.REPLIED, Step.ACCEPTED)
    unsaid = {touch.message for touch in touches if touch.step is Step.UNSAID}
    heard = (t for t in reversed(touches) if t.step in steps and t.message not in unsaid)
    last = next((t for t in heard if t.words), None)
    if last is None:
        return ""
    words = clip(mask_phones(put_on_one_line(last.words)), MAX_CARD_WORDS)
    return say(estate.texts, "progress_last", words=words, time=show_time(last.at, now, estate))
