"""Words that decisions look for in what people type.  Not what the bot says: that is in texts."""

from __future__ import annotations

import re

from handlers.words.hearing import keep_at_hand, list_said, says
from nlp.normalise import normalise

_LONGEST_TALK = 60

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
#: When the parts of a day end; a day by itself ends with the working day.
_LAST_HOURS = {"上午": 12, "早": 10, "中午": 13, "晚": 22, "夜": 22}
_LAST_HOUR = 18


def strip_after_time(words: str) -> str:
    """The words up to the time that they name."""
    return _AFTER_TIME.sub("", words)


def find_last_hour(words: str) -> int:
    """The hour at which the part of the day that the words name is over."""
    return next((hour for name, hour in _LAST_HOURS.items() if name in words), _LAST_HOUR)


#: Whether the text names a place outside the homes.
names_public_place = says("names_public_place")
#: Whether the text could tell more of a fault reported before.
has_details = says("has_details")
#: Whether the text could tell more of a person looked for, or of a danger.
has_looks_or_places = says("has_looks_or_places")
#: Whether a display name is a common word for a person, as in 宝宝.
is_person_word = says("is_person_word")
#: Whether the text asks rather than tells.
is_question = says("is_question")
#: Whether the words name an hour or a length of time, and not only a day or a part of it.
names_hour = says("names_hour")
_is_courteous = says("is_small_talk")


@keep_at_hand
def is_small_talk(text: str) -> bool:
    """Whether the text is only thanks, greetings, agreement or signs."""
    bare = text.strip()
    return not bare or (len(bare) <= _LONGEST_TALK and _is_courteous(bare))


_list_sorts = list_said("", ("boy", "girl", "old_woman", "old_man"))
_is_old, _is_young = says("old"), says("young")


def find_sort_of_person(text: str) -> str | None:
    """Boy, girl, old woman or old man; None where the text says none of them or several."""
    found = _list_sorts(text)
    return found[0] if len(found) == 1 else None


def may_be_of_one_age(one: str, other: str) -> bool:
    """Whether not one text tells of an old person and the other of a child."""
    (old, young), (older, younger) = ((_is_old(text), _is_young(text)) for text in (one, other))
    return not (
        (old and not young and younger and not older) or (young and not old and older and not younger)
    )


_AGE = re.compile(r"(\d{1,3})\s*(?:周?岁)")


def find_age(text: str) -> int | None:
    """The age that the text names first, in years."""
    match = _AGE.search(text)
    return int(match[1]) if match else None
