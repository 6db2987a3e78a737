"""How well a message fits a ticket of others: what both name, where, how lately it was spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from handlers.case import Case
from handlers.model import Ticket
from handlers.threads import Thread
from handlers.words import acts
from handlers.words.lists import names_public_place
from handlers.words.topics import (
    AREA,
    count_shared,
    find_failing,
    find_room_said,
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
from nlp.verdict import Verdict

#: So long after its last word a thread is what a chat is talking of.
HOT = timedelta(minutes=30)
WARM = timedelta(minutes=10)
#: Faults that are many people's, wherever they live.
#: From so many households on a complaint is a wave.
_WAVE = 3
#: A longer echo has to name what it echoes.
_LONGEST_ECHO = 24
#: Complaints that are of everybody, wherever they live.
_EVERYBODYS = frozenset({"fees", "management"})
_LONGEST_BARE = 4
#: What fails in a home, where no public place is named; and what is of a home only where it is named so.
_AT_HOME = frozenset({"water", "electric", "heating", "network", "other_repair", None})
_AT_HOME_OR_OUTSIDE = frozenset({"structure", "door_access"})
_SHARED_KINDS = frozenset({"repair", "complaint", "inquiry"})


@dataclass(frozen=True, slots=True)
class Said:
    """The message as joining sees it."""

    text: str
    verdict: Verdict

    @property
    def room(self) -> str | None:
        return self.verdict.room or find_room_said(self.text)

    @property
    def echo(self) -> bool:
        return acts.echoes(self.text)

    @property
    def bare(self) -> bool:
        return acts.only_echoes(self.text)

    @property
    def outage(self) -> bool:
        return tells_outage(self.text)


def read_said(case: Case) -> Said:
    """The message as joining sees it."""
    return Said(acts.strip_stand_ins(case.message.text), case.verdict)


def score_fit(case: Case, thread: Thread, said: Said, latest: Thread | None) -> int:
    """How well the message fits the thread; 0 where it does not."""
    ticket = thread.ticket
    if ticket.kind == "suggestion" and (acts.opposes(said.text) or _proposes_another(said)):
        return 0
    if stands_as_well(thread, case):
        return 9 + count_shared(said.text, thread.words)
    if ticket.kind == "suggestion" and thread is latest and acts.assents(said.text):
        return 4
    area = is_area_outage(thread)
    touched = thread.touched_at(case.message.chat.id)
    age = case.now - touched if touched else None
    if said.verdict.kind == "other" and not area:
        return _score_other(case, thread, said, age, thread is latest)
    shared = count_shared(said.text, thread.words)
    if meets_there(thread, case, said):
        return 3 + shared
    if thread is latest and age is not None and age <= WARM and _means_it(thread, said):
        return 4 + shared
    if _names_other_service(ticket, said) or _is_elsewhere(thread, said, area):
        return 0
    if area and said.outage and _may_be_outage(thread, case, said, age):
        return 10 + shared
    if area and said.echo and said.room and is_about(ticket.category, said.text):
        return 9 + shared
    if area and not said.echo:
        return 0
    if _swells(thread, said, shared):
        return 3 + shared
    if said.verdict.kind == "other":
        return _score_heard(case, thread, said, age, thread is latest)
    if thread is latest and age is not None and age <= WARM and _joins_chorus(ticket, said, shared):
        return 4 + shared
    return _score_report(thread, said, age, shared, area) or _score_wave(thread, case, said)


def stands_as_well(thread: Thread, case: Case) -> bool:
    """`9栋电梯也没电` right after another building's lift stood still: one cause, as in an outage."""
    ticket, text = thread.ticket, case.message.text
    if ticket.kind != "repair" or ticket.category != "elevator" or case.now - thread.latest > WARM:
        return False
    if not (acts.says_too(text) and tells_outage(text)) or list_services(text) - {"electric"}:
        return False
    lifts = is_about("elevator", text) or acts.counts_lifts(text)
    return lifts and (tell_outage_kept(thread.words) or tells_failing(thread.words))


def _proposes_another(said: Said) -> bool:
    """`顺便建议装个洗手池`: beside what others propose, and not the same."""
    return said.verdict.kind == "suggestion" and acts.starts_another(said.text)


def _score_other(case: Case, thread: Thread, said: Said, age: timedelta | None, is_latest: bool) -> int:
    """The same for talk, which mostly fits nothing: what is asked of many is asked before the words."""
    right_after = is_latest and age is not None and age <= WARM
    if meets_there(thread, case, said):
        return 3 + count_shared(said.text, thread.words)
    if (age is None or age > HOT) and not said.echo and thread.ticket.kind != "complaint":
        return 0
    if right_after and (_means_it(thread, said) or _is_other_end(thread, said)):
        return 4 + count_shared(said.text, thread.words)
    score = _score_heard(case, thread, said, age, is_latest)
    if not score or _is_past(said, age, thread):
        return 0
    return 0 if _names_other_service(thread.ticket, said) or _is_elsewhere(thread, said, False) else score


