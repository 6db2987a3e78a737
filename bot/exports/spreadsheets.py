"""CSV of the tools that export WeChat chats: any of their headers, any of their separators."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import islice

from bot.exports.lines import Line, Tell, UnreadableExport, is_system, read_stand_in
from bot.exports.times import BadTime, read_time
from handlers.model import AttachmentKind

#: What the columns are called, by field; where a row has several of a field, the first that is not empty
#: counts.  From WeChatMsg, PyWxDump, WeChatExporter and the like, and from tables made by hand.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "time": (
        "strtime", "time", "datetime", "时间", "日期时间", "发送时间", "消息时间", "聊天时间", "发言时间",
        "time(asia/shanghai)", "msgtime", "sendtime", "createtime", "create_time", "created_at", "timestamp",
        "时间戳",
    ),
    "day": ("date", "日期", "发送日期", "day"),
    "sender": (
        "remark", "nickname", "sender", "发送人", "发送者", "发言人", "发送人昵称", "群昵称", "备注", "昵称",
        "from_nickname", "sender_name", "sendername", "displayname", "display_name", "talkername", "姓名",
        "名字", "用户", "用户名", "name", "from", "user", "from_id", "talker", "wxid", "微信号",
    ),
    "text": (
        "strcontent", "text", "content", "msg", "message", "消息内容", "内容", "消息", "聊天内容", "发言内容",
        "正文", "文本", "body",
    ),
    "group": (
        "group", "room_name", "roomname", "group_name", "groupname", "chatroom", "chat", "群", "群名", "群聊",
        "群名称", "群聊名称", "会话", "聊天", "会话名称", "strtalker", "group_id",
    ),
    "type": ("type", "type_name", "msgtype", "content_type", "消息类型", "类型", "信息类型"),
}  # fmt: skip
_FIELD_OF = {name: field for field, names in SYNONYMS.items() for name in names}

#: What is no text, by WeChat's number for it or by the name that tools give it; None is nobody's message.
TYPES: dict[str, AttachmentKind | None] = {
    "3": AttachmentKind.IMAGE, "图片": AttachmentKind.IMAGE, "picture": AttachmentKind.IMAGE,
    "image": AttachmentKind.IMAGE, "34": AttachmentKind.VOICE, "语音": AttachmentKind.VOICE,
    "voice": AttachmentKind.VOICE, "recording": AttachmentKind.VOICE, "42": AttachmentKind.CARD,
    "名片": AttachmentKind.CARD, "card": AttachmentKind.CARD, "43": AttachmentKind.VIDEO,
    "62": AttachmentKind.VIDEO, "视频": AttachmentKind.VIDEO, "video": AttachmentKind.VIDEO,
    "47": AttachmentKind.STICKER, "动画表情": AttachmentKind.STICKER, "表情": AttachmentKind.STICKER,
    "48": AttachmentKind.LOCATION, "位置": AttachmentKind.LOCATION, "文件": AttachmentKind.FILE,
    "attachment": AttachmentKind.FILE, "10000": None, "10002": None, "系统": None, "系统消息": None,
    "系统通知": None, "note": None, "system": None,
}  # fmt: skip
SEPARATORS = ",\t;|"
_CLOCK = re.compile(r"\D{0,3}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
_LONGEST_FIELD = 1 << 20


def looks_tabular(text: str) -> bool:
    """Whether one of the first lines is a header that names a time and words."""
    return _find_header(text) is not None


#: The header is one of so many first lines.
HEAD_ROWS = 5
#: A message has no more lines than that; what has is a quote that nobody closed.
LONGEST_ROW = 100


@dataclass(frozen=True, slots=True)
class _Header:
    """The row that names the columns: which it is, what stands between them, the places of each field."""

    row: int
    separator: str
    columns: Mapping[str, Sequence[int]]


def _find_header(text: str) -> _Header | None:
    """Above it may stand a title, or the `sep=;` by which Excel is told what separates."""
    for row, line in enumerate(islice(io.StringIO(text, newline=""), HEAD_ROWS)):
        separator = max(SEPARATORS, key=line.count)
        try:
            titles = next(csv.reader([line.rstrip("\r\n")], delimiter=separator), [])
        except csv.Error:
            continue
        columns = map_columns(titles)
        if "text" in columns and ("time" in columns or "day" in columns):
            return _Header(row, separator, columns)
    return None


def map_columns(header: Sequence[str]) -> dict[str, list[int]]:
    """The places of each field's columns, the most telling first."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, title in enumerate(header):
        name = title.strip().strip("\ufeff\"'").lower().replace(" ", "")
        field = _FIELD_OF.get(name)
        if field is not None:
            found.setdefault(field, []).append((SYNONYMS[field].index(name), place))
    return {field: [place for _, place in sorted(places)] for field, places in found.items()}


