"""News that looks like a report: of another estate, of what it was in the end, of what was just told."""

from __future__ import annotations

from datetime import timedelta

from handlers.case import Case
from handlers.conversation.own_threads import list_own_threads
from handlers.words import acts
from handlers.words.hearing import says
from handlers.words.topics import count_shared, tells_outage

#: So soon after somebody else's report a question is put to who made it.
_JUST_NOW = timedelta(minutes=3)
#: So long after work was done people tell what it was.
_LATELY = timedelta(hours=24)
_is_of_other_estate, _tells_the_cause = says("is_of_other_estate"), says("tells_the_cause")
#: 周末停水吗 is of another outage than the one that was told.
_asks_of_plans = says("outage_to_come")


def is_news(case: Case, text: str) -> bool:
    """Whether it only tells, or asks of what was told here; urgent words never do."""
    if case.verdict.kind == "urgent" or case.message.mentions_bot:
        return False
    return _is_from_elsewhere(case, text) or _is_the_cause(case, text) or _asks_of_report(case, text)


def _is_from_elsewhere(case: Case, text: str) -> bool:
    """`对面春江花园又停水了`: nobody's here.  A noise from there is heard here, and stays a complaint."""
    fails = case.verdict.kind in ("repair", "inquiry") or tells_outage(text)
    return fails and case.verdict.room is None and _is_of_other_estate(text)


def _is_the_cause(case: Case, text: str) -> bool:
    """`说是软管让老鼠啃了`, by who had it mended or reported it."""
    if not _tells_the_cause(text) or case.verdict.room:
        return False
    ended = any(case.now - (t.updated_at or t.opened_at) <= _LATELY for t in case.own)
    return ended or bool(list_own_threads(case))


def _asks_of_report(case: Case, text: str) -> bool:
    """`东门几号出口`, of a neighbour who has just reported something there; no rule is sure of it."""
    if case.verdict.kind != "inquiry" or acts.asks_politely(text) or acts.names_company(text):
        return False
    if {evidence.rule for evidence in case.verdict.evidence} != {"weights"} or _asks_of_plans(text):
        return False
    chat, person = case.message.chat.id, case.message.sender.id
    others = (t for t in case.threads if person not in t.members)
    near = (t for t in others if (at := t.touched_at(chat)) and case.now - at <= _JUST_NOW)
    return any(count_shared(text, t.words) for t in near)
