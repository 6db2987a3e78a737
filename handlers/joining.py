"""Whether somebody else's message belongs to a ticket: the same fault, an echo of it, the same outage.

Joined on what both texts name, never across buildings but for an outage of an area, and an echo joins
the thread that it answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from handlers import acts
from handlers.case import Case
from handlers.model import Outcome, Ticket
from handlers.threads import Thread
from handlers.tickets import open_ticket
from handlers.topics import (
    AREA,
    count_shared,
    is_about,
    is_home,
    list_services,
    may_be_one_home,
    same_building,
    share_place,
    tells_outage,
)
from handlers.wordlists import is_small_talk, names_public_place
from nlp.extract import find_room
from nlp.verdict import Verdict

#: So long after its last word a thread is what a chat is talking of.
HOT = timedelta(minutes=30)
WARM = timedelta(minutes=10)
#: So long an ordinary fault, and an outage, take in what others say of it.
JOINABLE = timedelta(hours=24)
#: Faults that are many people's, wherever they live.
_SHARED_KINDS = frozenset({"repair", "complaint", "inquiry"})


@dataclass(frozen=True, slots=True)
class _Said:
    """The message as joining sees it."""

    text: str
    verdict: Verdict
    room: str | None
    echo: bool
    bare: bool
    outage: bool


def _read(case: Case) -> _Said:
    text = acts.strip_stand_ins(case.message.text)
    return _Said(
        text=text,
        verdict=case.verdict,
        room=case.verdict.room or find_room(text),
        echo=acts.echoes(text),
        bare=acts.only_echoes(text),
        outage=tells_outage(text),
    )


def list_joinable(case: Case) -> tuple[Thread, ...]:
    """The live threads, without an alert, that others may join now, newest first."""
    return tuple(
        thread
        for thread in case.threads
        if thread.ticket.live
        and (thread.alert is None or not thread.alert.live)
        and _is_fresh(thread, case)
    )


def _is_fresh(thread: Thread, case: Case) -> bool:
    """Spoken of in the last day, or of the same building, however long it takes to mend it."""
    last = max((touch.at for touch in thread.touches), default=thread.ticket.opened_at)
    return case.now - last <= JOINABLE or same_building(case.verdict.room, thread.ticket.room)


def find_joined(case: Case) -> Thread | None:
    """The thread of others that the message joins, or None."""
    said = _read(case)
    if not said.text or _keeps_out(case, said):
        return None
    others = [t for t in list_joinable(case) if case.message.sender.id not in t.members]
    if said.verdict.kind == "other":
        others = [t for t in others if _may_be_of(t, case, said)]
    if not others:
        return None
    named = find_named(case, others)
    if named is not None:
        return named if said.verdict.kind == "other" or _score(case, named, said, named) else None
    latest = find_latest(case, list_joinable(case))
    if said.bare:
        return latest if latest in others else None
    scored = [(_score(case, thread, said, latest), thread) for thread in others]
    best = max(scored, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def _may_be_of(thread: Thread, case: Case, said: _Said) -> bool:
    """A quick look, because most of what is said in a day is of no ticket at all."""
    if said.echo or said.outage or thread.touched_at(case.message.chat.id) is not None:
        return True
    return thread.ticket.kind == "complaint" and is_about(thread.ticket.category, said.text)


def find_like(case: Case) -> Thread | None:
    """The thread of this chat that the message echoes from another building: the like, and not the same."""
    said = _read(case)
    if said.verdict.kind != "other" or not said.echo or not said.room or acts.says_otherwise(said.text):
        return None
    latest = find_latest(case, list_joinable(case))
    if latest is None or latest.ticket.kind != "repair" or is_area_outage(latest):
        return None
    room = latest.ticket.room
    return latest if room and not same_building(said.room, room) else None


def open_like(case: Case, thread: Thread) -> Outcome:
    """A ticket of the same sort for the building that the message names."""
    ticket = thread.ticket
    verdict = replace(case.verdict, kind="repair", category=ticket.category, room=_read(case).room)
    return open_ticket(replace(case, verdict=verdict))


def _keeps_out(case: Case, said: _Said) -> bool:
    """Whether the message is about something else or says that all is well."""
    if said.verdict.kind == "suggestion":
        return False
    if acts.says_otherwise(said.text) or is_small_talk(said.text):
        return True
    if said.verdict.kind == "other":
        if acts.offers(said.text) or (acts.forwards(said.text) and not said.echo):
            return True
        if acts.laughs(case.message.text) and not said.bare and not said.outage:
            return True
        if acts.says_solved(said.text) or acts.accepts_answer(said.text):
            return True
    return answers_offer(case)


def answers_offer(case: Case) -> bool:
    """Whether the message answers a group purchase or another call to join in, not a report."""
    text = acts.strip_stand_ins(case.message.text)
    if case.verdict.kind != "other":
        return False
    last = max((r.message.sent_at for r in case.talk if r.offer), default=None)
    if last is None or case.now - last > WARM:
        return False
    if acts.orders(text):
        return True
    latest = find_latest(case, list_joinable(case))
    return latest is None and acts.only_echoes(text)


def find_named(case: Case, threads: list[Thread]) -> Thread | None:
    """The thread of the person that the message addresses, or of the words that it quotes."""
    name = acts.find_addressee(case.message.text)
    if name:
        mine = [t for t in threads if any(touch.name == name for touch in t.touches)]
        return max(mine, key=lambda t: t.touched_at(case.message.chat.id) or t.ticket.opened_at, default=None)
    quote = case.message.quote
    if quote and len(quote.text.strip()) >= 2:
        words = quote.text.strip()
        return next((t for t in threads if words in t.words or f"#{t.ticket.number}：" in words), None)
    return None


def find_latest(case: Case, threads: tuple[Thread, ...]) -> Thread | None:
    """The thread that this chat spoke of last; None where it was an offer, or too long ago."""
    chat = case.message.chat.id
    timed = [(at, t.ticket.number, t) for t in threads if (at := t.touched_at(chat)) is not None]
    at, _, thread = max(timed, key=lambda each: each[:2], default=(None, 0, None))
    if at is None or case.now - at > HOT:
        return None
    offered = any(remark.offer and remark.message.sent_at > at for remark in case.talk)
    return None if offered else thread


def _score(case: Case, thread: Thread, said: _Said, latest: Thread | None) -> int:
    """How well the message fits the thread; 0 where it does not."""
    ticket = thread.ticket
    area = is_area_outage(thread)
    if _names_other_service(ticket, said) or _is_elsewhere(thread, said, area):
        return 0
    touched = thread.touched_at(case.message.chat.id)
    age = case.now - touched if touched else None
    shared = count_shared(said.text, thread.words)
    if area and said.outage and (is_about(ticket.category, said.text) or (age is not None and age <= WARM)):
        return 10 + shared
    if area and not said.echo:
        return 0
    if said.verdict.kind == "other":
        return _score_talk(thread, said, age, shared, thread is latest)
    if thread is latest and age is not None and age <= WARM and _joins_chorus(ticket, said):
        return 4 + shared
    return _score_report(thread, said, age, shared, area)


def _joins_chorus(ticket: Ticket, said: _Said) -> bool:
    """Right after somebody's report: an echo of it, or of a complaint one more who scolds."""
    if said.verdict.kind not in _SHARED_KINDS or ticket.kind not in _SHARED_KINDS or said.room:
        return False
    echoes = said.echo and ticket.kind == said.verdict.kind
    scolds = ticket.kind == "complaint" and said.verdict.kind in ("complaint", "inquiry") and acts.scolds(said.text)
    return echoes or (scolds and not acts.asks_politely(said.text))


