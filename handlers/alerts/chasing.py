"""What time brings to a live alert: the next people are paged, and its end is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.alerts.drills import contain, is_drill, is_late
from handlers.alerts.relays import page_staff, tell_end_asked, tell_over
from handlers.kinds import get_title
from handlers.model import (
    Alert,
    AlertState,
    Delivery,
    DeliveryState,
    Estate,
    Outcome,
    Person,
    Purpose,
    Step,
    Ticket,
    TicketEvent,
)  # fmt: skip
from handlers.roster import list_staff, on_duty
from handlers.saying.showing import clip, show_chat, show_person
from handlers.saying.trimming import MAX_CARD_WORDS
from handlers.texts import say
from handlers.tickets.steps import can_step, take_step

#: An alert that nobody ends is asked for every hour, and given up to the managers after this.
LONGEST = timedelta(hours=24)
_ASK_AGAIN = timedelta(hours=1)


def chase(
    alerts: Iterable[Alert], estate: Estate, now: datetime, tickets: Iterable[Ticket] = (),
    told: Iterable[Delivery] = (),
) -> Outcome:  # fmt: skip
    """Pages the next in the chain for alerts that nobody answered, and asks about those past their end.

    Each step of the chain is taken once; run it as often as you like.  `tickets` are those of drills,
    `told` is what was said of those that are given up.
    """
    said = tuple(told)
    of_drills = {ticket.number: ticket for ticket in tickets}
    outcome, alerts = Outcome(), tuple(alerts)
    for alert in alerts:
        if alert.live and not is_drill(alert):
            own = [each for each in said if each.ticket == alert.ticket]
            outcome += _chase_end(alert, estate, now, own) or _chase_answer(alert, estate, now)
        elif is_late(alert, now):
            outcome += _give_up_drill(alert, of_drills.get(alert.ticket), estate, now)
    return contain(outcome, alerts, estate)


def _give_up_drill(alert: Alert, ticket: Ticket | None, estate: Estate, now: datetime) -> Outcome:
    """Nobody ended the drill: it is over, and with it the ticket that was made for it."""
    said = page_staff(alert, "drill_late", now, estate)
    closed = replace(alert, state=AlertState.CLEARED, closed_at=now)
    event = TicketEvent(estate=alert.estate, ticket=alert.ticket, step=Step.CLEARED, at=now)
    ended = ticket is not None and can_step(ticket, Step.CLEARED)
    tickets = (take_step(ticket, Step.CLEARED, now, estate.texts),) if ticket and ended else ()
    return Outcome(tickets=tickets, alerts=(closed,), events=(event,), deliveries=said)


def find_next(alert: Alert, estate: Estate) -> datetime:
    """When `chase` may next have something to do with a live alert; before it has nothing."""
    if (
        is_drill(alert)
        or alert.confirmed_at is not None
        or alert.paged >= len(list_chain(estate, alert.opened_at))
    ):
        return alert.ends_at
    span = timedelta(minutes=max(1, estate.confirm_minutes))
    return min(alert.ends_at, alert.opened_at + span * (alert.paged + 1))


def _chase_answer(alert: Alert, estate: Estate, now: datetime) -> Outcome:
    """After each span without an answer, the next step; steps missed while the bot was down are one page."""
    if alert.confirmed_at is not None:
        return Outcome()
    chain = list_chain(estate, now)
    minutes = int((now - alert.opened_at) / timedelta(minutes=1))
    due = min(minutes // max(1, estate.confirm_minutes), len(chain))
    if due <= alert.paged:
        return Outcome()
    chats = [chat for step in chain[alert.paged : due] for chat in step]
    name = "page_again_confirm" if alert.state is AlertState.UNCONFIRMED else "page_again"
    words = clip(alert.facts, MAX_CARD_WORDS) or get_title(alert.category)
    said = page_staff(alert, name, now, estate, None, chats, minutes=minutes, words=words)
    return _record(replace(alert, paged=due), now, Outcome(deliveries=said))


def list_chain(estate: Estate, now: datetime) -> tuple[tuple[str, ...], ...]:
    """Who is paged after the first page, step by step: everybody on duty, the managers, everybody."""
    managers = tuple(person.id for person in estate.managers)
    return (
        _ids(on_duty(estate.roster, now, None, estate.timezone)),
        (*managers, *estate.apprise),
        (*_ids(list_staff(estate)), *managers, *estate.apprise),
    )


def _ids(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.id for person in people)


def is_given_up(alert: Alert, now: datetime) -> bool:
    """Whether nobody has ended it for so long that it is over."""
    return alert.live and now >= alert.ends_at and now - alert.opened_at >= LONGEST


def _chase_end(alert: Alert, estate: Estate, now: datetime, said: Iterable[Delivery]) -> Outcome:
    """Past its end an alert is asked for every hour; it is never live, and never ended, in silence."""
    if now < alert.ends_at:
        return Outcome()
    age = now - alert.opened_at
    managers = [person.id for person in estate.managers]
    over = is_given_up(alert, now)
    name = "page_expired" if over else "page_ended"
    pages = page_staff(alert, name, now, estate, None, managers, hours=int(age / timedelta(hours=1)))
    if over:
        closed = replace(alert, state=AlertState.CLEARED, closed_at=now)
        return _record(closed, now, Outcome(deliveries=(*pages, *tell_over(alert, now, estate, said))))
    asked = tell_end_asked(alert, now, estate)
    return _record(replace(alert, ends_at=now + _ASK_AGAIN), now, Outcome(deliveries=(*pages, *asked)))


def _record(alert: Alert, now: datetime, said: Outcome) -> Outcome:
    event = TicketEvent(estate=alert.estate, ticket=alert.ticket, step=Step.PAGED, at=now)
    return said + Outcome(alerts=(alert,), events=(event,))


# --- the chain watches itself ---------------------------------------------------------------------

#: What was due so long ago and is not out is late: an alert passes before everything else.
LATE = timedelta(seconds=60)
_LOST = (DeliveryState.DEAD, DeliveryState.UNKNOWN)
_WAITS = (DeliveryState.PENDING, DeliveryState.SENDING)


def report_unreached(
    alert: Alert, said: Iterable[Delivery], known: Iterable[str], estate: Estate, now: datetime
) -> Outcome:
    """Reports people who cannot be reached and groups that were not told, each once, through what works.

    `said` are the alert's pages and relays, `known` the chats that were reported before.
    """
    if not alert.live or is_drill(alert):
        return Outcome()
    reported, lost = set(known), _find_lost(said, now)
    new = {chat: each for chat, each in lost.items() if chat not in reported}
    if not new:
        return Outcome()
    people = [_name_person(chat, estate) for chat, each in new.items() if each.purpose is Purpose.PAGE]
    groups = [show_chat(chat, estate) for chat, each in new.items() if each.purpose is Purpose.RELAY]
    others = [*(p.id for p in estate.managers), *estate.apprise]
    comma = say(estate.texts, "comma")
    pages: list[Delivery] = []
    for name, found in (("page_unreached", people), ("page_untold", groups)):
        if found:
            values = {"who": comma.join(found), "count": len(found)}
            pages += page_staff(alert, name, now, estate, None, others, **values)
    events = tuple(
        TicketEvent(estate=alert.estate, ticket=alert.ticket, step=Step.UNREACHED, at=now, words=chat)
        for chat in new
    )
    return Outcome(events=events, deliveries=tuple(page for page in pages if page.chat not in lost))


def _find_lost(said: Iterable[Delivery], now: datetime) -> dict[str, Delivery]:
    """The chats in which nothing has arrived so far, with the first thing that should have."""
    tried: dict[str, list[Delivery]] = {}
    for each in said:
        if each.purpose in (Purpose.PAGE, Purpose.RELAY):
            tried.setdefault(each.chat, []).append(each)
    return {chat: all_of[0] for chat, all_of in tried.items() if all(_is_lost(each, now) for each in all_of)}


def _is_lost(delivery: Delivery, now: datetime) -> bool:
    late = delivery.state in _WAITS and now - delivery.due_at >= LATE
    return delivery.state in _LOST or late


def _name_person(chat: str, estate: Estate) -> str:
    """Who is behind a chat that a page went to: a name, a group, or the channel outside."""
    people = {person.id: person for person in (*list_staff(estate), *estate.managers)}
    if chat in people:
        return show_person(people[chat])
    if chat in estate.apprise:
        return say(estate.texts, "apprise_target", number=estate.apprise.index(chat) + 1)
    return show_chat(chat, estate)
