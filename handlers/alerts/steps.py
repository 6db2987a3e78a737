"""The steps that staff, and the reporter at the end, take with an alert.

`via` is the message that asked for a step; None where it came from the console.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from handlers.alerts.reached import cancel_relays, drop_lost_relays, list_reached, take_back_relays
from handlers.alerts.relays import (
    cancel_updates,
    list_untold,
    page_staff,
    relay,
    tell_all_clear,
    tell_correction,
    tell_photo,
)  # fmt: skip
from handlers.kinds import DRILL, Relay
from handlers.model import (
    SILENCE,
    Alert,
    AlertState,
    Delivery,
    Estate,
    FileState,
    Message,
    Outcome,
    Purpose,
    Sender,
    Step,
    Ticket,
    TicketEvent,
    TicketFile,
)  # fmt: skip
from handlers.saying.showing import show_person, show_staff
from handlers.saying.trimming import cap_words
from handlers.texts import say
from handlers.tickets.steps import IllegalTransition, can_step, take_step
from handlers.tickets.working import mark_false_alarm


def write_alert_event(
    alert: Alert, step: Step, now: datetime, actor: Sender | None, words: str = "", via: Message | None = None
) -> TicketEvent:
    """One event of the alert's ticket."""
    return TicketEvent(
        estate=alert.estate, ticket=alert.ticket, step=step, at=now, actor=actor.person if actor else None,
        words=words, message=via.key if via else None,
    )  # fmt: skip


def is_reporters_photo(alert: Alert, file: TicketFile) -> bool:
    """Whether the file is a stored photo that the alert's own reporter gave."""
    stored = file.state is FileState.STORED and bool(file.sha256)
    is_image = (file.media_type or "").startswith("image/")
    return stored and is_image and file.ticket == alert.ticket and file.added_by.id == alert.reporter.id


def is_search(alert: Alert | None) -> bool:
    """Whether somebody is being looked for: that is ended, not finished like a repair.

    “已完成” is nothing to say to a mother whose child is not found yet.
    """
    return alert is not None and alert.live and alert.category == "missing_person"


def acknowledge(alert: Alert | None, now: datetime) -> Outcome:
    """Somebody has taken a live alert in hand: the chain stops paging.

    One that waits to be confirmed goes on: neighbours may be in danger until somebody decides.
    """
    if alert is None or alert.state is not AlertState.ACTIVE or alert.confirmed_at is not None:
        return SILENCE
    return Outcome(alerts=(replace(alert, confirmed_at=now),))


def confirm(
    alert: Alert, ticket: Ticket | None, actor: Sender, now: datetime, estate: Estate,
    via: Message | None = None, files: Iterable[TicketFile] = (),
) -> Outcome:  # fmt: skip
    """It is real: every owners' group that was not told yet is told now, with the reporter's photos.

    Raises IllegalTransition where the alert is over or was confirmed before.
    """
    _check_live(alert, estate)
    if alert.confirmed_at is not None:
        raise IllegalTransition(say(estate.texts, "already_confirmed", number=alert.ticket))
    untold = () if alert.policy in (Relay.NEVER, DRILL) else list_untold(alert, estate)
    active = replace(alert, state=AlertState.ACTIVE, confirmed_at=now, told=alert.told + untold)
    photos = [file for file in files if is_reporters_photo(alert, file)]
    name = "page_acknowledged" if alert.policy == Relay.NEVER else "page_confirmed"
    staff = show_person(actor.person)
    said = (
        *relay(active, untold, now, estate, via),
        *(said for file in photos for said in tell_photo(active, untold, file.sha256 or "", now, estate)),
        *page_staff(active, name, now, estate, via, _list_private(via), staff=staff, count=len(active.told)),
    )
    event = write_alert_event(alert, Step.CONFIRMED, now, actor, "", via)
    return Outcome(events=(event,), alerts=(active,), deliveries=said)


def _check_live(alert: Alert, estate: Estate) -> None:
    if not alert.live:
        raise IllegalTransition(say(estate.texts, "alert_closed", number=alert.ticket))


def _list_private(via: Message | None) -> tuple[str, ...]:
    """The direct chat that the step was asked in, so that it is answered there too."""
    return (via.chat.id,) if via and via.chat.id == via.sender.id else ()


def retract(
    alert: Alert, ticket: Ticket, actor: Sender, now: datetime, estate: Estate, via: Message | None = None,
    words: str = "", said: Iterable[Delivery] = (), answer: str = "answer_false_alarm",
    told: str = "staff_false_alarm",
) -> Outcome:  # fmt: skip
    """A false alarm: the ticket is taken back, and exactly the groups that were told are put right.

    `words` are a correction in other words than the one prepared; `said` is what was said of the alert;
    `answer` and `told` name what its reporter and what staff are told.
    """
    _check_live(alert, estate)
    closed = replace(alert, state=AlertState.FALSE_ALARM, closed_at=now)
    past = tuple(said)
    said = (*cancel_updates(past, now), *tell_correction(alert, now, estate, via, words, past))
    answer = "drill_false_alarm" if alert.policy == DRILL else answer
    corrected = sum(each.purpose is Purpose.CORRECTION for each in said)
    taken_back = mark_false_alarm(ticket, actor, now, estate, via, answer, told, corrected)
    lost = drop_lost_relays(alert, past, now, via)
    return Outcome(alerts=(closed,), deliveries=said, recalls=lost) + taken_back


def may_clear(alert: Alert, sender: Sender) -> bool:
    """Only the reporter of this very alert, staff and managers end it."""
    return sender.role.serves or sender.id == alert.reporter.id


def clear(
    alert: Alert, ticket: Ticket | None, actor: Sender, now: datetime, estate: Estate, words: str = "",
    via: Message | None = None, said: Iterable[Delivery] = (),
) -> Outcome:  # fmt: skip
    """It is over: every group that heard of it is told, the alert and its ticket are closed.

    `said` is what was said of the alert: what still waits is never sent, what other groups read is taken
    back where the network can.  Raises IllegalTransition where the alert is over already.
    """
    _check_live(alert, estate)
    past = tuple(said)
    chats = list_reached(alert, past)
    closed = replace(alert, state=AlertState.CLEARED, closed_at=now)
    staff = show_staff(actor, ticket) if ticket and actor.role.serves else show_person(actor.person)
    said = (
        *cancel_updates(past, now),
        *cancel_relays(past),
        *tell_all_clear(alert, chats, now, estate, via),
        *page_staff(
            alert, "staff_cleared", now, estate, via, _list_private(via), staff=staff, count=len(chats)
        ),
    )
    event = write_alert_event(alert, Step.CLEARED, now, actor, cap_words(words, estate.texts), via)
    ended = (
        (take_step(ticket, Step.CLEARED, now, estate.texts),)
        if ticket and can_step(ticket, Step.CLEARED)
        else ()
    )
    recalls = take_back_relays(alert, past, now, via)
    return Outcome(tickets=ended, events=(event,), alerts=(closed,), deliveries=said, recalls=recalls)
