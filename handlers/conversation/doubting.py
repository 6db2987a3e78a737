"""Whether what was taken for a new danger is only talk about what is reported already.

Words about something that people are speaking of (谁家窗户 快找人啊) look urgent by themselves.  Where
nothing in them names a danger, and no rule is sure of it, they belong to the matter at hand.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.case import Case
from handlers.conversation.fitting import score_fit
from handlers.conversation.said import read_said
from handlers.threads import HOT, WARM, Thread
from handlers.tickets.opening import needs_room
from handlers.words import acts, sightings
from handlers.words.hearing import says
from handlers.words.topics import count_shared, find_room_said, is_about, is_home, same_building, share_place
from nlp.verdict import KindName, Verdict

#: What names each danger outright; what only may go with it (快来人, 里面有人) does not.
_DANGER = {
    category: says(f"danger_{category}")
    for category in (
        *("missing_person", "fire", "gas", "elevator_trapped", "medical", "flood", "falling_object"),
        *("crime", "electric_hazard", "other_urgent"),
    )
}

#: 快来人啊, 谁家窗户 快找人啊.
_LONGEST_CRY = 10


def find_matter_at_hand(case: Case) -> Thread | None:
    """The live ticket that an unsure alarm without a word of danger speaks of, or None."""
    verdict, text = case.verdict, case.message.text
    if verdict.kind != "urgent" or verdict.certain or names_danger(verdict.category, text):
        return None
    if any(alert.category == verdict.category for alert in case.alerts):
        return None
    return next((thread for thread in case.threads if _is_of(thread, case, text)), None)


def reacts_to_alert(case: Case) -> bool:
    """Somebody else's question or grumble about what an alert is live for: no matter of its own."""
    text, person = case.message.text, case.message.sender.id
    if case.verdict.kind not in ("complaint", "inquiry", "suggestion") and not _grumbles(case, text):
        return False
    chides = case.verdict.kind == "complaint" and case.verdict.room is None and acts.confronts(text)
    # 谁家窗户 物业快找人啊, in whatever group: asked about what everybody speaks of.
    wonders = acts.asks(text) and all(evidence.rule == "weights" for evidence in case.verdict.evidence)
    alarming = (
        thread
        for thread in case.threads
        if thread.alert is not None
        and thread.alert.live
        and thread.alert.reporter.id != person
        and case.now - thread.alert.opened_at <= HOT
    )
    return any(
        share_place(text, thread.words)
        or count_shared(text, thread.words) >= 2
        or (wonders and not case.verdict.room and count_shared(text, thread.words) >= 1)
        or (
            (chides or count_shared(text, thread.words) >= 1)
            and thread.touched_at(case.message.chat.id) is not None
        )
        for thread in alarming
    )


def _grumbles(case: Case, text: str) -> bool:
    return case.verdict.kind == "repair" and case.verdict.room is None and sightings.grumbles(text)


def names_danger(category: str | None, text: str) -> bool:
    """Whether the text names the danger that it was taken for."""
    is_said = _DANGER.get(category or "")
    return is_said is None or is_said(text)


def _is_of(thread: Thread, case: Case, text: str) -> bool:
    """A mere cry where it was spoken of just now, or the text names its spot or shares words with it."""
    ticket = thread.ticket
    if not ticket.live:
        return False
    alert = thread.alert is not None and thread.alert.live
    if ticket.reporter.id == case.message.sender.id and needs_room(ticket) and is_home(find_room_said(text)):
        return True  # 我闺女说得写门牌 四号楼二单元201
    touched = thread.touched_at(case.message.chat.id)
    # Who tells of something tells more than a cry: 有个人趴在栏杆外面 is not of the lamp that is out.
    little = alert or len(text) <= _LONGEST_CRY or _suffers_along(thread, case, text)
    if touched is not None and case.now - touched <= WARM and little:
        return True
    if not alert and case.now - thread.latest > WARM:
        return False
    named = same_building(case.verdict.room, ticket.room) and is_about(ticket.category, text)
    return named or bool(share_place(text, thread.words)) or count_shared(text, thread.words) >= 1


def _suffers_along(thread: Thread, case: Case, text: str) -> bool:
    """What somebody else has to bear at home, right after a complaint: `我住601 窗户都不敢开`."""
    others = thread.ticket.kind == "complaint" and case.message.sender.id not in thread.members
    return others and acts.suffers(text) and acts.tells_experience(text)


def read_at_hand(case: Case, thread: Thread) -> Verdict:
    """What is said of the matter at hand: by somebody else, in its words, the like; else only talk."""
    ticket, text = thread.ticket, case.message.text
    alone = ticket.kind not in ("repair", "complaint") or case.message.sender.id in thread.members
    idle = acts.asks(text) or acts.laughs(text) or acts.offers_help(text)
    if alone or idle or acts.warns(text) or sightings.forwards(text):
        return replace(case.verdict, kind="other", category=None)
    kind: KindName = "repair" if ticket.kind == "repair" else "complaint"
    like = replace(case.verdict, kind=kind, category=ticket.category)
    among = replace(case, verdict=like)
    # What does not join it is no report of its own: an alarm that nobody is sure of stays talk.
    if score_fit(among, thread, read_said(among), None) > 0:
        return like
    return replace(case.verdict, kind="other", category=None)
