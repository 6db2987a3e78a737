"""Words that decisions look for in what people type.  Not what the bot says: that is in texts."""

from __future__ import annotations

import re

from handlers.words.remembering import keep_at_hand
from nlp.normalise import normalise

_PUBLIC_PLACES = re.compile(
    "大堂|大厅|楼道|走廊|电梯|单元门|楼梯|地库|地下|车库|车场|停车|北门|南门|东门|西门|大门|侧门|岗亭|门岗|路灯|路口|路面|"
    "小区|全区|整栋|整个|我们楼|我们栋|一楼|公共|花园|绿化|广场|游乐|健身|泳池|会所|天台|楼顶|外墙|围墙|水泵|生活水箱|楼顶水箱|快递柜|充电桩|道闸|垃圾"
)

_SMALL_TALK = re.compile(
    # Possessive: nothing that was read is read again, so long texts cost no more than their length.
    r"^(?:谢谢|多谢|感谢|辛苦|麻烦|好的|好嘞|你好|您好|在吗|物业|知道了|明白|收到|可以|没事|不客气|再见|早上|晚上|上午|下午|中午|"
    r"大家|各位|师傅|邻居|ok|是的|[好嗯哦行哈呵对是早了呀啊吧您你们]|[\W_])++$",
    re.IGNORECASE,
)

_LONGEST_TALK = 60

_DETAILS = re.compile(
    "漏|滴|渗|堵|响|坏|断|裂|掉|松|锈|臭|味|越来越|一直|昨天|今天|早上|上午|中午|下午|晚上|开始|有人在家|在家|没人|钥匙|阀|"
    "水管|接头|龙头|马桶|地漏|热水器|空调|开关|插座|灯|门|窗|墙|天花板|顶|卫生间|厨房|阳台|客厅|卧室|几点|点后|点前|联系|电话|进来"
)

_LOOKS_AND_PLACES = re.compile(
    "岁|穿|衣|裤|鞋|帽|校服|外套|裙|背|书包|眼镜|头发|短发|长发|身高|米|厘米|公分|胖|瘦|男|女|不会说话|说话|叫|小名|"
    "最后|走|跑|往|去|方向|附近|路|门口|北门|南门|东门|西门|公园|学校|车站|桥|河|骑|车|拄|\\d点|[一二三四五六七八九十]点|刚才|刚刚|层|楼|火|烟|味|水"
)

_QUESTION = re.compile(r"[?？]|[吗嘛](?:$|[\W_])|了没(?:$|[\W_有])|没有(?:啊|呀|呢)")

_PERSON = (
    "人|孩子|小孩|娃|宝宝|宝贝|儿子|女儿|闺女|孙子|孙女|老人家?|老爷子|老太太|奶奶|爷爷|外公|外婆|"
    "爸爸?|妈妈?|弟弟|妹妹|他|她|它|TA|ta"
)
_ONLY_PERSON = re.compile(f"(?:{_PERSON})+")

#: What is traditional in the names and callings of staff, beside what the lexicons know.
_NAMES = str.maketrans(
    "師張趙陳劉黃楊吳孫鄭許鄧馮蕭蔣陸錢馬葉謝韓羅魯龍賈鍾盧萬賴譚範龔嚴湯聶齊顏魏蘇呂閻莊潘鄒偉強國華麗軍傑",
    "师张赵陈刘黄杨吴孙郑许邓冯萧蒋陆钱马叶谢韩罗鲁龙贾钟卢万赖谭范龚严汤聂齐颜魏苏吕阎庄潘邹伟强国华丽军杰",
)


def simplify(name: str) -> str:
    """A name as it is compared: simplified, without gaps."""
    return "".join(normalise(name).translate(_NAMES).split())


# What stands after the time: `18:00左右恢复供水`.
_AFTER_TIME = re.compile(r"(?:之?前|以前|左右|恢复\S*|来[水电气网暖]|修好|能?好|[了吧。，,！!\s])+$")
_HOUR = re.compile("[点時时:：分]")
#: When the parts of a day end; a day by itself ends with the working day.
_LAST_HOURS = {"上午": 12, "早": 10, "中午": 13, "晚": 22, "夜": 22}
_LAST_HOUR = 18


def strip_after_time(words: str) -> str:
    """The words up to the time that they name."""
    return _AFTER_TIME.sub("", words)


def names_hour(words: str) -> bool:
    """Whether the words name an hour or a length of time, and not only a day or a part of it."""
    return _HOUR.search(words) is not None


def find_last_hour(words: str) -> int:
    """The hour at which the part of the day that the words name is over."""
    return next((hour for name, hour in _LAST_HOURS.items() if name in words), _LAST_HOUR)


def names_public_place(text: str) -> bool:
    """Whether the text names a place outside the homes."""
    return _PUBLIC_PLACES.search(text) is not None


@keep_at_hand
def is_small_talk(text: str) -> bool:
    """Whether the text is only thanks, greetings, agreement or signs."""
    bare = text.strip()
    return not bare or (len(bare) <= _LONGEST_TALK and _SMALL_TALK.match(bare) is not None)


def has_details(text: str) -> bool:
    """Whether the text could tell more of a fault reported before."""
    return _DETAILS.search(text) is not None


def has_looks_or_places(text: str) -> bool:
    """Whether the text could tell more of a person looked for, or of a danger."""
    return _LOOKS_AND_PLACES.search(text) is not None


def is_person_word(name: str) -> bool:
    """Whether a display name is a common word for a person, as in 宝宝."""
    return _ONLY_PERSON.fullmatch(name) is not None


def is_question(text: str) -> bool:
    """Whether the text asks rather than tells."""
    return _QUESTION.search(text) is not None


_SORTS = (
    ("boy", re.compile("男孩|儿子|小男|男娃|(?<!外)孙子|外孙(?!女)|弟弟|小伙|男生")),
    ("girl", re.compile("女孩|女儿|小女|女娃|闺女|孙女|妹妹|丫头|小妞|小姑娘|女生")),
    ("old_woman", re.compile("老太|奶奶|外婆|姥姥|我妈(?!妈)")),
    ("old_man", re.compile("老头|老爷|爷爷|外公|姥爷|我爸(?!爸)")),
)


def find_sort_of_person(text: str) -> str | None:
    """Boy, girl, old woman or old man; None where the text says none of them or several."""
    found = [name for name, pattern in _SORTS if pattern.search(text)]
    return found[0] if len(found) == 1 else None


_OLD = re.compile(
    r"老(?:人|爷|太|头|奶|伯|先生|大爷|大娘|两口)|爷爷|奶奶|外公|外婆|姥[姥爷]|痴呆|阿尔茨海默|[6-9]\d\s*多?岁|[七八九]十"
)
_YOUNG = re.compile(
    r"孩|娃|宝宝|宝贝|孙|女儿|儿子|闺女|弟弟|妹妹|年级|幼儿|婴|(?<!\d)1?\d\s*岁|小学|初[一二三]|丫头|小朋友"
)


def may_be_of_one_age(one: str, other: str) -> bool:
    """Whether not one text tells of an old person and the other of a child."""
    (old, young), (older, younger) = (
        (bool(_OLD.search(text)), bool(_YOUNG.search(text))) for text in (one, other)
    )
    return not (
        (old and not young and younger and not older) or (young and not old and older and not younger)
    )


_AGE = re.compile(r"(\d{1,3})\s*(?:周?岁)")


def find_age(text: str) -> int | None:
    """The age that the text names first, in years."""
    match = _AGE.search(text)
    return int(match[1]) if match else None
