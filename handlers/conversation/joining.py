"""Whether somebody else's message belongs to a ticket: the same fault, an echo of it, the same outage.

Joined on what both texts name, never across buildings but for an outage of an area, and an echo joins
the thread that it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.case import Case
from handlers.conversation.belonging import find_likeliest
from handlers.conversation.echoing import find_echoed
from handlers.conversation.fitting import score_fit
from handlers.conversation.reaching import (
    is_apart,
    is_noticed_from,
    meets_there,
)
from handlers.conversation.said import Said, read_said
from handlers.model import Message
from handlers.threads import HOT, WARM, Remark, Thread
from handlers.words import acts, sightings
from handlers.words.lists import is_small_talk
from handlers.words.topics import (
    count_shared,
    find_places,
    find_room_said,
    is_about,
    same_building,
    tells_failing,
    tells_outage,
)
from nlp.extract import find_room

#: So long an ordinary fault, and an outage, take in what others say of it.
JOINABLE = timedelta(hours=24)
#: So many remarks of other things, and what echoes echoes one of them.
_MANY = 4


def list_joinable(case: Case) -> tuple[Thread, ...]:
    """The live threads, without an alert, that others may join now, newest first."""
    since, room = case.now - JOINABLE, case.verdict.room
    # Spoken of in the last day, or of the same building, however long it takes to mend it.
    near = [t for t in case.threads if t.latest >= since or (room and same_building(room, t.ticket.room))]
    return tuple([t for t in near if (t.alert is None or not t.alert.live) and t.ticket.live])


def find_joined(case: Case) -> Thread | None:
    """The thread of others that the message joins, or None."""
    joinable = list_joinable(case)
    others = [t for t in joinable if case.message.sender.id not in t.members]
    if not others:
        return None
    said = read_said(case)
    if said.verdict.kind == "other" and not said.echo and not said.outage:
        others = [t for t in others if _may_be_of(t, case, said)]
    if not others or not said.text:
        return None
    if said.verdict.kind == "other":
        # Most fits nothing: what keeps it out is asked last.
        meant = _find_meant(case, said, others, joinable)
        return None if meant is None or _is_of_else(meant, said) or _keeps_out(case, said) else meant
    if _keeps_out(case, said):
        return None
    unheard = said.verdict.kind == "inquiry" or not said.verdict.evidence
    if unheard and find_echoed(case) is not None:
        return None
    return _find_meant(case, said, others, joinable)


def _find_meant(case: Case, said: Said, others: list[Thread], joinable: tuple[Thread, ...]) -> Thread | None:
    """The one of `others` that the message fits best, None where it fits none."""
    named = find_named(case, others)
    if named is not None:
        return named if said.verdict.kind == "other" or score_fit(case, named, said, named) else None
    latest = find_latest(case, joinable)
    if said.bare:
        # A quote that is of no ticket is of talk, and so is its echo.
        if latest is None or latest not in others or case.message.quote is not None:
            return None
        at = latest.touched_at(case.message.chat.id)
        return None if at is None or _has_wandered(case, at) else latest
    scored = [(score_fit(case, thread, said, latest), thread) for thread in others]
    best = max(scored, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else find_likeliest(case, _list_near(case, others))


def _list_near(case: Case, others: list[Thread]) -> list[Thread]:
    """Those that a message which no wording knows may be of: of talk, only what this chat speaks of now."""
    text, chat = case.message.text, case.message.chat.id
    if case.verdict.kind == "other":
        here = [t for t in others if (at := t.touched_at(chat)) and case.now - at <= WARM]
        others = here if here and speaks_of_now(text) else []
    room = case.verdict.room or find_room_said(text)
    return [t for t in others if case.now - t.latest <= HOT and not is_apart(t, room)]


def _may_be_of(thread: Thread, case: Case, said: Said) -> bool:
    """A quick look, because most of what is said in a day is of no ticket at all."""
    if thread.touched_at(case.message.chat.id) is not None:
        return True
    if meets_there(thread, case, said) or is_noticed_from(thread, case, said):
        return True
    return thread.ticket.kind == "complaint" and acts.rails(said.text)


def speaks_widely(message: Message) -> bool:
    """Whether a message that is no report may belong to a ticket that this chat does not talk of now.

    So may what `is_more_than_text`, to one spoken of more than ten minutes ago.  Questions aside: as long as
    nobody has passed one on, anything that is said here may be its answer.
    """
    return message.quote is not None or is_of_any(message.text) or is_of_some(message.text)


def is_of_any(text: str) -> bool:
    """Whether a text that is no report may belong to any ticket, whoever spoke of it where."""
    if acts.echoes(text) or tells_outage(text) or sightings.tells_of_trapped(text):
        return True
    return acts.notices_from_afar(text) or (tells_failing(text) and bool(find_places(text)))


def is_of_some(text: str) -> bool:
    """Whether a text that is no report may belong to a ticket of which `is_for_some` is true."""
    return acts.rails(text) or acts.asks_when(text)


def is_for_some(thread: Thread, chat: str) -> bool:
    """Whether who rails in `chat`, or asks when it will end, may speak of the ticket."""
    return thread.ticket.kind == "complaint" or bool(thread.estimates) or chat in thread.lately


def is_more_than_text(message: Message) -> bool:
    """Whether it shows something, addresses somebody by name, or was spoken."""
    return bool(message.attachments) or stands_for_more(message.text)


def stands_for_more(text: str) -> bool:
    """Whether a text addresses somebody by name, or holds what stands for a photo, a face or a voice."""
    return text.startswith("@") or "[" in text


def speaks_of_now(text: str) -> bool:
    """Whether a text that may not be of earlier tickets may be of what its chat has just spoken of.

    Questions aside, as above: it backs what was said, or tells of a home, a fault, an experience.
    """
    said = acts.strip_stand_ins(text)
    if acts.tells_experience(said) or acts.only_echoes(said) or tells_failing(said):
        return True
    if acts.is_gone_too(said) or acts.waits_there(said):
        return True
    return acts.assents(said) or acts.speaks_for_kin(said) or acts.was_hurt(said) or acts.may_chime_in(said)


def _keeps_out(case: Case, said: Said) -> bool:
    """Whether the message is about something else or says that all is well."""
    if said.verdict.kind == "suggestion":
        return False
    if acts.says_otherwise(said.text) or is_small_talk(said.text):
        return True
    if said.verdict.kind == "other":
        if acts.offers(said.text) or (sightings.forwards(said.text) and not said.echo):
            return True
        if acts.laughs(case.message.text) and not said.bare and not said.outage:
            return True
        if acts.says_solved(said.text) or acts.accepts_answer(said.text):
            return True
    return answers_offer(case)


def _is_of_else(meant: Thread, said: Said) -> bool:
    """It is of elsewhere, or it answers a question, or says that it cannot."""
    answers = acts.knows_not(said.text) or acts.advises(said.text)
    if meant.ticket.kind == "inquiry" and answers and not acts.asks_the_same(said.text):
        return True
    # 怪不得 我点的奶茶也是喊上来的 我也9栋2单元: whatever else it is of, it names that very home.
    there = said.echo and same_building(said.room, meant.ticket.room)
    return acts.speaks_of_elsewhere(said.text) and not said.bare and not there


def answers_offer(case: Case) -> bool:
    """Whether the message answers a group purchase or another call to join in, not a report."""
    text = acts.strip_stand_ins(case.message.text)
    if case.verdict.kind != "other":
        return False
    last = next((r.message.sent_at for r in reversed(case.talk) if r.offer), None)
    if last is None or case.now - last > WARM:
        return False
    latest = find_latest(case, list_joinable(case))
    if acts.orders(text):
        room = case.verdict.room or find_room(text)
        return latest is None or not same_building(room, latest.ticket.room)
    if latest is None:
        return acts.only_echoes(text)
    wanted = acts.find_wanted(text)
    return (
        bool(wanted)
        and not is_about(latest.ticket.category, wanted)
        and not count_shared(wanted, latest.words)
    )


def find_named(case: Case, threads: list[Thread]) -> Thread | None:
    """The thread of the person that the message addresses, or of the words that it quotes."""
    name = acts.find_addressee(case.message.text)
    if name:
        mine = [t for t in threads if any(touch.name == name for touch in t.touches)]
        return max(mine, key=lambda t: t.touched_at(case.message.chat.id) or t.ticket.opened_at, default=None)
    quote = case.message.quote
    if quote and len(quote.text.strip()) >= 2:
        words = quote.text.strip()
        return next((t for t in threads if words in t.words or _names_number(words, t)), None)
    return None


def _names_number(words: str, thread: Thread) -> bool:
    """Whether it is a receipt of the ticket's: `#128：厨房漏水`, `#130（停水）`."""
    return any(f"#{thread.ticket.number}{mark}" in words for mark in "：（")