def _score_heard(case: Case, thread: Thread, said: Said, age: timedelta | None, is_latest: bool) -> int:
    """What it says by itself to the thread: it scolds along, or says `so it is with me`."""
    if _rails_along(thread, case, said, is_latest and age is not None and age <= WARM):
        return 3 + count_shared(said.text, thread.words)
    return _score_talk(thread, said, age, is_latest)


def _means_it(thread: Thread, said: Said) -> bool:
    """Right after the report: that very thing has long failed, or where the family of its reporter lives."""
    ticket, verdict = thread.ticket, said.verdict
    if ticket.kind == verdict.kind == "repair" and ticket.category == verdict.category:
        return not said.room and acts.means_that(said.text)
    if verdict.kind != "other" or ticket.kind != "repair":
        return False
    if ticket.room is None and is_home(said.room) and acts.speaks_for_kin(said.text):
        return True
    return not said.room and acts.means_that(said.text) and tells_failing(said.text)


def _is_other_end(thread: Thread, said: Said) -> bool:
    """`怪不得我家天花板湿了`: what a neighbour has just told explains what its sender has at home."""
    if thread.ticket.kind != "repair" or not acts.tells_own_home(said.text) or acts.asks(said.text):
        return False
    one_house = not said.room or same_building(said.room, thread.ticket.room)
    return one_house and acts.finds_the_cause(said.text)


def meets_there(thread: Thread, case: Case, said: Said) -> bool:
    """Talk that says of the very spot that something does not work there, whatever group it is in."""
    ticket = thread.ticket
    if said.verdict.kind != "other" or ticket.kind != "repair" or case.now - thread.latest > HOT:
        return False
    if not tells_failing(said.text) or not share_place(said.text, thread.words):
        return False
    return not said.room and find_failing(said.text) in (None, ticket.category)


def _may_be_outage(thread: Thread, case: Case, said: Said, age: timedelta | None) -> bool:
    """It names what is out; or it names nothing, and this was spoken of just now, here or elsewhere."""
    if is_about(thread.ticket.category, said.text) or (age is not None and age <= WARM):
        return True
    return said.echo and not list_services(said.text) and case.now - thread.latest <= WARM


def _rails_along(thread: Thread, case: Case, said: Said, right_after: bool) -> bool:
    """One more who scolds: right after the complaint, or anywhere while several complain of the same."""
    ticket = thread.ticket
    if ticket.kind != "complaint" or not acts.rails(said.text) or acts.asks_politely(said.text):
        return False
    wave = case.now - thread.latest <= HOT and is_about(ticket.category, said.text)
    return (right_after or wave) and not acts.opposes_complaint(said.text)


def _score_wave(thread: Thread, case: Case, said: Said) -> int:
    """The same complaint about what the company does to all, in whatever group it is made."""
    ticket, verdict = thread.ticket, said.verdict
    scolds = verdict.kind == "complaint" or (verdict.kind == "inquiry" and acts.rails(said.text))
    if ticket.kind != "complaint" or case.now - thread.latest > HOT:
        return 0
    if verdict.kind == "suggestion" and acts.says_again(said.text):
        # 又被垃圾车堵了 能不能换个时间收: how it is put does not make it another matter.
        return 3 if count_shared(said.text, thread.words) >= 2 else 0
    if not scolds:
        return 0
    if verdict.kind == "inquiry":
        fits = ticket.category in _EVERYBODYS and is_about(ticket.category, said.text)
        return 3 if fits and not acts.asks_politely(said.text) else 0
    if said.echo and not said.room and is_about(ticket.category, said.text):
        return 3 if case.now - thread.latest <= WARM else 0
    if ticket.category == verdict.category:
        return 4 if ticket.category in _EVERYBODYS else 0
    both = is_about("fees", said.text) and is_about("fees", thread.words)
    return 3 if both and acts.rails(said.text) and acts.rails(thread.words) else 0


def _is_past(said: Said, age: timedelta | None, thread: Thread) -> bool:
    """A quick look: talk that shares no word with what was said long ago, or echoes nothing said lately."""
    if acts.rails(said.text):
        return False
    if age is None or age > HOT:
        return not count_shared(said.text, thread.words)
    return age > WARM and not said.echo


def _joins_chorus(ticket: Ticket, said: Said, shared: int) -> bool:
    """Right after somebody's report: an echo of it, or of a complaint one more who scolds."""
    if said.verdict.kind not in _SHARED_KINDS or ticket.kind not in _SHARED_KINDS:
        return False
    if said.room and not same_building(said.room, ticket.room):
        return False
    if ticket.kind == said.verdict.kind == "inquiry" and not shared and len(said.text) > _LONGEST_BARE:
        return False  # 同问门禁卡 names its question: not the last one that was asked.
    near = shared >= 1 or is_about(ticket.category, said.text)
    also = ticket.kind == "complaint" and near and acts.says_also(said.text)
    echoes = (said.echo or also) and ticket.kind == said.verdict.kind
    scolds = (
        ticket.kind == "complaint"
        and said.verdict.kind in ("complaint", "inquiry")
        and acts.scolds(said.text)
    )
    return echoes or (scolds and not acts.asks_politely(said.text))


