"""Whether what somebody says while a danger is live is his or her own observation of it."""

from __future__ import annotations

import re

from handlers.alerts.noticing import CLEAR, GOING_ON, LIKELY, SURE, gave_clue, list_known
from handlers.alerts.relays import MISSING
from handlers.alerts.sameness import WAS, may_be_same_place
from handlers.case import Case
from handlers.model import Alert, Ticket
from handlers.threads import HOT, WARM, Thread
from handlers.words import acts, bearing, evidence, family, observing, sightings
from handlers.words.topics import (
    count_shared,
    find_building,
    find_room_said,
    is_about,
    same_building,
    share_place,
)

_LONGEST_ANSWER = 12
_SHORTEST_NUMBER = 3
_PAUSE = re.compile(r"[\s，,。.！!；;~～]+")


def is_witness(alert: Alert, thread: Thread, case: Case, text: str, likely: float) -> bool:
    """The same danger as somebody else sees, hears or smells it; `likely` is what the weights say."""
    text = observing.drop_forbidding(text).strip()
    if not text or _only_comes(text):
        return False
    if sightings.claims_home(text) or (family.admits(text) and _is_near_by(alert, case, text)):
        return True
    if alert.category == "medical" and case.now - alert.opened_at <= HOT and _knows_who(text):
        return True
    if observing.calls_to_look(text) or (sightings.grumbles(text) and not sightings.perceives(text)):
        return False
    if _notices(alert, thread, case, text):
        return True
    if _is_on_the_spot(alert, case, text) or _bears_out(alert, case, text):
        return True
    if _seems(alert, thread, case, text, likely):
        return True
    if _tells_of_own(alert, thread, case, text):
        return True
    if case.message.sender.id in thread.members and bearing.speaks_of_him(text) and not acts.asks(text):
        return case.now - alert.opened_at <= GOING_ON
    chat = case.message.chat.id
    talk = _is_talk(text)
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


def _only_comes(text: str) -> bool:
    """Whether somebody offers to come and tells of nothing that was noticed or done."""
    return acts.offers_help(text) and all(
        acts.offers_help(clause) or bearing.is_ready(clause) or acts.advises(clause)
        for clause in _PAUSE.split(text)
        if clause
    )


def _is_near_by(alert: Alert, case: Case, text: str) -> bool:
    return case.message.chat.id == alert.chat or _names_sign(alert, text)


def _knows_who(text: str) -> bool:
    """Whether it says who it is that is unwell."""
    return sightings.identifies(text) or sightings.claims_kin(text) or bearing.knows_who(text)


def _tells_of_own(alert: Alert, thread: Thread, case: Case, text: str) -> bool:
    """Who has said that it may be one of the own tells more of him: 我爸有心脏病 药在左口袋."""
    gave = alert.category in _RESCUES and gave_clue(thread, case, GOING_ON)
    return gave and sightings.speaks_for_own(text) and not acts.asks(text) and not bearing.wants_to_know(text)


def _is_on_the_spot(alert: Alert, case: Case, text: str) -> bool:
    """Just now and where it was reported, somebody has lent a hand, or says that it is so, and what is so."""
    if (
        case.message.chat.id != alert.chat
        or case.now - alert.opened_at > HOT
        or observing.speaks_of_own(text)
    ):
        return False
    sign = _names_sign(alert, text)
    near = bearing.lives_near(text) and (sign or evidence.tells_happening(text))
    near = near or (evidence.tells_spreading(text) and sign and not _is_talk(text))
    if (acts.finds_the_cause(text) and not acts.asks(text)) or evidence.has_tried(text):
        return True
    return evidence.has_helped(text) or near or (sign and evidence.confirms(text))


