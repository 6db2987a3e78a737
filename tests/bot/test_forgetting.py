"""删除我的信息 through a whole bot: what is over goes at once, the rest when it is over; counts stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.jobs.outdating import Outdating
from handlers.model import Status, Step
from storage import tables
from storage.forgetting import SOMEBODY
from tests.bot.house import House, make_settings, open_house, wait_for_stored_photo
from tests.bot.photos import draw_jpeg
from tests.bot.scripted import contact

#: Each would give 李梅 away.
TRACES = ("李梅", "红木地板", "9-1-1502", "13912345678")
REPORT = "我家9栋1单元1502厨房漏水了 红木地板都泡了 电话13912345678"


async def list_traces(house: House, traces: tuple[str, ...] = TRACES) -> set[str]:
    """Which traces are found in which table."""
    found = set()
    async with house.app.database.view() as uow:
        for table in tables.metadata.sorted_tables:
            for row in await uow.forgetting._transaction.fetch(table.select()):
                found |= {f"{table.name}: {trace}" for trace in traces if trace in str(dict(row))}
    return found


async def run_job(house: House, name: str) -> None:
    await next(job for job in house.app.jobs.table if job.id == name).run()


async def finish(house: House, number: int) -> None:
    """The ticket is done and closed."""
    house.channel.say("王师傅", "staff", f"完成{number} 换了角阀")
    await house.channel.wait_for("staff", f"【#{number}】水电 王师傅已完成")
    house.channel.say("li", "dm", f"满意{number}", name="李梅")
    await house.channel.wait_for("dm:li", f"#{number} 已结单")


async def report(house: House, photo: bytes) -> None:
    house.channel.say("li", "g3", REPORT, photo=photo, name="李梅")
    await house.channel.wait_for("staff", "#1")


async def test_what_is_over_is_erased_and_only_counts_stay(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        channel, photo = house.channel, draw_jpeg(64, 48)
        await report(house, photo)
        sha256 = await wait_for_stored_photo(house)
        await finish(house, 1)
        channel.say("li", "dm", "我的信息", name="李梅")
        told = await channel.wait_for("dm:li", "我这里存着您的这些信息")
        assert all(trace in told for trace in TRACES)
        channel.say("li", "dm", "删除我的信息", name="李梅")
        assert "已经结束的1张" in await channel.wait_for("dm:li", "确定要删吗")
        await run_job(house, "forget_people")
        assert "tickets: 红木地板" in await list_traces(house), "nothing goes before it is confirmed"
        channel.say("li", "dm", "确认删除", name="李梅")
        await channel.wait_for("dm:li", "这就清除")
        await run_job(house, "forget_people")
        await channel.wait_for("dm:li", "全部清除了")
        assert await list_traces(house) == set()
        assert not house.app.files.path(sha256).exists()
        async with house.app.database.view() as uow:
            ticket = await uow.tickets.get("yun", 1)
            steps = [event.step for event in await uow.tickets.events("yun", 1)]
            audits = {(line.actor, line.action) for line in await uow.audits.listing("yun")}
        assert ticket is not None
        assert (ticket.status, ticket.rating, ticket.photos) == (Status.CLOSED, 5, 1)
        assert (ticket.category, ticket.reporter) == ("water", SOMEBODY)
        assert steps[-1] is Step.ERASED
        assert {(contact("li"), verb) for verb in ("held", "erase", "erase_sure", "erased")} <= audits
        assert search(tmp_path) == []


def search(folder: Path, traces: tuple[str, ...] = TRACES) -> list[str]:
    """Which traces are found in which file, whatever it is called."""
    return [
        f"{path.name}: {trace}"
        for path in folder.rglob("*")
        if path.is_file()
        for trace in traces
        if trace.encode() in path.read_bytes()
    ]


async def test_what_is_open_is_kept_until_it_is_over(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        channel = house.channel
        await report(house, draw_jpeg(64, 48))
        channel.say("li", "g3", "删除我的信息", name="李梅")
        assert "#1" in await channel.wait_for("dm:li", "还没结束的")
        assert "已私信回复您" in await channel.wait_for("g3", "已私信")
        channel.say("li", "g3", "确认删除", name="李梅")
        await channel.wait_for("dm:li", "结束后自动清除。\n谢谢")
        await run_job(house, "forget_people")
        assert "tickets: 红木地板" in await list_traces(house)
        channel.say("王师傅", "staff", "接单1")
        assert "@李梅" in await channel.wait_for("g3", "已接单"), "what is open goes on as before"
        await finish(house, 1)
        await run_job(house, "forget_people")
        await channel.wait_for("dm:li", "全部清除了")
        assert await list_traces(house) == set()


async def test_in_a_neighbours_ticket_only_ones_own_words_go(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        channel = house.channel
        channel.say("zhang", "g3", "3号楼停水了", name="张三")
        await channel.wait_for("staff", "#1")
        channel.say("li", "g3", "我家也停水了 3-1-1502", name="李梅")
        await channel.wait_for("staff", "共2户")
        channel.say("王师傅", "staff", "完成1 来水了")
        await channel.wait_for("staff", "【#1】水电 王师傅已完成")
        channel.say("zhang", "dm", "满意1", name="张三")
        await channel.wait_for("dm:zhang", "#1 已结单")
        channel.say("li", "dm", "删除我的信息", name="李梅")
        await channel.wait_for("dm:li", "确定要删吗")
        channel.say("li", "dm", "确认删除", name="李梅")
        await channel.wait_for("dm:li", "这就清除")
        await run_job(house, "forget_people")
        await channel.wait_for("dm:li", "全部清除了")
        assert await list_traces(house, ("李梅", "3-1-1502")) == set()
        async with house.app.database.view() as uow:
            ticket = await uow.tickets.get("yun", 1)
        assert ticket is not None
        assert (ticket.reporter.name, ticket.households) == ("张三", 2)
        assert "停水" in ticket.words


@pytest.mark.parametrize("name", ["李梅", "李梅\u200b"])
async def test_a_borrowed_name_erases_and_shows_nothing(tmp_path: Path, name: str) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        await report(house, draw_jpeg(64, 48))
        house.channel.say("thief", "dm", "我的信息", name=name)
        await house.channel.wait_for("dm:thief", "没有存您的任何信息")
        house.channel.say("thief", "dm", "删除我的信息", name=name)
        await house.channel.wait_for("dm:thief", "不用删")
        house.channel.say("thief", "dm", "确认删除", name=name)
        await house.channel.wait_for("dm:thief", "请先发")
        await run_job(house, "forget_people")
        assert "tickets: 红木地板" in await list_traces(house)


class Later(SystemClock):
    """The machine's time, so many days later."""

    def __init__(self, days: float) -> None:
        self._by = timedelta(days=days)

    def now(self) -> datetime:
        return super().now() + self._by


