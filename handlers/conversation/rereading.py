"""What a verdict is worth where it was said: an address, advice to a neighbour, thanks are no report.

Recognition reads each message by itself; among what was just said here it may be only talk.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.case import Case
from handlers.conversation import doubting, overhearing
from handlers.conversation.news import is_news
from handlers.conversation.own_threads import list_own_threads
from handlers.conversation.reaching import is_area_outage, is_home_fault
from handlers.conversation.second_faults import find_second_fault
from handlers.conversation.withdrawing import list_open_questions
from handlers.model import ChatKind
from handlers.threads import HOT, WARM
from handlers.words import acts, parts, sightings
from handlers.words.lists import has_details
from handlers.words.topics import count_shared, find_room_said, is_about, tells_failing, tells_outage

_LONGEST_ADVICE = 20
#: So soon after somebody else's words one answers them.
REPLIES = timedelta(minutes=3)


def reread(case: Case) -> Case:
    """A room, a telephone number, a call for the company alone is no report, whatever it looks like.

    Nor is what one says to a neighbour who has just reported something: advice, an offer to look.
    """
    text = acts.strip_stand_ins(case.message.text)
    if case.verdict.category == "elevator_trapped" and acts.tells_of_empty_lift(text):
        return replace(case, verdict=replace(case.verdict, kind="repair", category="elevator"))
    at_hand = doubting.find_matter_at_hand(case)
    if at_hand is not None:
        return replace(case, verdict=doubting.read_at_hand(case, at_hand))
    if doubting.reacts_to_alert(case):
        return replace(case, verdict=replace(case.verdict, kind="other", category=None))
    if case.verdict.kind == "other":
        second = find_second_fault(case, text)
        if second is None:
            return case
        return replace(case, verdict=replace(case.verdict, kind="repair", category=second))
    fees = _find_price(case, text)
    if fees:
        return replace(case, verdict=replace(case.verdict, kind="complaint", category=fees))
    if not any(is_talk(case, text) for is_talk in _TALK):
        return case
    return replace(case, verdict=replace(case.verdict, kind="other", category=None))


def _is_only_address(case: Case, text: str) -> bool:
    if case.verdict.kind in ("suggestion", "inquiry") and _hands_back(case, text):
        return not case.message.mentions_bot
    if (acts.guesses(text) or acts.says_otherwise(text)) and _is_outage_known(case, text):
        return True
    if case.verdict.kind == "repair" and overhearing.is_announced(text, case.talk, case.now):
        return True
    if case.verdict.kind == "inquiry" and not acts.may_ask(text) and _is_reply(case):
        return True
    if _tells_where_kin_live(case, text):
        return True
    return case.verdict.kind != "urgent" and (parts.says_only_address(text) or acts.only_calls(text))


def _tells_where_kin_live(case: Case, text: str) -> bool:
    """`我爷爷家是4栋2单元102` and no more: whose home it is, not what is wrong with it."""
    if case.verdict.kind == "urgent" or not (acts.speaks_for_kin(text) and find_room_said(text)):
        return False
    matter = has_details(text) or tells_failing(text) or tells_outage(text)
    return len(text) <= _LONGEST_ADVICE and not matter


def _is_kindly_meant(case: Case, text: str) -> bool:
    """Thanks to the staff, a word for them in a quarrel, a call for help from another town passed on."""
    kind = case.verdict.kind
    if kind == "urgent":
        return case.verdict.category == "missing_person" and sightings.is_of_another_town(text)
    if acts.only_thanks(text) and not case.message.mentions_bot:
        return True
    if kind != "complaint" or not acts.opposes_complaint(text):
        return False
    return _is_reply(case) or (acts.finds_it_fair(text) and _is_unsure(case))


def _is_unsure(case: Case) -> bool:
    """No rule fired: the weights alone take it for what it is."""
    return all(evidence.rule == "weights" for evidence in case.verdict.evidence)


def _is_reply(case: Case) -> bool:
    """Somebody else has just spoken here: what asks nothing is an answer."""
    person = case.message.sender.id
    fresh = (r for r in case.talk if case.now - r.message.sent_at <= REPLIES)
    return not case.message.mentions_bot and any(r.message.sender.id != person for r in fresh)


def _hands_back(case: Case, text: str) -> bool:
    """It is of something lost or found, or goes on about it."""
    return acts.hands_back(text) or any(acts.hands_back(message.text) for message in case.recent)


def _is_outage_known(case: Case, text: str) -> bool:
    """Somebody guesses at the cause of what is out, or has it (`我302有水啊 是不是欠费了`): filed already."""
    near = [t for t in case.threads if t.ticket.live and case.now - t.latest <= HOT and is_area_outage(t)]
    if any(t.ticket.category == case.verdict.category for t in near):
        return True
    has_it = case.verdict.kind == "inquiry" and acts.says_otherwise(text)
    return has_it and any(is_about(t.ticket.category, text) for t in near)


def _is_put_to_one(case: Case, text: str) -> bool:
    """`你看看电箱里是不是跳了`, right after a neighbour's report: it asks that neighbour, not the company."""
    if case.verdict.kind not in ("repair", "inquiry", "suggestion") or case.verdict.room:
        return False
    if case.message.mentions_bot or acts.tells_own_home(text) or not acts.turns_to_one(text):
        return False
    chat, person = case.message.chat.id, case.message.sender.id
    others = (t for t in case.threads if person not in t.members)
    return any((at := t.touched_at(chat)) and case.now - at <= WARM for t in others)


