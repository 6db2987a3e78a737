"""Exported chats, in the forms that people have them in."""

from __future__ import annotations

import codecs
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exports.chats import Broken, UnreadableExport, decode_export, read_export, read_text
from bot.exports.lines import Line
from bot.exports.times import BadTime, read_time
from handlers.model import AttachmentKind

ZONE = ZoneInfo("Asia/Shanghai")
#: The day of the file, from which 昨天 counts: a Thursday.
TODAY = date(2026, 3, 12)
WORDS = "厨房漏水了 8-2-301"
NOON = datetime(2026, 3, 10, 12, 5, tzinfo=ZONE)


def read(text: str) -> tuple[list[Line], list[tuple[int, str]]]:
    """The lines of an export, and the numbers and reasons of what could not be read."""
    broken: list[tuple[int, str]] = []
    lines = list(read_text(text, ZONE, TODAY, lambda number, reason: broken.append((number, reason))))
    return lines, broken


@dataclass(frozen=True, slots=True)
class Form:
    """The same two messages as one tool writes them."""

    name: str
    text: str


WECHATMSG = (
    "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender"
)
FORMS = (
    Form("JSON lines", "\n".join(json.dumps(row, ensure_ascii=False) for row in (
        {"time": "2026-03-10T12:05:00+08:00", "group": "1号群", "sender": "张三", "text": WORDS},
        {"time": "2026-03-10 12:05:30", "group": "1号群", "sender": "李四", "text": "收到"},
    ))),
    Form("JSON lines with seconds since 1970", "\n".join(json.dumps(row, ensure_ascii=False) for row in (
        {"time": 1773115500, "sender": "张三", "text": WORDS},
        {"time": 1773115530000, "sender": "李四", "text": "收到"},
    ))),
    Form("CSV of a WeChat exporter with remarks, nicknames and ids", f"{WECHATMSG}\n"
         f"1,1,1,0,0,1773115500,,{WORDS},2026-03-10 12:05:00,,张三,wxid_a\n"
         "2,1,1,0,0,1773115530,,收到,2026-03-10 12:05:30,李四,小李,wxid_b\n"),
    Form("CSV with a bot's English header", "time(Asia/Shanghai),group_id,group_name,from_id,from_nickname,"
         f"content_type,content\n2026-03-10 12:05:00,x,1号群,u1,张三,Text,{WORDS}\n"
         "2026-03-10 12:05:30,x,1号群,u2,李四,Text,收到\n"),
    Form("a table made by hand, day and time in two columns", "日期\t时间\t发言人\t内容\n"
         f"2026/3/10\t12:05\t张三\t{WORDS}\n2026/3/10\t12:05:30\t李四\t收到\n"),
    Form("semicolons and quotes", f'"发送时间";"昵称";"消息内容"\n"2026年3月10日 12:05";"张三";"{WORDS}"\n'
         '"2026年3月10日 12:05:30";"李四";"收到"\n'),
    Form("copied from WeChat, name and time on a line",
         f"张三 2026/3/10 12:05\n{WORDS}\n\n李四 2026/03/10 12:05:30\n收到"),
    Form("copied, time on its own line",
         f"张三\n2026年3月10日 12:05\n{WORDS}\n李四\n2026年3月10日 12:05:30\n收到\n"),
    Form("copied, time first", f"2026-03-10 12:05:00 张三\n{WORDS}\n\n2026-03-10 12:05:30 李四\n收到\n"),
    Form("mailed by the phone, a line for each day", "—————  2026-03-10  —————\n\n\n"
         f"张三  12:05\n\n{WORDS}\n\n\n李四  12:05:30\n\n收到\n"),
    Form("all on one line", f"张三(2026-03-10 12:05:00):{WORDS}\n李四 (2026-03-10 12:05:30)：收到\n"),
    Form("half a day's clock",
         f"张三 2026年3月10日 中午12:05\n{WORDS}\n李四 2026年3月10日 下午12:05:30\n收到"),
    Form("days ago", f"张三 前天 12:05\n{WORDS}\n李四 星期二 12:05:30\n收到"),
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_of_export_gives_the_same_messages(form: Form) -> None:
    lines, broken = read(form.text)
    assert [(line.sender, line.text) for line in lines] == [("张三", WORDS), ("李四", "收到")]
    assert lines[0].time == NOON
    assert (lines[1].time - NOON).total_seconds() == 30
    assert not broken


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gb18030", b""),
        ("gbk", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
def test_an_export_is_read_in_every_encoding_that_windows_and_phones_write(
    form: Form, encoding: str, mark: bytes, newline: str
) -> None:
    content = mark + form.text.replace("\n", newline).encode(encoding)
    assert [line.text for line in read(decode_export(content))[0]] == [WORDS, "收到"]


ODD = (
    ("云杉里1号群聊天记录,,\n\n时间,昵称,内容\n2026-03-10 12:05,张三,厨房漏水了 8-2-301\n", 4),
    ("sep=;\r\n时间;昵称;内容\r\n2026-03-10 12:05;张三;厨房漏水了 8-2-301\r\n", 3),
    ("时间,昵称,内容\r2026-03-10 12:05,张三,厨房漏水了 8-2-301\r", 2),
    (' [\n{"time": "2026-03-10 12:05", "sender": "张三", "text": "厨房漏水了 8-2-301"}]\n', 1),
)


@pytest.mark.parametrize(("text", "number"), ODD, ids=["a title", "sep=", "old line ends", "one JSON list"])
def test_what_table_programs_put_around_a_table_does_not_hide_it(text: str, number: int) -> None:
    lines, broken = read(text)
    assert [(line.text, line.number) for line in lines] == [(WORDS, number)]
    assert not broken


def test_a_json_list_that_was_cut_off_is_refused() -> None:
    with pytest.raises(UnreadableExport, match="JSON"):
        read('[{"time": "2026-03-10 12:05", "sender": "张三"')


def test_a_short_file_of_utf8_with_broken_bytes_at_its_end_is_still_utf8() -> None:
    assert decode_export((WORDS * 3).encode() + b"\x00\xff\xfe").startswith(WORDS)


def test_one_broken_byte_does_not_turn_a_long_file_into_another_encoding() -> None:
    content = (WORDS * 40).encode() + b"\xff" + "收到".encode()
    assert decode_export(content).startswith(WORDS)


ROW = '{"time": "2026-03-10 12:05", "sender": "张三", "text": "a"}'
BROKEN = (
    (ROW + "\n{坏的\n[1]\n", [2, 3]),
    (ROW.replace("2026-03-10 12:05", "什么时候") + "\n" + ROW.replace("sender", "who"), [1, 2]),
    ("时间,昵称,内容\n2026-03-10 12:05,张三,a\n昨儿个,张三,b\n,李四,c\n2026-03-10 12:06,,d\n", [3, 4, 5]),
    ("时间,昵称,内容\n2026-03-10 12:05,张三\n,,\n2026-03-10 12:06,张三,b\n", [2]),
    ("时间,昵称,内容\n2026-03-10 25:99,张三,a\n2026-13-40 12:00,张三,b\n", [2, 3]),
    ("聊天记录如下\n张三 2026-03-10 12:05\n你好\n", [1]),
    ("张三 2026-02-31 12:05\n你好\n李四 2026-03-10 12:05\n好\n", [1, 2]),
)  # fmt: skip


@pytest.mark.parametrize(("text", "numbers"), BROKEN)
def test_a_broken_line_is_named_by_its_number_and_the_rest_is_read(text: str, numbers: list[int]) -> None:
    _, broken = read(text)
    assert [number for number, _ in broken] == numbers
    assert all(reason for _, reason in broken)


def test_a_quote_that_nobody_closed_spoils_its_own_line_alone() -> None:
    rows = [f"2026-03-10 12:{minute:02},张三,第{minute}句" for minute in range(30)]
    rows[0] = '2026-03-10 12:00,张三,5" 的管子漏水'
    rows[3] = '2026-03-10 12:03,张三,"没有关上'
    lines, broken = read("\n".join(["时间,昵称,内容", *rows]) + "\n")
    assert broken == [(5, "引号没有关上")]
    assert len(lines) == 29
    assert lines[0].text == '5" 的管子漏水'


def test_json_that_is_too_deep_is_a_broken_line() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    row = '{"time": "2026-03-10 12:05", "sender": "张三", "text": '
    lines, broken = read(f'{row}{deep}}}\n{row}"漏水了"}}\n')
    assert broken == [(1, "不是 JSON")]
    assert [line.text for line in lines] == ["漏水了"]


def test_a_field_of_several_lines_keeps_the_number_of_its_first() -> None:
    lines, broken = read('时间,昵称,内容\n2026-03-10 12:05,张三,"漏水\n很大\n快来"\n乱,李四,b\n')
    assert [(line.text, line.number) for line in lines] == [("漏水\n很大\n快来", 2)]
    assert [number for number, _ in broken] == [5]


STAND_INS = (
    ("[图片]", AttachmentKind.IMAGE, ""),
    ("[图片: 漏水.jpg]", AttachmentKind.IMAGE, ""),
    ("[照片] 看这里", AttachmentKind.IMAGE, "看这里"),
    ("[语音] 12秒", AttachmentKind.VOICE, "12秒"),
    ("[动画表情]", AttachmentKind.STICKER, ""),
    ("[链接] 停水通知", AttachmentKind.LINK, "停水通知"),
    ("[微笑]好的", None, "[微笑]好的"),
)


@pytest.mark.parametrize(("said", "kind", "words"), STAND_INS)
def test_what_stands_for_a_photo_or_voice_is_one_and_a_smiley_is_words(
    said: str, kind: AttachmentKind | None, words: str
) -> None:
    (line,), _ = read(f"张三 2026-03-10 12:05\n{said}\n")
    assert (line.attachment, line.text) == (kind, words)


def test_wechats_numbers_for_what_is_no_text_are_known() -> None:
    rows = "".join(f"{n},1,{kind},0,0,1,,<xml/>,2026-03-10 12:05:0{n},,张三,x\n" for n, kind in
                   enumerate((3, 34, 47, 10000)))  # fmt: skip
    lines, _ = read(f"{WECHATMSG}\n{rows}")
    kinds = [line.attachment for line in lines]
    assert kinds == [AttachmentKind.IMAGE, AttachmentKind.VOICE, AttachmentKind.STICKER]
    assert not any(line.text for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        '"李四" 撤回了一条消息',
        '"王五"通过扫描"张三"分享的二维码加入群聊',
        '"张三"拍了拍"李四"',
        "以下为新消息",
    ],
)
def test_what_wechat_itself_says_in_a_chat_is_nobodys_message(words: str) -> None:
    assert read(f"张三 2026-03-10 12:05\n{words}\n李四 2026-03-10 12:06\n好\n")[0][0].sender == "李四"


def test_a_time_within_somebodys_words_begins_no_message() -> None:
    notice = "通知\n停水时间 8:00\n来水时间 18:00"
    lines, _ = read(f"物业 2026-03-10 12:05\n{notice}\n张三 2026-03-10 12:06\n好的\n")
    assert [line.text for line in lines] == [notice, "好的"]


@pytest.mark.parametrize(
    "text", ["", "hello world", "a,b,c\n1,2,3\n", "时间,内容\n2026-03-10 12:05,漏水\n", "\0\1\2\3"]
)
def test_what_is_no_exported_chat_is_refused_with_the_files_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "聊天.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableExport, match=r"聊天\.txt"):
        read_export(file, ZONE, [])


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExport, match="没有的"):
        read_export(tmp_path / "没有的.csv", ZONE, [])


