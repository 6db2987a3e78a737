"""Rooms in a message; the phone numbers come from `nlp.phones`.

Rooms come in dozens of written forms; each form is one small pattern over the folded text, and the
candidate that names most of `building-unit-room` wins. Every quantifier is bounded, so the time is
linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.numerals import fold, read_number
from nlp.phones import CARD, LONGEST, Span, blank, find_phone, find_phones_in, phone_spans
from nlp.room_forms import BARE, CN, FORMS, NUM, PAIR, PREFIX, has_lone, has_room_form

__all__ = [
    "LONGEST",
    "RoomSpan",
    "Span",
    "find_phone",
    "find_room",
    "may_name_home",
    "phone_spans",
    "room_spans",
]


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
#: Whether a text has what every room or phone has: most numbers in chat are of neither.
may_name_home = re.compile(r"[\d栋幢座楼棟樓元杠]|[一幺] ?[三四五六七八九]").search
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
_RANGE = re.compile(rf" ?[到至~-] ?{NUM} ?(?:号楼|[栋幢座]|单元)")
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
    folded = fold(text)
    if not has_room_form(folded):
        return []
    folded = _cut_tail(folded)
    return _find_rooms(folded, find_phones_in(folded)) if has_room_form(folded) else []


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
    for form in FORMS:
        for match in form.pattern.finditer(folded) if form.may_stand_in(folded) else ():
            if not _is_counting(match) and (span := _read_span(match)):
                yield span
    if "-" in folded and not _MATCH_TALK.search(folded):
        yield from filter(None, map(_read_span, PAIR.finditer(folded)))
    for pattern in BARE if has_lone(folded) else ():
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
    return len(building) == 2 and building in CN[2:]


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
    found = PREFIX.search(match.string, max(0, match.start() - 7), match.start())
    return "" if found is None or found[0].strip().endswith(_NOT_NAMES) else found[0]


def _read_part(said: str | None) -> str | None:
    """Return one part in normal form (`十六` is `16`), empty where unnamed, None if unreadable."""
    if not said:
        return ""
    if said[0] in CN or said[0] in "十百两":
        number = read_number(said)
        return str(number) if number else None
    return said
