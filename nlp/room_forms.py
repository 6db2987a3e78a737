"""The written forms of rooms: small patterns over the folded text.  Every quantifier is bounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

CN = "零〇一二三四五六七八九"
NUM = rf"(?:\d{{1,3}}|[{CN[2:]}十][{CN}十]{{0,2}})"
_SMALL = rf"(?:\d{{1,2}}|[{CN[2:]}十])"
_BUILDING = rf"(?:[A-Za-z]\d{{0,2}}(?!\d)|\d{{1,3}}[A-Za-z]?|[{CN[2:]}十][{CN}十]{{0,2}})"
_NOT_ROOM = (
    r"(?![\d.:%％]|\s?(?:元|块|米|天(?!天)|人|度|分|点|年|月|日|层|楼(?![上下道])|个|斤|克|次(?!卧)|多|期|级|路|公里|平|张|条|件|毫|万"
    r"|千|百|秒|小时|k[mgw]|m|w(?![a-z])|V|¥|号?车位))"
)
_ROOM = (
    rf"(?:\d{{3,4}}(?:[A-Za-z](?![A-Za-z]))?{_NOT_ROOM}|\d{{1,2}}[A-H](?![A-Za-z\d])"
    rf"|[一二三四五六七八九][{CN}]{{2,3}}(?![{CN}十百层楼元块度点天])|[一二三四五六七八九]百零?[一二三四五六七八九])"
)
_SEP = r"[ ,、的.-]{0,3}"
_FLOOR = rf"(?:{NUM}[层楼]{_SEP})?"
_STAGE = r"(?:(?:[一二三四五六七八九十]|\d)期|[A-Za-z一二三四五六七八九东西南北中]区)"
_NAME_END = "苑阁轩庭邸园湾府居"
_NAME = (
    r"(?:(?<![\u4e00-\u9fff])(?![\u4e00-\u9fff]{0,3}[我是在住到])|(?<=[在住是到]))"
    rf"[\u4e00-\u9fff]{{1,4}}?[{_NAME_END}]"
)
PREFIX = re.compile(rf"(?:{_STAGE}|{_NAME}) ?$")
_END = r"(?:室|号房|房|户|号(?!楼|线|门))?"
_UNIT = r"(?:单元|单(?=\d)|门(?![禁口卫岗锁铃把缝框面外前厅]))"
_MARKED = (
    rf"(?<![\dA-Za-z.])(?<![\d栋幢楼][~至到-])(?P<building>{_BUILDING}) ?"
    rf"(?P<mark>栋|幢|座|号楼(?!梯(?!间))|#楼|#|楼(?= ?{NUM} ?单元)"
    rf"|号院?(?={_SEP}(?:{NUM} ?{_UNIT}|{_ROOM})))"
    rf"(?:{_SEP}(?:(?P<unit>{NUM}|[A-Za-z](?=座|单元)) ?(?:{_UNIT}|座)"
    rf"|(?P<unit2>{_SMALL}) ?-(?= ?{_ROOM})))?"
    rf"(?:{_SEP}{_FLOOR}(?P<room>{_ROOM}){_END})?"
)
_UNIT_ALONE = (
    rf"(?<![\d.个-])(?<!单元[到至~])(?<!\d[到至~])(?P<unit>{NUM}) ?单元(?![测卷考作课听练试单])"
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
    rf"-?(?=(?:{NUM}|顶)[层楼])(?:{NUM}|顶)[层楼]"
)
_DASH_ROOM = (
    rf"(?<![\dA-Za-z.:-])(?<!车位)(?P<building>[A-Z]\d?|\d{{1,2}}) ?- ?"
    rf"(?P<room>\d{{1,2}}(?:0[1-9]|1\d|20)){_NOT_ROOM}(?!-){_END}"
)
PAIR = re.compile(
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
BARE = (
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
class Form:
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


FORMS = (
    Form(_FORM, "[楼栋]"),
    Form(_TRIPLE, "[-_/杠.]"),
    Form(_DASH_UNIT, "-"),
    Form(_DASH_FLOOR, "-"),
    Form(_DASH_ROOM, "-"),
    Form(_STAGED, "[期区墅]"),
    Form(_NAMED_ROOM, f"[{_NAME_END}]"),
    Form(_UNIT_ALONE, "单元"),
    Form(_MARKED, "[栋幢座楼#号]"),
)
#: What every form needs somewhere, letter beside letter; most texts with a number have nothing of it.
_NUMERAL = rf"[\d{CN}十]"
has_room_form = re.compile(
    rf"\d{{3}}|[-_/杠.#] ?{_NUMERAL}|[\dA-Za-z{CN}十] ?"
    rf"(?:[栋幢座#]|单元|号楼|楼 ?{_NUMERAL}|号院?{_SEP}{_NUMERAL})"
    r"|期 ?[A-Z]\d|[区墅]\d{1,3}号|[号栋座][: ]{1,2}[A-Za-z]?\d"
).search
has_lone = re.compile(r"\d{3}").search
