"""Whether a second urgent report tells of an event that an alert, or a ticket, is already live for."""

from __future__ import annotations

from handlers.case import Case
from handlers.model import Alert, Ticket
from handlers.threads import HOT, WARM, Thread
from handlers.words import acts, bearing, evidence, sightings
from handlers.words.lists import find_age, find_sort_of_person, may_be_of_one_age
from handlers.words.outcomes import names_hurt
from handlers.words.topics import (
    count_shared,
    find_building,
    is_about,
    may_be_one_home,
    same_building,
    share_place,
)
from nlp.extract import find_room

#: What many can see from afar.  Somebody shut in a lift may be in another.
_PHYSICAL = frozenset({"fire", "gas", "flood", "falling_object", "electric_hazard"})
#: What may come of these where they are: sparks fall.  Fire and gas are never taken for less.
_FOLLOWS = frozenset({"falling_object", "electric_hazard", "flood", "other_urgent"})
#: What hurts who is there; and what does so unseen.
_HURTING = _PHYSICAL | {"crime"}
_WITH_PEOPLE = frozenset({"elevator_trapped", "medical", "crime", "other_urgent"})
_POISONING = frozenset({"gas", "fire"})
#: What somebody lying, wandering or lurking somewhere is taken for.
_OF_PEOPLE = frozenset({"medical", "missing_person", "crime", "other_urgent"})


def find_same_alert(case: Case) -> Alert | None:
    """The live alert that the new report is of: the nearest that nothing in it contradicts."""
    same = [alert for alert in case.alerts if alert.live and _is_same(alert, case)]
    return max(same, key=lambda alert: _nearness(alert, case), default=None)


def _nearness(alert: Alert, case: Case) -> tuple[bool, bool, int, bool]:
    ticket = _find_ticket(alert, case)
    building = same_building(case.verdict.room, ticket.room if ticket else None)
    # Two children are looked for: the one with the red pullover is hers who named it.
    shared = count_shared(case.message.text, ticket.words) if ticket else 0
    here = alert.chat == case.message.chat.id
    return (alert.reporter.id == case.message.sender.id, building, shared, here)


def _is_same(alert: Alert, case: Case) -> bool:
    category = case.verdict.category or "other_urgent"
    if alert.category == "missing_person":
        return category == alert.category and may_be_same_person(alert.facts, case.message.text)
    ticket, text = _find_ticket(alert, case), case.message.text
    room = read_spot(case)
    if not may_be_same_place(ticket, room):
        return False
    if alert.category == category:
        own = alert.reporter.id == case.message.sender.id
        named = room or _stands_at(ticket, text)
        near = ticket is None or not ticket.room or named or own or alert.chat == case.message.chat.id
        if _may_have_moved(alert, case) or (own and case.now - alert.opened_at <= HOT and room is None):
            return True
        return bool(near or _is_of_nowhere(alert, case)) and not _elsewhere(ticket, text)
    shared = count_shared(text, ticket.words) if ticket else 0
    if _is_hurt_by_it(alert, case, room):
        return True
    at_spot = same_building(room, ticket.room if ticket else None)
    if at_spot and shared >= 2 and category in _FOLLOWS and alert.category in _PHYSICAL:
        return case.now - alert.opened_at <= HOT
    people = {alert.category, category} <= _OF_PEOPLE and shared >= 1
    if category in _OF_PEOPLE and (_is_scuffle(alert, case, room) or _is_inside(alert, case)):
        return True
    if not case.verdict.certain and (_goes_on_about(alert, case) or _is_heard_afar(alert, case, room)):
        return True
    if room is None and _comes_of_it(alert, case):
        return True
    doubtful = not case.verdict.certain or acts.echoes(text) or people
    here = (
        alert.chat == case.message.chat.id
        or same_building(room, ticket.room if ticket else None)
        or shared >= 1
    )
    about = is_about(alert.category, text) or (alert.category == "other_urgent" and shared >= 1)
    return doubtful and here and about


