"""Whether what was taken for a new danger is only talk about what is reported already.

Words about something that people are speaking of (谁家窗户 快找人啊) look urgent by themselves.  Where
nothing in them names a danger, and no rule is sure of it, they belong to the matter at hand.
"""

from __future__ import annotations

import re

from handlers.case import Case
from handlers.conversation.fitting import HOT, WARM
from handlers.threads import Thread
from handlers.words import acts, sightings
from handlers.words.topics import count_shared, is_about, same_building, share_place

#: What names each danger outright; what only may go with it (快来人, 里面有人) does not.
_DANGER: dict[str, re.Pattern[str]] = {
    name: re.compile(words)
    for name, words in {
        "missing_person": (
            "不见|走丢|走失|没回|没到家|找不到|找不着|联系不上|失联|没影|丢了|不知去向|打不通|没人应|"
            "不接|哭|迷路|看[到见]我|失踪"
        ),
        "fire": "火|烟|烧|焦|糊味|红光|红红的|爆",
        "gas": "煤气|燃气|天然气|臭鸡蛋|漏气|气味|呛|一氧化碳|头晕|味道|异味",
        "elevator_trapped": (
            "困|关在|关着|出不[来去]|卡(?:在|住)|被关|拍门|喊|救|哭|往下掉|坠|按铃|里[面头].{0,3}有人"
        ),
        "medical": "晕|倒|抽|血|喘|心|叫不醒|摔|昏|吐|疼|呼吸|120|烫伤|噎",
        "flood": "淹|涌|喷|爆|灌|哗哗|冲|漫|瀑布|倒灌|满屋|全是水|水柱|淌|流",
        "falling_object": "掉|坠|砸|扔|抛|悬|倒下来|落下|脱落|摇摇欲坠|鼓",
        "crime": "撬|偷|打|刀|抢|拧|尾随|跟踪|陌生|翻|闯|砍|威胁|爬|骗|摸我|猥亵",
        "electric_hazard": "火花|漏电|麻|电到|电死|电了|裸露|打火|冒烟|噼|啪|电线.{0,4}(?:断|垂|掉)|火星",
        "other_urgent": "卡|夹|蛇|蜂|跳|窗台|锁|塌|压|陷|裂|困|掉|倒|咬|溺|水里|煤气",
    }.items()
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
    pattern = _DANGER.get(category or "")
    return pattern is None or pattern.search(text) is not None


def _is_of(thread: Thread, case: Case, text: str) -> bool:
    """A mere cry where it was spoken of just now, or the text names its spot or shares words with it."""
    ticket = thread.ticket
    if not ticket.live:
        return False
    alert = thread.alert is not None and thread.alert.live
    touched = thread.touched_at(case.message.chat.id)
    # Who tells of something tells more than a cry: 有个人趴在栏杆外面 is not of the lamp that is out.
    if touched is not None and case.now - touched <= WARM and (alert or len(text) <= _LONGEST_CRY):
        return True
    if not alert and case.now - thread.latest > WARM:
        return False
    named = same_building(case.verdict.room, ticket.room) and is_about(ticket.category, text)
    return named or bool(share_place(text, thread.words)) or count_shared(text, thread.words) >= 1
