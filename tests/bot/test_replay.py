"""Replay: the whole bot on a simulated clock, by scenarios and by exported chats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.exports.lines import Line
from bot.inside import Inside
from bot.replay.chats import ESTATE, Cast, Run, play, sort_lines
from bot.replay.planning import LOOKS, find_slot
from bot.replay.report import as_row, write_report
from bot.replay.scenarios import START, BadScenario, Played, build_heard, build_sample, replay_scenario
from bot.replay.stage import Stage
from handlers.alerts import chasing
from handlers.model import AlertState
from nlp.verdict import SILENT, Verdict

ZONE = ZoneInfo("Asia/Shanghai")
Event = dict[str, Any]

#: What the fake classifier understands; anything else is chat.
UNDERSTOOD = {
    "厨房漏水了": Verdict("repair", "water"),
    "8-2-301厨房漏水了": Verdict("repair", "water", room="8-2-301"),
    "路灯不亮": Verdict("repair", "electric"),
    "孩子不见了 穿蓝校服": Verdict("urgent", "missing_person"),
    "楼道有烟": Verdict("urgent", "fire"),
}


def understand(text: str) -> Verdict:
    return UNDERSTOOD.get(text, SILENT)


def say(t: float, group: str, sender: str, text: str, role: str = "owner", **more: Any) -> Event:
    return {"t": t, "group": group, "sender": sender, "role": role, "text": text, **more}


async def run(*events: Event, restart_after: Iterable[int] = ()) -> Played:
    return await replay_scenario({"id": "x", "events": list(events)}, understand, list(restart_after))


MISSING = (
    say(0, "g3", "妈妈", "孩子不见了 穿蓝校服"),
    say(20, "g1", "老陈", "天哪"),
    say(3_000, "g3", "妈妈", "找到了 谢谢大家"),
)


# --- the output line -----------------------------------------------------------------------------


async def test_a_report_becomes_a_ticket_with_its_event_and_an_answer_to_it() -> None:
    played = await run(say(0, "g2", "李阿姨", "早"), say(9, "g2", "张三", "8-2-301厨房漏水了"))
    (ticket,) = played.tickets
    assert ticket == {
        "number": 1, "kind": "repair", "category": "water", "room": "8-2-301", "status": "open",
        "reporters": 1, "source_events": [1],
    }  # fmt: skip
    assert [(said["event"], said["chat"]) for said in played.said if said["chat"] == "g2"] == [(1, "g2")]
    assert any(said["chat"] == "staff" and "#1" in said["text"] for said in played.said)
    assert next(said for said in played.said if said["chat"] == "g2")["text"].startswith("@张三 ")


async def test_an_alert_names_the_events_that_opened_and_closed_it() -> None:
    played = await run(*MISSING)
    (alert,) = played.alerts
    assert (alert["category"], alert["opened_by"], alert["closed_by"]) == ("missing_person", 0, 2)
    relayed = {said["chat"] for said in played.said if said["event"] == 0}
    assert {"g1", "g2", "g4", "g5"} <= relayed


async def test_ordinary_chat_comes_to_nothing() -> None:
    played = await run(say(0, "g1", "张三", "早"), say(5, "g2", "李四", "有人团购苹果吗", image=True))
    assert (played.tickets, played.alerts, played.said) == ((), (), ())


async def test_staff_commands_by_number_and_by_quote_are_obeyed() -> None:
    quoted = "「物业小助手：【报修 #1】水」\n- - - - - - - - - - - - - - -\n接单"
    played = await run(
        say(0, "g1", "张三", "8-2-301厨房漏水了"),
        say(100, "staff", "王师傅", quoted, role="staff"),
        say(200, "staff", "王师傅", "完成1 换了接头", role="staff"),
    )
    assert played.tickets[0]["status"] == "done"
    assert any(said["event"] == 2 and said["chat"] == "g1" for said in played.said)


async def test_a_manager_broadcasts_to_all_five_groups() -> None:
    played = await run(
        say(0, "dm", "刘经理", "广播 明早八点停水", role="manager"),
        say(30, "dm", "刘经理", "确认B1", role="manager"),
    )
    heard = {said["chat"] for said in played.said if "明早八点停水" in said["text"]}
    assert {"g1", "g2", "g3", "g4", "g5"} <= heard


async def test_an_unconfirmed_alert_is_paged_on_by_time_alone() -> None:
    played = await run(say(0, "g1", "张三", "楼道有烟"), say(1, "staff", "赵队长", "在", role="staff"))
    assert any(said["event"] is None for said in played.said)


async def test_who_calls_the_bot_is_heard_without_the_call() -> None:
    event = say(0, "g1", "张三", "@物业小助手 厨房漏水了", mentions=["bot"])
    heard = build_heard(0, event)
    assert (heard.text, heard.mentions_bot) == ("厨房漏水了", True)
    assert build_heard(0, say(0, "g1", "张三", "@李四 你好", mentions=["李四"])).mentions_bot is False


async def test_a_photo_is_an_attachment_and_its_stand_in_no_words() -> None:
    heard = build_heard(3, say(0, "g1", "张三", "[图片]", image=True))
    assert heard.text == ""
    assert len(heard.attachments) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"id": "x"},
        {"id": "x", "events": ["hm"]},
        {"id": "x", "events": [{"group": "g1", "sender": "a", "text": "b"}]},
        {"id": "x", "events": [say(0, "g9", "a", "b")]},
        {"id": "x", "events": [{"t": 0, "group": "g1", "text": "b"}]},
    ],
)
async def test_a_scenario_that_cannot_be_played_says_why(row: Mapping[str, Any]) -> None:
    with pytest.raises(BadScenario):
        await replay_scenario(row, understand)


# --- the same every time -------------------------------------------------------------------------


async def test_the_same_scenario_comes_to_the_same_every_time() -> None:
    first = await run(*MISSING)
    assert await run(*MISSING) == first


@pytest.mark.parametrize("cut", range(4))
async def test_a_bot_that_is_started_anew_at_any_point_comes_to_the_same_tickets(cut: int) -> None:
    events = (
        say(0, "g2", "张三", "8-2-301厨房漏水了"),
        say(40, "g1", "老陈", "早"),
        say(90, "g3", "妈妈", "孩子不见了 穿蓝校服"),
        say(3_000, "g3", "妈妈", "找到了 谢谢大家"),
    )
    whole, parted = await run(*events), await run(*events, restart_after=[cut])
    assert parted.tickets == whole.tickets
    assert parted.alerts == whole.alerts


async def test_time_that_jobs_need_does_not_pass_twice_when_a_bot_is_started_anew() -> None:
    events = (say(0, "g1", "张三", "楼道有烟"), say(200, "staff", "赵队长", "在", role="staff"))
    whole, parted = await run(*events), await run(*events, restart_after=[0, 1])
    assert parted.said == whole.said


# --- time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "due", "slot"),
    [(0, 0, 5), (0, 5, 5), (0, 6, 10), (7, 3, 10), (10, 10, 15), (12, 31, 35), (12, 35, 35)],
)
def test_a_job_runs_at_the_first_of_its_times_when_it_has_something_to_do(
    now: int, due: int, slot: int
) -> None:
    moments = [START + timedelta(seconds=seconds) for seconds in (now, due, slot)]
    assert find_slot(START, 5, moments[0], moments[1]) == moments[2]


async def test_before_the_time_that_is_foretold_an_alert_has_nothing_to_be_chased_for() -> None:
    stage = await Stage.open(build_sample([say(0, "staff", "赵队长", "", role="staff")]), understand, START)
    await stage.hear(build_heard(0, say(0, "g1", "张三", "楼道有烟")))
    estate = stage.inside.directory.estates[0]
    async with stage.database.view() as uow:
        (alert,) = await uow.alerts.live()
    await stage.close()
    for confirmed in (None, START + timedelta(seconds=30)):
        for paged in range(5):
            each = replace(alert, paged=paged, confirmed_at=confirmed)
            foretold = chasing.find_next(each, estate)
            moment = START
            while moment < foretold:
                assert not chasing.chase([each], estate, moment)
                moment += timedelta(seconds=20)


def test_a_replay_knows_of_every_job_when_it_has_something_to_do(inside: Inside) -> None:
    """A job without a look would run at each of its times: a month of them takes minutes."""
    assert set(LOOKS) == {job.id for job in inside.jobs}


@pytest.fixture
async def inside() -> Inside:
    stage = await Stage.open(build_sample([]), understand, START)
    await stage.close()
    return stage.inside


# --- exported chats ------------------------------------------------------------------------------


def line(minute: float, group: str, sender: str, text: str) -> Line:
    return Line(datetime(2026, 3, 10, 8, tzinfo=ZONE) + timedelta(minutes=minute), group, sender, text, 1)


CHAT = (
    line(0, "1号群", "张三", "早"),
    line(1, "1号群", "张三", "8-2-301厨房漏水了"),
    line(2, "物业内部", "王师傅", "完成1 换了接头"),
    line(3, "2号群", "李四", "楼道有烟"),
    line(4, "2号群", "王师傅", "厨房漏水了"),
    line(500, "2号群", "李四", "早"),
)
CAST = Cast(staff=frozenset({"王师傅"}), staff_groups=frozenset({"物业内部"}))


async def play_chat(lines: Iterable[Line] = CHAT) -> Run:
    return await play(sort_lines(lines), understand, CAST)


async def test_an_exported_chat_is_filed_as_if_the_bot_had_been_there() -> None:
    played = await play_chat()
    report = await write_report(played, CAST, [], [], ZONE)
    await played.stage.close()
    assert [(each.ticket.category, each.group, each.ticket.status.value) for each in report.tickets] == [
        ("water", "1号群", "done"),
        ("fire", "2号群", "open"),
    ]
    assert [each.alert.state for each in report.alerts] == [AlertState.UNCONFIRMED]
    assert report.by_hour[8] == (5, 2)
    assert report.by_group["2号群"][:2] == (3, 1)


async def test_of_the_chat_nothing_is_kept_but_what_became_part_of_something() -> None:
    played = await play_chat((*CHAT, line(6, "1号群", "赵六", "这句话谁也不许记下来")))
    async with played.stage.database.view() as uow:
        tickets = await uow.tickets.listing(ESTATE)
    report = await write_report(played, CAST, [], [], ZONE)
    await played.stage.close()
    assert not any("谁也不许" in ticket.words for ticket in tickets)
    assert "谁也不许" not in str(as_row(report))


async def test_files_of_several_groups_are_played_in_the_order_of_their_time() -> None:
    played = await play_chat(reversed(CHAT))
    assert [each.time for each in played.lines] == sorted(each.time for each in CHAT)
    await played.stage.close()


async def test_who_watches_hears_how_far_it_is() -> None:
    told: list[int] = []
    played = await play(list(CHAT), understand, CAST, told.append)
    await played.stage.close()
    assert (told[0], told[-1]) == (0, len(CHAT))
