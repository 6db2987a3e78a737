"""How far a fault reaches: one home, a spot that all use, everybody; and what is of elsewhere."""

from __future__ import annotations

from datetime import timedelta

from handlers.case import Case
from handlers.conversation.said import Said
from handlers.model import Step, Ticket
from handlers.threads import HOT, WARM, Thread
from handlers.words import acts
from handlers.words.lists import names_public_place
from handlers.words.topics import (
    AREA,
    find_failing,
    is_about,
    is_home,
    list_services,
    may_be_one_home,
    same_building,
    share_place,
    tell_outage_kept,
    tells_failing,
    tells_outage,
)
from nlp.extract import room_spans

#: What fails in a home, where no public place is named; and what is of a home only where it is named so.
_AT_HOME = frozenset({"water", "electric", "heating", "network", "other_repair", None})
_AT_HOME_OR_OUTSIDE = frozenset({"structure", "door_access"})


def stands_as_well(thread: Thread, case: Case) -> bool:
    """`9栋电梯也没电` right after another building's lift stood still: one cause, as in an outage."""
    ticket, text = thread.ticket, case.message.text
    if ticket.kind != "repair" or ticket.category != "elevator" or case.now - thread.latest > WARM:
        return False
    if not (acts.says_too(text) and tells_outage(text)) or list_services(text) - {"electric"}:
        return False
    lifts = is_about("elevator", text) or acts.counts_lifts(text)
    return lifts and (tell_outage_kept(thread.words) or tells_failing(thread.words))


def meets_there(thread: Thread, case: Case, said: Said) -> bool:
    """Talk that says of the very spot that something does not work there, whatever group it is in."""
    ticket = thread.ticket
    if said.verdict.kind != "other" or ticket.kind != "repair" or case.now - thread.latest > HOT:
        return False
    if not tells_failing(said.text) or not share_place(said.text, thread.words):
        return False
    return not said.room and find_failing(said.text) in (None, ticket.category)


def is_noticed_from(thread: Thread, case: Case, said: Said) -> bool:
    """`22栋的电钻我21栋都听到`: what is complained of lately, with its building, noticed from another."""
    ticket = thread.ticket
    if ticket.kind != "complaint" or said.verdict.kind not in ("other", "complaint"):
        return False
    if case.now - thread.latest > HOT or not is_about(ticket.category, said.text):
        return False
    there = any(same_building(span.value, ticket.room) for span in room_spans(said.text))
    return there and acts.notices_from_afar(said.text)


def may_be_outage(thread: Thread, case: Case, said: Said, age: timedelta | None) -> bool:
    """It names what is out; or it names nothing, and this was spoken of just now, here or elsewhere."""
    if is_about(thread.ticket.category, said.text) or (age is not None and age <= WARM):
        return True
    same = said.verdict.kind != "other" and said.verdict.category == thread.ticket.category
    also = same or said.echo or acts.says_too(said.text)
    return also and not list_services(said.text) and case.now - thread.latest <= WARM


def is_area_outage(thread: Thread) -> bool:
    """Whether the ticket tells of something that is out for many at once."""
    ticket = thread.ticket
    if ticket.kind != "repair" or ticket.category not in AREA:
        return False
    if tell_outage_kept(thread.words) or tell_outage_kept(ticket.words):
        return True
    # 我家一滴都没有 by somebody else tells what 水龙头没水 of the first home did not.
    return any(t.step is Step.JOINED and tell_outage_kept(t.words) for t in thread.growth)


def names_other_service(ticket: Ticket, said: Said) -> bool:
    """Whether the ticket is of one supply (water, power, heating, network) and the message of another."""
    if ticket.category not in AREA or (said.verdict.kind == "other" and not said.outage):
        return False
    named = list_services(said.text)
    return bool(named) and ticket.category not in named


def is_elsewhere(thread: Thread, said: Said, area: bool) -> bool:
    """Another building, another home, another gate: another ticket."""
    room = thread.ticket.room
    if area and (said.outage or said.echo):
        return False
    if said.room and said.room.split("-")[0] and room and not same_building(said.room, room):
        return True
    if is_home(said.room) and is_home(room) and not may_be_one_home(said.room, room):
        return thread.ticket.kind == "repair"
    return share_place(said.text, thread.words) is False


def is_apart(thread: Thread, room: str | None) -> bool:
    """Whether something broke in one building, or one home, and another room is named."""
    known = thread.ticket.room
    if thread.ticket.kind != "repair" or not known or not room or is_area_outage(thread):
        return False
    if known.split("-")[0] and room.split("-")[0] and not same_building(room, known):
        return True
    return is_home(room) and is_home(known) and not may_be_one_home(room, known)


def is_home_fault(thread: Thread) -> bool:
    """Whether the ticket's fault is in one home, so that a neighbour's like one is another."""
    ticket = thread.ticket
    if ticket.kind != "repair":
        return False
    if ticket.category in _AT_HOME_OR_OUTSIDE:
        return is_home(ticket.room) and not names_public_place(thread.words)
    if ticket.category not in _AT_HOME:
        return False
    return is_home(ticket.room) or (not names_public_place(thread.words) and not is_area_outage(thread))
