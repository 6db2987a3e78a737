"""Alerts: opened, joined, grown out of an ordinary ticket.

`via` is the message that asked for a step; None where it came from the console or from time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.alerts.chasing import chase
from handlers.alerts.clues import find_clue, find_thread, take_clue
from handlers.alerts.ending import end_alert, find_over
from handlers.alerts.relays import (
    MISSING,
    list_untold,
    page_everybody,
    page_staff,
    relay,
    strip_facts,
    write_advice,
)  # fmt: skip
from handlers.alerts.sameness import find_same_alert, find_upgraded, is_other_lift, may_be_same_person
from handlers.alerts.steps import acknowledge, clear, confirm, may_clear, retract, write_alert_event
from handlers.alerts.updates import find_own_alert, photo_stored, update_alert
from handlers.case import Case
from handlers.conversation.adding import add_words
from handlers.conversation.households import find_common_room, write_joined
from handlers.conversation.withdrawing import cancel_waiting
from handlers.kinds import RELAY, Relay
from handlers.model import SILENCE, Alert, AlertState, Delivery, Outcome, Purpose, Step, Ticket, TicketEvent
from handlers.saying.showing import clip, show_chat, show_person
from handlers.saying.speak import tell
from handlers.saying.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.texts import say
from handlers.threads import WARM, Thread
from handlers.tickets.gathering import list_earlier, make_files
from handlers.tickets.opening import file_report
from handlers.times.dues import give_due
from handlers.words import family, sightings
from handlers.words.endings import tells_outcome
from handlers.words.topics import count_shared, is_home, may_be_one_home, refine_room
from nlp.extract import find_room

__all__ = [
    "acknowledge", "chase", "clear", "confirm", "end_alert", "find_family_alert", "find_over",
    "find_own_alert",
    "hear_urgent", "join_family",
    "may_clear", "open_alert", "photo_stored", "retract", "update_alert", "upgrade", "upgrade_lift",
]  # fmt: skip

MAX_FACTS = 300


def hear_urgent(case: Case) -> Outcome:
    """An urgent message: more of one's own alert, a second report of the same, or a new alert."""
    same = find_same_alert(case)
    if same is not None:
        return _hear_more(case, same)
    clue = None if _is_sure(case) else find_clue(case) or _find_told_end(case)
    if clue is not None:
        return take_clue(case, clue)
    worse = find_upgraded(case)
    return upgrade(case, worse) if worse else open_alert(case)


def _find_told_end(case: Case) -> Alert | None:
    """The alert for people in danger of which somebody unknown, unsure by itself, tells how it came out."""
    people = ("medical", "other_urgent", "crime")
    if case.verdict.certain or case.verdict.category not in ("missing_person", *people):
        return None
    live = [a for a in case.alerts if a.live and a.category in people and case.now - a.opened_at <= WARM]
    told = [alert for alert in live if tells_outcome(case.message.text, alert.category)]
    return told[0] if len(told) == 1 else None


def _is_sure(case: Case) -> bool:
    """A danger of its own, beyond doubt, and not somebody seen in the street."""
    return case.verdict.certain and case.verdict.category not in ("missing_person", "crime", "other_urgent")


def _hear_more(case: Case, same: Alert) -> Outcome:
    if same.reporter.id == case.message.sender.id:
        return update_alert(case, same)
    if same.category == MISSING:
        text = case.message.text
        names = family.find_names(find_thread(same, case).words, same.reporter.name)
        of_family = sightings.is_family(text) or family.calls_for_own(text, names)
        passed_on = sightings.forwards(text) and not of_family
        if passed_on or sightings.imitates_alert(text):
            return SILENCE
        if not of_family:
            return take_clue(case, same)
    return _join(case, same)


def open_alert(case: Case) -> Outcome:
    """Ticket and alert together: advice first, then the relay where policy has it, then the pages."""
    ticket, filed = file_report(case)
    return filed + _raise_alarm(ticket, case)


def upgrade(case: Case, thread: Thread) -> Outcome:
    """An ordinary ticket turns out to be worse: the same ticket, urgent from now on."""
    before, category = thread.ticket, case.verdict.category or "other_urgent"
    ticket = replace(
        before,
        kind="urgent",
        category=category,
        households=len(thread.members | {case.message.sender.id}),
        room=find_common_room(thread, case),
        words=add_words(before.words, case.message.text),
        updated_at=case.now,
    )
    ticket = give_due(ticket, case.now, case.estate)
    joined = write_joined(before, case)
    said = cancel_waiting(thread)
    return Outcome(tickets=(ticket,), events=(joined,), deliveries=said) + _raise_alarm(ticket, case)


def upgrade_lift(case: Case, thread: Thread) -> Outcome:
    """The lift stands, and somebody is in it, whatever else the words seem to say."""
    verdict = replace(case.verdict, kind="urgent", category="elevator_trapped", certain=False)
    case = replace(case, verdict=verdict)
    return open_alert(case) if is_other_lift(thread, case) else upgrade(case, thread)


