"""What others saw, heard or know while an alert is live: told at once to the reporter and the staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.alerts.relays import MISSING, page_staff, strip_facts
from handlers.alerts.sameness import may_be_same_person, may_be_same_place
from handlers.alerts.steps import write_alert_event
from handlers.case import Case
from handlers.conversation.fitting import HOT
from handlers.conversation.households import write_joined
from handlers.model import SILENCE, Alert, ChatKind, Delivery, Message, Outcome, Purpose, Step, Ticket
from handlers.saying.showing import clip, show_chat, show_person, show_time
from handlers.saying.speak import tell
from handlers.saying.trimming import MAX_CARD_WORDS, cap_words, mask_phones, put_on_one_line
from handlers.texts import has_text, say
from handlers.threads import Thread
from handlers.tickets.gathering import kept_attachments, make_files
from handlers.words import acts, evidence, observing, sightings
from handlers.words.lists import find_sort_of_person, is_small_talk
from handlers.words.topics import (
    count_shared,
    find_building,
    find_room_said,
    is_about,
    same_building,
    share_place,
)
from nlp.facts import Facts, find_facts

#: So long after a clue its giver's next words and photos are more of it.
GOING_ON = timedelta(minutes=30)
_LONGEST_ANSWER = 12
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
    if not others or _is_only_talk(text):
        return None
    fitting = [alert for alert in others if _is_clue(alert, case, text)]
    return max(fitting, key=lambda alert: _nearness(alert, case), default=None)


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


def _nearness(alert: Alert, case: Case) -> tuple[int, int, int]:
    text, thread = case.message.text, find_thread(alert, case)
    building = same_building(find_building(text), thread.ticket.room)
    here = case.message.chat.id == alert.chat
    return (int(building), count_shared(text, thread.words), int(here))


def _gave(thread: Thread, case: Case, within: timedelta) -> bool:
    person = case.message.sender.id
    return person in thread.people and any(
        t.step is Step.CLUE and t.person == person and case.now - t.at <= within for t in thread.touches
    )


def _is_only_talk(text: str) -> bool:
    """Thanks, jokes, guesses, what others said: no clue of any alert."""
    if acts.laughs(text) or sightings.forwards(text):
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
        return bool(kept_attachments(case.message)) and _gave(thread, case, _PHOTO_AFTER)
    denies = acts.says_otherwise(text) and not evidence.saw_it(text)
    if denies and not (alert.category == MISSING and count_shared(text, thread.words)):
        return False
    if alert.category == MISSING:
        return case.message.sender.id not in thread.members and _is_sighting(alert, thread, case, text)
    return not case.message.sender.role.serves and _is_witness(alert, thread, case, text)


def _is_sighting(alert: Alert, thread: Thread, case: Case, text: str) -> bool:
    gave = _gave(thread, case, GOING_ON)
    # Who gave a clue may go on about whoever was with the child.
    other = not may_be_same_person(alert.facts, text)
    if other and not (gave and find_sort_of_person(text) is None):
        return False
    if (gave and sightings.takes_back(text)) or sightings.is_family(text):
        return False
    facts = find_facts(text)
    serves = case.message.sender.role.serves
    if serves and evidence.keeps_at_post(text):
        return True
    by_staff = serves and not (_tells_looks(facts) or evidence.list_own_words(text, thread.words))
    if not by_staff and (_has_evidence(alert, thread, text, facts) or (gave and _describes(text, facts))):
        return True
    known = sightings.identifies(text) and (evidence.names_home(text) or not evidence.only_asks(text))
    if known or sightings.claims_kin(text) or sightings.found_somebody(text):
        return True
    if observing.is_of_another_matter(sightings.drop_dog_walk(text)) and not gave:
        return False
    if observing.speaks_of_own(text) and not gave:
        return False
    if sightings.checked_home(text) and _is_of_home(thread):
        return not evidence.is_about_to(text)
    if sightings.is_of_something_else(sightings.drop_dog_walk(text)):
        return False
    if by_staff:
        return False
    if _is_observed(text, facts):
        return True
    if observing.calls_to_look(text) and not gave:
        return False
    placed = sightings.perceives(text) or facts.last_place is not None or facts.direction is not None
    if acts.offers_help(text) and not (facts.clothes or facts.looks or gave):
        return False
    if acts.advises(text) or (acts.asks(text) and not gave and _only_asks(text, facts)):
        return False
    somebody = sightings.names_somebody(text) or _tells_looks(facts)
    if not (sightings.meets(text) or gave or _tells_looks(facts)):
        return False
    return placed and (somebody or gave or bool(kept_attachments(case.message)))


def _has_evidence(alert: Alert, thread: Thread, text: str, facts: Facts) -> bool:
    placed = bool(facts.last_place or facts.direction)
    told, looks = sightings.drop_dog_walk(text), _tells_looks(facts)
    return evidence.adds_up(told, _list_known(alert, thread), looks=looks, placed=placed)


def _describes(text: str, facts: Facts) -> bool:
    """More of what was seen: 三十来岁 长头发 俩人有说有笑的."""
    return _tells_looks(facts) and not (evidence.only_asks(text) or acts.offers_help(text))


def _is_of_home(thread: Thread) -> bool:
    """Somebody does not answer at home: who looks there may be of any group."""
    return sightings.asks_to_knock(thread.words)


def _is_observed(text: str, facts: Facts) -> bool:
    text = sightings.drop_dog_walk(text)
    if (acts.offers_help(text) and not observing.is_first_hand(text)) or _only_advises(text):
        return False
    placed = bool(facts.last_place or facts.direction)
    return observing.tells_sighting(text, placed=placed, looks=_tells_looks(facts))


def _only_asks(text: str, facts: Facts) -> bool:
    """绿马甲是吧 在我店门口 asks and tells; 红围巾是学校发的吗 only asks."""
    return not _tells_looks(facts) or evidence.only_asks(text)


def _only_advises(text: str) -> bool:
    return acts.advises(text) and not observing.has_seen(text)


def _tells_looks(facts: Facts) -> bool:
    return bool(facts.clothes or facts.looks or facts.age)


def _is_witness(alert: Alert, thread: Thread, case: Case, text: str) -> bool:
    """The same danger as somebody else sees, hears or smells it."""
    if sightings.claims_home(text):
        return True
    known = sightings.identifies(text) or sightings.claims_kin(text)
    if alert.category == "medical" and known and case.now - alert.opened_at <= HOT:
        return True
    if observing.calls_to_look(text) or (sightings.grumbles(text) and not sightings.perceives(text)):
        return False
    if _notices(alert, thread, case, text):
        return True
    chat = case.message.chat.id
    talk = acts.offers_help(text) or acts.advises(text) or acts.asks(text)
    if talk and alert.category != "medical":
        return False
    about = _names_sign(alert, text) or count_shared(text, thread.words) >= 1
    near = chat == alert.chat or thread.touched_at(chat) is not None or _names_spot(thread, text)
    if not near and not (acts.echoes(text) and sightings.perceives(text) and about):
        return False
    if talk or _answers_reporter(alert, case):
        return False
    here = may_be_same_place(thread.ticket, find_room_said(sightings.drop_standpoint(text)))
    if not here or _reports_other_fault(alert, case, text):
        return False
    if observing.speaks_of_own(text) and not about:
        return False
    tells = sightings.perceives(text) or acts.echoes(text) or case.verdict.kind == "repair"
    named = same_building(find_building(sightings.drop_standpoint(text)), thread.ticket.room)
    tells = tells or named or (about and sightings.stands_near(text))
    on_the_spot = about and bool(share_place(text, thread.words))
    on_the_spot = on_the_spot or (sightings.was_there(text) and not observing.speaks_of_own(text))
    return on_the_spot or (tells and (about or acts.echoes(text) or sightings.names_somebody(text)))


#: What goes about: it may be seen at another building than where it was reported.
_MOVING = frozenset({"crime", "other_urgent"})


#: What smells and burns alike before anybody knows which of them it is.
_KINDRED = {"electric_hazard": "fire", "gas": "fire", "other_urgent": "fire"}


def _names_sign(alert: Alert, text: str) -> bool:
    """Whether it names what the danger is made of: smoke, water, a smell."""
    kindred = _KINDRED.get(alert.category)
    return is_about(alert.category, text) or is_about(kindred, text)


def _notices(alert: Alert, thread: Thread, case: Case, text: str) -> bool:
    """Within minutes somebody sees it too, in whatever group, and says so in the report's own words."""
    hot = case.now - alert.opened_at <= HOT
    if not hot or acts.advises(text) or acts.offers_help(text) or _reports_other_fault(alert, case, text):
        return False
    room = find_room_said(sightings.drop_standpoint(text))
    if alert.category not in _MOVING and not may_be_same_place(thread.ticket, room):
        return False
    here = case.message.chat.id == alert.chat
    if not here and acts.speaks_of_elsewhere(text):
        return False
    building = room.split("-")[0] if room else None
    was_there = sightings.was_there(text) and not observing.speaks_of_own(text)
    at_spot = was_there or same_building(building, thread.ticket.room)
    about, words = _names_sign(alert, text), _list_known(alert, thread)
    return evidence.witnesses(text, words, here=here, at_spot=at_spot, about=about)


