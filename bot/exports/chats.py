"""Reads exported chats, whichever way they were exported: JSON lines, CSV with a header, WeChat's own text.

A line that cannot be read is named with its number and left out; the rest is read all the same.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from bot.exports.lines import Broken, Line, Tell, UnreadableExport, is_system, read_stand_in
from bot.exports.pasted import looks_pasted, read_pasted
from bot.exports.spreadsheets import looks_tabular, read_csv
from bot.exports.times import BadTime, read_time
from bot.problems import tell_system

__all__ = ["Broken", "Line", "UnreadableExport", "decode_export", "read_export"]

_ARRAY = re.compile(r"\s*\[\s*\{")
#: So many bytes of Chinese that happen to be UTF-8 are no other encoding.
_SURELY_UTF8 = 30
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_export(path: Path, zone: tzinfo, broken: list[Broken]) -> list[Line]:
    """The messages of a file in its order; what cannot be read is added to `broken`.

    Raises UnreadableExport where the file is missing or none of the known forms.
    """
    try:
        content = path.read_bytes()
        today = datetime.fromtimestamp(path.stat().st_mtime, zone).date()
    except OSError as error:
        raise UnreadableExport(f"{path}：读不了：{tell_system(error)}") from None
    text = decode_export(content)

    def tell(number: int, reason: str) -> None:
        broken.append(Broken(str(path), number, reason))

    if not text.strip():
        raise UnreadableExport(f"{path}：是空的")
    try:
        return list(read_text(text, zone, today, tell))
    except UnreadableExport as problem:
        raise UnreadableExport(f"{path}：{problem}") from None


def read_text(text: str, zone: tzinfo, today: date | None, tell: Tell) -> Iterator[Line]:
    """The messages of a decoded export.  Raises UnreadableExport for what is none of the known forms."""
    if _ARRAY.match(text):
        return read_json_array(text, zone, tell)
    if looks_like_json(text):
        return read_json_lines(text.split("\n"), zone, tell)
    if looks_tabular(text):
        return read_csv(text, zone, today, tell)
    if looks_pasted(text):
        return read_pasted(text, zone, today, tell)
    raise UnreadableExport(
        "不是认识的聊天记录：应是每行一个 JSON、有表头的 CSV，"
        "或从微信里复制出来的文字（谁、什么时候、说了什么）"
    )


def decode_export(content: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else GB18030.

    GB18030 holds GBK and GB2312, which Chinese Windows writes.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if content[:200].count(0) > 20:
        return content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # One broken byte in a long UTF-8 file does not make it GB18030.
        if _mostly_utf8(content, error.start):
            return content.decode("utf-8", "replace")
    return content.decode("gb18030", "replace")


def _mostly_utf8(content: bytes, first_bad: int) -> bool:
    return sum(byte > 0x7F for byte in content[:first_bad]) >= _SURELY_UTF8


def looks_like_json(text: str) -> bool:
    return text.lstrip().startswith("{")


def read_json_lines(lines: Iterable[str], zone: tzinfo, tell: Tell) -> Iterator[Line]:
    """Lines of {"time", "group", "sender", "text"}; `group` may be missing."""
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw)
        except (ValueError, RecursionError):
            tell(number, "不是 JSON")
            continue
        line = read_row(row, number, zone, tell)
        if line is not None:
            yield line


def read_json_array(text: str, zone: tzinfo, tell: Tell) -> Iterator[Line]:
    """The same objects in one list; counted from 1.  Raises UnreadableExport where the list is broken."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableExport("JSON 列表读不完整") from None
    for number, row in enumerate(rows, 1):
        line = read_row(row, number, zone, tell)
        if line is not None:
            yield line


def read_row(row: Any, number: int, zone: tzinfo, tell: Tell) -> Line | None:
    """The message of one JSON object; None where it is broken or WeChat's own words."""
    if not isinstance(row, dict):
        tell(number, "应当是一个 JSON 对象")
        return None
    missing = [name for name in ("time", "sender", "text") if row.get(name) is None]
    if missing:
        tell(number, f"没有 {'、'.join(missing)}")
        return None
    try:
        at = read_time(str(row["time"]), zone)
    except BadTime as words:
        tell(number, f"时间看不懂：{str(words)[:40]}")
        return None
    text = str(row["text"])
    if is_system(text):
        return None
    kind, words_left = read_stand_in(text)
    return Line(at, str(row.get("group") or ""), str(row["sender"]), words_left, number, kind)