def _raise_alarm(ticket: Ticket, case: Case) -> Outcome:
    alert = _draft_alert(ticket, case)
    advice = tell(
        case.estate, alert.chat, write_advice(ticket, case.estate), Purpose.ADVICE, case.now,
        mention=alert.reporter, ticket=ticket.number, answers=case.message.key,
    )  # fmt: skip
    relays = relay(alert, alert.told, case.now, case.estate, case.message)
    alerted = write_alert_event(
        alert, Step.ALERTED, case.now, case.message.sender, alert.policy, case.message
    )
    said = (advice, *relays, *page_everybody(ticket, alert, case))
    return Outcome(events=(alerted,), alerts=(alert,), deliveries=said)


def _draft_alert(ticket: Ticket, case: Case) -> Alert:
    category = ticket.category or "other_urgent"
    policy = _choose_policy(category, case)
    reporter = case.message.sender.person
    alert = Alert(
        estate=ticket.estate,
        ticket=ticket.number,
        category=category,
        policy=policy,
        state=AlertState.UNCONFIRMED if policy is Relay.CONFIRM else AlertState.ACTIVE,
        reporter=reporter,
        chat=case.message.chat.id,
        facts=clip(strip_facts(case.message.text, reporter), MAX_FACTS),
        opened_at=case.now,
        ends_at=case.now + timedelta(hours=case.estate.alert_hours),
    )
    return replace(alert, told=list_untold(alert, case.estate)) if policy is Relay.AUTO else alert


def _choose_policy(category: str, case: Case) -> Relay:
    policy = Relay(case.estate.relay.get(category, RELAY.get(category, Relay.CONFIRM)))
    return Relay.CONFIRM if policy is Relay.AUTO and _is_doubtful(case) else policy


def _is_doubtful(case: Case) -> bool:
    """An unsure verdict, somebody who gave false alarms, a stranger, a text made to look like an alert."""
    if not case.verdict.certain or case.is_stranger or sightings.imitates_alert(case.message.text):
        return True
    return case.false_alarms > 0


# --- a second report -----------------------------------------------------------------------------


def _join(case: Case, alert: Alert) -> Outcome:
    """A second report of the same event: its reporter is answered, staff hear it, no group hears it twice."""
    thread, sender, estate = find_thread(alert, case), case.message.sender, case.estate
    values = {
        "origin": show_chat(case.message.chat.id, estate),
        "name": show_person(sender.person),
        "words": clip(mask_phones(put_on_one_line(case.message.text)), MAX_CARD_WORDS),
    }
    pages = page_staff(alert, "page_joined", case.now, estate, case.message, **values)
    files = make_files((*list_earlier(case), case.message), alert.estate, alert.ticket, case.now)
    ticket = thread.ticket
    counted = replace(
        ticket,
        households=len(thread.members | {sender.id}),
        photos=ticket.photos + len(files),
        room=refine_spot(
            ticket,
            find_room(sightings.drop_standpoint(case.message.text))
            if ticket.room is None
            else case.verdict.room,
        ),
        updated_at=case.now,
    )
    events = (write_joined(ticket, case), *_note_witness(alert, case))
    said = (_answer_joined(case, alert, ticket), *pages)
    return Outcome(tickets=(counted,), events=events, files=files, deliveries=said)


def _answer_joined(case: Case, alert: Alert, ticket: Ticket) -> Delivery:
    text = say(
        case.estate.texts, "advice_joined", number=alert.ticket, advice=write_advice(ticket, case.estate)
    )
    return tell(
        case.estate, case.message.chat.id, text, Purpose.ADVICE, case.now,
        mention=case.message.sender.person, ticket=alert.ticket, answers=case.message.key,
    )  # fmt: skip


def _note_witness(alert: Alert, case: Case) -> tuple[TicketEvent, ...]:
    """A second report of a danger is also somebody else's own observation of it."""
    if alert.category == MISSING:
        return ()
    words = cap_words(case.message.text, case.estate.texts)
    return (write_alert_event(alert, Step.CLUE, case.now, case.message.sender, words, case.message),)


def refine_spot(ticket: Ticket, room: str | None) -> str | None:
    """The spot, as exactly as anybody has named it; the home of the first reporter stays."""
    if ticket.category == MISSING or not room or is_home(ticket.room) or is_home(room):
        return ticket.room
    return refine_room(ticket.room, room) if may_be_one_home(ticket.room, room) else ticket.room


# --- the family of somebody missing --------------------------------------------------------------


def find_family_alert(case: Case) -> Alert | None:
    """The alert for a missing person that another of the family now speaks in, or None."""
    person = case.message.sender.id
    if case.verdict.kind == "urgent":
        return None
    others = (a for a in case.alerts if a.live and a.category == MISSING and a.reporter.id != person)
    return next((alert for alert in others if _is_call_for(alert, case)), None)


def _is_call_for(alert: Alert, case: Case) -> bool:
    """One of the family calls in the same words, or looks for the child that somebody has found."""
    text, words = case.message.text, find_thread(alert, case).words
    names = family.find_names(words, alert.reporter.name)
    if not (sightings.is_family(text) or family.calls_for_own(text, names)):
        return False
    if not may_be_same_person(alert.facts, text):
        return False
    here, named = alert.chat == case.message.chat.id, any(name in text for name in names)
    return here or named or count_shared(text, words) >= 2 or family.tells_of_stray(words)


def join_family(case: Case, alert: Alert) -> Outcome:
    """Another of the family: counted with the reporter, whose further words and photos are the alert's."""
    return _join(case, alert)
