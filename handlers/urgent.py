"""Alerts: opened, confirmed, joined, updated, taken back, cleared, and never left alone.

`via` is the message that asked for a step; None where it came from the console or from time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.case import Case
from handlers.chasing import chase
from handlers.gathering import kept_attachments, make_files
from handlers.kinds import RELAY, Relay
from handlers.model import (
    SILENCE,
    Alert,
    AlertState,
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
from handlers.relays import (
    list_untold,
    page_everybody,
    page_staff,
    relay,
    strip_facts,
    tell_all_clear,
    tell_correction,
    tell_photo,
    tell_update,
    write_advice,
)  # fmt: skip
from handlers.sameness import find_same_alert
from handlers.showing import clip, show_chat, show_person, show_staff
from handlers.speak import tell
from handlers.steps import IllegalTransition, can_step, take_step
from handlers.texts import say
from handlers.tickets import file_report, mark_false_alarm
from handlers.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.wordlists import has_looks_or_places, is_question, is_small_talk, says_over

__all__ = [
    "acknowledge", "chase", "clear", "confirm", "end_alert", "find_over", "find_own_alert", "hear_urgent",
    "may_clear", "open_alert", "photo_stored", "retract", "update_alert",
]  # fmt: skip

_MAX_FACTS = 300


def hear_urgent(case: Case) -> Outcome:
    """An urgent message: more of one's own alert, a second report of the same, or a new alert."""
    same = find_same_alert(case)
    if same is None:
        return open_alert(case)
    return update_alert(case, same) if same.reporter.id == case.message.sender.id else _join(case, same)


def open_alert(case: Case) -> Outcome:
    """Ticket and alert together: advice first, then the relay where policy has it, then the pages."""
    ticket, filed = file_report(case)
    alert = _draft_alert(ticket, case)
    advice = tell(
        case.estate, ticket.chat, write_advice(ticket, case.estate), Purpose.ADVICE, case.now,
        mention=ticket.reporter, ticket=ticket.number, answers=case.message.key,
    )  # fmt: skip
    relays = relay(alert, alert.told, case.now, case.estate, case.message)
    alerted = _event(alert, Step.ALERTED, case.now, case.message.sender, alert.policy, case.message)
    said = (advice, *relays, *page_everybody(ticket, alert, case))
    return filed + Outcome(events=(alerted,), alerts=(alert,), deliveries=said)


def _draft_alert(ticket: Ticket, case: Case) -> Alert:
    category = ticket.category or "other_urgent"
    policy = _choose_policy(category, case)
    alert = Alert(
        estate=ticket.estate,
        ticket=ticket.number,
        category=category,
        policy=policy,
        state=AlertState.UNCONFIRMED if policy is Relay.CONFIRM else AlertState.ACTIVE,
        reporter=ticket.reporter,
        chat=ticket.chat,
        facts=clip(strip_facts(case.message.text, ticket.reporter), _MAX_FACTS),
        opened_at=case.now,
        ends_at=case.now + timedelta(hours=case.estate.alert_hours),
    )
    return replace(alert, told=list_untold(alert, case.estate)) if policy is Relay.AUTO else alert


def _choose_policy(category: str, case: Case) -> Relay:
    policy = Relay(case.estate.relay.get(category, RELAY.get(category, Relay.CONFIRM)))
    return Relay.CONFIRM if policy is Relay.AUTO and not case.verdict.certain else policy


def _event(
    alert: Alert, step: Step, now: datetime, actor: Sender | None, words: str = "", via: Message | None = None
) -> TicketEvent:
    return TicketEvent(
        estate=alert.estate, ticket=alert.ticket, step=step, at=now, actor=actor.person if actor else None,
        words=words, message=via.key if via else None,
    )  # fmt: skip


