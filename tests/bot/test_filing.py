"""建单, 合并, 拆分: what staff put right by hand."""

from __future__ import annotations

from bot.replay.scenarios import START, build_heard, build_sample
from bot.replay.stage import Stage
from tests.bot.conversing import Line, classify, heard_in, play, shape, write_events

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
    assert sum("不能并到自己" in text for text in heard_in(played, "staff")) == 1
    assert sum("不能合并" in text for text in heard_in(played, "staff")) == 1
