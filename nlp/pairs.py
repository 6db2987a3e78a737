"""What two texts share: pairs of neighbouring characters, and what is written on a thing (C12)."""

from __future__ import annotations

import re

_STOP = frozenset(
    """
    我家 我们 我也 物业 什么 怎么 不是 就是 一个 这个 那个 没有 你们 他们 大家 可以
    今天 昨天 现在 还是 也是 了吗 不了 了不 是不 时候 一下 有人 起来 下来 出来 上来
    过来 小区 师傅 谢谢 麻烦 看看 一直 这里 那里 们家 家里 好了 不好 知道 几天 半天
    上午 下午 早上 晚上 到现 在还 是的 个月 自己 的时 人在 不能 能不 请问 想问 问下
    问一 号楼 单元 栋单 楼上 楼下 的人 不要 不会 真的 东西 有点 已经 还有 我的 多少
    一点
    """.split()  # noqa: SIM905
)
_NUMBERED = re.compile(r"\d+[楼层栋号幢]")
#: What is written on a thing: C12. It tells as much as two pairs.
_SIGNED = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{1,2}-?\d{1,4}(?!\d)")
_MAY_BE_SIGNED = re.compile(r"[\dA-Za-z]")
_CHINESE = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_TRAIL = re.compile(r"[的了吗呢吧啊呀哦哈么]+")


def cut_pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, without those that every text has."""
    runs = _CHINESE.findall(_TRAIL.sub(" ", text))
    pairs = frozenset({run[i : i + 2] for run in runs for i in range(len(run) - 1)} - _STOP)
    if not _MAY_BE_SIGNED.search(text):
        return pairs
    named = (sign.upper() for sign in _SIGNED.findall(text))
    return (
        pairs | frozenset(_NUMBERED.findall(text)) | {each for sign in named for each in (sign, f"={sign}")}
    )