def _is_to_neighbour(case: Case, text: str) -> bool:
    if len(text) <= _LONGEST_ADVICE and acts.warns(text) and _repeats_neighbour(case, text):
        return True
    if len(text) > _LONGEST_ADVICE or not (acts.advises(text) or acts.offers_help(text)):
        return False
    chat, person = case.message.chat.id, case.message.sender.id
    others = [thread for thread in case.threads if person not in thread.members]
    if acts.offers_help(text) and _is_reply(case):
        return True
    spoken = any((at := t.touched_at(chat)) and case.now - at <= WARM for t in others)
    return spoken or any(alert.reporter.id != person for alert in case.alerts)


def _repeats_neighbour(case: Case, text: str) -> bool:
    """Its words are those of a report that somebody else has just made here, and of no home."""
    chat, person = case.message.chat.id, case.message.sender.id
    if case.verdict.kind == "urgent" or case.verdict.room or acts.tells_own_home(text):
        return False
    others = (thread for thread in case.threads if person not in thread.members)
    near = (t for t in others if (at := t.touched_at(chat)) and case.now - at <= WARM)
    return any(count_shared(text, t.words) >= 2 for t in near)


def _find_price(case: Case, text: str) -> str | None:
    """Who scolds right after a notice of prices complains of prices, whatever else is scolded."""
    if case.verdict.kind not in ("complaint", "inquiry") or acts.asks_politely(text):
        return None
    lately = [r for r in case.talk if r.message.sender.id != case.message.sender.id]
    return "fees" if overhearing.find_grumbled(text, lately) == "fees" else None


def _is_experience(case: Case, text: str) -> bool:
    """What its sender went through once, or supposes, said to a neighbour: no fault of now."""
    if case.verdict.kind == "urgent" or case.verdict.room or acts.says_again(text):
        return False
    if acts.supposes(text) and list_open_questions(case):
        return True
    if not acts.tells_of_past(text):
        return False
    chat, person = case.message.chat.id, case.message.sender.id
    others = (t for t in case.threads if person not in t.members)
    near = (t for t in others if (at := t.touched_at(chat)) and case.now - at <= WARM)
    return any(is_home_fault(t) for t in near)