def _join(case: Case, alert: Alert) -> Outcome:
    """A second report of the same event: its reporter is answered, staff hear it, no group hears it twice."""
    sender, estate, texts = case.message.sender, case.estate, case.estate.texts
    ticket = _find_ticket(alert, case)
    advice = write_advice(ticket, estate) if ticket else ""
    text = say(texts, "advice_joined", number=alert.ticket, advice=advice)
    answer = tell(
        estate, case.message.chat.id, text, Purpose.ADVICE, case.now,
        mention=sender.person, ticket=alert.ticket, answers=case.message.key,
    )  # fmt: skip
    values = {
        "origin": show_chat(case.message.chat.id, estate),
        "name": show_person(sender.person),
        "words": clip(mask_phones(put_on_one_line(case.message.text)), MAX_CARD_WORDS),
    }
    pages = page_staff(alert, "page_joined", case.now, estate, case.message, **values)
    joined = _event(alert, Step.JOINED, case.now, sender, cap_words(case.message.text, texts), case.message)
    counted = (replace(ticket, households=ticket.households + 1, updated_at=case.now),) if ticket else ()
    return Outcome(tickets=counted, events=(joined,), deliveries=(answer, *pages))


def _find_ticket(alert: Alert, case: Case) -> Ticket | None:
    known = (*case.alert_tickets, *case.own, *((case.named,) if case.named else ()))
    return next((ticket for ticket in known if ticket.number == alert.ticket), None)


# --- more from the reporter ----------------------------------------------------------------------


def find_own_alert(case: Case) -> Alert | None:
    """The live alert that the sender reported and now says more of: words with facts, or a photo."""
    text = case.message.text
    tells = bool(kept_attachments(case.message)) or (
        has_looks_or_places(text) and not is_small_talk(text) and not is_question(text)
    )
    own = (alert for alert in case.alerts if alert.live and alert.reporter.id == case.message.sender.id)
    return next(own, None) if tells else None


def update_alert(case: Case, alert: Alert) -> Outcome:
    """More words become an update for the groups that were told; photos follow when they are stored."""
    words, photos = _update_words(case, alert), _add_photos(case, alert)
    return words + photos


def _update_words(case: Case, alert: Alert) -> Outcome:
    more = clip(strip_facts(case.message.text, alert.reporter), _MAX_FACTS)
    if not more:
        return SILENCE
    texts = case.estate.texts
    facts = clip(say(texts, "alert_joined_words", before=alert.facts, more=more), 2 * _MAX_FACTS)
    detail = _event(
        alert, Step.DETAIL, case.now, case.message.sender, cap_words(case.message.text, texts), case.message
    )
    words = clip(mask_phones(put_on_one_line(case.message.text)), MAX_CARD_WORDS)
    said = (
        *tell_update(alert, more, case.now, case.estate, case.message),
        *page_staff(alert, "page_update", case.now, case.estate, case.message, words=words),
    )
    return Outcome(events=(detail,), alerts=(replace(alert, facts=facts),), deliveries=said)


def _add_photos(case: Case, alert: Alert) -> Outcome:
    files = make_files((case.message,), alert.estate, alert.ticket, case.now)
    if not files:
        return SILENCE
    ticket = _find_ticket(alert, case)
    counted = (replace(ticket, photos=ticket.photos + len(files), updated_at=case.now),) if ticket else ()
    event = _event(alert, Step.PHOTO, case.now, case.message.sender, "", case.message)
    said = page_staff(alert, "staff_photo_added", case.now, case.estate, case.message)
    return Outcome(tickets=counted, events=(event,), files=files, deliveries=said)


def photo_stored(
    alert: Alert, ticket: Ticket | None, file: TicketFile, now: datetime, estate: Estate
) -> Outcome:
    """A photo has been fetched: the reporter's own goes to the groups that were told, while it is live."""
    if not alert.live or not _is_reporters_photo(alert, file):
        return SILENCE
    return Outcome(deliveries=tell_photo(alert, alert.told, file.sha256 or "", now, estate))


def _is_reporters_photo(alert: Alert, file: TicketFile) -> bool:
    stored = file.state is FileState.STORED and bool(file.sha256)
    is_image = (file.media_type or "").startswith("image/")
    return stored and is_image and file.ticket == alert.ticket and file.added_by.id == alert.reporter.id


