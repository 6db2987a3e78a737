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
    ALERT = "alert"


class Who(StrEnum):
    """Whom a verb is for."""

    ANYONE = "anyone"
    STAFF = "staff"
    MANAGER = "manager"
    REPORTER_OR_STAFF = "reporter_or_staff"
    OWNER_OF_IT = "owner_of_it"


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
        Verb(
            "transfer",
            ("转派", "轉派", "转单", "轉單"),
            Takes.TICKET,
            Who.STAFF,
            ("转给", "轉給", "派给", "派給"),
        ),
        Verb("note", ("备注", "備註", "備注", "内部备注"), Takes.TICKET, Who.STAFF),
        Verb("estimate", ("预计", "預計", "预估"), Takes.TICKET, Who.STAFF),
        Verb("reclass", ("改类别", "改類別", "改类", "改分类", "改分類"), Takes.TICKET, Who.STAFF),
        Verb("why", ("为什么", "為什麼", "为啥", "為啥"), Takes.TICKET, Who.STAFF),
        Verb("hold", ("挂起", "掛起", "暂停", "暫停"), Takes.TICKET, Who.STAFF),
        Verb("resume", ("恢复", "恢復", "继续", "繼續"), Takes.TICKET, Who.STAFF),
        Verb("file", ("建单", "建單"), Takes.WORDS, Who.STAFF),
        Verb("merge", ("合并", "合併"), Takes.TICKET, Who.STAFF),
        Verb("split", ("拆分",), Takes.TICKET, Who.STAFF),
        Verb("confirm", ("确认", "確認"), Takes.EITHER, Who.STAFF),
        Verb("photo", ("照片",), Takes.TICKET, Who.STAFF),
        Verb("unsay", ("撤", "撤回"), Takes.EITHER, Who.STAFF),
        Verb("clear", ("解除", "解除警报", "解除警報"), Takes.TICKET, Who.REPORTER_OR_STAFF),
        Verb("cancel", ("取消", "作废", "作廢", "撤单", "撤單"), Takes.EITHER, Who.OWNER_OF_IT, asks="own"),
        Verb("remind", ("催单", "催單", "催一下", "催"), Takes.TICKET, Who.OWNER_OF_IT, asks="own"),
        Verb("follow", ("关注", "關注", "跟进"), Takes.TICKET, Who.OWNER_OF_IT, asks="own"),
        Verb("rate", ("评价", "評價"), Takes.TICKET, Who.OWNER_OF_IT, asks="own"),
        Verb(
            "reopen",
            ("没修好", "沒修好", "还没修好", "没弄好", "没解决", "返修"),
            Takes.TICKET,
            Who.OWNER_OF_IT,
            asks="own",
        ),
        Verb(
            "human",
            ("转人工", "轉人工", "人工客服", "人工服务", "找人工", "人工"),
            Takes.NOTHING,
            Who.ANYONE,
            asks="own",
        ),
        Verb("progress", ("进度", "進度", "查进度", "查進度"), Takes.TICKET, Who.ANYONE, asks="own"),
        Verb("own", ("我的工单", "我的工單", "我的报修", "我的報修"), Takes.NOTHING, Who.ANYONE, asks="own"),
        Verb("held", ("我的信息", "我的資料", "我的资料", "查我的信息"), Takes.NOTHING, Who.ANYONE),
        Verb(
            "erase",
            (
                "删除我的信息",
                "刪除我的信息",
                "删除我的资料",
                "删除我的个人信息",
                "清除我的信息",
                "删除个人信息",
            ),
            Takes.NOTHING,
            Who.ANYONE,
        ),
        Verb("erase_sure", ("确认删除", "確認刪除", "确认删除我的信息"), Takes.NOTHING, Who.ANYONE),
        Verb("help", ("帮助", "幫助", "help", "菜单", "菜單"), Takes.NOTHING, Who.ANYONE),
        Verb("mine", ("我的", "我的单", "我的單"), Takes.NOTHING, Who.STAFF, asks="mine"),
        Verb("open", ("未接单", "未接單", "未接"), Takes.NOTHING, Who.STAFF, asks="open"),
        Verb("roster", ("值班", "值班表", "排班"), Takes.WORDS, Who.STAFF),
        Verb("leave", ("请假", "請假"), Takes.WORDS, Who.STAFF, asks="mine"),
        Verb("back", ("销假", "銷假"), Takes.WORDS, Who.STAFF),
        Verb("overdue", ("超时", "超時", "超时工单"), Takes.NOTHING, Who.STAFF, asks="overdue"),
        Verb("today", ("今日", "今日工单", "今日工單", "今天工单"), Takes.NOTHING, Who.STAFF, asks="today"),
        Verb("clue_true", ("线索1属实",), Takes.ALERT, Who.REPORTER_OR_STAFF),
        Verb("clue_false", ("线索1排除",), Takes.ALERT, Who.REPORTER_OR_STAFF),
        Verb("extend", ("延长", "延時", "续期"), Takes.ALERT, Who.REPORTER_OR_STAFF),
        Verb("drill", ("演练",), Takes.ALERT, Who.STAFF),
        Verb("correct", ("更正",), Takes.NOTICE, Who.MANAGER),
        Verb("broadcast", ("广播", "廣播", "群发", "群發"), Takes.WORDS, Who.MANAGER),
    )
}
#: Notices have commands of their own: `确认B7` is not `确认128`.
NOTICE_VERBS = {
    "confirm": "confirm_notice",
    "cancel": "cancel_notice",
    "unsay": "unsay_notice",
    "correct": "correct",
}
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
    **dict.fromkeys(("误报", "誤報", "是误报", "误报了"), "false_alarm"),
    **dict.fromkeys(("确认", "確認", "属实", "屬實", "是真的"), "confirm"),
    **dict.fromkeys(
        ("解除", "已解除", "解除警报", "找到了", "人找到了", "孩子找到了", "老人找到了"), "clear"
    ),
    **dict.fromkeys(("恢复", "恢復", "继续处理", "繼續處理"), "resume"),
    **dict.fromkeys(("进度", "進度"), "progress"),
    **dict.fromkeys(("为什么", "為什麼", "为啥"), "why"),
    **dict.fromkeys(("催", "催单", "催一下", "催一催", "帮我催一下", "麻烦催一下"), "remind"),
    **dict.fromkeys(("撤单", "撤單"), "cancel"),
    **dict.fromkeys(("撤", "撤回", "收回"), "unsay"),
    "返修": "reopen",
}
#: What staff may say without a quote and a number, to be told of which tickets it may be, and what is
#: listed then.  收到 and 我来 are said of everything; that somebody was found is news, whatever else it is.
ALONE: dict[str, str] = {
    **{word: verb for word, verb in QUOTED_WORDS.items() if verb in ("finish", "resume")},
    **dict.fromkeys(("接", "接了", "我接", "接单", "接單", "已接单", "抢单"), "accept"),
    **dict.fromkeys(("确认", "確認"), "confirm"),
    **dict.fromkeys(("挂起", "掛起"), "hold"),
}
LISTED_ALONE = {
    "accept": "open",
    **dict.fromkeys(("finish", "hold", "resume", "transfer", "reply", "note"), "mine"),
}
#: What owners may say after a quote of what the bot said of their ticket.
OWNERS_QUOTED = frozenset({"progress", "clear", "remind", "cancel", "reopen"})
#: What an owner says of work that is done, without any number: the ticket is found, or it was only talk.
NOT_MENDED = re.compile(
    r"(?:根本|完全|还是|还|又|师傅)?(?:没|未|沒)(?:有)?(?:给)?(?:我)?(?:修|弄|搞|处理|解决)(?:好|完|掉)?(?:啊|呀|呢|！|!|。)?"
    r"|(?:又|还是|还)(?:坏|漏|堵|停|不亮|不行|不热|不通|在漏|在响|滴水|漏水)(?:了|着|啊|呀|的)*(?:！|!|。)?"
)
#: What it begins with: most of what is said in a day does not.
BEGINS_NOT_MENDED = frozenset("根完还又师没未沒")
QUOTED_NOTICE_WORDS: dict[str, str] = {
    **dict.fromkeys(("确认", "確認", "确认发送", "发", "發", "可以发", "好的发吧"), "confirm_notice"),
    **dict.fromkeys(("取消", "不发", "不發", "作废", "算了"), "cancel_notice"),
    **dict.fromkeys(("撤", "撤回", "收回"), "unsay_notice"),
}
#: After a quote these take the ticket and are passed on to the owner.
COMING = re.compile(
    "^(?:(?:好的?|好嘞|收到|嗯+|行|ok|OK|没问题)[，,。.!！\\s]*)?(?:马上|馬上|这就|這就|立刻|立即|现在就|现在|已|我)?(?:到|来|來|去|过来|过去|過來|過去|出发|出發|在路上|上门|上門|安排)(?:$|[\\s，,。.！!了吧]|看)"
)
COMING_START = re.compile(r"^(?:马上|馬上|这就|這就|在路上|我去看|我过去|我过来|\d{1,2}分钟(?:内)?到)")
#: After a quote these are talk among colleagues, not words for the owner.
AMONG_COLLEAGUES = re.compile(
    r"^(?:谁|誰|哪位|有人).{0,12}$|^(?:接|去|修|弄|处理|完成|搞定|到)?(?:好)?(?:了吗|了没|了没有|了么|没有|没)[?？]?$"
)
#: Verbs that staff may type alone, to be told what is missing.
TEACHABLE = frozenset(
    {
        "accept",
        "reply",
        "false_alarm",
        "transfer",
        "clear",
        "broadcast",
        "correct",
        "note",
        "estimate",
        "reclass",
    }
)
#: After a quote these begin no sentence to an owner, also where nothing stands between them and the rest.
GLUED: dict[str, tuple[str, ...]] = {
    "note": VERBS["note"].words,
    "reclass": VERBS["reclass"].words,
    "transfer": ("转派", "轉派", "转单", "轉單"),
}
#: `预计18:00` after a quote names a time, no ticket.
ESTIMATE = re.compile(
    r"^(?:预计|預計|预估)\s*[:：]?\s*(?P<when>(?:今天|今晚|明天|后天|上午|中午|下午|晚上|周|星期|\d{1,2}\s*(?:[:：点时號号日月]|分钟|小时)).*)$",
    re.DOTALL,
)
#: After a quote a colleague's name alone follows: `转何师傅`, `转给小李`.
TO_COLLEAGUE = re.compile(
    r"^[转轉](?:派|单|單|给|給)?\s*(?P<name>[\u4e00-\u9fff]{1,3}(?:师傅|師傅|队长|經理|经理|班长|主管|工|姐|哥)|(?<=[派单給给])[\u4e00-\u9fff]{2,3})$"
)
#: How a broadcast names one owners' group by its number, and how the last of a list of them ends.
GROUP_NUMBER = re.compile(r"(\d{1,3})(?:号|號)?(?:业主)?群?")
GROUPS_END = re.compile("[群]$")
#: The commands about the roster: what follows the verb is a name, trades, days, hours.
ROSTER_VERBS = ("roster", "leave", "back")
WHOLE_DAY = "全天"
#: After a name these give the person back to the roster of the settings.
RESET_WORDS = frozenset({"取消", "恢复", "照旧"})
#: What may stand between shifts and days.
BETWEEN_SHIFTS = ",;和及"
#: One shift: from when to when, over midnight too.
SHIFT = re.compile(r"(\d{1,2}):([0-5]\d)\s*[-到至]\s*(\d{1,2}):([0-5]\d)")
#: How a command that names two tickets names the second: `合并129到128`.
SECOND_TICKET = re.compile(r"^(?:到|入|进|至|并到|和|与)?\s*[#＃]?\s*(\d{1,6})")
