"""WeChat's own text of a chat, as copied or mailed: who, when, and the words on the lines below.

The line with the time is found by its form; everything until the next one is what was said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from bot.exports.lines import Line, Tell, is_system, read_stand_in
from bot.exports.times import BadTime, read_day, read_time

_DATE = r"(?:\d{4}|\d{2})\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?|\d{1,2}月\d{1,2}日|今天|昨天|前天"
_WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天]"
_HALF = r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)\s*"
_CLOCK = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s*[AaPp][Mm])?"
_WHEN = rf"(?:(?:{_DATE})?[\sT,，]*(?:{_WEEKDAY})?[\s,，]*(?:{_HALF})?{_CLOCK})"
_TIME_ALONE = re.compile(rf"^\s*{_WHEN}\s*$")
_NAME_TIME = re.compile(rf"^(?P<name>\S.{{0,63}}?)[ \t\u2005\u3000]+(?P<when>{_WHEN})\s*$")
_TIME_NAME = re.compile(rf"^(?P<when>{_WHEN})[ \t\u2005\u3000]+(?P<name>\S.{{0,63}}?)\s*$")
_IN_BRACKETS = re.compile(
    rf"^(?P<name>\S.{{0,63}}?)\s*[(（]\s*(?P<when>{_WHEN})\s*[)）]\s*[:：]\s*(?P<words>.*)$"
)
_DAY_LINE = re.compile(rf"^[\s—\-–─=]*(?P<day>{_DATE})(?:\s*{_WEEKDAY})?[\s—\-–─=]*$")
LONGEST_NAME = 64
_DATED = re.compile(rf"^\s*(?:{_DATE}|{_WEEKDAY})")
_FULL = re.compile(r"^\s*(?:\d{4}|\d{2})\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d")
#: So many of the first lines are looked at to tell what a file is.
LOOKED_AT = 200


class Form(StrEnum):
    """How a message begins."""

    BRACKETS = "name (time): words"
    NAME_TIME = "name time"
    TIME_NAME = "time name"
    TWO_LINES = "name, then time on a line of its own"


_ONE_LINE = {Form.BRACKETS: _IN_BRACKETS, Form.NAME_TIME: _NAME_TIME, Form.TIME_NAME: _TIME_NAME}


@dataclass(frozen=True, slots=True)
class Head:
    """Where a message begins: its name, its time, and the words on the same line."""

    form: Form
    name: str
    when: str
    words: str = ""

    @property
    def lines(self) -> int:
        return 2 if self.form is Form.TWO_LINES else 1

    @property
    def dated(self) -> bool:
        """Whether the time names its day."""
        return _DATED.match(self.when) is not None


@dataclass(frozen=True, slots=True)
class Style:
    """The form that a file's messages begin in, and whether their times always name the whole day.

    Where the first does, all do, and “停水 8:00” within somebody's words begins no message.
    """

    form: Form
    dated: bool

    def fits(self, head: Head) -> bool:
        return head.form is self.form and (head.dated or not self.dated)


def find_style(lines: Sequence[str]) -> Style | None:
    """The style that most messages of a copied chat begin in; None where nothing begins one."""
    heads = [head for index in range(len(lines)) if (head := find_head(lines, index))]
    if not heads:
        return None
    form = Counter(head.form for head in heads).most_common(1)[0][0]
    first = next(head for head in heads if head.form is form)
    return Style(form, _FULL.match(first.when) is not None)


def looks_pasted(text: str) -> bool:
    """Whether a text is a chat as WeChat writes it: one of its first lines begins a message."""
    return find_style(text.splitlines()[:LOOKED_AT]) is not None


def find_head(lines: Sequence[str], index: int) -> Head | None:
    """The beginning of a message at this line, in any of the forms; None where it is words."""
    line = lines[index]
    if ":" in line or "：" in line:
        for form, pattern in _ONE_LINE.items():
            found = pattern.match(line)
            if found:
                parts = found.groupdict(default="")
                return Head(form, parts["name"].rstrip(":： "), parts["when"], parts.get("words", ""))
    return _find_two_lines(lines, index)


def _find_two_lines(lines: Sequence[str], index: int) -> Head | None:
    if index + 1 >= len(lines) or _TIME_ALONE.match(lines[index + 1]) is None:
        return None
    name = lines[index].strip().rstrip(":：")
    if not name or len(name) > LONGEST_NAME or _TIME_ALONE.match(name) or _DAY_LINE.match(name):
        return None
    return Head(Form.TWO_LINES, name, lines[index + 1].strip())


def read_pasted(text: str, zone: tzinfo, today: date | None, tell: Tell) -> Iterator[Line]:
    """The messages of a copied chat; what belongs to none of them is told as broken.

    `today` is the day that 昨天 counts from: the file's own.
    """
    lines = text.splitlines()
    style = find_style(lines)
    current: _Open | None = None
    day, index = today, 0
    while index < len(lines):
        head = find_head(lines, index)
        if head is not None and style is not None and style.fits(head):
            yield from _finish(current)
            current = _open(head, index + 1, zone, today if head.dated else day, tell)
            day = current.at.date() if current else day
            index += head.lines
            continue
        named = _DAY_LINE.match(lines[index])
        if named:
            day = read_day(named["day"], today)[0] or day
        elif current is not None:
            current.words.append(lines[index])
        elif lines[index].strip():
            tell(index + 1, "前面没有“谁、什么时候”这样的一行")
        index += 1
    yield from _finish(current)


@dataclass(slots=True)
class _Open:
    """A message whose words are still being read."""

    at: datetime
    name: str
    number: int
    words: list[str]


def _open(head: Head, number: int, zone: tzinfo, day: date | None, tell: Tell) -> _Open | None:
    try:
        at = read_time(head.when, zone, day)
    except BadTime:
        tell(number, f"时间看不懂：{head.when}")
        return None
    return _Open(at, head.name, number, [head.words] if head.words else [])


def _finish(message: _Open | None) -> Iterator[Line]:
    if message is None:
        return
    text = "\n".join(message.words).strip()
    if not text or is_system(text):
        return
    kind, words = read_stand_in(text)
    yield Line(message.at, "", message.name, words, message.number, kind)
