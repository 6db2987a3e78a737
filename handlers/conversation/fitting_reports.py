"""How well a message that reports something fits a ticket of others."""

from __future__ import annotations

from handlers.case import Case
from handlers.conversation.reaching import is_home_fault
from handlers.conversation.said import Said
from handlers.model import Ticket
from handlers.threads import HOT, WARM, Thread
from handlers.words import acts
from handlers.words.topics import count_shared, is_about, is_home, may_be_one_home, same_building, share_place

#: From so many households on a complaint is a wave.
_WAVE = 3
#: Complaints that are of everybody, wherever they live.
_EVERYBODYS = frozenset({"fees", "management"})
#: A longer question that echoes another has to share a word with it.
_LONGEST_BARE = 4
#: Complaints that name somebody's home: another building has another.
_OF_A_HOME = frozenset({"noise", "neighbour", "pets", "repair_service"})
_SHARED_KINDS = frozenset({"repair", "complaint", "inquiry"})


def score_wave(thread: Thread, case: Case, said: Said) -> int:
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


def joins_chorus(ticket: Ticket, said: Said, shared: int) -> bool:
    """Right after somebody's report: an echo of it, or of a complaint one more who scolds."""
    if said.verdict.kind not in _SHARED_KINDS or ticket.kind not in _SHARED_KINDS:
        return False
    if said.room and not same_building(said.room, ticket.room) and not is_everywhere(ticket, said):
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


def is_everywhere(ticket: Ticket, said: Said) -> bool:
    """`我们9栋下面也是 臭`: a complaint of no one home, which is so at another building too."""
    apart = ticket.category not in _OF_A_HOME and not is_home(ticket.room)
    also = said.echo or acts.says_also(said.text)
    return apart and ticket.kind == said.verdict.kind == "complaint" and also


def swells(thread: Thread, said: Said, shared: int) -> bool:
    """A complaint that several households made already draws in whatever else scolds about the same."""
    ticket, kind = thread.ticket, said.verdict.kind
    if ticket.kind != "complaint" or len(thread.members) < _WAVE or kind not in ("complaint", "inquiry"):
        return False
    return shared >= 1 and is_about(ticket.category, said.text) and not acts.asks_politely(said.text)


def score_report(case: Case, thread: Thread, said: Said, shared: int, area: bool) -> int:
    """The message is a report of its own: is it this one?"""
    ticket, kind = thread.ticket, said.verdict.kind
    touched = thread.touched_at(case.message.chat.id)
    hot = touched is not None and case.now - touched <= HOT
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
        one_lift = exact and ticket.category == "elevator" and case.now - thread.latest <= HOT
        return 8 + shared if shared or (exact and ticket.kind == "complaint") or hot or one_lift else 0
    if hot and (said.echo or shared or (exact and ticket.kind == "complaint")):
        return 5 + shared + 2 * exact
    if said.room and ticket.room is None and not exact:
        return 0
    return 3 + shared if shared >= 2 or (exact and shared and ticket.kind == "complaint") else 0
