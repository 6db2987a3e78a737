"""Alerts: opened, confirmed, joined, updated, taken back, cleared, and never left alone.

`via` is the message that asked for a step; None where it came from the console or from time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.alert_steps import (
    acknowledge,
    clear,
    confirm,
    is_reporters_photo,
    may_clear,
    retract,
    write_alert_event,
)  # fmt: skip
from handlers.case import Case
from handlers.chasing import chase
from handlers.gathering import kept_attachments, make_files
from handlers.kinds import RELAY, Relay
from handlers.model import (
    SILENCE,
    Alert,
    AlertState,
    Estate,
    Outcome,
    Purpose,
    Step,
    Ticket,
    TicketFile,
)  # fmt: skip
from handlers.relays import (
    list_untold,
    page_everybody,
    page_staff,
    relay,
    strip_facts,
    tell_photo,
    tell_update,
    write_advice,
)  # fmt: skip
from handlers.sameness import find_same_alert
from handlers.showing import clip, show_chat, show_person
from handlers.speak import tell
from handlers.texts import say
from handlers.tickets import file_report
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
    alerted = write_alert_event(
        alert, Step.ALERTED, case.now, case.message.sender, alert.policy, case.message
    )
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
    joined = write_alert_event(
        alert, Step.JOINED, case.now, sender, cap_words(case.message.text, texts), case.message
    )
    files = make_files((*case.recent, case.message), alert.estate, alert.ticket, case.now)
    counted = (_count_report(ticket, len(files), case.now),) if ticket else ()
    return Outcome(tickets=counted, events=(joined,), files=files, deliveries=(answer, *pages))


def _count_report(ticket: Ticket, photos: int, now: datetime) -> Ticket:
    return replace(ticket, households=ticket.households + 1, photos=ticket.photos + photos, updated_at=now)


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
    joined = say(texts, "alert_joined_words", before=alert.facts, more=more) if alert.facts else more
    facts = clip(joined, 2 * _MAX_FACTS)
    detail = write_alert_event(
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
    event = write_alert_event(alert, Step.PHOTO, case.now, case.message.sender, "", case.message)
    said = page_staff(alert, "staff_photo_added", case.now, case.estate, case.message)
    return Outcome(tickets=counted, events=(event,), files=files, deliveries=said)


def photo_stored(
    alert: Alert, ticket: Ticket | None, file: TicketFile, now: datetime, estate: Estate
) -> Outcome:
    """A photo has been fetched: the reporter's own goes to the groups that were told, while it is live."""
    if not alert.live or not is_reporters_photo(alert, file):
        return SILENCE
    return Outcome(deliveries=tell_photo(alert, alert.told, file.sha256 or "", now, estate))


# --- the end -------------------------------------------------------------------------------------


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
