"""The page of one ticket: its whole story, and the buttons that are possible."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.model import AlertState, DeliveryState, Estate, Outcome, Person, Purpose, Role, Status, Step
from tests.bot.web.house import GROUPS, LIU, House, Visitor, open_house
from tests.bot.web.morning import (
    add_alert,
    add_ticket_with_story,
    make_delivery,
    make_event,
    make_ticket,
)


async def test_a_ticket_shows_its_whole_story(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    page = await manager.read("/tickets/sunny/1")
    for words in ("厨房漏水", "8-2-301", "3号群", "张三", "王师傅", "马上到，约15分钟", "补充照片"):
        assert words in page
    for words in ("派单卡片", "已送达", "发送失败", "群已解散", "漏水 → 报修·水"):
        assert words in page


async def test_words_that_turn_the_direction_are_read_the_right_way_round(
    house: House, manager: Visitor
) -> None:
    turned = "\u202e我家门禁坏了 5-1-102\u202c"
    person = Person("webchat:contact:rtl", "\u2067阿姨")
    ticket = make_ticket(house, 1, words=turned, summary=turned, reporter=person)
    await house.save(Outcome(tickets=(ticket,), events=(make_event(ticket, Step.DETAIL, 1, person, turned),)))
    for path in ("/", "/tickets/sunny/1"):
        page = await manager.read(path)
        assert "我家门禁坏了 5-1-102" in page
        assert not set(page) & set("\u202e\u202c\u2067")


async def test_somebody_who_is_looked_for_has_no_button_for_done(house: House, manager: Visitor) -> None:
    await add_alert(house, 1, AlertState.ACTIVE, category="missing_person")
    page = await manager.read("/tickets/sunny/1")
    assert 'value="clear"' in page
    assert 'value="done"' not in page


async def test_a_clue_in_the_story_is_called_by_its_number(house: House, manager: Visitor) -> None:
    ticket = await add_alert(house, 1)
    await house.save(Outcome(events=(make_event(ticket, Step.VERIFIED, 1, LIU, "3"),)))
    assert "线索3" in await manager.read("/tickets/sunny/1")


async def test_times_are_shown_by_the_clock_of_the_estate(tmp_path: Path) -> None:
    abroad = Estate(id="sunny", name="阳光花园", timezone="Europe/London")
    async with open_house(tmp_path, estates=(abroad,)) as house:
        await house.add_user("陈经理", Role.MANAGER, person=LIU)
        await house.save(Outcome(tickets=(make_ticket(house, 1),)))
        page = await (await house.sign_in("陈经理")).read("/tickets/sunny/1")
    assert "今天 01:" in page
    assert "今天 09:" not in page


async def test_a_clue_whose_words_were_erased_is_no_photo(house: House, manager: Visitor) -> None:
    ticket = await add_alert(house, 1, AlertState.CLEARED)
    await house.save(Outcome(events=(make_event(ticket, Step.CLUE, 1, Person("", "业主")),)))
    page = await manager.read("/alerts/sunny/1")
    assert "（原话已清除）" in page
    assert "发来照片" not in page


async def test_a_fault_shows_the_earlier_ones_of_the_same_thing(house: House, manager: Visitor) -> None:
    lift = {"category": "elevator", "words": "电梯坏了", "summary": "电梯坏了", "room": "8-2"}
    other = {**lift, "room": "9-1"}
    tickets = [make_ticket(house, n, **changes) for n, changes in enumerate((lift, other, lift, lift), 1)]
    async with house.database.transaction() as uow:
        await uow.save(Outcome(tickets=tuple(tickets)))
        await uow.commit()
    page = await manager.read("/tickets/sunny/4")
    assert "data-earlier" in page
    assert '#3</a>、<a href="/tickets/sunny/1" title="电梯坏了">#1</a>，共 3 次' in page
    assert "data-earlier" not in await manager.read("/tickets/sunny/2")


async def test_what_was_said_in_several_groups_is_shown_once_with_how_it_fared_in_each(
    house: House, manager: Visitor
) -> None:
    ticket = await add_alert(house, 1, AlertState.ACTIVE)
    states = (DeliveryState.SEEN, DeliveryState.SEEN, DeliveryState.DEAD)
    relays = [
        make_delivery(ticket, group, Purpose.RELAY, "【紧急】5栋地下车库冒烟，请绕行", state=state)
        for group, state in zip(GROUPS[1:4], states, strict=True)
    ]
    await house.save(Outcome(deliveries=tuple(relays)))
    page = await manager.read("/tickets/sunny/1")
    assert page.count("请绕行") == 1
    assert "2号群、3号群、4号群 · 转发各群" in page
    assert (page.count('data-state="seen"'), page.count('data-state="dead"')) == (2, 1)


@pytest.mark.parametrize("path", ["/tickets/sunny/99", "/tickets/elsewhere/1", "/nothing", "/files/x"])
async def test_what_is_not_there_is_a_page_in_chinese(manager: Visitor, path: str) -> None:
    response = await manager.get(path)
    page = await response.text()
    assert response.status == 404
    assert "没有这" in page
    assert "Traceback" not in page


@pytest.mark.parametrize(
    ("status", "acts"),
    [
        (Status.OPEN, {"accept", "reply", "done", "false_alarm"}),
        (Status.ACCEPTED, {"reply", "done", "false_alarm"}),
        (Status.DONE, {"reply"}),
        (Status.CLOSED, set()),
        (Status.FALSE_ALARM, set()),
    ],
)
async def test_only_what_is_possible_has_a_button(
    house: House, manager: Visitor, status: Status, acts: set[str]
) -> None:
    await house.save(Outcome(tickets=(make_ticket(house, 1, status=status),)))
    page = await manager.read("/tickets/sunny/1")
    verbs = ("accept", "reply", "done", "false_alarm", "confirm", "clear")
    assert {verb for verb in verbs if f'value="{verb}"' in page} == acts


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (AlertState.UNCONFIRMED, {"confirm", "clear"}),
        (AlertState.ACTIVE, {"clear"}),
        (AlertState.CLEARED, set()),
    ],
)
async def test_an_alert_can_be_confirmed_once_and_cleared(
    house: House, manager: Visitor, state: AlertState, acts: set[str]
) -> None:
    await add_alert(house, 1, state)
    page = await manager.read("/tickets/sunny/1")
    assert {verb for verb in ("confirm", "clear") if f'value="{verb}"' in page} == acts


@pytest.mark.parametrize(
    ("verb", "words", "said"),
    [
        ("accept", "", "已接单"),
        ("reply", "马上到", "回复已发给业主"),
        ("done", "换了密封圈", "已完成"),
        ("false_alarm", "", "已标为误报"),
    ],
)
async def test_a_button_asks_the_desk_in_the_users_name(
    house: House, manager: Visitor, verb: str, words: str, said: str
) -> None:
    await add_ticket_with_story(house)
    response = await manager.post("/tickets/sunny/1", "/tickets/sunny/1", {"verb": verb, "words": words})
    assert house.desk.asked == [("sunny", 1, verb, Person(LIU.id, "陈经理"), words)]
    assert said in await response.text()


async def test_what_the_desk_refuses_is_said_with_the_words_kept(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    house.desk.refusals.append("王师傅已经接单了。")
    response = await manager.post(
        "/tickets/sunny/1", "/tickets/sunny/1", {"verb": "reply", "words": "我来处理"}
    )
    page = await response.text()
    assert response.status == 409
    assert "王师傅已经接单了。" in page
    assert "我来处理</textarea>" in page


@pytest.mark.parametrize(
    ("verb", "words", "status"), [("reply", "  ", 422), ("explode", "", 400), ("", "", 400)]
)
async def test_a_step_that_makes_no_sense_never_reaches_the_desk(
    house: House, manager: Visitor, verb: str, words: str, status: int
) -> None:
    await add_ticket_with_story(house)
    response = await manager.post("/tickets/sunny/1", "/tickets/sunny/1", {"verb": verb, "words": words})
    assert (response.status, house.desk.asked) == (status, [])
