"""Conversations on a simulated clock: lines in, and what came of them.

The verdicts are scripted, so that these tests are of the conversation and not of the recognition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.replay.scenarios import Played, replay_scenario
from nlp.extract import find_phone, find_room
from nlp.verdict import Verdict

Line = tuple[int, str, str, str]

#: The reports among the words; everything else is talk.
REPORTS: dict[str, tuple[str, str | None]] = {
    "厨房水管漏水了": ("repair", "water"),
    "厨房龙头一直滴水": ("repair", "water"),
    "客厅插座没电": ("repair", "electric"),
    "5栋电梯停在3楼不动了": ("repair", "elevator"),
    "5号楼电梯坏了": ("repair", "elevator"),
    "9栋电梯坏了": ("repair", "elevator"),
    "停水了": ("repair", "water"),
    "我们12栋也没水": ("repair", "water"),
    "全楼停电了": ("repair", "electric"),
    "停车费涨价凭什么": ("complaint", "fees"),
    "请问装修垃圾放哪里": ("inquiry", None),
    "建议在东门装个雨棚": ("suggestion", None),
    "我儿子不见了 9岁 穿灰色卫衣": ("urgent", "missing_person"),
    "3栋楼道着火了 有明火": ("urgent", "fire"),
    "厨房插座没电 还有卫生间马桶堵了": ("repair", "electric"),
    "卫生间马桶堵了": ("repair", "water"),
    "厨房插座没电": ("repair", "electric"),
    "窗户关不严，呼呼漏风 3-1-2002": ("repair", "structure"),
    "我们也是 门禁刷不开": ("repair", "door_access"),
}


def recognise(reports: Mapping[str, tuple[str, str | None]]) -> Callable[[str], Verdict]:
    """A recognition that knows these lines by heart; every other is talk."""

    def classify(text: str) -> Verdict:
        kind, category = reports.get(text, ("other", None))
        return Verdict(kind, category, find_room(text), find_phone(text))  # type: ignore[arg-type]

    return classify


classify = recognise(REPORTS)


def write_events(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """`@bot` at the head calls it; `[照]` is a photo."""
    return [
        {
            "t": t,
            "group": group,
            "sender": who,
            "role": "staff" if who.startswith("师傅") else "manager" if who.startswith("经理") else "owner",
            "text": "" if text == "[照]" else text,
            "image": text == "[照]",
        }
        for t, group, who, text in lines
    ]


async def play(
    *lines: Line, classify: Callable[[str], Verdict] = classify, restart_after: Sequence[int] = ()
) -> Played:
    return await replay_scenario({"id": "t", "events": write_events(lines)}, classify, restart_after)


def shape(played: Played) -> list[tuple[Any, ...]]:
    """The tickets as far as they matter: kind, category, room, households, the messages that made them."""
    names = ("kind", "category", "room", "reporters", "status")
    return [(*(ticket[name] for name in names), ticket["source_events"]) for ticket in played.tickets]


def heard_in(played: Played, group: str) -> list[str]:
    return [said["text"] for said in played.said if said["chat"] == group]


FIRST = [
    ("g1", "张三", "厨房水管漏水了"),
    ("g1", "张三", "[照]"),
    ("g1", "张三", "8-2-301"),
    ("g1", "张三", "下午三点后有人在家"),
]
SECOND = [
    ("g1", "李四", "5栋电梯停在3楼不动了"),
    ("g2", "王五", "5号楼电梯坏了"),
    ("g1", "李四", "按键都按不亮"),
    ("g2", "赵六", "@王五 我也在等这部电梯"),
]
STEP = 7


def spread(lines: Sequence[tuple[str, str, str]], places: Sequence[int]) -> list[Line]:
    return [(place * STEP, *line) for place, line in zip(places, lines, strict=True)]


STORY: list[Line] = [
    (0, "g1", "张三", "停水了"),
    (9, "g1", "李四", "+1"),
    (30, "g2", "王五", "我们12栋也没水"),
    (50, "g1", "团长", "今晚团 草莓 39一盒 要的+1"),
    (80, "g1", "李四", "厨房水管漏水了"),
    (99, "g1", "李四", "8-2-301"),
    (150, "g3", "妈妈", "我儿子不见了 9岁 穿灰色卫衣"),
    (200, "g2", "王五", "我在桥下看到一个男孩 灰色卫衣"),
    (900, "g3", "妈妈", "找到了 谢谢大家"),
    (950, "g1", "李四", "不用来了 好了"),
]
