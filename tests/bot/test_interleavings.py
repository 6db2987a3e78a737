"""What holds however conversations run into each other: independence, restarts, events that come again.

The verdicts are scripted, so that these tests are of the conversation and not of the recognition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.replay.scenarios import START, Played, build_heard, build_sample, collect
from bot.replay.stage import Stage
from tests.bot.conversing import Line, classify, play, shape, write_events

Said = tuple[str, str, str]

#: Conversations of different people about different things; none says only `+1`.
CONVERSATIONS: dict[str, tuple[Said, ...]] = {
    "a burst": (
        ("g1", "张三", "[照]"),
        ("g1", "张三", "厨房水管漏水了"),
        ("g1", "张三", "8-2-301"),
        ("g1", "张三", "下午三点后有人在家"),
    ),
    "a lift in two groups": (
        ("g1", "李四", "5栋电梯停在3楼不动了"),
        ("g2", "王五", "5号楼电梯坏了"),
        ("g1", "李四", "电梯按键都按不亮"),
        ("g2", "赵六", "@王五 我也在等这部电梯"),
    ),
    "an outage": (
        ("g1", "孙七", "停水了"),
        ("g2", "周八", "我们12栋也没水"),
        ("g3", "吴九", "我家也停水了"),
    ),
    "taken back": (
        ("g1", "郑十", "客厅插座没电"),
        ("g1", "郑十", "4-2-703"),
        ("g1", "郑十", "不用来了 好了"),
    ),
    "a child": (
        ("g3", "妈妈", "我儿子不见了 9岁 穿灰色卫衣"),
        ("g2", "冯一", "我在桥下看到一个男孩 灰色卫衣"),
        ("g3", "妈妈", "找到了 谢谢大家"),
    ),
    "a complaint": (
        ("g1", "陈二", "停车费涨价凭什么"),
        ("g4", "褚三", "停车费涨价我也不同意"),
        ("g1", "陈二", "停车费涨价物业出来说说"),
    ),
    "talk": (
        ("g1", "卫四", "周末去爬山吗"),
        ("g1", "蒋五", "好呀 几点"),
        ("g1", "卫四", "[照]"),
        ("g2", "沈六", "谁家有梯子借一下"),
    ),
}
PAIRS = [(one, other) for one in CONVERSATIONS for other in CONVERSATIONS if one < other]


@st.composite
def draw_mixture(draw: st.DrawFn) -> tuple[list[Line], dict[str, list[int]]]:
    """Two conversations run into each other with pauses between, and the places of the lines of each."""
    names = draw(st.sampled_from(PAIRS))
    order = draw(st.permutations([name for name in names for _ in CONVERSATIONS[name]]))
    pauses = draw(st.lists(st.sampled_from([1, 4, 15, 50]), min_size=len(order), max_size=len(order)))
    rest = {name: iter(CONVERSATIONS[name]) for name in names}
    now, lines = 0, list[Line]()
    for name, pause in zip(order, pauses, strict=True):
        now += pause
        lines.append((now, *next(rest[name])))
    return lines, {name: [i for i, each in enumerate(order) if each == name] for name in names}


def describe(played: Played, own: Sequence[int]) -> list[tuple[Any, ...]]:
    """What came of the messages at the places `own`, with the places counted within them."""
    tickets = [
        (*one[:-1], [own.index(source) for source in one[-1]]) for one in shape(played) if one[-1][0] in own
    ]
    alerts = [
        (alert["category"], own.index(alert["opened_by"]), [own.index(clue) for clue in alert["clues"]])
        for alert in played.alerts
        if alert["opened_by"] in own
    ]
    return [tickets, alerts, count_said(played, own)]  # type: ignore[list-item]


def count_said(played: Played, own: Sequence[int]) -> list[tuple[str, int, int]]:
    """How often each group was spoken to in answer to which message."""
    answers = Counter((said["chat"], said["event"]) for said in played.said if said["event"] in own)
    return sorted((chat, own.index(event), count) for (chat, event), count in answers.items())


@settings(max_examples=25, deadline=None, derandomize=True)
@given(draw_mixture())
async def test_each_of_two_conversations_leads_to_what_it_leads_to_alone(
    mixture: tuple[list[Line], dict[str, list[int]]],
) -> None:
    lines, places = mixture
    together = await play(*lines)
    for own in places.values():
        alone = await play(*(lines[place] for place in own))
        assert describe(together, own) == describe(alone, range(len(own)))


def waits_for_report(lines: Sequence[Line]) -> bool:
    """Whether a photo waits for its report: it is in memory only, and gone after a restart."""
    said = [line[3] for line in lines if line[2] == "张三"]
    return said == ["[照]"]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(draw_mixture(), st.data())
async def test_ended_and_started_anew_after_any_message_it_files_the_same(
    mixture: tuple[list[Line], dict[str, list[int]]], data: st.DataObject
) -> None:
    lines, _ = mixture
    whole_ones = [place for place in range(len(lines)) if not waits_for_report(lines[: place + 1])]
    cuts = data.draw(st.lists(st.sampled_from(whole_ones), max_size=3, unique=True))
    whole, cut_off = await play(*lines), await play(*lines, restart_after=cuts)
    assert shape(cut_off) == shape(whole)
    assert cut_off.alerts == whole.alerts
    assert Counter(map(str, cut_off.said)) == Counter(map(str, whole.said))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(draw_mixture(), st.data(), st.booleans())
async def test_whatever_comes_again_changes_nothing_and_is_not_answered_again(
    mixture: tuple[list[Line], dict[str, list[int]]], data: st.DataObject, restarted: bool
) -> None:
    lines, _ = mixture
    again = data.draw(
        st.dictionaries(st.integers(0, len(lines) - 1), st.integers(0, len(lines) - 1), max_size=4)
    )
    events = write_events(lines)
    stage = await Stage.open(build_sample(events), classify, START)
    for index, event in enumerate(events):
        await stage.hear(build_heard(index, event))
        earlier = again.get(index)
        if earlier is not None and earlier <= index:
            if restarted and earlier == index:
                await stage.restart()
            await stage.inside.intake.receive(build_heard(earlier, events[earlier]))
    repeated = await collect("t", stage)
    await stage.close()
    plain = await Stage.open(build_sample(events), classify, START)
    for index, event in enumerate(events):
        await plain.hear(build_heard(index, event))
    expected = await collect("t", plain)
    await plain.close()
    assert shape(repeated) == shape(expected)
    assert repeated.alerts == expected.alerts
    assert Counter(map(str, repeated.said)) == Counter(map(str, expected.said))


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_every_conversation_leads_to_what_its_name_says(name: str) -> None:
    played = await play(*((place * 9, *line) for place, line in enumerate(CONVERSATIONS[name])))
    found = [(ticket["category"], ticket["reporters"], ticket["status"]) for ticket in played.tickets]
    assert (
        found
        == {
            "a burst": [("water", 1, "open")],
            "a lift in two groups": [("elevator", 3, "open")],
            "an outage": [("water", 3, "open")],
            "taken back": [],
            "a child": [("missing_person", 1, "closed")],
            "a complaint": [("fees", 2, "open")],
            "talk": [],
        }[name]
    )