def find_latest(case: Case, threads: tuple[Thread, ...]) -> Thread | None:
    """The thread that this chat spoke of last; None where it was an offer, or too long ago."""
    chat = case.message.chat.id
    timed = [(at, t.ticket.number, t) for t in threads if (at := t.lately.get(chat)) is not None]
    at, _, thread = max(timed, key=lambda each: each[:2], default=(None, 0, None))
    if thread is None or at is None or case.now - at > HOT:
        return None
    text = case.message.text
    points = (
        acts.points(text) or acts.means_that(text) or (acts.is_with_me_too(text) and not acts.orders(text))
    )
    return None if _was_offered(case.talk, at, thread) and not points else thread


def _has_wandered(case: Case, since: datetime) -> bool:
    """Whether the chat has talked of other things since: a bare +1 is of them."""
    later = [r for r in case.talk if r.message.sent_at > since and not r.message.sender.role.serves]
    if case.now - since > WARM:
        return bool(later) and later[-1].ticket is None
    return len(later) >= _MANY and all(remark.ticket is None for remark in later)


def _was_offered(talk: Sequence[Remark], since: datetime, thread: Thread) -> bool:
    """Whether anybody asked who joins in, after that instant; who says once more that it is so does not."""
    for remark in reversed(talk):
        if remark.message.sent_at <= since:
            return False
        again = remark.message.sender.id in thread.members and acts.only_echoes(remark.message.text)
        if remark.offer and not again:
            return True
    return False
