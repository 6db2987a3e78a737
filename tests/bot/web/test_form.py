"""The web form, through the whole bot: what is written is filed, answered on its page, and nowhere else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from handlers.model import AlertState, Delivery, FileState, Outcome, Priority, Purpose, Status, Step, Ticket
from tests.bot.photos import draw_jpeg
from tests.bot.web.form_house import (
    FORM,
    FormHouse,
    find_hidden,
    find_lines,
    find_refusal,
    list_photos,
    open_form,
)

REPAIR = "厨房水管漏水，地板泡了"
GROUPS = ("g1", "g2", "g3", "g4", "g5")


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[FormHouse]:
    async with open_form(tmp_path) as opened:
        yield opened


async def find_ticket(town: FormHouse, number: int = 1) -> Ticket:
    async with town.house.app.database.view() as uow:
        ticket = await uow.tickets.get("yun", number)
    assert ticket is not None
    return ticket


def list_said_in_groups(town: FormHouse) -> list[str]:
    return [text for group in GROUPS for text in town.house.channel.said_in(group)]


# --- a report ------------------------------------------------------------------------------------


async def test_a_report_becomes_a_ticket_with_its_room_phone_and_photos(town: FormHouse) -> None:
    writer = town.enter()
    page = await writer.report(REPAIR, [draw_jpeg()], room="8栋2单元301", phone="138 1234 1234")
    assert "#1" in page
    assert "待接单" in page
    ticket = await find_ticket(town)
    assert (ticket.kind, ticket.category, ticket.room, ticket.phone, ticket.photos) == (
        "repair", "water", "8-2-301", "13812341234", 1,
    )  # fmt: skip
    card = await town.house.channel.wait_for("staff", "【报修 #1】")
    assert "水 · 8-2-301 · 网页 业主" in card
    assert "13812341234" not in card


async def test_staff_see_the_photo_and_the_writer_does_too(town: FormHouse) -> None:
    writer = town.enter()
    await writer.report(REPAIR, [draw_jpeg(640, 480)])
    photos = list_photos(await writer.wait_until(lambda page: bool(list_photos(page))))
    response = await writer.get(photos[0])
    assert (response.status, response.content_type) == (200, "image/jpeg")
    async with town.house.app.database.view() as uow:
        files = await uow.tickets.files("yun", 1)
    assert [file.state for file in files] == [FileState.STORED]


async def test_answers_of_staff_come_to_the_page_and_to_no_group(town: FormHouse) -> None:
    writer, channel = town.enter(), town.house.channel
    await writer.report(REPAIR, room="8-2-301")
    await channel.wait_for("staff", "【报修 #1】")
    town.staff("接单1 马上到，约15分钟")
    page = await writer.wait_for("马上到，约15分钟")
    assert "处理中" in page
    town.staff("完成1 换了角阀")
    page = await writer.wait_for("换了角阀")
    assert "已完成" in page
    assert any("王师傅：马上到" in line for line in find_lines(page, "theirs"))
    assert list_said_in_groups(town) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("你好，在吗", "no report"),
        ("8-2-301", "an address alone"),
        ("[语音]", "what stands for a voice message"),
        ("帮助", "a command of the chat"),
        ("谢谢", "small talk"),
        ("取消1", "a command about a ticket"),
    ],
)
async def test_what_is_read_as_nothing_is_a_ticket_for_the_front_desk(
    town: FormHouse, words: str, why: str
) -> None:
    writer = town.enter()
    page = await writer.report(words)
    ticket = await find_ticket(town)
    assert (ticket.kind, ticket.category, ticket.words) == ("inquiry", None, words), why
    assert words in page


async def test_two_faults_in_one_report_are_two_tickets_on_one_page(town: FormHouse) -> None:
    writer = town.enter()
    page = await writer.report("我家厨房漏水了，另外5栋电梯坏了", room="8-2-301")
    assert set(re.findall(r'data-ticket="(\d+)"', page)) == {"1", "2"}


async def test_a_place_that_is_no_room_is_told_in_words(town: FormHouse) -> None:
    await town.enter().report("路灯不亮了", room="东门岗亭旁边")
    ticket = await find_ticket(town)
    assert ticket.words == "路灯不亮了\n地点：东门岗亭旁边"


async def test_the_same_outage_joins_the_neighbours_ticket_and_shows_nothing_of_them(town: FormHouse) -> None:
    town.house.channel.say("张三", "g1", "8栋2单元301停水了，我电话13912345678")
    await town.house.channel.wait_for("staff", "#1")
    writer = town.enter()
    page = await writer.report("我家也停水了", room="8-2-502")
    ticket = await find_ticket(town)
    if ticket.households < 2:
        pytest.fail(f"not joined: {ticket}")
    assert "邻居也反映了" in page
    for secret in ("张三", "13912345678", "8-2-301"):
        assert secret not in page


# --- an emergency --------------------------------------------------------------------------------


async def test_an_urgent_report_opens_an_alert_and_pages_at_once(town: FormHouse) -> None:
    writer, channel = town.enter(), town.house.channel
    page = await writer.report("孩子自己跑出去了 穿蓝色校服 12岁 不会说话", phone="13812341234")
    assert "110" in page
    await channel.wait_for("staff", "【紧急 #1】")
    await channel.wait_for("dm:赵队长", "【紧急 #1】")
    async with town.house.app.database.view() as uow:
        alert = await uow.alerts.get("yun", 1)
    assert alert is not None
    # Anybody can fill in a form: the groups hear of it when staff have looked.
    assert alert.state is AlertState.UNCONFIRMED
    assert list_said_in_groups(town) == []
    town.staff("确认1")
    for group in GROUPS:
        relay = await channel.wait_for(group, "蓝色校服")
        assert "13812341234" not in relay


async def test_a_clue_comes_to_the_page_and_its_writer_can_end_the_alert(town: FormHouse) -> None:
    writer, channel = town.enter(), town.house.channel
    await writer.report("孩子自己跑出去了 穿蓝色校服 12岁 不会说话")
    await channel.wait_for("staff", "【紧急 #1】")
    town.staff("确认1")
    await channel.wait_for("g1", "蓝色校服")
    channel.say("李四", "g1", "我刚在环桥下面看到一个男孩 蓝衣服")
    await writer.wait_for("环桥下面")
    await writer.add(verb="clear", number="1")
    await channel.wait_for("g5", "解除")
    assert (await find_ticket(town)).status is Status.CLOSED


# --- what its writer does next -------------------------------------------------------------------


async def test_more_words_and_photos_go_into_the_same_ticket(town: FormHouse) -> None:
    writer, channel = town.enter(), town.house.channel
    await writer.report(REPAIR, room="8-2-301")
    await channel.wait_for("staff", "【报修 #1】")
    page = await writer.add("下午三点后家里有人，电话13812341234", [draw_jpeg()])
    await channel.wait_for("staff", "业主补充：下午三点后家里有人")
    assert "138****1234" in page
    assert "13812341234" not in page
    ticket = await find_ticket(town)
    assert (ticket.number, ticket.photos, ticket.phone) == (1, 1, "13812341234")


async def test_words_that_are_no_report_still_reach_the_staff(town: FormHouse) -> None:
    writer, channel = town.enter(), town.house.channel
    await writer.report(REPAIR)
    await channel.wait_for("staff", "【报修 #1】")
    await writer.add("哈哈哈")
    await channel.wait_for("staff", "业主补充：哈哈哈")


async def test_rating_reopening_reminding_and_withdrawing_are_buttons(town: FormHouse) -> None:
    writer, channel = town.enter(), town.house.channel
    await writer.report(REPAIR, room="8-2-301")
    await channel.wait_for("staff", "【报修 #1】")
    await writer.add(verb="remind", number="1")
    await channel.wait_for("staff", "业主在催")
    town.staff("完成1 好了")
    await writer.wait_for("已完成")
    page = await writer.add("还在滴水", verb="reopen", number="1")
    assert "返修" in page
    await channel.wait_for("staff", "还在滴水")
    town.staff("完成1 这回换了水管")
    await writer.wait_for("换了水管")
    page = await writer.add(verb="rate", number="1", score="4")
    assert "谢谢您的评价" in page
    assert "4分" in page
    ticket = await find_ticket(town)
    assert (ticket.status, ticket.rating) == (Status.CLOSED, 4)


async def test_who_no_longer_needs_anybody_withdraws(town: FormHouse) -> None:
    writer, channel = town.enter(), town.house.channel
    await writer.report(REPAIR)
    await channel.wait_for("staff", "【报修 #1】")
    page = await writer.add(verb="cancel", number="1")
    assert "已撤单" in page
    await channel.wait_for("staff", "业主撤单")


async def test_what_the_chat_asks_to_be_written_works_on_the_page_too(town: FormHouse) -> None:
    writer, channel = town.enter(), town.house.channel
    await writer.report(REPAIR)
    await channel.wait_for("staff", "【报修 #1】")
    town.staff("完成1")
    await writer.wait_for("已完成")
    page = await writer.add("满意1")
    assert "谢谢您的评价" in page
    assert (await find_ticket(town)).rating == 5


@pytest.mark.parametrize(
    "act",
    [
        {"verb": "rate", "number": "mine", "score": "5"},
        {"verb": "accept", "number": "mine"},
        {"verb": "clear", "number": "mine"},
        {"verb": "cancel", "number": "theirs"},
    ],
)
async def test_a_button_that_is_not_there_does_nothing(town: FormHouse, act: dict[str, str]) -> None:
    town.house.channel.say("张三", "g1", "我家厨房漏水了8-2-301")
    await town.house.channel.wait_for("staff", "#1")
    writer = town.enter()
    page = await writer.report("3栋的楼道灯不亮了")
    number = {"mine": re.findall(r'data-ticket="(\d+)"', page)[0], "theirs": "1"}[act["number"]]
    response = await writer.send(writer.page, {**act, "number": number, "words": ""})
    assert response.status == 422
    assert "现在不能这样操作" in find_refusal(await response.text())


@pytest.mark.parametrize(
    "words", ["进度1", "催1", "取消1", "没修好1", "满意1", "关注1 8-2-301", "解除1", "误报1"]
)
async def test_a_room_in_a_form_opens_no_door_to_the_ticket_of_who_lives_there(
    town: FormHouse, words: str
) -> None:
    town.house.channel.say("张三", "g1", "我家8-2-301厨房漏水了")
    await town.house.channel.wait_for("staff", "#1")
    writer = town.enter()
    await writer.report("有个事想问一下", room="8-2-301")
    before = await find_ticket(town, 1)
    page = await writer.add(words)
    assert "厨房漏水" not in page
    assert (await find_ticket(town, 1)).version == before.version
    async with town.house.app.database.view() as uow:
        assert {event.step for event in await uow.tickets.events("yun", 1)} <= {Step.OPENED}


# --- sent twice, and after a restart -------------------------------------------------------------


async def test_the_same_form_sent_twice_is_one_report(town: FormHouse) -> None:
    writer = town.enter()
    hidden = re.findall(r'name="(csrf|once)" value="([^"]*)"', await writer.read(FORM))
    pages = [await writer.send(FORM, {"words": REPAIR}, hidden=dict(hidden)) for _ in range(2)]
    assert pages[0].url == pages[1].url
    async with town.house.app.database.view() as uow:
        assert len(await uow.tickets.listing("yun")) == 1


async def test_five_times_the_same_form_at_once_is_one_report_and_nobody_is_sent_away(
    town: FormHouse,
) -> None:
    writer = town.enter()
    hidden = find_hidden(await writer.read(FORM))
    answers = await asyncio.gather(
        *(writer.send(FORM, {"words": REPAIR}, [draw_jpeg(900, 700)], hidden=hidden) for _ in range(5))
    )
    assert {answer.status for answer in answers} == {200}
    assert len({answer.url for answer in answers}) == 1
    async with town.house.app.database.view() as uow:
        assert len(await uow.tickets.listing("yun")) == 1
        assert len(await uow.tickets.files("yun", 1)) == 1


async def test_the_page_is_there_after_a_restart_and_takes_more(tmp_path: Path) -> None:
    async with open_form(tmp_path) as town:
        writer = town.enter()
        await writer.report(REPAIR)
    async with open_form(tmp_path) as town:
        again = town.enter()
        again.page = writer.page
        assert REPAIR in await again.read()
        await again.add("门卫那里有钥匙")
        await town.house.channel.wait_for("staff", "门卫那里有钥匙")


async def test_the_page_tells_what_is_stored_and_erases_it(town: FormHouse) -> None:
    writer, channel = town.enter(), town.house.channel
    await writer.report(REPAIR, room="8-2-301", phone="13812341234")
    await channel.wait_for("staff", "【报修 #1】")
    page = await writer.add("我的信息")
    assert "我这里存着您的这些信息" in page
    assert "13812341234" not in page
    await writer.add(verb="cancel", number="1")
    await writer.add("删除我的信息")
    await writer.add("确认删除")
    await writer.wait_until(lambda page: "漏水" not in page)
    ticket = await find_ticket(town)
    assert (ticket.words, ticket.room, ticket.phone) == ("", None, None)


async def test_a_reply_that_staff_take_back_is_gone_from_the_page(town: FormHouse) -> None:
    writer, channel = town.enter(), town.house.channel
    await writer.report(REPAIR)
    await channel.wait_for("staff", "【报修 #1】")
    town.staff("回复1 发错了的话")
    await writer.wait_for("发错了的话")
    town.staff("撤1")
    await writer.wait_until(lambda page: "发错了的话" not in page)


async def test_a_photo_that_goes_with_an_answer_is_on_the_page_and_nowhere_else(town: FormHouse) -> None:
    writer, other = town.enter(), town.enter()
    await writer.report(REPAIR)
    await other.report("楼道灯不亮了")
    sha256 = await town.house.app.files.put(draw_jpeg(200, 100))
    ticket = await find_ticket(town)
    answer = Delivery(
        estate="yun", chat=ticket.chat, text="【#1】王师傅：换好了", purpose=Purpose.REPLY,
        priority=Priority.REPLY, due_at=ticket.opened_at, ticket=1, file=sha256,
    )  # fmt: skip
    async with town.house.app.database.transaction() as uow:
        await uow.save(Outcome(deliveries=(answer,)))
        await uow.commit()
    page = await writer.wait_for("换好了")
    assert list_photos(page) == [f"{writer.page}/photos/{sha256}"]
    assert (await writer.get(list_photos(page)[0])).status == 200
    assert (await other.get(f"{other.page}/photos/{sha256}")).status == 404