def is_area_outage(thread: Thread) -> bool:
    """Whether the ticket tells of something that is out for many at once."""
    ticket = thread.ticket
    return ticket.kind == "repair" and ticket.category in AREA and tells_outage(thread.words)


def _names_other_service(ticket: Ticket, said: _Said) -> bool:
    named = list_services(said.text)
    return (
        ticket.category in AREA
        and bool(named)
        and ticket.category not in named
        and said.verdict.kind != "other"
    )


def _is_elsewhere(thread: Thread, said: _Said, area: bool) -> bool:
    """Another building, another home, another gate: another ticket."""
    room = thread.ticket.room
    if area and (said.outage or said.echo):
        return False
    if said.room and said.room.split("-")[0] and room and not same_building(said.room, room):
        return True
    if is_home(said.room) and is_home(room) and not may_be_one_home(said.room, room):
        return thread.ticket.kind == "repair"
    return share_place(said.text, thread.words) is False


def _score_report(thread: Thread, said: _Said, age: timedelta | None, shared: int, area: bool) -> int:
    """The message is a report of its own: is it this one?"""
    ticket, kind = thread.ticket, said.verdict.kind
    hot = age is not None and age <= HOT
    if kind == "suggestion" or ticket.kind == "suggestion":
        return shared if kind == ticket.kind and shared >= 2 else 0
    if kind == "inquiry" and ticket.kind == "inquiry":
        return shared if shared >= 2 else 0
    if kind not in _SHARED_KINDS or ticket.kind not in _SHARED_KINDS:
        return 0
    exact = kind == ticket.kind and said.verdict.category == ticket.category
    if not exact and not is_about(ticket.category, said.text):
        return 0
    if is_home_fault(thread) and not area:
        one = is_home(said.room) and may_be_one_home(said.room, ticket.room)
        return 8 + shared if one or (said.echo and hot and shared) else 0
    if same_building(said.room, ticket.room) or share_place(said.text, thread.words):
        return 8 + shared if shared or (exact and ticket.kind == "complaint") or hot else 0
    if hot and (said.echo or shared or (exact and ticket.kind == "complaint")):
        return 5 + shared + 2 * exact
    if said.room and ticket.room is None and not exact:
        return 0
    return 3 + shared if shared >= 2 or (exact and shared and ticket.kind == "complaint") else 0


def is_home_fault(thread: Thread) -> bool:
    """Whether the ticket's fault is in one home, so that a neighbour's like one is another."""
    ticket = thread.ticket
    if ticket.kind != "repair" or ticket.category not in (
        "water",
        "electric",
        "heating",
        "network",
        "other_repair",
        None,
    ):
        return False
    return is_home(ticket.room) or (not names_public_place(thread.words) and not is_area_outage(thread))


def _score_talk(thread: Thread, said: _Said, age: timedelta | None, shared: int, is_latest: bool) -> int:
    """The message is no report by itself: does it say `so it is with me`?"""
    ticket = thread.ticket
    about = is_about(ticket.category, said.text)
    if age is None or age > HOT:
        opinion = ticket.kind == "complaint" and about and not acts.advises(said.text)
        far = (said.echo and (shared >= 2 or (shared and about))) or (opinion and shared >= 1)
        return 2 + shared if far else 0
    if said.echo:
        fits = is_latest or shared or about
        return 2 * is_latest + 3 * min(shared, 3) + 2 * about if fits else 0
    if age > WARM or acts.asks(said.text) or acts.advises(said.text) or acts.offers_help(said.text):
        return 0
    if acts.confronts(said.text) or (ticket.kind == "complaint" and not (shared or acts.suffers(said.text))):
        return 0
    if is_home_fault(thread) or not acts.tells_experience(said.text):
        return 0
    tells = (about and (shared or is_latest)) or shared >= 2
    return 1 + shared + 2 * about if tells else 0
