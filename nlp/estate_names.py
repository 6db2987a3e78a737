"""Estates that are named in full: 保利麓谷林语小区, as letters do and neighbours do not."""

from __future__ import annotations

import re

#: What stands before 小区 and is no name: our, this, which, a new one.
_NO_NAME = (
    *("我们", "咱们", "你们", "他们", "自己", "隔壁", "对面", "附近", "旁边", "周边", "别的", "其他"),
    *("这个", "那个", "哪个", "每个", "整个", "几个", "一个", "两个", "老旧", "高档"),
)
_NO_LETTERS = "本该各整个的在到进出住是有们每某小新老旧好和与及或等家回这那哪贵此全"
_NAMED = re.compile(
    r"[\u4e00-\u9fff]{2}" + "".join(f"(?<!{word})" for word in _NO_NAME) + rf"(?<![{_NO_LETTERS}])小区"
)


def names_estate(text: str) -> bool:
    """Return whether a normalised text names an estate in full."""
    return "小区" in text and _NAMED.search(text) is not None
