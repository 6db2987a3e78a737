"""Rooms in a message; the phone numbers come from `nlp.phones`.

Rooms come in dozens of written forms; each form is one small pattern over the folded text, and the
candidate that names most of `building-unit-room` wins. Every quantifier is bounded, so the time is
linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from nlp.numerals import fold, read_number
from nlp.phones import CARD, LONGEST, Span, blank, find_phone, find_phones_in, phone_spans

__all__ = ["LONGEST", "RoomSpan", "Span", "find_phone", "find_room", "phone_spans", "room_spans"]


@dataclass(frozen=True, slots=True)
class RoomSpan:
    """Where a message names a home or a building, and the parts it names; empty where unnamed."""

    start: int
    end: int
    building: str = ""
    unit: str = ""
    room: str = ""

    @property
    def value(self) -> str:
        """`building-unit-room`, trailing empty parts dropped."""
        return "-".join((self.building, self.unit, self.room)).rstrip("-")

    @property
    def parts(self) -> int:
        """How many of the three parts are named."""
        return sum(map(bool, (self.building, self.unit, self.room)))


#: An emoji, a mark that is not seen, a bracketed face of WeChat.
_SIGN_AT_END = re.compile(
    "(?:[\\s\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U000e007f]"
    r"|\[[\u4e00-\u9fff]{1,4}\])\Z"
)
_LONGEST_SIGN = 6
_MAY_HOLD_ROOM = re.compile(r"[\d栋幢座楼棟樓元杠]")

_CN = "零〇一二三四五六七八九"
_NUM = rf"(?:\d{{1,3}}|[{_CN[2:]}十][{_CN}十]{{0,2}})"
_SMALL = rf"(?:\d{{1,2}}|[{_CN[2:]}十])"
_BUILDING = rf"(?:[A-Za-z]\d{{0,2}}(?!\d)|\d{{1,3}}[A-Za-z]?|[{_CN[2:]}十][{_CN}十]{{0,2}})"
_NOT_ROOM = (
    r"(?![\d.:%％]|\s?(?:元|块|米|天(?!天)|人|度|分|点|年|月|日|层|楼(?![上下道])|个|斤|克|次(?!卧)|多|期|级|路|公里|平|张|条|件|毫|万"
    r"|千|百|秒|小时|k[mgw]|m|w(?![a-z])|V|¥|号?车位))"
)
_ROOM = (
    rf"(?:\d{{3,4}}(?:[A-Za-z](?![A-Za-z]))?{_NOT_ROOM}|\d{{1,2}}[A-H](?![A-Za-z\d])"
    rf"|[一二三四五六七八九][{_CN}]{{2,3}}(?![{_CN}十百层楼元块度点天])|[一二三四五六七八九]百零?[一二三四五六七八九])"
)
_SEP = r"[ ,、的.-]{0,3}"
_FLOOR = rf"(?:{_NUM}[层楼]{_SEP})?"
_STAGE = r"(?:(?:[一二三四五六七八九十]|\d)期|[A-Za-z一二三四五六七八九东西南北中]区)"
_NAME_END = "苑阁轩庭邸园湾府居"
_NAME = (
    r"(?:(?<![\u4e00-\u9fff])(?![\u4e00-\u9fff]{0,3}[我是在住到])|(?<=[在住是到]))"
    rf"[\u4e00-\u9fff]{{1,4}}?[{_NAME_END}]"
)
_PREFIX = re.compile(rf"(?:{_STAGE}|{_NAME}) ?$")
_END = r"(?:室|号房|房|户|号(?!楼|线|门))?"
_UNIT = r"(?:单元|单(?=\d)|门(?![禁口卫岗锁铃把缝框面外前厅]))"

_MARKED = (
    rf"(?<![\dA-Za-z.])(?<![\d栋幢楼][~至到-])(?P<building>{_BUILDING}) ?"
    rf"(?P<mark>栋|幢|座|号楼(?!梯(?!间))|#楼|#|楼(?= ?{_NUM} ?单元)"
    rf"|号院?(?={_SEP}(?:{_NUM} ?{_UNIT}|{_ROOM})))"
    rf"(?:{_SEP}(?:(?P<unit>{_NUM}|[A-Za-z](?=座|单元)) ?(?:{_UNIT}|座)"
    rf"|(?P<unit2>{_SMALL}) ?-(?= ?{_ROOM})))?"
    rf"(?:{_SEP}{_FLOOR}(?P<room>{_ROOM}){_END})?"
)
_UNIT_ALONE = (
    rf"(?<![\d.个-])(?<!单元[到至~])(?<!\d[到至~])(?P<unit>{_NUM}) ?单元(?![测卷考作课听练试单])"
    rf"(?:{_SEP}{_FLOOR}(?P<room>{_ROOM}){_END})?"
)
_DASH = r" ?[-_/杠.] ?"
#: `取件码8-2-3061` is the code of a parcel.
_TRIPLE = (
    rf"(?<![\dA-Za-z.-])(?<!码)(?<!码[: ])(?P<building>{_BUILDING})"
    rf"(?:{_DASH}|#)(?P<unit>{_SMALL}){_DASH}(?P<room>{_ROOM}){_END}"
)
_DASH_UNIT = (
    rf"(?<![\dA-Za-z.:-])(?P<building>{_BUILDING}) ?- ?(?P<unit>{_SMALL}) ?单元"
    rf"(?:{_SEP}(?P<room>{_ROOM}){_END})?"
)
_DASH_FLOOR = (
    rf"(?<![\dA-Za-z.:-])(?P<building>\d{{1,2}})-(?P<unit>\d{{1,2}})"
    rf"-?(?=(?:{_NUM}|顶)[层楼])(?:{_NUM}|顶)[层楼]"
)
_DASH_ROOM = (
    rf"(?<![\dA-Za-z.:-])(?<!车位)(?P<building>[A-Z]\d?|\d{{1,2}}) ?- ?"
    rf"(?P<room>\d{{1,2}}(?:0[1-9]|1\d|20)){_NOT_ROOM}(?!-){_END}"
)
_PAIR = re.compile(
    r"(?:(?<=[\s,。!?:;]|[住在是家栋])|^)(?P<building>[1-9]\d?)-(?P<unit>[1-9])"
    r"(?: (?P<room>\d{3,4}))?(?=$|[\s,。!?;]|楼[上下道]|电梯|门口|大堂|单元|全体|的|左|右|这|那)"
)
_STAGED = (
    r"(?:(?<=期)|(?<=期 ))(?P<building>[A-Z]\d{1,2}(?![\dA-Za-z-]))"
    r"|(?:(?<=[一二三四五六七八九]区)|(?<=别墅)|(?<=别墅区))(?P<house>\d{1,3})号(?![线门车群楼])"
)
_NAMED_ROOM = (
    rf"(?:^|(?<=[\s,。在住是]))(?P<building>[\u4e00-\u9fff]{{1,3}}[{_NAME_END}]) ?"
    rf"(?P<room>\d{{3,4}}){_NOT_ROOM}{_END}"
)
_FORM = (
    r"(?:楼栋|楼号|栋号|楼座)号?[: ]{1,2}(?P<building>[A-Za-z]?\d{1,3})[栋幢座号#]?楼?\s{0,2}"
    r"[,]?(?:单元号?[: ]{1,2}(?P<unit>\d{1,2})(?:单元)?\s{0,2})?[,]?"
    r"(?:(?:房|室|门牌|房间)号?[: ]{1,2}(?P<room>\d{3,4}))?"
)
_LONE = r"(?:[1-9]|[1-4]\d)(?:0[1-9]|1[0-2])"
_NOT_LONE = (
    r"(?![元块米平㎡人度分点年月日号层个斤克多期级路万倍]|次(?!卧)|楼(?![上下道])|天(?!天)|的(?:时候|价|折))"
)
_BARE = (
    re.compile(
        rf"(?<![\d\w.:-])(?P<room>{_LONE}){_NOT_LONE}"
        r"(?=室|的|那[只家户条个位男女]|[家户](?!长)|门口|住户|业主|房间|打|对面|楼[上下]|在(?!线)"
        r"|违规|违建|私[自搭拆接]|装修|天天|又|把)"
    ),
    re.compile(
        rf"(?:(?<=[给就是住在家被找])|(?<=隔壁|楼上|楼下|对门|房号|看到|送到))[: ]?(?P<room>{_LONE})"
        rf"(?!\w(?<![\u4e00-\u9fff])){_NOT_LONE}"
    ),
    re.compile(rf"(?<=[\s,。!?])(?P<room>{_LONE})\s*$"),
)


@dataclass(frozen=True)
class _Form:
    """One written form: its pattern, and what every text has that it can be found in."""

    source: str
    needed: str

    @cached_property
    def may_stand_in(self) -> Callable[[str], re.Match[str] | None]:
        return re.compile(self.needed).search

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, made when a text first needs it: most texts need few, and so does a quick start."""
        return re.compile(self.source)