def _bears_out(alert: Alert, case: Case, text: str) -> bool:
    """Just now somebody has noticed the same, in whatever group, and names no other place or fault."""
    latest = HOT if case.message.chat.id == alert.chat else WARM
    if case.now - alert.opened_at > latest:
        return False
    helps = alert.category in _RESCUES and bearing.lends_hand(text)
    feels = alert.category in _OF_THE_AIR and bearing.feels_too(text)
    feels = feels or (alert.category in _MOVING and evidence.places_danger(text) and not _is_talk(text))
    if not (helps or feels or bearing.talks_to(text) or bearing.bears_out(text) or bearing.watches(text)):
        return False
    if acts.speaks_of_elsewhere(text) or evidence.is_long_ago(text) or bearing.wants_to_know(text):
        return False
    alone = sum(other.live and other.category != MISSING for other in case.alerts) == 1
    room = find_room_said(sightings.drop_standpoint(text))
    return alone and room is None and not _reports_other_fault(alert, case, text)


def _seems(alert: Alert, thread: Thread, case: Case, text: str, likely: float) -> bool:
    """Soon after, the letters of it sound like what somebody notices there; elsewhere more so."""
    if case.now - alert.opened_at > WARM:
        return False
    if likely < LIKELY or (likely < CLEAR and (acts.advises(text) or acts.asks(text))):
        return False
    pointed = evidence.points_at_danger(text)
    if likely < CLEAR and not (pointed or _may_be_here(alert, thread, case, text)):
        return False
    if (likely < SURE and not pointed and acts.speaks_of_elsewhere(text)) or evidence.is_long_ago(text):
        return False
    room = find_room_said(sightings.drop_standpoint(text))
    if alert.category not in _MOVING and not may_be_same_place(thread.ticket, room):
        return False
    doubtful = likely >= CLEAR and (acts.echoes(text) or not case.verdict.certain)
    other = not doubtful and _reports_other_fault(alert, case, text)
    return not (other or (likely < SURE and bearing.wants_to_know(text)))


def _may_be_here(alert: Alert, thread: Thread, case: Case, text: str) -> bool:
    """Said where it is spoken of, of the very building, or in words that were used of it."""
    chat = case.message.chat.id
    if chat == alert.chat or thread.touched_at(chat) is not None:
        return True
    if same_building(find_building(sightings.drop_standpoint(text)), thread.ticket.room):
        return True
    return bool(evidence.list_own_words(text, list_known(alert, thread)))


def _is_talk(text: str) -> bool:
    """Whether it offers help, tells others what to do or asks."""
    return acts.offers_help(text) or acts.advises(text) or acts.asks(text)


def _names_number(ticket: Ticket, text: str) -> bool:
    """Whether it says the number of the very home: 501对伐."""
    home = (ticket.room or "").rpartition("-")[2]
    return len(home) >= _SHORTEST_NUMBER and re.search(rf"(?<!\d){re.escape(home)}(?!\d)", text) is not None


#: Where somebody is in danger at one spot, who lends a hand was there.
_RESCUES = frozenset({"medical", "other_urgent"})
#: What comes with a smell or smoke.
_OF_THE_AIR = frozenset({"gas", "fire", "electric_hazard"})
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
    at_spot = was_there or _names_number(thread.ticket, text) or same_building(building, thread.ticket.room)
    about, words = _names_sign(alert, text), list_known(alert, thread)
    return evidence.witnesses(text, words, here=here, at_spot=at_spot, about=about)


def _answers_reporter(alert: Alert, case: Case) -> bool:
    """A few words after the reporter asked something: 总闸在哪 - 入户门外水表箱."""
    last = case.talk[-1].message if case.talk else None
    asked = last is not None and last.sender.id == alert.reporter.id and acts.asks(last.text)
    return asked and len(case.message.text) <= _LONGEST_ANSWER and not sightings.meets(case.message.text)


def _reports_other_fault(alert: Alert, case: Case, text: str) -> bool:
    """A door that does not open in the building where gas was smelt is a repair, no word of the gas."""
    verdict = case.verdict
    if verdict.category in WAS.get(alert.category, ()) and case.now - alert.opened_at <= WARM:
        return False
    named = is_about(verdict.category, text) and not is_about(alert.category, text)
    return verdict.kind == "repair" and verdict.category != alert.category and named


def _names_spot(thread: Thread, text: str) -> bool:
    building = same_building(find_building(text), thread.ticket.room)
    return building or bool(share_place(text, thread.words)) or count_shared(text, thread.words) >= 2
