"""What others saw, heard or know while an alert is live: told at once to the reporter and the staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from handlers.alerts import noticing, witnessing
from handlers.alerts.relays import MISSING, page_staff, strip_facts
from handlers.alerts.steps import write_alert_event
from handlers.case import Case
from handlers.conversation.households import write_joined
from handlers.model import SILENCE, Alert, ChatKind, Delivery, Message, Outcome, Purpose, Step, Ticket
from handlers.saying.showing import clip, show_chat, show_origin, show_person, show_time
from handlers.saying.speak import tell
from handlers.saying.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.texts import has_text, say
from handlers.threads import Thread
from handlers.tickets.gathering import kept_attachments, make_files
from handlers.words import acts, bearing, evidence, sightings
from handlers.words.lists import is_small_talk
from handlers.words.topics import (
    count_shared,
    find_building,
    is_about,
    same_building,
)

_PHOTO_AFTER = timedelta(minutes=10)
_PHOTO_BEFORE = timedelta(minutes=2)


def find_clue(case: Case) -> Alert | None:
    """The live alert that the message is a clue of, or None."""
    staffs = case.message.chat.kind is ChatKind.STAFF and case.message.sender.role.serves
    if not staffs and case.message.chat.kind not in (ChatKind.OWNERS, ChatKind.DIRECT):
        return None
    person = case.message.sender.id
    others = [alert for alert in case.alerts if alert.live and alert.reporter.id != person]
    text = acts.strip_stand_ins(case.message.text)
    if not others or acts.laughs(_drop_worn_heroes(case.message.text, others)) or _is_only_talk(text):
        return None
    fitting = [a for a in others if _is_clue(a, case, text) and not _is_of_own_search(a, case, text)]
    return max(fitting, key=lambda alert: _nearness(alert, fitting, case), default=None)


def _is_of_own_search(alert: Alert, case: Case, text: str) -> bool:
    """Who looks for one of the own speaks of that one: 我看到她了 is no clue of another's child."""
    own = [a for a in case.alerts if a.live and a.reporter.id == case.message.sender.id]
    searches = any(a.category == MISSING and a.chat == case.message.chat.id for a in own)
    return alert.category == MISSING and searches and count_shared(text, find_thread(alert, case).words) < 1


def find_thread(alert: Alert, case: Case) -> Thread:
    """The alert's ticket with what was said to it."""
    for thread in case.threads:
        if thread.ticket.number == alert.ticket:
            return thread
    return Thread(ticket=find_ticket(alert, case), alert=alert)


def find_ticket(alert: Alert, case: Case) -> Ticket:
    """The alert's ticket.  Raises LookupError where it was not read."""
    tickets = (*case.alert_tickets, *case.own, *((case.named,) if case.named else ()))
    found: list[Ticket] = [ticket for ticket in tickets if ticket.number == alert.ticket]
    if not found:
        raise LookupError(f"the ticket of alert {alert.ticket} was not read")
    return found[0]


def _was_read(alert: Alert, case: Case) -> bool:
    """Whether the alert's ticket is in the case."""
    number = alert.ticket
    for ticket in case.alert_tickets:
        if ticket.number == number:
            return True
    return any(thread.ticket.number == number for thread in case.threads)


def _nearness(alert: Alert, others: Iterable[Alert], case: Case) -> tuple[bool, bool, int, bool]:
    text, thread = case.message.text, find_thread(alert, case)
    building = same_building(find_building(text), thread.ticket.room)
    here = case.message.chat.id == alert.chat
    return (building, _is_of_its_sort(alert, others, text), count_shared(text, thread.words), here)


def _is_of_its_sort(alert: Alert, others: Iterable[Alert], text: str) -> bool:
    """Whether it names the smoke or the water of the danger; who is looked for, where it names none."""
    if alert.category != MISSING:
        return is_about(alert.category, text)
    return not any(is_about(other.category, text) for other in others if other.category != MISSING)


def _drop_worn_heroes(text: str, alerts: Iterable[Alert]) -> str:
    """The text without 奥特曼, where somebody who is looked for wears one: no joke then."""
    worn = any(sightings.names_hero(alert.facts) for alert in alerts)
    return sightings.drop_heroes(text) if worn else text


def _is_only_talk(text: str) -> bool:
    """Thanks, guesses, what others said: no clue of any alert."""
    if sightings.forwards(text):
        return True
    # 以前教化学的: who somebody is, is no guess.
    if sightings.supposes(text) and not sightings.identifies(text):
        return True
    return bool(text) and (is_small_talk(text) or sightings.imitates_alert(text))


def _is_clue(alert: Alert, case: Case, text: str) -> bool:
    """Whether the message, which is no mere talk, is an observation of what the alert is about."""
    if not _was_read(alert, case):
        return False
    thread = find_thread(alert, case)
    if not text:
        return bool(kept_attachments(case.message)) and noticing.gave_clue(thread, case, _PHOTO_AFTER)
    likely = noticing.weigh_seen(alert, thread, case, text)
    if likely < noticing.NEVER:
        return False
    denies = likely < noticing.CLEAR and acts.says_otherwise(text) and not _tells_by_itself(text)
    if denies and not (alert.category == MISSING and count_shared(text, thread.words)):
        return False
    sender = case.message.sender
    if alert.category == MISSING:
        return sender.id not in thread.members and noticing.is_sighting(alert, thread, case, text, likely)
    return not sender.role.serves and witnessing.is_witness(alert, thread, case, text, likely)


