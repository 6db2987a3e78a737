"""How staff announce a drill and its end, and how owners wonder at its smoke and noise."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.words.lists import is_question

#: Where the word of the command stands: `定时广播 …`.
_FIRST = 6
_DRILL = re.compile("演[练練习習]|疏散测试|警报测试|试放烟")
_NOTICE = re.compile(
    r"进行|举行|开展|组织|做|有|将|届时|请|勿|定于|安排|时间|今[天日晚]|明[天日]|后天|[上下]午|\d\s*[:：点]|[一二三四五六七八九十]点"
)
_OVER = re.compile(
    "(?:演[练練习習]|测试)(?:已经?|都)?(?:圆满|顺利)?(?:结束|完毕|完成|取消|延期|改期|改到)|(?:取消|推迟|改期).{0,6}演[练練习習]"
)
_SHORTEST = 8
#: What nobody says who only wonders.
_GRAVE = re.compile(
    r"救命|着火|起火|火苗|明火|火光|火焰|烧起来|烧着|爆炸|困在|困住|出不[来去]|快来人|报警|119|受伤|流血|昏|"
    r"真的|不是演[练練习習]|没有演[练練习習]|哪(?:里|来)的演[练練习習]"
)
_WONDERS = re.compile(r"怎么|咋|是不是|啥情况|什么情况|怎么回事|为什么|演[练練习習]|吗|嘛|啥")
_DAYS = (("后天", 2), ("明天", 1), ("明日", 1), ("明早", 1), ("明晚", 1))
_DATED = re.compile(r"(?:(?P<month>\d{1,2})\s*月)?\s*(?P<day>\d{1,2})\s*[日号](?![楼栋门线])")


def announces_drill(text: str) -> bool:
    """Whether staff announce a drill in it: 今天下午三点9栋消防演练 会放烟."""
    return (
        len(text) >= _SHORTEST and bool(_DRILL.search(text) and _NOTICE.search(text)) and not ends_drill(text)
    )


def ends_drill(text: str) -> bool:
    """Whether staff say that a drill is over or put off."""
    return _OVER.search(text) is not None


def wonders(text: str) -> bool:
    """Whether somebody only asks what it is, and neither calls for help nor says that it burns."""
    return not _GRAVE.search(text) and bool(is_question(text) or _WONDERS.search(text))


def orders_broadcast(text: str) -> bool:
    """Whether it is the order for a notice to owners."""
    return "广播" in text[:_FIRST]


def find_day(text: str, said_on: date) -> date:
    """The day of the drill that a notice of `said_on` names; that day itself where it names none."""
    dated = _DATED.search(text)
    if dated:
        month = int(dated["month"] or said_on.month)
        try:
            return date(said_on.year, month, int(dated["day"]))
        except ValueError:
            return said_on
    ahead = next((days for word, days in _DAYS if word in text), 0)
    return said_on + timedelta(days=ahead)
