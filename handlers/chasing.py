"""What time brings to a live alert: the next people are paged, and its end is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.kinds import get_title
from handlers.model import Alert, AlertState, Estate, Outcome, Person, Step, TicketEvent
from handlers.relays import page_staff
from handlers.roster import list_staff, on_duty
from handlers.showing import clip
from handlers.trimming import MAX_CARD_WORDS

#: An alert that nobody ends is asked for every hour, and given up to the managers after this.
LONGEST = timedelta(hours=24)
_ASK_AGAIN = timedelta(hours=1)


def chase(alerts: Iterable[Alert], estate: Estate, now: datetime) -> Outcome:
    """Pages the next in the chain for alerts that nobody answered, and asks about those past their end.

    Each step of the chain is taken once; run it as often as you like.
    """
    outcome = Outcome()
    for alert in alerts:
        if alert.live:
            outcome += _chase_end(alert, estate, now) or _chase_answer(alert, estate, now)
    return outcome


def find_next(alert: Alert, estate: Estate) -> datetime:
    """When `chase` may next have something to do with a live alert; before it has nothing."""
    if alert.confirmed_at is not None or alert.paged >= len(list_chain(estate, alert.opened_at)):
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


def _chase_end(alert: Alert, estate: Estate, now: datetime) -> Outcome:
    """Past its end an alert is asked for every hour; it is never live, and never ended, in silence."""
    if now < alert.ends_at:
        return Outcome()
    age = now - alert.opened_at
    managers = [person.id for person in estate.managers]
    over = age >= LONGEST
    name = "page_expired" if over else "page_ended"
    said = page_staff(alert, name, now, estate, None, managers, hours=int(age / timedelta(hours=1)))
    after = (
        replace(alert, state=AlertState.CLEARED, closed_at=now)
        if over
        else replace(alert, ends_at=now + _ASK_AGAIN)
    )
    return _record(after, now, Outcome(deliveries=said))


def _record(alert: Alert, now: datetime, said: Outcome) -> Outcome:
    event = TicketEvent(estate=alert.estate, ticket=alert.ticket, step=Step.PAGED, at=now)
    return said + Outcome(alerts=(alert,), events=(event,))