def test_broken_lines_of_a_file_are_named_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "一月.csv"
    file.write_text("时间,昵称,内容\n乱,张三,a\n2026-03-10 12:05,张三,b\n", encoding="gb18030")
    broken: list[Broken] = []
    assert len(read_export(file, ZONE, broken)) == 1
    assert str(broken[0]) == f"{file} 第 2 行：时间看不懂：乱"


TIMES = (
    ("2026-03-10 12:05", "2026-03-10 12:05:00"),
    ("2026-03-10T12:05:07Z", "2026-03-10 20:05:07"),
    ("2026/3/9 8:05:07", "2026-03-09 08:05:07"),
    ("2026年3月9日 上午8:05", "2026-03-09 08:05:00"),
    ("2026年3月9日下午3:05", "2026-03-09 15:05:00"),
    ("2026年3月9日 凌晨12:30", "2026-03-09 00:30:00"),
    ("2026年3月9日 晚上9点05", "2026-03-09 21:05:00"),
    ("26/3/9 20:05", "2026-03-09 20:05:00"),
    ("3月9日 20:05", "2026-03-09 20:05:00"),
    ("12月30日 20:05", "2025-12-30 20:05:00"),
    ("昨天 20:05", "2026-03-11 20:05:00"),
    ("星期四 20:05", "2026-03-12 20:05:00"),
    ("星期五 20:05", "2026-03-06 20:05:00"),
    ("8:05 PM", "2026-03-12 20:05:00"),
    ("12:05 AM", "2026-03-12 00:05:00"),
    ("1773115500", "2026-03-10 12:05:00"),
    ("1773115500123", "2026-03-10 12:05:00"),
    ("46091.5034722", "2026-03-10 12:05:00"),
    ("46091", "2026-03-10 00:00:00"),
)


@pytest.mark.parametrize(("words", "moment"), TIMES)
def test_times_are_read_as_people_and_tools_write_them(words: str, moment: str) -> None:
    found = read_time(words, ZONE, TODAY).astimezone(ZONE)
    assert found.strftime("%Y-%m-%d %H:%M:%S") == moment


@pytest.mark.parametrize(
    "words", ["", "昨天", "2026-03-10", "2026-02-30 12:00", "12:75", "停水 8:00", "1999-01-01 12:00", "12345"]
)
def test_what_is_no_time_is_refused(words: str) -> None:
    with pytest.raises(BadTime):
        read_time(words, ZONE, TODAY)


@given(st.text())
def test_no_text_makes_the_readers_fail_otherwise_than_by_refusing(text: str) -> None:
    with suppress(UnreadableExport):
        read(text)


@given(st.binary())
def test_no_bytes_make_the_decoder_fail(content: bytes) -> None:
    assert isinstance(decode_export(content), str)