def _is_of_own_alert(case: Case, text: str) -> bool:
    """Who has just called for help tells more of it: the light of that lift is no second fault."""
    if case.verdict.kind == "urgent" or acts.starts_another(text):
        return False
    person = case.message.sender.id
    own = {alert.ticket for alert in case.alerts if alert.live and alert.reporter.id == person}
    threads = (t for t in case.threads if t.ticket.number in own)
    return any((at := t.touched_at(person=person)) and case.now - at <= REPLIES for t in threads)


def _is_of_own_danger_past(case: Case, text: str) -> bool:
    """`屋里成泳池了`, once the water is off: of what is over, and no new danger is named."""
    verdict = case.verdict
    if verdict.kind != "urgent" or verdict.certain or doubting.names_danger(verdict.category, text):
        return False
    return any(
        ticket.kind == "urgent"
        and ticket.category == verdict.category
        and not ticket.live
        and case.now - (ticket.updated_at or ticket.opened_at) <= HOT
        for ticket in case.own
    )


def _is_apology(case: Case, text: str) -> bool:
    """Whoever did it excuses himself to the neighbour who has just reported it."""
    if not acts.apologises(text) or (case.verdict.kind == "urgent" and case.verdict.certain):
        return False
    chat, person = case.message.chat.id, case.message.sender.id
    others = (t for t in case.threads if person not in t.members)
    return any((at := t.touched_at(chat)) and case.now - at <= WARM for t in others)


def _is_answer(case: Case, text: str) -> bool:
    """It answers what a neighbour has just asked here: no rule is sure of it, nothing is wanted."""
    verdict = case.verdict
    if verdict.room or acts.asks(text) or acts.calls_staff(text) or acts.tells_own_home(text):
        return False
    if not _is_unsure(case):
        return False
    asked = list_open_questions(case)
    if verdict.kind == "urgent":
        return bool(asked) and not doubting.names_danger(verdict.category, text)
    if verdict.kind == "complaint" and asked and not _scolds(text):
        return True
    return any(count_shared(text, thread.words) >= 1 for thread in asked)


def _scolds(text: str) -> bool:
    return acts.rails(text) or acts.scolds(text) or acts.suffers(text) or acts.grumbles(text)


def _scolds_one(case: Case, text: str) -> bool:
    """`你的车又压线`: it is said to that neighbour, and asks nothing of the company."""
    if case.verdict.kind != "complaint" or case.message.chat.kind is not ChatKind.OWNERS:
        return False
    if case.verdict.room:
        return False  # 管管你们的狗 12栋电梯里一泡尿: what is wrong with the house is the company's.
    return acts.scolds_one(text) and not case.message.mentions_bot and not acts.names_company(text)


def _is_told_of_own_question(case: Case, text: str) -> bool:
    """Who has asked the company tells what came of it: no second question."""
    if case.verdict.kind != "inquiry" or case.message.mentions_bot or not acts.has_asked(text):
        return False
    if acts.asks(text) or acts.asks_politely(text):
        return False
    mine = list_own_threads(case)
    return any(t.ticket.kind == "inquiry" and t.touched_at(case.message.chat.id) for t in mine)


def _is_retort(case: Case, text: str) -> bool:
    """Somebody tells a neighbour who complains how it ought to be: `楼道本来就不能放东西`."""
    opposes = case.verdict.kind == "inquiry" and acts.opposes(text)
    if not (opposes or (case.verdict.kind == "suggestion" and _is_unsure(case))) or acts.proposes(text):
        return False
    chat, person = case.message.chat.id, case.message.sender.id
    others = (
        t for t in case.threads if (opposes or t.ticket.kind != "suggestion") and person not in t.members
    )
    return any((at := t.touched_at(chat)) and case.now - at <= REPLIES for t in others)


#: What makes talk of what looks like a report.
_TALK = (
    _is_only_address,
    _is_to_neighbour,
    _is_put_to_one,
    _is_kindly_meant,
    _is_answer,
    _is_retort,
    _scolds_one,
    _is_told_of_own_question,
    _is_experience,
    _is_of_own_alert,
    _is_of_own_danger_past,
    _is_apology,
    is_news,
)