def _list_known(alert: Alert, thread: Thread) -> str:
    """All that is known of it: the report, its details, and what others have seen so far."""
    seen = (touch.words for touch in thread.touches if touch.step is Step.CLUE and touch.words)
    return "\n".join((thread.words, alert.facts, *seen))


def _answers_reporter(alert: Alert, case: Case) -> bool:
    """A few words after the reporter asked something: 总闸在哪 - 入户门外水表箱."""
    last = case.talk[-1].message if case.talk else None
    asked = last is not None and last.sender.id == alert.reporter.id and acts.asks(last.text)
    return asked and len(case.message.text) <= _LONGEST_ANSWER and not sightings.meets(case.message.text)


def _reports_other_fault(alert: Alert, case: Case, text: str) -> bool:
    """A door that does not open in the building where gas was smelt is a repair, no word of the gas."""
    verdict = case.verdict
    named = is_about(verdict.category, text) and not is_about(alert.category, text)
    return verdict.kind == "repair" and verdict.category != alert.category and named


def _names_spot(thread: Thread, text: str) -> bool:
    building = same_building(find_building(text), thread.ticket.room)
    return building or bool(share_place(text, thread.words)) or count_shared(text, thread.words) >= 2


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
    if alert.category == MISSING or sightings.identifies(case.message.text):
        after = replace(ticket, photos=ticket.photos + photos, updated_at=case.now)
        return Outcome(tickets=(after,)) if photos else Outcome()
    members = thread.members | {case.message.sender.id}
    after = replace(ticket, photos=ticket.photos + photos, households=len(members), updated_at=case.now)
    return Outcome(tickets=(after,), events=(write_joined(ticket, case),))


def _tell_clue(alert: Alert, case: Case, index: int) -> tuple[Delivery, ...]:
    estate, message = case.estate, case.message
    said = acts.strip_stand_ins(message.text)
    by_staff = message.chat.kind is ChatKind.STAFF
    origin = say(estate.texts, "origin_staff") if by_staff else show_chat(message.chat.id, estate)
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
    return next((a for a in case.alerts if a.live and _gave(find_thread(a, case), case, GOING_ON)), None)


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
