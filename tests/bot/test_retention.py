"""Seven days after the all-clear nothing is left of photo, looks or name: rows, files, WAL, attachments."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.jobs.retention import KEPT, Retention
from bot.web.timeline import describe_alert, read_alert_file
from handlers.model import Step
from storage import tables
from tests.bot.house import House, make_settings, open_house, wait_for_stored_photo
from tests.bot.photos import draw_jpeg
from tests.databases import PostgresServer

#: Each would give somebody away: looks, the child's name, the mother's, the witness's, a number, a room.
TRACES = (
    "蓝色校服",
    "不会说话",
    "乐乐",
    "乐乐妈妈梅",
    "钱路人",
    "13812341234",
    "8-2-301",
    "环桥",
    "红帽子",
    "白球鞋",
)
CALL = "我儿子乐乐自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看 电话13812341234 我家8-2-301"


class Later(SystemClock):
    """The machine's time, so much later."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        return super().now() + self._by


async def live_through(house: House, photo: bytes) -> None:
    house.channel.say("mama", "g3", CALL, name="乐乐妈妈梅")
    await house.channel.wait_for("g5", "紧急寻人")
    house.channel.say("mama", "g3", "", photo=photo, name="乐乐妈妈梅")
    await house.channel.wait_for("g5", "照片")
    house.channel.say("mama", "g3", "他戴着红帽子 白球鞋", name="乐乐妈妈梅")
    await house.channel.wait_for("staff", "红帽子")
    house.channel.say("qian", "g1", "我刚在环桥下面看到一个男孩 蓝衣服", name="钱路人")
    await house.channel.wait_for("staff", "线索1")
    house.channel.say("mama", "g3", "找到了 谢谢大家", name="乐乐妈妈梅")
    for group in ("g1", "g2", "g3", "g4", "g5"):
        assert "请删除" in await house.channel.wait_for(group, "【解除】")
    await house.channel.wait_for("staff", "已解除")


def search(folder: Path, photo: bytes) -> list[str]:
    """Which traces are found in which file of the folder, whatever it is called."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [f"{path.name}: {trace}" for trace in TRACES if trace.encode() in content]
            if photo[100:400] in content:
                found.append(f"{path.name}: photo")
    return found


async def search_rows(house: House) -> list[str]:
    """Which traces are found in which table."""
    found = []
    async with house.app.database.view() as uow:
        for table in tables.metadata.sorted_tables:
            for row in await uow.erasing._transaction.fetch(table.select()):
                found += [f"{table.name}: {trace}" for trace in TRACES if trace in str(dict(row))]
    return found


def retain(house: House, days: float) -> Retention:
    return Retention(Later(timedelta(days=days)), house.app.database, house.app.files)


async def test_after_seven_days_no_file_holds_a_trace(tmp_path: Path) -> None:
    settings, photo = make_settings(tmp_path), draw_jpeg(640, 480)
    async with open_house(settings) as house:
        await live_through(house, photo)
        await retain(house, 6.9).erase()
        assert {line.split(": ")[1] for line in search(tmp_path, photo)} >= {"蓝色校服", "乐乐", "photo"}
        await retain(house, 7.1).erase()
        assert await search_rows(house) == []
        assert search(tmp_path, photo) == [], "while the bot runs"
        await retain(house, 7.2).erase()
    assert search(tmp_path, photo) == [], "and after it has ended"


async def test_times_and_counts_stay(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        await live_through(house, draw_jpeg(64, 48))
        await retain(house, 8).erase()
        await retain(house, 9).erase()
        async with house.app.database.view() as uow:
            file = await read_alert_file(uow, house.app.directory.estate("yun"), 1)
        assert file is not None
        told = describe_alert(file)
        assert [event.step for event in file.events].count(Step.ERASED) == 1
        assert len(told["groups"]) == 4
        assert all(group["relay"]["sent_at"] for group in told["groups"])
        assert len(told["clues"]) == 1
        assert told["closed_at"]


async def test_an_alert_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.channel.say("mama", "g3", CALL, name="乐乐妈妈梅")
        await house.channel.wait_for("g5", "紧急寻人")
        await retain(house, 30).erase()
        assert "tickets: 蓝色校服" in await search_rows(house)


async def test_a_photo_that_another_ticket_has_too_stays_there(tmp_path: Path) -> None:
    photo = draw_jpeg(320, 240)
    async with open_house(make_settings(tmp_path)) as house:
        await live_through(house, photo)
        house.channel.say("li", "g2", "我家厨房漏水了 5-1-402", photo=photo)
        await house.channel.wait_for("g2", "#2")
        await wait_for_stored_photo(house, 2)
        await retain(house, 8).erase()
        assert [line for line in search(tmp_path, photo) if line.endswith("photo")] != []


async def test_the_job_is_one_of_the_running_bot(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        assert "erase_alerts" in [job.id for job in house.app.jobs.table]
    assert timedelta(days=7) == KEPT


async def test_postgres_keeps_nothing_in_its_tables(
    postgres_server: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    settings = make_settings(tmp_path, storage={"url": postgres_url})
    photo = draw_jpeg(320, 240)
    async with open_house(settings) as house:
        await live_through(house, photo)
        await retain(house, 8).erase()
        assert await search_rows(house) == []
    await postgres_server.execute("CHECKPOINT")
    assert search(Path(postgres_server.folder) / "base", photo) == []
    assert search(tmp_path, photo) == []