def _tells_by_itself(text: str) -> bool:
    """Whether its sender saw it, or lent a hand, or knows it at first hand."""
    return evidence.saw_it(text) or evidence.has_helped(text) or bearing.is_first_hand(text)


# --- told ----------------------------------------------------------------------------------------


def take_clue(case: Case, alert: Alert, *, thanked: bool = True) -> Outcome:
    """The clue with its number, group and time: to the reporter and the staff; its giver is thanked once.

    A witness of a danger is counted as a household besides.
    """
    thread = find_thread(alert, case)
    if thread.knows(case.message.key):
        return SILENCE
    index = 1 + len({t.message for t in thread.touches if t.step is Step.CLUE})
    before = _list_photos_before(case, thread)
    files = make_files((*before, case.message), alert.estate, alert.ticket, case.now)
    words = cap_words(case.message.text, case.estate.texts)
    photos = tuple(
        write_alert_event(alert, Step.CLUE, case.now, case.message.sender, "", photo) for photo in before
    )
    event = write_alert_event(alert, Step.CLUE, case.now, case.message.sender, words, case.message)
    thanked = thanked and case.message.chat.kind is not ChatKind.STAFF
    said = (*_tell_clue(alert, case, index + len(before)), *(_thank(alert, thread, case) if thanked else ()))
    outcome = Outcome(events=(*photos, event), files=files, deliveries=said)
    return outcome + _count_witness(alert, thread, case, len(files))


def _list_photos_before(case: Case, thread: Thread) -> tuple[Message, ...]:
    """Photos without a word that the giver sent just before telling what they show."""
    fresh = (m for m in case.recent if case.message.sent_at - m.sent_at <= _PHOTO_BEFORE)
    return tuple(
        m
        for m in fresh
        if kept_attachments(m) and not acts.strip_stand_ins(m.text) and not thread.knows(m.key)
    )


def _count_witness(alert: Alert, thread: Thread, case: Case, photos: int) -> Outcome:
    ticket = thread.ticket
    known = sightings.identifies(case.message.text) or bearing.knows_who(case.message.text)
    if alert.category == MISSING or known:
        after = replace(ticket, photos=ticket.photos + photos, updated_at=case.now)
        return Outcome(tickets=(after,)) if photos else Outcome()
    members = thread.members | {case.message.sender.id}
    after = replace(ticket, photos=ticket.photos + photos, households=len(members), updated_at=case.now)
    return Outcome(tickets=(after,), events=(write_joined(ticket, case),))


def _tell_clue(alert: Alert, case: Case, index: int) -> tuple[Delivery, ...]:
    estate, message = case.estate, case.message
    said = acts.strip_stand_ins(message.text)
    origin = show_origin(message.chat.id, estate)
    time = show_time(case.now, case.now, estate)
    photo = say(estate.texts, "clue_photo")
    public = clip(strip_facts(said, message.sender.person), MAX_CARD_WORDS) if said else photo
    full = clip(mask_phones(put_on_one_line(said)), MAX_CARD_WORDS) if said else photo
    name = show_person(message.sender.person)
    pages = page_staff(
        alert,
        "page_clue",
        case.now,
        estate,
        message,
        index=index,
        origin=origin,
        time=time,
        name=name,
        words=full,
    )
    if alert.chat == message.chat.id:
        return pages
    text = say(estate.texts, "clue", index=index, origin=origin, time=time, words=public or photo)
    told = tell(
        estate, alert.chat, text, Purpose.CLUE, case.now,
        mention=alert.reporter, ticket=alert.ticket, answers=message.key,
    )  # fmt: skip
    return (told, *pages)


def _thank(alert: Alert, thread: Thread, case: Case) -> tuple[Delivery, ...]:
    """Once a giver."""
    if any(t.step is Step.CLUE and t.person == case.message.sender.id for t in thread.touches):
        return ()
    name = f"clue_thanks_{alert.category}"
    text = say(case.estate.texts, name if has_text(name) else "clue_thanks")
    return (
        tell(
            case.estate, case.message.chat.id, text, Purpose.ADVICE, case.now,
            mention=case.message.sender.person, ticket=alert.ticket, answers=case.message.key,
        ),
    )  # fmt: skip


# --- taken back ----------------------------------------------------------------------------------


def find_taken_back(case: Case) -> Alert | None:
    """The alert to which the sender gave a clue that the message says was a mistake."""
    if not sightings.takes_back(case.message.text) or case.verdict.kind == "urgent":
        return None
    return next(
        (
            a
            for a in case.alerts
            if a.live and noticing.gave_clue(find_thread(a, case), case, noticing.GOING_ON)
        ),
        None,
    )


def take_back(case: Case, alert: Alert) -> Outcome:
    """The mistake put right where the clue was told."""
    estate, message = case.estate, case.message
    values = {
        "origin": show_chat(message.chat.id, estate),
        "name": show_person(message.sender.person),
        "words": clip(mask_phones(put_on_one_line(message.text)), MAX_CARD_WORDS),
    }
    event = write_alert_event(
        alert, Step.NOTED, case.now, message.sender, cap_words(message.text, estate.texts), message
    )
    pages = page_staff(alert, "page_clue_taken_back", case.now, estate, message, **values)
    public = clip(strip_facts(message.text, message.sender.person), MAX_CARD_WORDS)
    text = say(estate.texts, "clue_taken_back", origin=values["origin"], words=public)
    told = () if alert.chat == message.chat.id else (
        tell(estate, alert.chat, text, Purpose.CLUE, case.now, mention=alert.reporter, ticket=alert.ticket),
    )  # fmt: skip
    return Outcome(events=(event,), deliveries=(*told, *pages))