def read_csv(text: str, zone: tzinfo, today: date | None, tell: Tell) -> Iterator[Line]:
    """The messages of a table with a header.  Raises UnreadableExport where no column names the sender."""
    header = _find_header(text)
    if header is None:
        raise UnreadableExport(f"前 {HEAD_ROWS} 行里没有表头")
    columns = header.columns
    if "sender" not in columns:
        known = "、".join(SYNONYMS["sender"][:8])
        raise UnreadableExport(f"表头里没有发送人一列：应叫 {known} 之一")
    csv.field_size_limit(_LONGEST_FIELD)
    body = list(io.StringIO(text.replace("\0", ""), newline=""))
    for number, row in _number_rows(body, header, tell):
        line = read_row(row, columns, number, zone, today, tell)
        if line is not None:
            yield line


def _number_rows(lines: Sequence[str], header: _Header, tell: Tell) -> Iterator[tuple[int, list[str]]]:
    """Each row after the header with the line that it begins on.

    A quote that is never closed spoils its own line and not all that follow.
    """
    at = header.row + 1
    while at < len(lines):
        number, until = at + 1, min(at + LONGEST_ROW, len(lines))
        # The line too many is reached only from within a quote.
        reader = csv.reader((*lines[at:until], ""), delimiter=header.separator)
        try:
            row = next(reader)
        except csv.Error as error:
            tell(number, f"CSV 有错：{error}")
            at += 1
            continue
        if reader.line_num > until - at:
            tell(number, "引号没有关上")
            at += 1
            continue
        at += reader.line_num
        if any(cell.strip() for cell in row):
            yield number, row


def read_row(
    row: Sequence[str],
    columns: Mapping[str, Sequence[int]],
    number: int,
    zone: tzinfo,
    today: date | None,
    tell: Tell,
) -> Line | None:
    """The message of one row; None where it is broken or WeChat's own words."""
    values = {field: pick(row, places) for field, places in columns.items()}
    kind_name = values.get("type", "").lower()
    if kind_name in TYPES and TYPES[kind_name] is None:
        return None
    when = join_time(values.get("day", ""), values.get("time", ""))
    try:
        at = read_time(when, zone, today)
    except BadTime:
        tell(number, f"时间看不懂：{when[:40]}" if when else "没有时间")
        return None
    if not values["sender"]:
        tell(number, "没有发送人")
        return None
    text = values["text"]
    if is_system(text):
        return None
    kind, words = read_stand_in(text)
    kind = TYPES.get(kind_name) or kind
    if not words and kind is None:
        if min(columns["text"]) >= len(row):
            tell(number, "这一行不全：没有内容一列")
        return None
    if kind_name in TYPES and words.startswith("<"):
        words = ""
    return Line(at, values.get("group", ""), values["sender"], words, number, kind)


def join_time(day: str, clock: str) -> str:
    """The day and the time of day of two columns in one; either alone as it is."""
    return f"{day} {clock}" if day and _CLOCK.fullmatch(clock) else clock or day


def pick(row: Sequence[str], places: Sequence[int]) -> str:
    """The first of these cells that is not empty."""
    return next((row[place].strip() for place in places if place < len(row) and row[place].strip()), "")