# --- steps of staff ------------------------------------------------------------------------------


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
    untold = () if alert.policy == Relay.NEVER else list_untold(alert, estate)
    active = replace(alert, state=AlertState.ACTIVE, confirmed_at=now, told=alert.told + untold)
    photos = [file for file in files if _is_reporters_photo(alert, file)]
    name = "page_acknowledged" if alert.policy == Relay.NEVER else "page_confirmed"
    staff = show_person(actor.person)
    said = (
        *relay(active, untold, now, estate, via),
        *(said for file in photos for said in tell_photo(active, untold, file.sha256 or "", now, estate)),
        *page_staff(active, name, now, estate, via, _list_private(via), staff=staff, count=len(active.told)),
    )
    event = _event(alert, Step.CONFIRMED, now, actor, "", via)
    return Outcome(events=(event,), alerts=(active,), deliveries=said)


def _check_live(alert: Alert, estate: Estate) -> None:
    if not alert.live:
        raise IllegalTransition(say(estate.texts, "alert_closed", number=alert.ticket))


def _list_private(via: Message | None) -> tuple[str, ...]:
    """The direct chat that the step was asked in, so that it is answered there too."""
    return (via.chat.id,) if via and via.chat.id == via.sender.id else ()


def retract(
    alert: Alert, ticket: Ticket, actor: Sender, now: datetime, estate: Estate, via: Message | None = None
) -> Outcome:
    """A false alarm: the ticket is taken back, and exactly the groups that were told are put right."""
    _check_live(alert, estate)
    closed = replace(alert, state=AlertState.FALSE_ALARM, closed_at=now)
    said = tell_correction(alert, now, estate, via)
    return Outcome(alerts=(closed,), deliveries=said) + mark_false_alarm(ticket, actor, now, estate, via)


# --- the end -------------------------------------------------------------------------------------


def may_clear(alert: Alert, sender: Sender) -> bool:
    """Only the reporter of this very alert, staff and managers end it."""
    return sender.role.serves or sender.id == alert.reporter.id


def find_over(case: Case) -> tuple[Alert, ...]:
    """The live alerts that the sender may end and that the message says are over."""
    return tuple(
        alert
        for alert in case.alerts
        if alert.live
        and may_clear(alert, case.message.sender)
        and says_over(case.message.text, alert.category)
    )


def end_alert(case: Case) -> Outcome:
    """找到了: the all-clear.  Where it could mean several alerts, staff are asked which."""
    over = find_over(case)
    own = [alert for alert in over if alert.reporter.id == case.message.sender.id]
    chosen = own[0] if own else over[0]
    if not own and len(over) > 1:
        return _ask_which(case, over)
    sender, words = case.message.sender, case.message.text
    return clear(chosen, _find_ticket(chosen, case), sender, case.now, case.estate, words, case.message)


def _ask_which(case: Case, alerts: tuple[Alert, ...]) -> Outcome:
    named = say(case.estate.texts, "comma").join(f"#{alert.ticket}" for alert in alerts)
    first, count = alerts[0], len(alerts)
    said = page_staff(first, "which_alert", case.now, case.estate, case.message, count=count, alerts=named)
    return Outcome(deliveries=said)


def clear(
    alert: Alert, ticket: Ticket | None, actor: Sender, now: datetime, estate: Estate, words: str = "",
    via: Message | None = None,
) -> Outcome:  # fmt: skip
    """It is over: every group that heard of it is told, the alert and its ticket are closed.

    Raises IllegalTransition where the alert is over already.
    """
    _check_live(alert, estate)
    chats = tuple(dict.fromkeys((alert.chat, *alert.told)))
    closed = replace(alert, state=AlertState.CLEARED, closed_at=now)
    staff = show_staff(actor, ticket) if ticket and actor.role.serves else show_person(actor.person)
    said = (
        *tell_all_clear(alert, chats, now, estate, via),
        *page_staff(
            alert, "staff_cleared", now, estate, via, _list_private(via), staff=staff, count=len(chats)
        ),
    )
    event = _event(alert, Step.CLEARED, now, actor, cap_words(words, estate.texts), via)
    ended = (
        (take_step(ticket, Step.CLEARED, now, estate.texts),)
        if ticket and can_step(ticket, Step.CLEARED)
        else ()
    )
    return Outcome(tickets=ended, events=(event,), alerts=(closed,), deliveries=said)
