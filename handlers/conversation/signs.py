"""How a message stands to a ticket that people talk of, as signs for the weights of nlp.joins: what
recognition heard, when and where the ticket was last spoken of, what both name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.case import Case
from handlers.threads import Thread
from handlers.words import acts
from handlers.words.hearing import keep
from handlers.words.lists import is_small_talk
from handlers.words.topics import (
    AREA,
    count_shared,
    find_room_said,
    is_about,
    may_be_one_home,
    same_building,
    share_place,
    tells_failing,
    tells_outage,
)
from nlp.supply import tell_supply

#: Times since something was said are told apart up to these, in seconds.
_AGES = (15, 40, 75, 180, 420, 900, 1800, 3600)
_MOST_SHARED, _MOST_BETWEEN = 3, 4
#: Lengths are told apart by so many letters, up to so many steps.
_STEP, _STEPS = 6, 6
_WEIGHTS = "weights"
#: No chat stays in memory: of what was just said one text alone is kept, of a ticket's words more.
_tell_heard, _tell_kept = keep(1)(tell_supply), keep(1024)(tell_supply)


def list_signs(case: Case, thread: Thread) -> Iterator[str]:
    """Yield what is known of the message beside the ticket, besides its letters."""
    who = "self" if case.message.sender.id in thread.members else "other"
    heard = f"{who} {_compare_verdicts(case, thread)}"
    ticket = thread.ticket
    yield from (who, f"{who} {ticket.kind}", f"{who} {ticket.category}", heard)
    yield from _list_times(case, thread, who)
    yield from _list_places(case, thread, who, heard)
    yield from _list_heard(case, thread, who, heard)
    yield from _list_acts(case, thread, who, heard)


def _compare_verdicts(case: Case, thread: Thread) -> str:
    verdict, ticket = case.verdict, thread.ticket
    if (verdict.kind, verdict.category) == (ticket.kind, ticket.category):
        return "same"
    if verdict.kind == ticket.kind:
        return "kind"
    return "talk" if verdict.kind == "other" else "else"


def _list_times(case: Case, thread: Thread, who: str) -> Iterator[str]:
    """How long ago it was spoken of at all, here, by the sender; whether anything was since."""
    chat, sender = case.message.chat.id, case.message.sender.id
    here = thread.touched_at(chat)
    yield f"{who} since {_tell_age(case.now, max(thread.lately.values(), default=None))}"
    yield f"{who} here {_tell_age(case.now, here)}"
    yield f"own {_tell_age(case.now, thread.touched_at(person=sender))}"
    spoken_of = next((remark.ticket for remark in reversed(case.talk) if remark.ticket is not None), None)
    yield f"{who} latest {spoken_of == thread.ticket.number}"
    since = here or max(thread.lately.values(), default=None)
    between = sum(1 for remark in case.talk if since is not None and remark.message.sent_at > since)
    yield f"{who} between {min(between, _MOST_BETWEEN)}"
    if case.talk and case.talk[-1].message.sender.id == sender:
        yield f"{who} again"


def _tell_age(now: datetime, at: datetime | None) -> str:
    if at is None:
        return "never"
    age = now - at
    return next((str(each) for each in _AGES if age <= timedelta(seconds=each)), "long")


def _list_places(case: Case, thread: Thread, who: str, heard: str) -> Iterator[str]:
    """Whether both name one home, one building, one public spot."""
    text, ticket = case.message.text, thread.ticket
    near = _compare_rooms(case.verdict.room or find_room_said(text), ticket.room)
    yield from (f"{who} {ticket.kind} room {near}", f"{heard} room {near}")
    yield f"{heard} place {share_place(text, thread.words)}"
    if ticket.category in AREA:
        said, known = _tell_heard(text, ticket.category), _tell_known_supply(thread)
        yield from (f"{heard} out {tells_outage(text)} {near}", f"{who} supply {said} {known}")
        yield f"{heard} supply {said} {known} {near}"


def _tell_known_supply(thread: Thread) -> str:
    """What was said of the supply so far: that it is out, if anybody said so."""
    category = thread.ticket.category or ""
    told = [_tell_kept(words, category) for words in thread.words.split("\n") if words]
    return "out" if "out" in told else told[0] if told else "unsure"


def _compare_rooms(room: str | None, known: str | None) -> str:
    if not room or not known:
        return "unknown" if room else "none"
    if may_be_one_home(room, known):
        return "one"
    return "building" if same_building(room, known) else "apart"


def _list_heard(case: Case, thread: Thread, who: str, heard: str) -> Iterator[str]:
    """What recognition heard in the message, and what it shares with what was said of the ticket."""
    text, ticket, verdict = case.message.text, thread.ticket, case.verdict
    yield from (f"{who} {ticket.kind} as {verdict.kind}", f"{ticket.category} as {verdict.category}")
    yield f"{who} as {verdict.kind}"
    sure = any(each.rule != _WEIGHTS for each in verdict.evidence)
    yield f"{heard} sure {sure}"
    yield f"{heard} shared {min(count_shared(text, thread.words), _MOST_SHARED)}"
    yield f"{heard} about {is_about(ticket.category, text)}"
    yield f"{who} long {min(len(text) // _STEP, _STEPS)}"


_ACTS = {
    "echoes": acts.echoes,
    "only echoes": acts.only_echoes,
    "too": acts.says_too,
    "out": tells_outage,
    "fails": tells_failing,
    "asks": acts.asks,
    "laughs": acts.laughs,
    "small": is_small_talk,
    "offers": acts.offers,
}


@keep(1)
def _list_done(text: str) -> tuple[str, ...]:
    """What the text does, asked once for all tickets that it is held against."""
    return tuple([name for name, is_so in _ACTS.items() if is_so(text)])


def _list_acts(case: Case, thread: Thread, who: str, heard: str) -> Iterator[str]:
    """What the message does: it echoes, asks, laughs, shows a photo."""
    text, kind = case.message.text, thread.ticket.kind
    done = _list_done(text)
    near = "near" if is_about(thread.ticket.category, text) or count_shared(text, thread.words) else "afar"
    for name in (*done, "shows") if case.message.attachments else done:
        yield from (f"{who} {name}", f"{heard} {name}", f"{kind} {name}", f"{who} {name} {near}")