def _stands_at(ticket: Ticket | None, text: str) -> bool:
    """Whether its sender looks on from the very building: 我就在9栋电梯口."""
    return ticket is not None and same_building(find_building(text), ticket.room)


def _is_of_nowhere(alert: Alert, case: Case) -> bool:
    """Seen just after an alert, in another group, by somebody who names no place and not the own home."""
    text = case.message.text
    if case.now - alert.opened_at > WARM or acts.tells_own_home(text) or sightings.speaks_for_own(text):
        return False
    if alert.category == "elevator_trapped":
        return sightings.hears_trapped(text)
    return alert.category in _PHYSICAL


def _may_have_moved(alert: Alert, case: Case) -> bool:
    """Who was seen at one place minutes ago is seen at another: nobody is sure that it is a second thief."""
    both = alert.category == case.verdict.category == "crime"
    unsure = not case.verdict.certain or bearing.points_back(case.message.text)
    return both and unsure and case.now - alert.opened_at <= HOT


def _is_scuffle(alert: Alert, case: Case, room: str | None) -> bool:
    """Just after a fight was reported somebody who names no place tells that one was hurt."""
    fight = alert.category == "crime" and case.verdict.category == "medical"
    fresh = case.now - alert.opened_at <= WARM and not case.verdict.certain
    return fight and fresh and room is None and not sightings.speaks_for_own(case.message.text)


def _is_inside(alert: Alert, case: Case) -> bool:
    """Who called for somebody in danger tells how that one is: 奶奶说胸口疼, 捞上来了 没呼吸."""
    own = alert.category in _WITH_PEOPLE and alert.reporter.id == case.message.sender.id
    return own and case.now - alert.opened_at <= WARM and alert.chat == case.message.chat.id


def _goes_on_about(alert: Alert, case: Case) -> bool:
    """Soon after, in the same group, one who has joined it before tells more, unsure by itself."""
    thread = next((t for t in case.threads if t.ticket.number == alert.ticket), None)
    member = thread is not None and case.message.sender.id in thread.members
    here = alert.chat == case.message.chat.id and case.now - alert.opened_at <= HOT
    return member and here and not sightings.speaks_for_own(case.message.text)


def _is_heard_afar(alert: Alert, case: Case, room: str | None) -> bool:
    """A bang that shook the windows, just after something was reported to burn."""
    both = {alert.category, case.verdict.category or ""} <= _PHYSICAL
    return both and room is None and _is_of_nowhere(alert, case)


def _is_hurt_by_it(alert: Alert, case: Case, room: str | None) -> bool:
    """Somebody lies where the danger is: in the house that smells of gas, under the broken pane."""
    text, ticket = case.message.text, _find_ticket(alert, case)
    if case.verdict.category != "medical" or alert.category not in _HURTING or ticket is None:
        return False
    if case.now - alert.opened_at > HOT or sightings.speaks_for_own(text):
        return False
    at_spot = same_building(room, ticket.room)
    if alert.category in _POISONING and at_spot:
        return names_hurt(text)
    return (at_spot or room is None) and bool(evidence.list_own_words(text, ticket.words))


def _comes_of_it(alert: Alert, case: Case) -> bool:
    """The sprinklers run, the fire still burns; in another group just then, where no place is named."""
    if alert.chat != case.message.chat.id and not _is_of_nowhere(alert, case):
        return False
    follows = case.verdict.category in _FOLLOWS and alert.category in _PHYSICAL
    return follows and case.now - alert.opened_at <= WARM and is_about(alert.category, case.message.text)


def read_spot(case: Case) -> str | None:
    """The spot that the message speaks of; not where its sender looks on from."""
    text, seen_from = case.message.text, sightings.drop_standpoint(case.message.text)
    return (case.verdict.room or find_room(text)) if seen_from == text else find_room(seen_from)


def _elsewhere(ticket: Ticket | None, text: str) -> bool:
    return share_place(text, ticket.words if ticket else "") is False


