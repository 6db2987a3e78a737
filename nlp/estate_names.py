"""Letters: they name an estate in full (保利麓谷林语小区) or say who writes to whom; neighbours do not."""

from __future__ import annotations

import re

#: What stands before 小区 and is no name: our, this, which, a new one.
_NO_NAME = (
    *("我们", "咱们", "你们", "他们", "自己", "隔壁", "对面", "附近", "旁边", "周边", "别的", "其他"),
    *("这个", "那个", "哪个", "每个", "整个", "几个", "一个", "两个", "老旧", "高档", "这边", "那边"),
    *("而且", "因为", "所以", "就是", "但是", "不过", "还有", "然后", "正对", "靠近", "离开", "封闭", "大型"),
)
_NO_LETTERS = "本该各整个的在到进出住是有们每某小新老旧好和与及或等家回这那哪贵此全"
_NAMED = re.compile(
    r"[\u4e00-\u9fff]{2}" + "".join(f"(?<!{word})" for word in _NO_NAME) + rf"(?<![{_NO_LETTERS}])小区"
)


def names_estate(text: str) -> bool:
    """Return whether a normalised text names an estate in full."""
    return "小区" in text and _NAMED.search(text) is not None


#: 我是…的业主, 尊敬的领导, 作为…居民, 全体业主: who writes, and to whom, at the head of a letter.
_INTRODUCED = re.compile(
    "(?:我们?|本人|俺)(?:家)?[是为系].{0,24}?(?:业主|住户|居民|租户|租客)"
    "|(?:尊敬|敬爱)的.{0,8}?(?:领导|书记|市长|县长|物业|经理|部门)"
    "|(?:领导|书记|市长)们?[,: ]{0,2}(?:您|你)们?好"
    "|(?:代表|作为).{0,12}(?:业主|居民|住户)|(?:全体|广大)(?:业主|居民|住户)"
)
#: Shorter messages are no letters, however they begin.
_SHORTEST = 30


def introduces_writer(text: str) -> bool:
    """Return whether a normalised text says who writes it and to whom, as the head of a letter does."""
    return len(text) >= _SHORTEST and _INTRODUCED.search(text) is not None
