"""How well talk fits a ticket of others: does it say `so it is with me`, scold along, mean that thing?"""

from __future__ import annotations

from datetime import timedelta

from handlers.case import Case
from handlers.conversation.reaching import is_elsewhere, is_home_fault, meets_there, names_other_service
from handlers.conversation.said import Said
from handlers.threads import HOT, WARM, Thread
from handlers.words import acts
from handlers.words.topics import (
    count_shared,
    find_room_said,
    is_about,
    is_home,
    names_other_thing,
    same_building,
    share_place,
    tells_failing,
)

#: A longer echo has to name what it echoes.
_LONGEST_ECHO = 24
#: What people wait before.
_WAITED_FOR = frozenset({"door_access", "elevator"})


def score_other(case: Case, thread: Thread, said: Said, age: timedelta | None, is_latest: bool) -> int:
    """How well talk fits, which mostly fits nothing: what is asked of many is asked before the words."""
    right_after = is_latest and age is not None and age <= WARM
    if meets_there(thread, case, said):
        return 3 + count_shared(said.text, thread.words)
    if (age is None or age > HOT) and not said.echo and thread.ticket.kind != "complaint":
        return 0
    if right_after and (means_it(thread, said) or _is_other_end(thread, said)):
        return 4 + count_shared(said.text, thread.words)
    score = score_heard(case, thread, said, age, is_latest)
    if score and _is_past(said, age, thread):
        score = 0
    if not score or names_other_service(thread.ticket, said) or is_elsewhere(thread, said, False):
        return 0
    return score


def score_heard(case: Case, thread: Thread, said: Said, age: timedelta | None, is_latest: bool) -> int:
    """What it says by itself to the thread: it scolds along, or says `so it is with me`."""
    if _rails_along(thread, case, said, is_latest and age is not None and age <= WARM):
        return 3 + count_shared(said.text, thread.words)
    return _score_talk(thread, said, age, is_latest)


def means_it(thread: Thread, said: Said) -> bool:
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


def _rails_along(thread: Thread, case: Case, said: Said, right_after: bool) -> bool:
    """One more who scolds: right after the complaint, or anywhere while several complain of the same."""
    ticket = thread.ticket
    if ticket.kind != "complaint" or not acts.rails(said.text) or acts.asks_politely(said.text):
        return False
    wave = case.now - thread.latest <= HOT and is_about(ticket.category, said.text)
    return (right_after or wave) and not acts.opposes_complaint(said.text)


def _is_past(said: Said, age: timedelta | None, thread: Thread) -> bool:
    """A quick look: talk that shares no word with what was said long ago, or echoes nothing said lately."""
    if acts.rails(said.text):
        return False
    if age is None or age > HOT:
        return not count_shared(said.text, thread.words)
    return age > WARM and not said.echo


def _score_talk(thread: Thread, said: Said, age: timedelta | None, is_latest: bool) -> int:
    """The message is no report by itself: does it say `so it is with me`?"""
    if acts.tells_of_past(said.text) and is_home_fault(thread):
        return 0
    if age is None or age > HOT:
        return _score_far(thread, said)
    if said.echo:
        return _score_echo(thread, said, is_latest)
    complaint = thread.ticket.kind == "complaint"
    of_all = complaint or not is_home_fault(thread)
    if is_latest and age <= WARM and _waits_too(thread, said):
        return 3 + count_shared(said.text, thread.words)
    if of_all and is_latest and age <= WARM and acts.was_hurt(said.text):
        # What names the thing itself is of that thing, however lately another was spoken of.
        return 1 + 2 * complaint + count_shared(said.text, thread.words)
    if age > WARM or is_home_fault(thread) or not acts.tells_experience(said.text):
        return 0
    if acts.asks(said.text) or acts.advises(said.text) or acts.offers_help(said.text):
        return 0
    if acts.confronts(said.text):
        return 0
    return _score_experience(thread, said, is_latest)


def _waits_too(thread: Thread, said: Said) -> bool:
    """`我在后面 喇叭按烂了`, where a barrier or a lift has failed."""
    stuck = thread.ticket.kind == "repair" and thread.ticket.category in _WAITED_FOR
    return stuck and acts.waits_there(said.text) and not acts.asks(said.text) and not acts.laughs(said.text)


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
    other = names_other_thing(ticket.category, said.text, thread.words)
    if other and ticket.kind == "repair" and not acts.leads_with_echo(said.text):
        return 0  # 换了个插座也跳, after a door that stays shut.
    short = is_latest and len(said.text) <= _LONGEST_ECHO
    fits = short or shared or about or same_building(find_room_said(said.text), ticket.room)
    return max(1, 2 * is_latest + 3 * min(shared, 3) + 2 * about) if fits else 0


def _score_experience(thread: Thread, said: Said, is_latest: bool) -> int:
    """What its sender has at home or has met with, right after what others said of the same."""
    ticket = thread.ticket
    shared = count_shared(said.text, thread.words)
    about = is_about(ticket.category, said.text)
    complaint = ticket.kind == "complaint"
    fails = acts.was_hurt(said.text) or tells_failing(said.text)
    near = shared or (about and is_latest) or share_place(said.text, thread.words)
    if acts.says_also(said.text) and fails and near:
        return 2 + shared
    if complaint and is_latest and acts.always_so(said.text):
        return 2 + shared
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
