"""What the reporter adds to a live alert, and how it is said to be over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import acts, sightings
from handlers.alert_steps import clear, is_reporters_photo, may_clear, write_alert_event
from handlers.case import Case
from handlers.gathering import kept_attachments, make_files
from handlers.model import SILENCE, Alert, Estate, Outcome, Step, Ticket, TicketFile
from handlers.relays import MISSING, page_staff, strip_facts, tell_photo, tell_update
from handlers.showing import clip
from handlers.texts import say
from handlers.topics import find_building, may_be_one_home, refine_room, same_building
from handlers.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.wordlists import has_looks_or_places, is_question, is_small_talk, says_over
from nlp.extract import find_phone, find_room
from nlp.facts import find_facts

_MAX_FACTS = 300


def find_alert_ticket(alert: Alert, case: Case) -> Ticket | None:
    known = (*case.alert_tickets, *case.own, *((case.named,) if case.named else ()))
    return next((ticket for ticket in known if ticket.number == alert.ticket), None)


def find_own_alert(case: Case) -> Alert | None:
    """The live alert that the sender reported and now says more of: words with facts, or a photo."""
    own = (alert for alert in case.alerts if alert.live and _is_of_side(alert, case))
    return next((alert for alert in own if _tells_more(alert, case)), None)


def _is_of_side(alert: Alert, case: Case) -> bool:
    """The reporter, or for somebody missing whoever of the family has joined."""
    person = case.message.sender.id
    if alert.reporter.id == person:
        return True
    thread = next((t for t in case.threads if t.ticket.number == alert.ticket), None)
    return alert.category == MISSING and thread is not None and person in thread.members


def _tells_more(alert: Alert, case: Case) -> bool:
    text = acts.strip_stand_ins(case.message.text)
    if kept_attachments(case.message) or acts.says_only_address(text):
        return True
    if is_small_talk(text) or is_question(text) or not has_looks_or_places(text):
        return False
    facts = find_facts(text)
    return case.verdict.kind == "other" or bool(facts.clothes or facts.looks or facts.age)


def update_alert(case: Case, alert: Alert) -> Outcome:
    """More words become an update for the groups that were told; photos follow when they are stored."""
    words, photos = _update_words(case, alert), _add_photos(case, alert)
    return words + photos + _update_ticket(case, alert, len(photos.files))


def _update_words(case: Case, alert: Alert) -> Outcome:
    said, texts = acts.strip_stand_ins(case.message.text), case.estate.texts
    if not said:
        return SILENCE
    more = clip(strip_facts(said, alert.reporter), _MAX_FACTS)
    both = bool(alert.facts and more)
    joined = say(texts, "alert_joined_words", before=alert.facts, more=more) if both else alert.facts or more
    facts = clip(joined, 2 * _MAX_FACTS)
    detail = write_alert_event(
        alert, Step.DETAIL, case.now, case.message.sender, cap_words(case.message.text, texts), case.message
    )
    words = clip(mask_phones(put_on_one_line(said)), MAX_CARD_WORDS)
    told = tell_update(alert, more, case.now, case.estate, case.message) if more else ()
    pages = page_staff(alert, "page_update", case.now, case.estate, case.message, words=words)
    return Outcome(events=(detail,), alerts=(replace(alert, facts=facts),), deliveries=(*told, *pages))


def _add_photos(case: Case, alert: Alert) -> Outcome:
    files = make_files((case.message,), alert.estate, alert.ticket, case.now)
    if not files:
        return SILENCE
    event = write_alert_event(alert, Step.PHOTO, case.now, case.message.sender, "", case.message)
    said = page_staff(alert, "staff_photo_added", case.now, case.estate, case.message)
    return Outcome(events=(event,), files=files, deliveries=said)


def _update_ticket(case: Case, alert: Alert, photos: int) -> Outcome:
    """What the reporter's further words and photos change in the ticket: the room, the phone, the count."""
    ticket = find_alert_ticket(alert, case)
    if ticket is None:
        return SILENCE
    room = case.verdict.room or find_room(case.message.text)
    after = replace(
        ticket,
        room=refine_room(ticket.room, room) if may_be_one_home(ticket.room, room) else ticket.room,
        phone=ticket.phone or find_phone(case.message.text),
        photos=ticket.photos + photos,
    )
    return SILENCE if after == ticket else Outcome(tickets=(replace(after, updated_at=case.now),))


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
        if alert.live and _may_end(alert, case) and says_over(case.message.text, alert.category)
    )


def _may_end(alert: Alert, case: Case) -> bool:
    """The reporter, staff, and who said before that the person found is of the family."""
    if may_clear(alert, case.message.sender):
        return True
    touches = next((t.touches for t in case.threads if t.ticket.number == alert.ticket), ())
    person = case.message.sender.id
    return any(t.person == person and t.step is Step.CLUE and sightings.claims_kin(t.words) for t in touches)


def end_alert(case: Case) -> Outcome:
    """找到了: the all-clear.  Where it could mean several alerts, staff are asked which."""
    over = find_over(case)
    own = [alert for alert in over if alert.reporter.id == case.message.sender.id]
    meant = own or _name_alerts(case, over)
    if not own and len(meant) > 1:
        return _ask_which(case, over)
    sender, words = case.message.sender, case.message.text
    return clear(
        meant[0], find_alert_ticket(meant[0], case), sender, case.now, case.estate, words, case.message
    )


def _name_alerts(case: Case, over: tuple[Alert, ...]) -> list[Alert]:
    """Those of the building that the message names; all where it names none of theirs."""
    building = find_building(case.message.text)
    tickets = {alert.ticket: find_alert_ticket(alert, case) for alert in over}
    rooms = {number: ticket.room for number, ticket in tickets.items() if ticket}
    named = [alert for alert in over if same_building(building, rooms.get(alert.ticket))]
    return named or list(over)


def _ask_which(case: Case, alerts: tuple[Alert, ...]) -> Outcome:
    named = say(case.estate.texts, "comma").join(f"#{alert.ticket}" for alert in alerts)
    first, count = alerts[0], len(alerts)
    said = page_staff(first, "which_alert", case.now, case.estate, case.message, count=count, alerts=named)
    return Outcome(deliveries=said)
