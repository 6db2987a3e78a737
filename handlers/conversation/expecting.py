"""预计130 18:00: until when staff expect a thing to work again, and who asks later is answered with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.calendar.moments import read_moment
from handlers.case import Case
from handlers.conversation.reaching import is_area_outage
from handlers.kinds import get_trade
from handlers.model import Delivery, DeliveryState, Estate, Outcome, Purpose, Step, Ticket
from handlers.saying.showing import show_time
from handlers.saying.speak import answer, is_staff_side, tell, tell_staff
from handlers.saying.trimming import cap_words
from handlers.texts import say
from handlers.threads import GROWING, HOT, Thread
from handlers.tickets.opening import get_named, write_event
from handlers.tickets.settling import BETWEEN, name_matter
from handlers.tickets.steps import IllegalTransition, explain_state
from handlers.words import acts
from handlers.words.hearing import says
from handlers.words.lists import find_last_hour, names_hour, strip_after_time
from handlers.words.topics import AREA, find_room_said, is_about, list_services, same_building, tells_outage

#: How the event keeps the moment, on the clocks of the estate: people read it in the timeline too.
_WRITTEN = "%Y-%m-%d %H:%M"
_LONGEST_QUESTION = 40
_asks_if_out = says("asks_if_out")
#: So long after it was last spoken of an outage is what people ask after.
_KNOWN = timedelta(hours=3)


# --- staff say when ------------------------------------------------------------------------------


def expect(case: Case) -> Outcome:
    """The time into the timeline, and once to every chat that reported it."""
    ticket, estate, words = get_named(case), case.estate, case.command.words if case.command else ""
    until = read_until(words, case.now, estate.timezone)
    if until is None:
        name = "needs_later" if _names_past(words, case.now, estate.timezone) else "needs_time"
        text = say(estate.texts, name, number=ticket.number)
        staff = is_staff_side(case.message.chat)
        return Outcome(deliveries=(answer(case.message, text, case.now, estate),) if staff else ())
    if not ticket.live:
        raise IllegalTransition(explain_state(ticket, estate.texts))
    local = until.astimezone(ZoneInfo(estate.timezone))
    event = write_event(
        ticket, Step.ESTIMATED, case.now, case.message.sender.person, case.message, f"{local:{_WRITTEN}}"
    )
    thread = next((t for t in case.threads if t.ticket.number == ticket.number), Thread(ticket=ticket))
    text = write_expected(ticket, until, case.now, estate)
    told = tuple(_tell_chat(thread, chat, text, case) for chat in list_chats(thread))
    waiting = tuple(replace(d, state=DeliveryState.CANCELLED) for d in _list_waiting(thread))
    time = show_time(until, case.now, estate)
    confirmed = tell_staff(
        ticket, get_trade(ticket.category), "staff_expected", case.now, estate, case.message,
        time=time, count=len(told),
    )  # fmt: skip
    after = replace(ticket, updated_at=case.now)
    return Outcome(tickets=(after,), events=(event,), deliveries=(*waiting, *told, *confirmed))


def read_until(words: str, now: datetime, tz: str) -> datetime | None:
    """The latest moment that the words can mean: 明天上午 lasts until noon; None where they name none."""
    found = read_moment(strip_after_time(words), now, tz)
    if found is None or names_hour(words):
        return found
    last = found.astimezone(ZoneInfo(tz)).replace(hour=find_last_hour(words), minute=0)
    return max(found, last.astimezone(found.tzinfo))


def _names_past(words: str, now: datetime, tz: str) -> bool:
    """Whether the words name a moment of today that has gone by: 今天18点, said at nine in the evening."""
    midnight = now.astimezone(ZoneInfo(tz)).replace(hour=0, minute=0, second=0, microsecond=0)
    return read_until(words, midnight, tz) is not None


def list_chats(thread: Thread) -> tuple[str, ...]:
    """The chats in which owners spoke of the ticket, where it was opened first."""
    spoken = (touch.chat for touch in thread.touches if touch.step in GROWING and touch.chat)
    return tuple(dict.fromkeys((thread.ticket.chat, *spoken)))


def _list_waiting(thread: Thread) -> tuple[Delivery, ...]:
    """The receipts not yet said: the answer with the time makes them needless."""
    return tuple(
        delivery
        for delivery in thread.said
        if delivery.purpose is Purpose.RECEIPT
        and delivery.state is DeliveryState.PENDING
        and delivery.id is not None
        and delivery.attempts == 0
    )


def _tell_chat(thread: Thread, chat: str, text: str, case: Case) -> Delivery:
    ticket = thread.ticket
    alone = chat == ticket.chat and len(thread.members) == 1
    return tell(
        case.estate, chat, text, Purpose.REPLY, case.now,
        mention=ticket.reporter if alone else None, ticket=ticket.number, answers=case.message.key,
    )  # fmt: skip


def write_expected(ticket: Ticket, until: datetime, now: datetime, estate: Estate) -> str:
    """What owners are told: what it is and until when, with its number."""
    return say(
        estate.texts, "expected",
        number=ticket.number, matter=name_matter(ticket), time=show_time(until, now, estate),
    )  # fmt: skip


# --- who asks later ------------------------------------------------------------------------------


def find_until(thread: Thread, now: datetime, tz: str) -> datetime | None:
    """Until when the ticket's fault is expected to last, as staff said last; None where that has passed."""
    if not thread.estimates:
        return None
    unsaid = {touch.message for touch in thread.touches if touch.step is Step.UNSAID}
    said = [touch.words for touch in thread.estimates if touch.message not in unsaid]
    if not said:
        return None
    until = datetime.strptime(said[-1], _WRITTEN).replace(tzinfo=ZoneInfo(tz)).astimezone(now.tzinfo)
    return until if until > now else None