_FORMS = (
    _Form(_FORM, "[楼栋]"),
    _Form(_TRIPLE, "[-_/杠.]"),
    _Form(_DASH_UNIT, "-"),
    _Form(_DASH_FLOOR, "-"),
    _Form(_DASH_ROOM, "-"),
    _Form(_STAGED, "[期区墅]"),
    _Form(_NAMED_ROOM, f"[{_NAME_END}]"),
    _Form(_UNIT_ALONE, "单元"),
    _Form(_MARKED, "[栋幢座楼#号]"),
)
#: What every form needs somewhere, letter beside letter; most texts with a number have nothing of it.
_NUMERAL = rf"[\d{_CN}十]"
_HAS_ROOM_FORM = re.compile(
    rf"\d{{3}}|[-_/杠.#] ?{_NUMERAL}|[\dA-Za-z{_CN}十] ?"
    rf"(?:[栋幢座#]|单元|号楼|楼 ?{_NUMERAL}|号院?{_SEP}{_NUMERAL})"
    r"|期 ?[A-Z]\d|[区墅]\d{1,3}号|[号栋座][: ]{1,2}[A-Za-z]?\d"
).search
_HAS_LONE = re.compile(r"\d{3}").search

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][. ]?"
    r"(?=[A-Z\d]{0,5}\d)[A-Z\d]{5,6}"
)
_CLOCK = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}月\d{1,2}[日号]?")
_NOT_NAMES = (
    *("花园", "公园", "校园", "菜园", "果园", "家园", "幼儿园", "乐园", "田园"),
    *("政府", "邻居", "民居"),
)
_YEARS = range(2000, 2031)
_FAMOUS = frozenset({"110", "112", "211", "911", "1111", "1212", "1001"})
_RANGE = re.compile(rf" ?[到至~-] ?{_NUM} ?(?:号楼|[栋幢座]|单元)")
_LISTED = re.compile(r"(?<!\d)\d{1,2}[ 、,和]$")
_MATCH_TALK = re.compile(r"比分|[赢输胜负]|进球|世界杯|决赛|半场")
_COUNTED_SEAT = re.compile(r"\s?(?:车|SUV|suv|的车|的SUV|商务|位|大?山|桥|城|新能源|MPV|mpv)")
_COUNTED_HOUSE = re.compile(
    r"\s?(?:楼(?!道|上|下|顶|梯)|一|[栋幢]|别墅|房子|老|新|小|高|只|才|就|得|要|都|之间|[二三四五六七八九十])"
)