async def test_after_the_retention_time_nothing_personal_is_left(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        await report(house, draw_jpeg(64, 48))
        sha256 = await wait_for_stored_photo(house)
        await finish(house, 1)
        house.channel.say("li", "g3", "我家又停电了 9栋1单元1502", name="李梅")
        await house.channel.wait_for("staff", "#2")

        async def outdate(days: float) -> None:
            app = house.app
            await Outdating(Later(days), app.database, app.files, {"yun": 180}).erase()

        await outdate(179.9)
        assert "tickets: 红木地板" in await list_traces(house)
        await outdate(180.1)
        assert await list_traces(house, ("红木地板", "13912345678")) == set()
        assert not house.app.files.path(sha256).exists()
        async with house.app.database.view() as uow:
            first, second = await uow.tickets.get("yun", 1), await uow.tickets.get("yun", 2)
            steps = [event.step for event in await uow.tickets.events("yun", 1)]
        assert first is not None
        assert second is not None
        assert (first.reporter, first.status, first.rating) == (SOMEBODY, Status.CLOSED, 5)
        assert (second.reporter.name, second.room) == ("李梅", "9-1-1502"), "what is open stays"
        await outdate(181)
        assert steps.count(Step.ERASED) == 1
        assert search(tmp_path, ("红木地板", "13912345678")) == []