def _swells(thread: Thread, said: Said, shared: int) -> bool:
    """A complaint that several households made already draws in whatever else scolds about the same."""
    ticket, kind = thread.ticket, said.verdict.kind
    if ticket.kind != "complaint" or len(thread.members) < _WAVE or kind not in ("complaint", "inquiry"):
        return False
    return shared >= 1 and is_about(ticket.category, said.text) and not acts.asks_politely(said.text)


def is_area_outage(thread: Thread) -> bool:
    """Whether the ticket tells of something that is out for many at once."""
    ticket = thread.ticket
    return ticket.kind == "repair" and ticket.category in AREA and tell_outage_kept(thread.words)


def _names_other_service(ticket: Ticket, said: Said) -> bool:
    named = list_services(said.text)
    return (
        ticket.category in AREA
        and bool(named)
        and ticket.category not in named
        and (said.verdict.kind != "other" or said.outage)
    )


def _is_elsewhere(thread: Thread, said: Said, area: bool) -> bool:
    """Another building, another home, another gate: another ticket."""
    room = thread.ticket.room
    if area and (said.outage or said.echo):
        return False
    if said.room and said.room.split("-")[0] and room and not same_building(said.room, room):
        return True
    if is_home(said.room) and is_home(room) and not may_be_one_home(said.room, room):
        return thread.ticket.kind == "repair"
    return share_place(said.text, thread.words) is False


def _score_report(thread: Thread, said: Said, age: timedelta | None, shared: int, area: bool) -> int:
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
    one_spot = same_building(said.room, ticket.room) and kind == ticket.kind == "complaint"
    if hot and one_spot and shared >= 2:
        return 5 + shared
    if not exact and not is_about(ticket.category, said.text):
        return 0
    if is_home_fault(thread) and not area:
        one = is_home(said.room) and bool(ticket.room) and may_be_one_home(said.room, ticket.room)
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
    if ticket.kind != "repair":
        return False
    if ticket.category in _AT_HOME_OR_OUTSIDE:
        return is_home(ticket.room) and not names_public_place(thread.words)
    if ticket.category not in _AT_HOME:
        return False
    return is_home(ticket.room) or (not names_public_place(thread.words) and not is_area_outage(thread))


def _score_talk(thread: Thread, said: Said, age: timedelta | None, is_latest: bool) -> int:
    """The message is no report by itself: does it say `so it is with me`?"""
    if acts.tells_of_past(said.text) and is_home_fault(thread):
        return 0
    if age is None or age > HOT:
        return _score_far(thread, said)
    if said.echo:
        return _score_echo(thread, said, is_latest)
    complaint = thread.ticket.kind == "complaint"
    if complaint and is_latest and age <= WARM and acts.was_hurt(said.text):
        return 3 + count_shared(said.text, thread.words)
    if age > WARM or is_home_fault(thread) or not acts.tells_experience(said.text):
        return 0
    if acts.asks(said.text) or acts.advises(said.text) or acts.offers_help(said.text):
        return 0
    if acts.confronts(said.text):
        return 0
    return _score_experience(thread, said, is_latest)


def _score_far(thread: Thread, said: Said) -> int:
    """Where this chat does not speak of it now: an echo of those very words, or an opinion."""
    complaint = thread.ticket.kind == "complaint"
    if not said.echo and not complaint:
        return 0
    shared = count_shared(said.text, thread.words)
    if not shared:
        return 0
    about = is_about(thread.ticket.category, said.text)
    opinion = complaint and about and not acts.advises(said.text)
    return 2 + shared if opinion or (said.echo and (shared >= 2 or about)) else 0


def _score_echo(thread: Thread, said: Said, is_latest: bool) -> int:
    ticket = thread.ticket
    shared = count_shared(said.text, thread.words)
    about = is_about(ticket.category, said.text)
    if acts.asks(said.text) and not (shared or about):
        return 0
    short = is_latest and len(said.text) <= _LONGEST_ECHO
    fits = short or shared or about or same_building(find_room_said(said.text), ticket.room)
    return max(1, 2 * is_latest + 3 * min(shared, 3) + 2 * about) if fits else 0


def _score_experience(thread: Thread, said: Said, is_latest: bool) -> int:
    """What its sender has at home or has met with, right after what others said of the same."""
    ticket = thread.ticket
    shared = count_shared(said.text, thread.words)
    about = is_about(ticket.category, said.text)
    complaint = ticket.kind == "complaint"
    if complaint and not (shared or acts.suffers(said.text)):
        return 0
    bears = complaint and is_latest and acts.suffers(said.text)
    if bears and acts.means_that_one(said.text):
        return 2 + shared
    if bears and acts.tells_own_home(said.text):
        return 2 + shared
    one_place = complaint and share_place(said.text, thread.words)
    tells = (about and (shared or bears or one_place)) or shared >= 2
    return 1 + shared + 2 * about if tells else 0