def find_asked(case: Case) -> Thread | None:
    """The live ticket with a time still to come that the message asks the end of, or None."""
    text = acts.strip_stand_ins(case.message.text)
    if len(text) > _LONGEST_QUESTION or not (acts.asks_when(text) or _asks_if_out(text)):
        return None
    estimated = [t for t in case.threads if t.estimates and t.ticket.live]
    promised = [t for t in estimated if find_until(t, case.now, case.estate.timezone)]
    joins = acts.echoes(text) or tells_outage(text)
    person = case.message.sender.id
    fitting = [t for t in promised if _is_meant(t, case, text) and (person in t.members or not joins)]
    if not fitting and not joins and case.verdict.kind == "inquiry":
        fitting = [t for t in case.threads if _is_out(t, case) and _is_meant(t, case, text)]
    return max(fitting, key=lambda t: t.latest, default=None)


def _is_out(thread: Thread, case: Case) -> bool:
    """An outage that staff know of without a time: a ticket for the question helps nobody."""
    return thread.ticket.live and is_area_outage(thread) and case.now - thread.latest <= _KNOWN


def _is_meant(thread: Thread, case: Case, text: str) -> bool:
    """It names what is out; or it names nothing, and the chat or its sender speaks of this."""
    ticket, named = thread.ticket, list_services(text)
    room = case.verdict.room or find_room_said(text)
    if room and not is_area_outage(thread) and not same_building(room, ticket.room):
        return False
    if ticket.category in AREA and named:
        return ticket.category in named
    if ticket.category not in AREA and is_about(ticket.category, text):
        return True
    touched = thread.touched_at(case.message.chat.id)
    here = touched is not None and case.now - touched <= HOT
    return not named and (here or case.message.sender.id in thread.members)


def answer_asked(case: Case, thread: Thread) -> Outcome:
    """The time that staff gave, at most once a minute in a group; no ticket."""
    ticket, chat = thread.ticket, case.message.chat.id
    until = find_until(thread, case.now, case.estate.timezone)
    sender = case.message.sender.person
    words = cap_words(case.message.text, case.estate.texts)
    event = write_event(ticket, Step.NOTED, case.now, sender, case.message, words)
    if until is None:
        return Outcome(events=(event,))
    last = [d.sent_at or d.due_at for d in thread.said if d.chat == chat and d.purpose is Purpose.RECEIPT]
    if last and case.now - max(last) < BETWEEN:
        return Outcome(events=(event,))
    told = tell(
        case.estate, chat, write_expected(ticket, until, case.now, case.estate), Purpose.RECEIPT, case.now,
        mention=sender, ticket=ticket.number, answers=case.message.key,
    )  # fmt: skip
    return Outcome(events=(event,), deliveries=(told,))


def add_until(outcome: Outcome, thread: Thread, case: Case) -> Outcome:
    """What joins a ticket with a time still to come is answered with the time."""
    until = find_until(thread, case.now, case.estate.timezone)
    if until is None:
        return outcome
    ticket = next((t for t in outcome.tickets if t.number == thread.ticket.number), thread.ticket)
    text = write_expected(ticket, until, case.now, case.estate)
    said = (replace(d, text=text) if d.purpose is Purpose.RECEIPT else d for d in outcome.deliveries)
    return replace(outcome, deliveries=tuple(said))