def _find_ticket(alert: Alert, case: Case) -> Ticket | None:
    return next((ticket for ticket in case.alert_tickets if ticket.number == alert.ticket), None)


def may_be_same_person(facts: str, text: str) -> bool:
    """Ages within two years of each other and the same sort of person, as far as either says."""
    if bearing.is_in_company(facts):
        return True
    facts, text = sightings.drop_cried_for(facts), sightings.drop_cried_for(sightings.drop_company(text))
    if not may_be_of_one_age(facts, text):
        return False
    ages = find_age(facts), find_age(text)
    if ages[0] is not None and ages[1] is not None and abs(ages[0] - ages[1]) > 2:
        return False
    sorts = find_sort_of_person(facts), find_sort_of_person(text)
    return not (sorts[0] and sorts[1] and sorts[0] != sorts[1])


def may_be_same_place(ticket: Ticket | None, room: str | None) -> bool:
    """Whether no other building is named than the ticket's, nor another unit of it."""
    if ticket is None or not ticket.room or not room:
        return True
    one, other = ("-".join(each.split("-")[:2]) for each in (ticket.room, room))
    return may_be_one_home(one, other)


# --- an ordinary ticket that turns out to be worse ------------------------------------------------

#: So many pairs of signs in common, at one public spot, are one thing: 东门闸机.
_SAME_THING = 3
#: The ordinary category that each danger may have been reported as before anybody knew.
WAS: dict[str, frozenset[str]] = {
    "elevator_trapped": frozenset({"elevator"}),
    "flood": frozenset({"water"}),
    "electric_hazard": frozenset({"electric"}),
    "fire": frozenset({"electric"}),
    "gas": frozenset({"heating"}),
    "falling_object": frozenset({"structure"}),
    "crime": frozenset({"door_access"}),
    "other_urgent": frozenset({"structure", "facility", "door_access", "elevator"}),
}


def find_upgraded(case: Case) -> Thread | None:
    """The live ordinary ticket that the urgent message tells the worse of, or None."""
    was = WAS.get(case.verdict.category or "", frozenset())
    repairs = [t for t in case.threads if t.ticket.live and t.ticket.kind == "repair"]
    ordinary = [t for t in repairs if not is_other_lift(t, case)]
    fitting = [t for t in ordinary if (t.ticket.category in was or _goes_on(t, case)) and _is_of(t, case)]
    return fitting[0] if fitting else None


def _goes_on(thread: Thread, case: Case) -> bool:
    """Its own reporter speaks of the very thing again: what dripped on it, now sparks."""
    own = thread.ticket.reporter.id == case.message.sender.id
    return own and count_shared(case.message.text, thread.words) >= 2


def _is_of(thread: Thread, case: Case) -> bool:
    room, ticket = case.verdict.room or find_room(case.message.text), thread.ticket
    if not may_be_same_place(ticket, room):
        return False
    if case.verdict.category in ("other_urgent", "crime") and not count_shared(
        case.message.text, thread.words
    ):
        return False
    if same_building(room, ticket.room):
        return ticket.category == "elevator" or may_be_one_home(room, ticket.room)
    if case.message.sender.id in thread.members or thread.touched_at(case.message.chat.id) is not None:
        return True
    same_spot = share_place(case.message.text, thread.words)
    return bool(same_spot) and count_shared(case.message.text, thread.words) >= _SAME_THING


def find_trap(case: Case) -> Thread | None:
    """The ticket of a lift in the building of which the message says that somebody is shut in."""
    text = case.message.text
    if not sightings.tells_of_trapped(text):
        return None
    lifts = [t for t in case.threads if t.ticket.live and t.ticket.category == "elevator"]
    return next((t for t in lifts if _is_of(t, case)), None)


def is_other_lift(thread: Thread, case: Case) -> bool:
    """Whether the message names the lift on the other side: 左边 is not 右边."""
    here, there = sightings.find_side(case.message.text), sightings.find_side(thread.words)
    return bool(here and there and here != there)
