"""What the reporter adds to a live alert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from handlers.alerts.clue_list import Clue, ClueState
from handlers.alerts.judging import list_photos_of
from handlers.alerts.relays import (
    MISSING,
    is_waiting_update,
    page_staff,
    strip_facts,
    tell_photo,
    tell_update,
)
from handlers.alerts.steps import is_reporters_photo, write_alert_event
from handlers.case import Case
from handlers.model import SILENCE, Alert, Delivery, Estate, Outcome, Purpose, Step, Ticket, TicketFile
from handlers.saying.showing import clip
from handlers.saying.speak import tell
from handlers.saying.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.texts import say
from handlers.tickets.gathering import kept_attachments, make_files
from handlers.words import acts, family, parts
from handlers.words.lists import has_looks_or_places, is_question, is_small_talk
from handlers.words.topics import may_be_one_home, refine_room
from nlp.extract import find_phone, find_room
from nlp.facts import find_facts
from nlp.redact import redact

_MAX_FACTS = 300
#: What other groups read of the reporter's own words.
_NEWS = (Purpose.RELAY, Purpose.UPDATE)


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
    if alert.category != MISSING:
        return False
    return any(t.ticket.number == alert.ticket and person in t.members for t in case.threads)


def _tells_more(alert: Alert, case: Case) -> bool:
    text = acts.strip_stand_ins(case.message.text)
    if kept_attachments(case.message) or parts.says_only_address(text):
        return True
    if is_small_talk(text) or is_question(text) or family.sets_out(text):
        return False
    if not has_looks_or_places(text) and not case.verdict.room:
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
    # Words that give a home or a number and nothing else are for the staff alone.
    more = clip(strip_facts(said, alert.reporter), _MAX_FACTS) if redact(said, keep_building=False) else ""
    both = bool(alert.facts and more)
    joined = say(texts, "alert_joined_words", before=alert.facts, more=more) if both else alert.facts or more
    facts = clip(joined, 2 * _MAX_FACTS)
    detail = write_alert_event(
        alert, Step.DETAIL, case.now, case.message.sender, cap_words(case.message.text, texts), case.message
    )
    words = clip(mask_phones(put_on_one_line(said)), MAX_CARD_WORDS)
    past = [each for each in case.told if each.ticket == alert.ticket and each.purpose in _NEWS]
    news = _join_news(alert, more, case, past)
    told = tell_update(alert, news, case.now, case.estate, case.message, past) if more else ()
    pages = page_staff(alert, "page_update", case.now, case.estate, case.message, words=words)
    return Outcome(events=(detail,), alerts=(replace(alert, facts=facts),), deliveries=(*told, *pages))


def _join_news(alert: Alert, more: str, case: Case, past: list[Delivery]) -> str:
    """All that the reporter's side has said since the groups last heard of more."""
    if not any(is_waiting_update(each, case.now) and each.file is None for each in past):
        return more
    sent = [each.due_at for each in past if each.file is None and each.due_at <= case.now]
    since = max(sent, default=alert.opened_at)
    thread = next((t for t in case.threads if t.ticket.number == alert.ticket), None)
    touches = thread.touches if thread else ()
    earlier = [
        strip_facts(touch.words, alert.reporter)
        for touch in touches
        if touch.step is Step.DETAIL and touch.at > since and touch.words
    ]
    return clip(say(case.estate.texts, "news_joint").join([*earlier, more]), 2 * _MAX_FACTS)


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
    alert: Alert, ticket: Ticket | None, file: TicketFile, now: datetime, estate: Estate,
    clues: Iterable[Clue] = (), said: Iterable[Delivery] = (),
) -> Outcome:  # fmt: skip
    """A photo has been fetched, while the alert is live.

    The reporter's own goes to the groups that were told and to the staff who look; the photo of a clue to
    the reporter and the staff, and to every group where the clue was found true.
    """
    if not alert.live:
        return SILENCE
    if is_reporters_photo(alert, file):
        told = tell_photo(alert, alert.told, file.sha256 or "", now, estate, said)
        return Outcome(deliveries=(*told, *_show_staff(alert, file, "page_photo", now, estate)))
    clue = next((clue for clue in clues if file in list_photos_of(clue, [file])), None)
    return _pass_on_clue(alert, clue, file, now, estate) if clue else SILENCE


def _pass_on_clue(alert: Alert, clue: Clue, file: TicketFile, now: datetime, estate: Estate) -> Outcome:
    pages = _show_staff(alert, file, "page_clue_photo", now, estate, index=clue.index)
    text = say(estate.texts, "clue_photo_of", index=clue.index)
    if clue.state is ClueState.TRUE:
        chats, purpose = tuple(dict.fromkeys((alert.chat, *alert.told))), Purpose.PROGRESS
    else:
        chats, purpose = (alert.chat,), Purpose.CLUE
    told = tuple(
        tell(estate, chat, text, purpose, now, ticket=alert.ticket, file=file.sha256)
        for chat in chats
        if chat != clue.chat
    )
    return Outcome(deliveries=(*told, *pages))


def _show_staff(
    alert: Alert, file: TicketFile, name: str, now: datetime, estate: Estate, **values: object
) -> tuple[Delivery, ...]:
    pages = page_staff(alert, name, now, estate, None, **values)
    return tuple(replace(page, file=file.sha256) for page in pages)
