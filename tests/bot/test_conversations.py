"""Conversations through the whole bot on a simulated clock: who said what, and what came of it.

The verdicts are scripted, so that these tests are of the conversation and not of the recognition.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Recalled
from bot.replay.scenarios import START, Played, build_heard, build_sample, collect, replay_scenario
from bot.replay.stage import Stage, room
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
    "厨房插座没电 还有卫生间马桶堵了": ("repair", "electric"),
    "卫生间马桶堵了": ("repair", "water"),
    "厨房插座没电": ("repair", "electric"),
    "窗户关不严，呼呼漏风 3-1-2002": ("repair", "structure"),
    "我们也是 门禁刷不开": ("repair", "door_access"),
}


def classify(text: str) -> Verdict:
    kind, category = REPORTS.get(text, ("other", None))
    return Verdict(kind, category, find_room(text), find_phone(text))  # type: ignore[arg-type]


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


async def play(*lines: Line, restart_after: Sequence[int] = ()) -> Played:
    return await replay_scenario({"id": "t", "events": write_events(lines)}, classify, restart_after)


def shape(played: Played) -> list[tuple[Any, ...]]:
    """The tickets as far as they matter: kind, category, room, households, the messages that made them."""
    names = ("kind", "category", "room", "reporters", "status")
    return [(*(ticket[name] for name in names), ticket["source_events"]) for ticket in played.tickets]


def heard_in(played: Played, group: str) -> list[str]:
    return [said["text"] for said in played.said if said["chat"] == group]


# --- one report, however it is typed --------------------------------------------------------------


async def test_a_burst_is_one_ticket_and_one_receipt_with_all_of_it() -> None:
    played = await play(
        (0, "g1", "张三", "物业在吗"),
        (5, "g1", "李四", "今晚吃什么"),
        (8, "g1", "张三", "8-2-301"),
        (12, "g1", "张三", "[照]"),
        (18, "g1", "张三", "厨房水管漏水了"),
        (25, "g1", "李四", "红烧肉吧"),
        (31, "g1", "张三", "下午三点后有人在家"),
    )
    assert shape(played) == [("repair", "water", "8-2-301", 1, "open", [0, 2, 3, 4, 6])]
    assert len(heard_in(played, "g1")) == 1
    assert "8-2-301" in heard_in(played, "g1")[0]
    [card] = [text for text in heard_in(played, "staff") if "报修 #1" in text]
    assert "下午三点后有人在家" in card


async def test_a_voice_message_within_a_report_is_noted_and_opens_nothing_by_itself() -> None:
    played = await play(
        (0, "g1", "张三", "[语音]"),
        (9, "g1", "张三", "厨房水管漏水了"),
        (15, "g1", "张三", "8-2-301"),
        (20, "g1", "李四", "[语音]"),
        (200, "g1", "张三", "[语音]12秒"),
        (900, "g2", "王五", "[语音]"),
    )
    assert shape(played) == [("repair", "water", "8-2-301", 1, "open", [1, 2])]
    [card] = [text for text in heard_in(played, "staff") if "报修 #1" in text]
    assert "[语音]" in card
    assert "【#1】业主又发了一条语音，请到1号群里听。" in heard_in(played, "staff")
    assert len(heard_in(played, "g1")) == 1


async def test_what_is_a_report_only_as_a_whole_is_filed_when_its_home_is_named() -> None:
    played = await play(
        (0, "g1", "张三", "窗户关不严"),
        (8, "g1", "李四", "今晚吃什么"),
        (14, "g1", "张三", "[照]"),
        (22, "g1", "张三", "呼呼漏风 3-1-2002"),
    )
    assert shape(played) == [("repair", "structure", "3-1-2002", 1, "open", [0, 2, 3])]
    assert len(heard_in(played, "g1")) == 1


async def test_what_several_messages_do_not_say_together_is_talk() -> None:
    played = await play(
        (0, "g1", "张三", "周末去哪儿玩"), (9, "g1", "张三", "来接我 3-1-2002"), (20, "g1", "张三", "[照]")
    )
    assert played.tickets == ()


async def test_an_echo_that_is_recognised_takes_up_what_was_not() -> None:
    played = await play(
        (0, "g1", "团长", "草莓接龙 要的+1"),
        (20, "g1", "张三", "11栋的门禁不认人了"),
        (30, "g1", "李四", "+1 我拎着菜呢"),
        (40, "g1", "王五", "草莓+1 两盒"),
        (60, "g1", "赵六", "我们也是 门禁刷不开"),
    )
    assert shape(played) == [("repair", "door_access", "11", 3, "open", [1, 2, 4])]


async def test_the_room_is_asked_for_once_and_taken_two_hours_later() -> None:
    played = await play((0, "g1", "张三", "厨房水管漏水了"), (7200, "g1", "张三", "8-2-301"))
    assert shape(played) == [("repair", "water", "8-2-301", 1, "open", [0, 1])]
    assert [("房号" in text) for text in heard_in(played, "g1")] == [True]


async def test_a_second_fault_is_a_second_ticket_in_the_same_home() -> None:
    played = await play(
        (0, "g1", "张三", "客厅插座没电"),
        (5, "g1", "张三", "4-2-703"),
        (35, "g1", "张三", "厨房龙头一直滴水"),
    )
    assert [(t["category"], t["room"]) for t in played.tickets] == [
        ("electric", "4-2-703"),
        ("water", "4-2-703"),
    ]


async def test_two_faults_in_one_message_are_two_tickets() -> None:
    played = await play((0, "g1", "张三", "厨房插座没电 还有卫生间马桶堵了"))
    assert [(t["category"], t["source_events"]) for t in played.tickets] == [
        ("electric", [0]),
        ("water", [0]),
    ]


async def test_the_same_person_in_another_group_is_the_same_report() -> None:
    played = await play((0, "g1", "张三", "5栋电梯停在3楼不动了"), (90, "g4", "张三", "5号楼电梯坏了"))
    assert shape(played) == [("repair", "elevator", "5", 1, "open", [0, 1])]


async def test_a_wrong_building_is_put_right() -> None:
    played = await play((0, "g1", "张三", "5栋电梯停在3楼不动了"), (18, "g1", "张三", "打错了 是15栋"))
    assert shape(played) == [("repair", "elevator", "15", 1, "open", [0, 1])]


# --- one fault, by however many -------------------------------------------------------------------


async def test_many_reports_of_one_outage_are_one_ticket_and_one_receipt_a_group() -> None:
    played = await play(
        (0, "g1", "张三", "停水了"),
        (5, "g1", "李四", "+1"),
        (9, "g2", "王五", "我们12栋也没水"),
        (14, "g1", "赵六", "我家也是"),
        (16, "g1", "李四", "+1"),
    )
    assert [(t["category"], t["reporters"], t["room"]) for t in played.tickets] == [("water", 4, None)]
    assert heard_in(played, "g1") == ["@张三 已有4户反映，统一登记为 #1（停水）。"]
    assert heard_in(played, "g2") == ["@王五 已有4户反映，统一登记为 #1（停水）。"]


async def test_staff_say_when_it_is_back_and_who_asks_later_is_told_so() -> None:
    played = await play(
        (0, "g1", "张三", "停水了"),
        (40, "g2", "李四", "我们12栋也没水"),
        (300, "staff", "师傅王", "预计1 18:00"),
        (2000, "g3", "王五", "什么时候来水啊"),
        (2010, "g3", "赵六", "几点来水"),
        (2500, "g4", "孙七", "我家也停水了"),
        (3000, "g1", "张三", "水还要多久来"),
    )
    assert shape(played) == [("repair", "water", None, 3, "open", [0, 1, 5])]
    answer = "#1（停水）物业正在处理，预计18:00恢复。"
    assert [heard_in(played, group)[-1].endswith(answer) for group in ("g1", "g2", "g3", "g4")] == [True] * 4
    assert len(heard_in(played, "g3")) == 1
    assert heard_in(played, "g1")[-1].startswith("@张三 ")
    assert "【#1】已告知2个群：预计18:00恢复；之后来问的会直接这样答复。" in heard_in(played, "staff")


async def test_a_time_that_has_passed_is_told_to_nobody() -> None:
    played = await play(
        (0, "g1", "张三", "停水了"),
        (300, "staff", "师傅王", "预计1 半小时"),
        (4000, "g3", "王五", "什么时候来水啊"),
        (4100, "g4", "孙七", "我家也停水了"),
    )
    assert heard_in(played, "g3") == []
    assert not any("预计" in text for text in heard_in(played, "g4"))


async def test_staff_who_name_no_time_are_asked_for_one() -> None:
    played = await play((0, "g1", "张三", "停水了"), (300, "staff", "师傅王", "预计1 等通知"))
    assert heard_in(played, "staff")[-1] == "没看懂时间，请写明几点，例如：预计1 18:00"
    assert len(heard_in(played, "g1")) == 1


@pytest.mark.parametrize("words", ["今天7点", "今天凌晨1点"])
async def test_staff_who_name_a_time_gone_by_are_told_so_and_no_owner_hears_it(words: str) -> None:
    played = await play((0, "g1", "张三", "停水了"), (300, "staff", "师傅王", f"预计1 {words}"))
    assert heard_in(played, "staff")[-1] == "这个时间已经过了，请写一个还没到的，例如：预计1 明天9点"
    assert len(heard_in(played, "g1")) == 1


async def test_what_has_another_cause_is_not_answered_with_the_time_of_the_outage() -> None:
    played = await play(
        (0, "g1", "张三", "停水了"),
        (300, "staff", "师傅王", "预计1 18:00"),
        (2000, "g3", "王五", "什么时候来电啊"),
        (2100, "g3", "赵六", "球赛几点开始"),
    )
    assert heard_in(played, "g3") == []


async def test_the_same_lift_in_two_groups_is_one_ticket_and_another_building_s_is_another() -> None:
    played = await play(
        (0, "g1", "张三", "5栋电梯停在3楼不动了"),
        (95, "g4", "李四", "5号楼电梯坏了"),
        (120, "g4", "王五", "9栋电梯坏了"),
    )
    assert [(t["room"], t["reporters"]) for t in played.tickets] == [("5", 2), ("9", 1)]


async def test_a_plus_one_of_a_group_purchase_is_left_alone() -> None:
    played = await play(
        (0, "g1", "张三", "5栋电梯停在3楼不动了"),
        (30, "g1", "团长", "今晚团 草莓 39一盒 要的+1"),
        (40, "g1", "李四", "+1"),
        (50, "g1", "王五", "+1 两盒"),
        (60, "g1", "赵六", "电梯+1 我也在等"),
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 4])]


async def test_who_says_all_is_well_is_no_household() -> None:
    played = await play(
        (0, "g1", "张三", "停水了"), (20, "g1", "李四", "我家水挺大的呀"), (30, "g1", "王五", "我家也没水")
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 2])]


async def test_somebody_inside_makes_a_lift_ticket_urgent() -> None:
    played = await play(
        (0, "g2", "张三", "5栋电梯停在3楼不动了"),
        (90, "g2", "李四", "不对 电梯里面有小孩在喊妈妈"),
        (900, "g2", "师傅王", "孩子救出来了"),
    )
    assert [(t["kind"], t["reporters"]) for t in played.tickets] == [("urgent", 2)]
    assert [(a["opened_by"], a["closed_by"]) for a in played.alerts] == [(1, 2)]


# --- how it ends ----------------------------------------------------------------------------------


async def test_taken_back_within_seconds_nothing_has_happened() -> None:
    played = await play((0, "g1", "张三", "厨房水管漏水了"), (9, "g1", "张三", "不用来了 好了"))
    assert played.tickets == ()
    assert played.said == ()


async def test_taken_back_later_the_staff_are_told() -> None:
    played = await play((0, "g1", "张三", "厨房水管漏水了"), (1500, "g1", "张三", "不用来了 好了"))
    assert [t["status"] for t in played.tickets] == ["withdrawn"]
    assert any("撤单" in text for text in heard_in(played, "staff"))
    assert len(heard_in(played, "g1")) == 1


async def test_a_question_that_a_neighbour_answers_leaves_no_ticket() -> None:
    played = await play(
        (0, "g2", "张三", "请问装修垃圾放哪里"),
        (14, "g2", "李四", "北门右手边蓝色围挡里"),
        (90, "g2", "张三", "好的 谢谢李哥"),
    )
    assert played.tickets == ()
    assert played.said == ()


async def test_a_question_that_nobody_answers_is_passed_on_after_a_minute() -> None:
    played = await play((0, "g2", "张三", "请问装修垃圾放哪里"))
    assert [t["kind"] for t in played.tickets] == ["inquiry"]
    assert len(heard_in(played, "g2")) == 1


async def test_a_reminder_makes_no_ticket_and_pings_the_staff_once() -> None:
    played = await play(
        (0, "g1", "张三", "厨房水管漏水了"),
        (9000, "g1", "张三", "师傅怎么还没来"),
        (9060, "g1", "张三", "还没来人吗"),
    )
    assert [(t["kind"], t["source_events"]) for t in played.tickets] == [("repair", [0])]
    assert sum("在催" in text for text in heard_in(played, "staff")) == 1


async def recall_after(seconds: int, *lines: Line, key: str = "e0") -> tuple[Played, Stage]:
    stage = await Stage.open(build_sample(write_events(lines)), classify, START)
    for index, event in enumerate(write_events(lines)):
        await stage.hear(build_heard(index, event))
    at = stage.clock.now().timestamp() + seconds
    await stage.advance_to(stage.clock.now().fromtimestamp(at, tz=START.tzinfo))
    await stage.inside.intake.recall(
        Recalled(key=key, account="replay", chat=room("g1"), at=stage.clock.now())
    )
    return await collect("t", stage), stage


@pytest.mark.parametrize(("seconds", "statuses"), [(5, []), (100, ["withdrawn"])])
async def test_a_recalled_report_is_withdrawn_or_was_never_there(seconds: int, statuses: list[str]) -> None:
    played, stage = await recall_after(seconds, (0, "g1", "张三", "厨房水管漏水了"))
    assert [t["status"] for t in played.tickets] == statuses
    await stage.close()


async def test_a_recalled_part_goes_and_the_rest_stays() -> None:
    lines: list[Line] = [(0, "g1", "张三", "厨房水管漏水了"), (5, "g1", "张三", "下午有人在家")]
    played, stage = await recall_after(3, *lines, key="e1")
    assert [t["status"] for t in played.tickets] == ["open"]
    async with stage.database.view() as uow:
        ticket = await uow.tickets.get("sample", 1)
    assert ticket is not None
    assert "下午" not in ticket.words
    await stage.close()


# --- what holds whatever happens ------------------------------------------------------------------

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


def strip_places(played: Played, own: Sequence[int]) -> list[tuple[Any, ...]]:
    """The shapes with the events numbered within one conversation."""
    found = []
    for one in shape(played):
        sources = [own.index(source) for source in one[-1] if source in own]
        if sources:
            found.append((*one[:-1], sources))
    return found


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.permutations(["first"] * 4 + ["second"] * 4))
async def test_two_conversations_do_not_disturb_each_other(order: list[str]) -> None:
    places = {name: [i for i, each in enumerate(order) if each == name] for name in ("first", "second")}
    mixed = sorted(spread(FIRST, places["first"]) + spread(SECOND, places["second"]))
    together = await play(*mixed)
    for name, lines in (("first", FIRST), ("second", SECOND)):
        alone = await play(*spread(lines, places[name]))
        assert strip_places(together, places[name]) == shape(alone)


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


@pytest.mark.parametrize("cut", range(len(STORY)))
async def test_a_restart_at_any_point_leads_to_the_same_tickets(cut: int) -> None:
    whole, cut_off = await play(*STORY), await play(*STORY, restart_after=[cut])
    assert shape(cut_off) == shape(whole)
    assert cut_off.alerts == whole.alerts


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, len(STORY) - 1), max_size=4), st.booleans())
async def test_an_event_that_comes_again_changes_nothing(again: list[int], restarted: bool) -> None:
    stage = await Stage.open(build_sample(write_events(STORY)), classify, START)
    events = write_events(STORY)
    for index, event in enumerate(events):
        await stage.hear(build_heard(index, event))
        if index in again:
            if restarted:
                await stage.restart()
            await stage.inside.intake.receive(build_heard(index, event))
    repeated = await collect("t", stage)
    await stage.close()
    assert shape(repeated) == shape(await play(*STORY))


# --- misses taught --------------------------------------------------------------------------------

QUOTE = "「张三：{text}」\n- - - - - - - - - - - - - - -\n{words}"


async def read_ticket(stage: Stage, number: int) -> tuple[str, int, list[str]]:
    """Its status, its households and the steps of its timeline."""
    async with stage.database.view() as uow:
        ticket = await uow.tickets.get("sample", number)
        steps = [event.step.value for event in await uow.tickets.events("sample", number)]
    assert ticket is not None
    return ticket.status.value, ticket.households, steps


async def stage_of(*lines: Line) -> Stage:
    events = write_events(lines)
    stage = await Stage.open(build_sample(events), classify, START)
    for index, event in enumerate(events):
        await stage.hear(build_heard(index, event))
    return stage


async def test_what_the_bot_missed_is_filed_for_its_sender_when_staff_say_so() -> None:
    played = await play(
        (0, "g1", "张三", "水管又作妖了 8-2-301"),
        (60, "g1", "师傅王", QUOTE.format(text="水管又作妖了 8-2-301", words="建单")),
    )
    assert shape(played) == [("repair", "other_repair", "8-2-301", 1, "open", [0])]
    assert heard_in(played, "g1")[0].startswith("@张三 ")


async def test_an_owner_who_quotes_and_says_it_files_nothing() -> None:
    played = await play(
        (0, "g1", "张三", "水管又作妖了"), (60, "g1", "李四", QUOTE.format(text="水管又作妖了", words="建单"))
    )
    assert played.tickets == ()


async def test_two_tickets_become_one_and_two_again_with_both_timelines_whole() -> None:
    stage = await stage_of(
        (0, "g1", "张三", "5栋电梯停在3楼不动了"),
        (40, "g1", "李四", "我家也是 5栋的"),
        (60, "g2", "王五", "9栋电梯坏了"),
        (100, "staff", "师傅王", "合并2到1"),
    )
    assert await read_ticket(stage, 1) == ("open", 3, ["opened", "joined", "noted", "joined"])
    assert await read_ticket(stage, 2) == ("merged", 1, ["opened", "merged"])
    await stage.hear(build_heard(4, write_events([(200, "staff", "师傅王", "拆分2")])[0]))
    assert await read_ticket(stage, 1) == (
        "open",
        2,
        ["opened", "joined", "noted", "joined", "noted", "left"],
    )
    assert await read_ticket(stage, 2) == ("open", 1, ["opened", "merged", "split"])
    await stage.close()


async def test_who_echoes_a_merged_ticket_joins_the_one_that_it_went_into() -> None:
    played = await play(
        (0, "g1", "张三", "5栋电梯停在3楼不动了"),
        (60, "g2", "王五", "9栋电梯坏了"),
        (100, "staff", "师傅王", "合并2到1"),
        (160, "g2", "李四", "+1"),
    )
    assert [(t["number"], t["status"], t["reporters"]) for t in played.tickets] == [
        (1, "open", 3),
        (2, "merged", 1),
    ]


async def test_what_was_filed_by_hand_can_be_taken_back() -> None:
    stage = await stage_of(
        (0, "g1", "张三", "水管又作妖了 8-2-301"),
        (60, "g1", "师傅王", QUOTE.format(text="水管又作妖了 8-2-301", words="建单")),
        (200, "staff", "师傅王", "误报1"),
    )
    assert await read_ticket(stage, 1) == ("false_alarm", 1, ["opened", "taught", "false_alarm"])
    await stage.close()


async def test_a_ticket_does_not_go_into_itself_nor_into_none() -> None:
    played = await play(
        (0, "g1", "张三", "5栋电梯停在3楼不动了"),
        (60, "staff", "师傅王", "合并1到1"),
        (70, "staff", "师傅王", "合并1到7"),
    )
    assert [t["status"] for t in played.tickets] == ["open"]
    assert sum("不能合并" in text for text in heard_in(played, "staff")) == 2