def room_spans(text: str) -> list[RoomSpan]:
    """Return every home or building that the text names, in order, none overlapping another."""
    if not _MAY_HOLD_ROOM.search(text):
        return []
    folded = _cut_tail(fold(text))
    return _find_rooms(folded, find_phones_in(folded)) if _HAS_ROOM_FORM(folded) else []


def _cut_tail(text: str) -> str:
    """Return the text without the emoji, faces and invisible marks at its end: a room may come before."""
    end = len(text)
    while end and (sign := _SIGN_AT_END.search(text, max(0, end - _LONGEST_SIGN), end)):
        end = sign.start()
    return text[:end]


def find_room(text: str) -> str | None:
    """Return the room that the text names most fully, as `building-unit-room`, else None."""
    spans = room_spans(text.strip()[:LONGEST])
    return max(spans, key=lambda span: span.parts).value if spans else None


def _find_rooms(folded: str, phones: list[Span]) -> list[RoomSpan]:
    folded = _blank_all(folded, phones)
    taken = bytearray(len(folded))
    spans: list[RoomSpan] = []
    for span in sorted(_find_candidates(folded), key=lambda span: (-span.parts, span.start)):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            spans.append(span)
    return sorted(spans, key=lambda span: span.start)


def _blank_all(folded: str, phones: list[Span]) -> str:
    """Return the text with what looks like a room and is none blanked out, at the same length."""
    pieces, done = [], 0
    for phone in phones:
        pieces += [folded[done : phone.start], "\0" * (phone.end - phone.start)]
        done = phone.end
    folded = "".join((*pieces, folded[done:]))
    for pattern in (CARD, _PLATE, _CLOCK):
        folded = pattern.sub(blank, folded)
    return folded


