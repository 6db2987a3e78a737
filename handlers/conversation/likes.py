"""The like at another home or in another building: `我家也是 5-1-601`, after a leak that is not theirs."""

from __future__ import annotations

from dataclasses import replace

from handlers.case import Case
from handlers.conversation.joining import find_latest, list_joinable
from handlers.conversation.reaching import is_area_outage, is_home_fault
from handlers.conversation.said import read_said
from handlers.model import Outcome
from handlers.threads import Thread
from handlers.tickets.opening import open_ticket
from handlers.words import acts
from handlers.words.topics import is_home, may_be_one_home, same_building


def find_like(case: Case) -> Thread | None:
    """The thread of this chat that the message echoes from another home: the like, and not the same."""
    said = read_said(case)
    if case.verdict.kind != "other" or not said.room or acts.says_otherwise(said.text):
        return None
    echoes = acts.echoes(said.text) or acts.outdoes(said.text)
    also = acts.says_also(said.text) and is_home(said.room) and not acts.asks(said.text)
    if not (echoes or also):
        return None
    latest = find_latest(case, list_joinable(case))
    if latest is None or latest.ticket.kind != "repair" or is_area_outage(latest):
        return None
    room = latest.ticket.room
    if is_home(room) and is_home(said.room) and is_home_fault(latest):
        return None if may_be_one_home(said.room, room) else latest
    return latest if echoes and room and not same_building(said.room, room) else None


def open_like(case: Case, thread: Thread) -> Outcome:
    """A ticket of the same sort for the building that the message names."""
    ticket = thread.ticket
    verdict = replace(case.verdict, kind="repair", category=ticket.category, room=read_said(case).room)
    return open_ticket(replace(case, verdict=verdict))
