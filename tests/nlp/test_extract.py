"""Rooms and phones in every form that owners write them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.extract import LONGEST, find_phone, find_room, phone_spans, room_spans
from nlp.numerals import fold, read_number

ROOMS = [
    ("我家14-1-903 次卧墙角冒水", "14-1-903"),
    ("14栋1单元903次卧漏水", "14-1-903"),
    ("8栋2单元301漏水", "8-2-301"),
    ("8 栋 2 单元 301室", "8-2-301"),
    ("８栋２单元３０１", "8-2-301"),
    ("8棟2單元301", "8-2-301"),
    ("8#-2-301", "8-2-301"),
    ("8-2单元-301", "8-2-301"),
    ("8栋2-301", "8-2-301"),
    ("8 - 2 - 301 漏水", "8-2-301"),
    ("8.2.301", "8-2-301"),
    ("8/2/301", "8-2-301"),
    ("八杠二杠三零一", "8-2-301"),
    ("八栋二单元三百零一", "8-2-301"),
    ("楼栋：8 单元：2 房号：301", "8-2-301"),
    ("3#1203", "3--1203"),
    ("六号楼三单元", "6-3"),
    ("我家5-2-1101", "5-2-1101"),
    ("二期A3栋", "二期A3"),
    ("货梯关不上 二期C2", "二期C2"),
    ("三区17号", "三区17"),
    ("金桂苑7幢1单元501", "金桂苑7-1-501"),
    ("我是金桂苑7幢的业主", "金桂苑7"),
    ("我们家在金桂苑7幢", "金桂苑7"),
    ("阳光花园5栋2单元301", "5-2-301"),
    ("丽景阁2403", "丽景阁--2403"),
    ("十六栋一单元一一零三", "16-1-1103"),
    ("一栋三门401", "1-3-401"),
    ("12幢", "12"),
    ("我们7座", "7"),
    ("7座12楼", "7"),
    ("5号樓", "5"),
    ("一单元没水", "-1"),
    ("2单元1803", "-2-1803"),
    ("5栋1102", "5--1102"),
    ("12号2门", "12-2"),
    ("26号502室", "26--502"),
    ("3號1102室", "3--1102"),
    ("12幢3单元6楼602", "12-3-602"),
    ("A座1204", "A--1204"),
    ("T3-2101", "T3--2101"),
    ("9座12B", "9--12B"),
    ("6楼3单元", "6-3"),
    ("电梯粘脚 10-1", "10-1"),
    ("堆满了 6-1-七楼", "6-1"),
    ("我是302的业主", "--302"),
    ("楼上1502天天跑", "--1502"),
    ("麻烦看看 402", "--402"),
    ("101在院里养鸡 14-1-201", "14-1-201"),
    ("401违规改卫生间", "--401"),
    ("餐送到1601 门开着", "--1601"),
    ("没人扫 2-2 301", "2-2-301"),
    ("别墅15号逆变器叫", "15"),
    ("7栋2单元1104 13800004417", "7-2-1104"),
]

NO_ROOMS = [
    "给前台打了301次电话",
    "2024年涨价",
    "2024-05-12停水",
    "一共1203元",
    "京A12345挡路",
    "粤B·12301",
    "买的7座车",
    "22层没灯",
    "301路公交改线",
    "加1号群",
    "18:30集合",
    "3-1赢了",
    "比分 2-1",
    "95#汽油涨价",
    "一栋楼都没水",
    "两栋之间",
    "三四栋人家",
    "排到哪一栋了",
    "从1单元到4单元一路都是",
    "拼车还有三座",
    "1到4单元停水",
    "我家105平写成125平",
    "这一栋都没水",
    "3-5天到货",
    "2-3个人",
    "地铁2号线",
    "1号门堵了",
    "拿502胶水粘",
    "2号楼梯口灯坏",
    "停车位B2-117",
    "1-6号楼停水",
    "13 14 15栋的邻居",
    "快递单号 12345678901234",
    "第三单元测试卷",
    "打13812341234",
    "400-820-8820",
    "12306订票",
    "取件码8-2-3061",
    "110来了",
]

PHONES = [
    ("13812341234", "13812341234"),
    ("电话139 0000 7731", "13900007731"),
    ("138-0000-9926", "13800009926"),
    ("138.1234.1234", "13812341234"),
    ("138 1 2 3 4 1 2 3 4", "13812341234"),
    ("１３８ １２３４ １２３４", "13812341234"),
    ("+86 138-1234-1234", "13812341234"),
    ("8613812341234", "13812341234"),
    ("座机0531-66660009", "053166660009"),
    ("（0571）88880012", "057188880012"),
    ("010 6655 8899", "01066558899"),
    ("幺三八一二三四五六七八", "13812345678"),
    ("400-820-8820", "4008208820"),
    ("电话：87651234", "87651234"),
    ("4-1-1902 13500008846", "13500008846"),
]

NO_PHONES = [
    "身份证110101199003071234",
    "6222 0238 1234 5678 901",
    "单号 SF1381234123456",
    "2024-05-12 13:00",
    "一共12345678元",
    "8-2-301",
]

HOSTILE = [
    "1",
    "一",
    "1-1 ",
    "苑",
    " ",
    "-",
    "8栋",
    "A1",
    "1.",
    "\ud800",
    "十",
    "一期",
    "在",
    "8栋2单元301 ",
    "138 ",
]


@pytest.mark.parametrize(("text", "room"), ROOMS)
def test_a_room_is_read_in_every_written_form(text: str, room: str) -> None:
    assert find_room(text) == room


@pytest.mark.parametrize("text", NO_ROOMS)
def test_numbers_that_are_no_rooms_are_left_alone(text: str) -> None:
    assert find_room(text) is None


@pytest.mark.parametrize(("text", "phone"), PHONES)
def test_a_phone_is_read_in_every_written_form(text: str, phone: str) -> None:
    assert find_phone(text) == phone


@pytest.mark.parametrize("text", NO_PHONES)
def test_other_long_numbers_are_no_phones(text: str) -> None:
    assert find_phone(text) is None


def test_spans_say_where_in_the_text_the_room_and_the_phones_are() -> None:
    text = "我家８栋２单元３０１，打138-0000-9926或0531-66660009"
    (room,) = room_spans(text)
    assert text[room.start : room.end] == "８栋２单元３０１"
    assert [text[s.start : s.end] for s in phone_spans(text)] == ["138-0000-9926", "0531-66660009"]


def test_the_rooms_of_two_homes_are_both_found() -> None:
    assert [span.value for span in room_spans("8-2-501漏到8-2-401")] == ["8-2-501", "8-2-401"]


def test_only_as_much_is_read_as_a_chat_message_can_carry() -> None:
    assert find_room("吧" * LONGEST + " 8栋2单元301") is None
    assert find_phone("吧" * LONGEST + " 13812341234") is None


@pytest.mark.parametrize("piece", HOSTILE)
def test_repetitive_text_is_read_without_trouble(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    find_room(text)
    find_phone(text)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_no_text_breaks_the_extraction(text: str) -> None:
    for span in room_spans(text):
        assert 0 <= span.start < span.end <= len(text)
        assert span.value
    for phone in phone_spans(text):
        assert re.fullmatch(r"\d{7,13}", phone.value)


@given(st.text(max_size=100))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("16", 16),
        ("十六", 16),
        ("二十", 20),
        ("二十七", 27),
        ("三百零一", 301),
        ("一一零三", 1103),
        ("两", 2),
        ("好", None),
    ],
)
def test_numerals_are_read_counted_or_read_out(numeral: str, value: int | None) -> None:
    assert read_number(numeral) == value


def test_the_lines_that_we_labelled_ourselves_keep_their_rooms_and_phones() -> None:
    path = Path(__file__).parents[1] / "data" / "messages-own.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    named = [line for line in lines if line["room"] or find_room(line["text"])]
    right = sum(line["room"] == find_room(line["text"]) for line in named)
    assert right >= 0.97 * len(named)
    assert all(line["phone"] == find_phone(line["text"]) for line in lines)