def _find_candidates(folded: str) -> Iterator[RoomSpan]:
    for form in _FORMS:
        for match in form.pattern.finditer(folded) if form.may_stand_in(folded) else ():
            if not _is_counting(match) and (span := _read_span(match)):
                yield span
    if "-" in folded and not _MATCH_TALK.search(folded):
        yield from filter(None, map(_read_span, _PAIR.finditer(folded)))
    for pattern in _BARE if _HAS_LONE(folded) else ():
        for match in pattern.finditer(folded):
            if match["room"] not in _FAMOUS and int(match["room"]) not in _YEARS:
                yield RoomSpan(match.start("room"), match.end(), room=match["room"])


def _is_counting(match: re.Match[str]) -> bool:
    """Whether `一栋楼`, `哪一栋`, `1到4单元`, `7座车`, `95#` count or classify instead of naming."""
    said = match.groupdict()
    if _RANGE.match(match.string, match.end()):
        return True
    if "mark" not in said or said["unit"] or said["unit2"] or said["room"]:
        return False
    building, mark = said["building"], said["mark"]
    before = match.string[max(0, match.start() - 5) : match.start()]
    after = match.string[match.end() : match.end() + 4]
    if _LISTED.search(before) or before[-1:] in tuple("哪这那每整某"):
        return True
    if mark == "座":
        return (
            before[-1:] in tuple("车有剩差余") or building in ("一", "两") or bool(_COUNTED_SEAT.match(after))
        )
    if mark in ("栋", "幢"):
        some = building == "一" and bool(_COUNTED_HOUSE.match(after))
        return some or building == "两" or _is_about(building)
    return mark == "#" and (building in ("92", "95", "98") or after[:1] in tuple("梯泵机"))


def _is_about(building: str) -> bool:
    return len(building) == 2 and building in _CN[2:]


def _read_span(match: re.Match[str]) -> RoomSpan | None:
    said = match.groupdict()
    building = _read_part(said.get("building") or said.get("house"))
    unit = _read_part(said.get("unit") or said.get("unit2"))
    room = _read_part(said.get("room"))
    if building is None or unit is None or room is None:
        return None
    prefix = _find_prefix(match) if building else ""
    return RoomSpan(match.start() - len(prefix), match.end(), prefix.strip() + building, unit, room)


def _find_prefix(match: re.Match[str]) -> str:
    """Return the stage, district or estate named right before the building (`二期`), else nothing."""
    found = _PREFIX.search(match.string, max(0, match.start() - 7), match.start())
    return "" if found is None or found[0].strip().endswith(_NOT_NAMES) else found[0]


def _read_part(said: str | None) -> str | None:
    """Return one part in normal form (`十六` is `16`), empty where unnamed, None if unreadable."""
    if not said:
        return ""
    if said[0] in _CN or said[0] in "十百两":
        number = read_number(said)
        return str(number) if number else None
    return said
