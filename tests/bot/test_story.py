"""The stories of the product, through the whole bot: a scripted channel in front, a real database behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.settings import Settings
from handlers.model import Delivery, DeliveryState, Notice, NoticeState, Outcome, Person, Priority, Purpose
from storage.engine import Database, upgrade
from tests.bot.house import make_settings, open_house
from tests.bot.photos import draw_photo
from tests.bot.sayings import MOTHER
from tests.bot.scripted import contact, room


async def test_an_owner_reports_staff_answer_and_the_owner_hears_it(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        say, wait = house.channel.say, house.channel.wait_for
        say("张三", "g3", "我家8栋2单元301厨房漏水了")
        receipt = await wait("g3", "#1")
        assert receipt.startswith("@张三 ")
        assert "8-2-301" in receipt
        card = await wait("staff", "【报修 #1】")
        await wait("dm:王师傅", "【报修 #1】")
        say("王师傅", "staff", "马上到", quote=card)
        answer = await wait("g3", "马上到")
        assert answer.startswith("@张三 ")
        assert "王师傅" in answer
        say("王师傅", "staff", "完成1 换了角阀")
        await wait("g3", "换了角阀")
        async with house.app.database.view() as uow:
            ticket = await uow.tickets.get("yun", 1)
            steps = [event.step.value for event in await uow.tickets.events("yun", 1)]
        assert ticket is not None
        assert (ticket.status.value, ticket.category, ticket.room) == ("done", "water", "8-2-301")
        assert steps == ["opened", "accepted", "done"]


async def test_the_mothers_words_reach_every_group_and_so_does_the_all_clear(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        say, wait = house.channel.say, house.channel.wait_for
        say("小宇妈妈", "g3", MOTHER + " 我电话13912345678 家在6栋1单元502")
        advice = await wait("g3", "#1")
        assert advice.startswith("@小宇妈妈 ")
        for group in ("g1", "g2", "g4", "g5"):
            relay = await wait(group, "蓝色校服")
            for private in ("13912345678", "小宇妈妈", "502"):
                assert private not in relay
        await wait("staff", "#1")
        await wait("dm:赵队长", "#1")
        await wait("dm:刘经理", "#1")
        say("小宇妈妈", "g3", "", photo=draw_photo())
        for group in ("g1", "g2", "g4", "g5"):
            await house.channel.wait_for_photo(group)
        say("路人", "g2", "找到了吗")
        say("小宇妈妈", "g3", "找到了 谢谢大家")
        for group in ("g1", "g2", "g3", "g4", "g5"):
            await wait(group, "解除")
        async with house.app.database.view() as uow:
            alert = await uow.alerts.get("yun", 1)
        assert alert is not None
        assert alert.state.value == "cleared"


async def test_a_manager_broadcasts_and_hears_how_it_went(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        say, wait = house.channel.say, house.channel.wait_for
        say("刘经理", "dm", "广播 明天9点到12点停水，请提前储水")
        preview = await wait("dm:刘经理", "B1")
        assert "明天9点到12点停水，请提前储水" in preview
        assert house.channel.said_in("g1") == []
        say("刘经理", "dm", "确认B1")
        for group in ("g1", "g2", "g3", "g4", "g5"):
            await wait(group, "明天9点到12点停水")
        result = await wait("dm:刘经理", "5")
        assert "B1" in result


def read_database(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("linli.sqlite3*"))


async def test_ordinary_chat_gets_no_answer_and_leaves_no_trace(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        for text in ("早上好", "今天的排骨不错", "哈哈哈哈", "+1", "[图片]", "谁家有梯子借一下"):
            house.channel.say("李阿姨", "g2", text)
        house.channel.say("李阿姨", "g2", "我家8栋2单元301厨房漏水了")
        await house.channel.wait_for("g2", "#1")
        assert len(house.channel.said_in("g2")) == 1
    content = read_database(tmp_path)
    assert "排骨".encode() not in content
    assert "漏水".encode() in content


async def test_a_broadcast_whose_report_died_with_the_process_is_reported_after_the_restart(
    tmp_path: Path,
) -> None:
    settings = make_settings(tmp_path)
    await save_unreported_broadcast(settings)
    async with open_house(settings) as house:
        report = next(job for job in house.app.jobs.table if job.id == "report_notices")
        await report.run()
        result = await house.channel.wait_for("dm:刘经理", "B1")
        assert "5/5" in result


async def save_unreported_broadcast(settings: Settings) -> None:
    """Every group has it, and the process died before anybody was told so."""
    url, now = settings.storage.url.get_secret_value(), datetime.now(UTC)
    groups = tuple(room(f"g{number}") for number in range(1, 6))
    notice = Notice(
        estate="yun", number=1, text="明天停水", chats=groups, author=Person(contact("刘经理"), "刘经理"),
        reply_to=contact("刘经理"), state=NoticeState.SENDING, created_at=now,
        expires_at=now + timedelta(minutes=10),
    )  # fmt: skip
    said = tuple(
        Delivery(
            estate="yun", chat=group, text=notice.text, purpose=Purpose.NOTICE, priority=Priority.ROUTINE,
            due_at=now, notice=1, state=DeliveryState.SEEN,
        )
        for group in groups
    )  # fmt: skip
    await upgrade(url)
    database = await Database.open(url)
    async with database.transaction() as uow:
        await uow.estates.save("yun", "云杉里")
        await uow.save(Outcome(notices=(notice,), deliveries=said))
        await uow.commit()
    await database.close()
