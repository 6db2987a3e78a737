"""The verbs of the commands with their synonyms, in one table, and the words that suffice after a quote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Takes(StrEnum):
    """What stands after a verb."""

    TICKET = "ticket"
    NOTICE = "notice"
    EITHER = "either"
    WORDS = "words"
    NOTHING = "nothing"


class Who(StrEnum):
    """Whom a verb is for."""

    ANYONE = "anyone"
    STAFF = "staff"
    MANAGER = "manager"
    REPORTER_OR_STAFF = "reporter_or_staff"


@dataclass(frozen=True, slots=True)
class Verb:
    """One command: its name, how people type it (first the one that is taught), for whom, and what follows.

    `loose` are short forms that only staff may use, outside the owners' groups.
    `asks` names the listing that the answer needs.
    """

    name: str
    words: tuple[str, ...]
    takes: Takes
    who: Who
    loose: tuple[str, ...] = ()
    asks: str = ""


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("accept", ("接单", "接單", "抢单", "搶單"), Takes.TICKET, Who.STAFF, ("接", "接了", "收到")),
        Verb("reply", ("回复", "回復", "回覆", "答复", "答復"), Takes.TICKET, Who.STAFF, ("回",)),
        Verb(
            "finish",
            ("完成", "完工", "修好了", "搞定"),
            Takes.TICKET,
            Who.STAFF,
            ("好了", "修好", "弄好了", "做完了"),
        ),
        Verb("false_alarm", ("误报", "誤報"), Takes.TICKET, Who.STAFF),
        Verb("transfer", ("转派", "轉派"), Takes.TICKET, Who.STAFF, ("转给", "轉給", "派给", "派給")),
        Verb("hold", ("挂起", "掛起", "暂停", "暫停"), Takes.TICKET, Who.STAFF),
        Verb("resume", ("恢复", "恢復", "继续", "繼續"), Takes.TICKET, Who.STAFF),
        Verb("file", ("建单", "建單"), Takes.WORDS, Who.STAFF),
        Verb("merge", ("合并", "合併"), Takes.TICKET, Who.STAFF),
        Verb("split", ("拆分",), Takes.TICKET, Who.STAFF),
        Verb("estimate", ("预计", "預計", "预估"), Takes.TICKET, Who.STAFF),
        Verb("confirm", ("确认", "確認"), Takes.EITHER, Who.STAFF),
        Verb("clear", ("解除", "解除警报", "解除警報"), Takes.TICKET, Who.REPORTER_OR_STAFF),
        Verb("cancel", ("取消", "作废", "作廢"), Takes.NOTICE, Who.MANAGER),
        Verb("progress", ("进度", "進度", "查进度", "查進度"), Takes.TICKET, Who.ANYONE, asks="own"),
        Verb("own", ("我的工单", "我的工單", "我的报修", "我的報修"), Takes.NOTHING, Who.ANYONE, asks="own"),
        Verb("help", ("帮助", "幫助", "help", "菜单", "菜單"), Takes.NOTHING, Who.ANYONE),
        Verb("mine", ("我的", "我的单", "我的單"), Takes.NOTHING, Who.STAFF, asks="mine"),
        Verb("open", ("未接单", "未接單", "未接"), Takes.NOTHING, Who.STAFF, asks="open"),
        Verb("overdue", ("超时", "超時", "超时工单"), Takes.NOTHING, Who.STAFF, asks="overdue"),
        Verb("today", ("今日", "今日工单", "今日工單", "今天工单"), Takes.NOTHING, Who.STAFF, asks="today"),
        Verb("broadcast", ("广播", "廣播", "群发", "群發"), Takes.WORDS, Who.MANAGER),
    )
}

#: Notices have commands of their own: `确认B7` is not `确认128`.
NOTICE_VERBS = {"confirm": "confirm_notice", "cancel": "cancel_notice"}
NOTICE_WHO = Who.MANAGER

#: After a quote of a card by staff these words are the whole command.
QUOTED_WORDS: dict[str, str] = {
    **dict.fromkeys(
        ("接", "接了", "我接", "接单", "接單", "收到", "已接", "已接单", "我来", "我來", "1"), "accept"
    ),
    **dict.fromkeys(
        (
            "好了",
            "完成",
            "完成了",
            "已完成",
            "修好了",
            "已修好",
            "弄好了",
            "搞定",
            "搞定了",
            "做完了",
            "完工",
            "处理好了",
            "已处理",
        ),
        "finish",
    ),
    **dict.fromkeys(("误报", "誤報", "是误报"), "false_alarm"),
    **dict.fromkeys(("确认", "確認", "属实", "屬實", "是真的"), "confirm"),
    **dict.fromkeys(
        ("解除", "已解除", "解除警报", "找到了", "人找到了", "孩子找到了", "老人找到了"), "clear"
    ),
    **dict.fromkeys(("恢复", "恢復", "继续处理", "繼續處理"), "resume"),
    **dict.fromkeys(("进度", "進度"), "progress"),
}

QUOTED_NOTICE_WORDS: dict[str, str] = {
    **dict.fromkeys(("确认", "確認", "确认发送", "发", "發", "可以发", "好的发吧"), "confirm_notice"),
    **dict.fromkeys(("取消", "不发", "不發", "作废", "算了"), "cancel_notice"),
}

#: After a quote these take the ticket and are passed on to the owner.
COMING = re.compile(
    "^(?:马上|馬上|这就|這就|立刻|立即|现在就|现在|已|我)?(?:到|来|來|去|过来|过去|過來|過去|出发|出發|在路上|上门|上門|安排)(?:$|[\\s，,。.！!了吧]|看)"
)
COMING_START = re.compile(r"^(?:马上|馬上|这就|這就|在路上|我去看|我过去|我过来|\d{1,2}分钟(?:内)?到)")

#: After a quote these are talk among colleagues, not words for the owner.
AMONG_COLLEAGUES = re.compile(
    r"^(?:谁|誰|哪位|有人).{0,12}$|^(?:接|去|修|弄|处理|完成|搞定|到)?(?:好)?(?:了吗|了没|了没有|了么|没有|没)[?？]?$"
)

#: Verbs that staff may type alone, to be told what is missing.
TEACHABLE = frozenset({"accept", "reply", "false_alarm", "transfer", "clear", "broadcast", "estimate"})

#: How a broadcast names one owners' group by its number, and how the last of a list of them ends.
GROUP_NUMBER = re.compile(r"(\d{1,3})(?:号|號)?(?:业主)?群?")
GROUPS_END = re.compile("[群]$")

#: How a command that names two tickets names the second: `合并129到128`.
SECOND_TICKET = re.compile(r"^(?:到|入|进|至|并到|和|与)?\s*[#＃]?\s*(\d{1,6})")
