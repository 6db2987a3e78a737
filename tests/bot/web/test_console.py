"""The console's pages over HTTP: what they show, to whom, and what their buttons do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from handlers.model import (
    AlertState,
    DeliveryState,
    Outcome,
    Person,
    Purpose,
    Role,
    Status,
    Step,
    TicketEvent,
)
from tests.bot.web.house import (
    GROUPS,
    LIU,
    STRAY,
    WANG,
    WRONG_NAME,
    XSS,
    House,
    Visitor,
    add_alert,
    add_notice,
    add_people,
    add_ticket_with_story,
    make_delivery,
    make_event,
    make_ticket,
    open_house,
)

ESCAPED = "{ticket}&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await opened.add_user("陈经理", Role.MANAGER, person=LIU)
        await opened.add_user("小王", Role.STAFF, "sunny", WANG)
        await opened.add_user("小赵", Role.STAFF, "sunny")
        yield opened


@pytest_asyncio.fixture
async def manager(house: House) -> AsyncIterator[Visitor]:
    yield await house.sign_in("陈经理")


@pytest_asyncio.fixture
async def staff(house: House) -> AsyncIterator[Visitor]:
    yield await house.sign_in("小赵")


def has_ticket(page: str, number: int) -> bool:
    return f'data-ticket="{number}"' in page


# --- the list ------------------------------------------------------------------------------------


@pytest.fixture
async def five(house: House) -> None:
    """Five tickets that differ in kind, status and words."""
    tickets = (
        make_ticket(house, 1),
        make_ticket(house, 2, kind="complaint", category="noise", summary="楼上装修", status=Status.ACCEPTED),
        make_ticket(house, 3, status=Status.DONE, room="3-1-1203"),
        make_ticket(house, 4, status=Status.WITHDRAWN),
        make_ticket(house, 5, status=Status.REOPENED, reporter=XSS),
    )
    await house.save(Outcome(tickets=tickets))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        pytest.param("", {1, 2, 5}, id="what has work left in it comes first"),
        pytest.param("?tab=waiting", {1, 5}, id="nobody has accepted"),
        pytest.param("?tab=finished", {3}, id="finished"),
        pytest.param("?tab=all", {1, 2, 3, 4, 5}, id="all"),
        pytest.param("?tab=all&kind=complaint", {2}, id="of one kind"),
        pytest.param("?tab=all&q=装修", {2}, id="searched by words"),
        pytest.param("?tab=all&q=%233", {3}, id="searched by number"),
        pytest.param("?tab=all&q=3-1-1203", {3}, id="searched by room"),
        pytest.param("?tab=all&before=3", {1, 2}, id="the page after"),
        pytest.param("?tab=nonsense&kind=nonsense&before=x", {1, 2, 5}, id="nonsense is passed over"),
        pytest.param("?q=%27%3B+DROP+TABLE+tickets%3B--", set(), id="a search is only text"),
    ],
)
@pytest.mark.usefixtures("five")
async def test_the_list_shows(manager: Visitor, query: str, numbers: set[int]) -> None:
    page = await manager.read(f"/{query}")
    assert {number for number in range(1, 6) if has_ticket(page, number)} == numbers


async def test_a_long_list_goes_on_to_older_tickets(house: House, manager: Visitor) -> None:
    await house.save(Outcome(tickets=tuple(make_ticket(house, number) for number in range(1, 41))))
    page = await manager.read("/")
    assert (has_ticket(page, 11), has_ticket(page, 10)) == (True, False)
    assert "before=11" in page
    assert has_ticket(await manager.read("/?before=11"), 10)


@pytest.mark.parametrize(
    ("status", "shown"), [(Status.OPEN, "派给"), (Status.REOPENED, "派给"), (Status.ACCEPTED, "接单")]
)
async def test_who_was_given_a_ticket_has_not_accepted_it(
    house: House, manager: Visitor, status: Status, shown: str
) -> None:
    await house.save(Outcome(tickets=(make_ticket(house, 1, status=status, assignee=WANG),)))
    assert f"<span>{shown} {WANG.name}</span>" in await manager.read("/")


async def test_an_overdue_ticket_says_by_how_much(house: House, manager: Visitor) -> None:
    late = make_ticket(house, 1, respond_by=house.clock.now() - timedelta(minutes=7))
    await house.save(Outcome(tickets=(late,)))
    assert "接单超时 7分钟" in await manager.read("/")


async def test_both_limits_the_hold_and_who_was_told_are_shown(house: House, manager: Visitor) -> None:
    now = house.clock.now()
    taken = make_ticket(house, 1, status=Status.ACCEPTED, resolve_by=now - timedelta(minutes=5))
    held = make_ticket(house, 2, status=Status.ON_HOLD, held_until=now + timedelta(hours=2))
    told = TicketEvent(estate=taken.estate, ticket=1, step=Step.ESCALATED, at=now, actor=taken.reporter)
    await house.save(Outcome(tickets=(taken, held), events=(told,)))
    page = await manager.read("/tickets/sunny/1")
    for words in ("接单时限", "完成时限", "完成超时 5分钟", "超时上报"):
        assert words in page
    assert "挂起到" in await manager.read("/tickets/sunny/2")
    assert "完成超时 5分钟" in await manager.read("/")


@pytest.mark.usefixtures("five")
async def test_a_name_that_is_code_is_only_text(manager: Visitor) -> None:
    for page in ("/", "/tickets/sunny/5"):
        html = await manager.read(page)
        assert ESCAPED in html
        assert WRONG_NAME not in html


# --- one ticket ----------------------------------------------------------------------------------


async def test_a_ticket_shows_its_whole_story(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    page = await manager.read("/tickets/sunny/1")
    for words in ("厨房漏水", "8-2-301", "3号群", "张三", "王师傅", "马上到，约15分钟", "补充照片"):
        assert words in page
    for words in ("派单卡片", "已送达", "发送失败", "群已解散", "漏水 → 报修·水"):
        assert words in page


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


# --- what is personal ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        pytest.param("陈经理", True, id="a manager"),
        pytest.param("小王", True, id="whom it is assigned to"),
        pytest.param("小赵", False, id="other staff"),
    ],
)
async def test_a_phone_is_shown_whole_only_to_who_needs_it(house: House, name: str, whole: bool) -> None:
    await add_ticket_with_story(house)
    visitor = await house.sign_in(name)
    page = await visitor.read("/tickets/sunny/1")
    assert ("13812341234" in page) is whole
    assert ("138****1234" in page) is not whole


async def test_a_look_at_a_phone_is_in_the_audit_log(house: House, manager: Visitor, staff: Visitor) -> None:
    await add_ticket_with_story(house)
    await staff.read("/tickets/sunny/1")
    await manager.read("/tickets/sunny/1")
    async with house.database.view() as uow:
        audits = await uow.audits.listing("sunny")
    assert [(line.actor, line.action, line.subject) for line in audits] == [(LIU.id, "look_phone", "#1")]


async def test_a_photo_is_shown_to_who_may_see_the_ticket(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    async with house.database.view() as uow:
        (file,) = await uow.tickets.files("sunny", 1)
    path = f"/files/sunny/1/{file.sha256}"
    response = await manager.get(path)
    assert (response.status, response.content_type) == (200, "image/jpeg")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert await response.read() == await house.context.files.get(str(file.sha256))
    stranger = house.visit()
    assert (await stranger.get(path)).status == 404


async def test_a_file_of_another_ticket_is_not_there(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    await house.save(Outcome(tickets=(make_ticket(house, 2),)))
    async with house.database.view() as uow:
        (file,) = await uow.tickets.files("sunny", 1)
    assert (await manager.get(f"/files/sunny/2/{file.sha256}")).status == 404


async def test_nothing_of_one_estate_is_visible_in_another(house: House) -> None:
    await add_ticket_with_story(house)
    async with house.database.transaction() as uow:
        await uow.estates.save("river", "河畔家园")
        await uow.commit()
    await house.add_user("河畔经理", Role.MANAGER, "river")
    visitor = await house.sign_in("河畔经理")
    (delivery,) = [d for d in await list_dead(house) if d is not None]
    for path in ("/tickets/sunny/1", "/?estate=sunny", "/people?estate=sunny", "/alerts?estate=sunny"):
        assert (await visitor.get(path)).status == 404
    assert (await visitor.post(f"/deliveries/{delivery}", "/", {})).status == 404
    assert STRAY.name not in await visitor.read("/chats")
    fields = {"chat": GROUPS[0].id, "to": "river", "kind": "owners", "number": "1"}
    assert (await visitor.post("/chats", "/chats", fields)).status == 404
    assert house.desk.asked == []


async def list_dead(house: House) -> list[int | None]:
    async with house.database.view() as uow:
        return [delivery.id for delivery in await uow.outbox.listing([DeliveryState.DEAD])]


async def test_a_manager_of_all_estates_switches_between_them(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    async with house.database.transaction() as uow:
        await uow.estates.save("river", "河畔家园")
        await uow.commit()
    assert "切换小区" in await manager.read("/?estate=sunny")
    page = await manager.read("/?estate=river")
    assert "河畔家园" in page
    assert not has_ticket(page, 1)


# --- the other lists -----------------------------------------------------------------------------


async def test_alerts_are_listed_with_state_and_category(house: House, manager: Visitor) -> None:
    await add_alert(house, 1)
    page = await manager.read("/alerts")
    for words in ("5栋地下车库冒烟", "火情", "待确认", "确认后转发", "没有转发"):
        assert words in page


async def test_what_was_not_sent_can_be_sent_again(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    await add_notice(house)
    page = await manager.read("/deliveries")
    assert page.count("data-retry") == 2
    (dead,) = await list_dead(house)
    response = await manager.post(f"/deliveries/{dead}", "/deliveries", {})
    assert house.desk.asked == [(dead, Person(LIU.id, "陈经理"))]
    assert "已重新排队" in await response.text()


async def test_what_was_seen_is_not_sent_again(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    async with house.database.view() as uow:
        seen = (await uow.outbox.listing([DeliveryState.SEEN]))[0]
    response = await manager.post(f"/deliveries/{seen.id}", "/deliveries", {})
    assert (response.status, house.desk.asked) == (409, [])


async def test_a_notice_says_how_many_groups_it_reached(house: House, manager: Visitor) -> None:
    await add_notice(house)
    page = await manager.read("/notices")
    for words in ("B1", "停水检修", "1号群、2号群", "已到 1/2 个群", "1 个没发出去"):
        assert words in page


async def test_what_could_not_be_handled_is_shown(house: House, manager: Visitor) -> None:
    payload = '{"text": "我家没水了", "chat": "webchat:room:g3", "sender": {"name": "张三"}}'
    async with house.database.transaction() as uow:
        await uow.parked.park("k1", "sunny", payload, "ValueError: 坏了", house.clock.now())
        await uow.parked.park("k2", "sunny", "not json", "ValueError: 坏了", house.clock.now())
        await uow.commit()
    page = await manager.read("/parked")
    for words in ("我家没水了", "3号群 张三", "ValueError: 坏了", "（没有文字）"):
        assert words in page


@pytest.mark.parametrize(("verb", "said"), [("retry", "马上再试一次"), ("dismiss", "原文不再保存")])
async def test_what_could_not_be_handled_is_tried_again_or_dismissed(
    house: House, manager: Visitor, verb: str, said: str
) -> None:
    async with house.database.transaction() as uow:
        await uow.parked.park("k1", "sunny", "{}", "ValueError: 坏了", house.clock.now())
        await uow.commit()
    response = await manager.post("/parked", "/parked", {"key": "k1", "verb": verb})
    assert said in await response.text()
    ((key, asked, _),) = house.desk.asked
    assert (key, asked) == ("k1", verb)


async def test_only_what_is_parked_here_can_be_settled(house: House, manager: Visitor) -> None:
    async with house.database.transaction() as uow:
        await uow.parked.park("k1", "sunny", "{}", "ValueError: 坏了", house.clock.now())
        await uow.commit()
    gone = await manager.post("/parked", "/parked", {"key": "k9", "verb": "retry"})
    strange = await manager.post("/parked", "/parked", {"key": "k1", "verb": "drop"})
    assert (gone.status, strange.status, house.desk.asked) == (404, 400, [])


@pytest.mark.parametrize("page", ["/notices", "/parked", "/chats", "/people"])
async def test_staff_have_no_managers_pages(staff: Visitor, page: str) -> None:
    response = await staff.get(page)
    assert response.status == 403
    assert "只有经理" in await response.text()
    assert f'href="{page}?' not in await staff.read("/")


# --- groups and people ---------------------------------------------------------------------------


async def test_a_new_group_is_given_to_an_estate(house: House, manager: Visitor) -> None:
    fields = {"chat": STRAY.id, "to": "sunny", "kind": "owners", "name": "6号群", "number": "6"}
    response = await manager.post("/chats", "/chats", fields)
    assert "群聊已保存" in await response.text()
    ((chat, actor),) = house.desk.asked
    assert (chat.id, chat.estate, chat.kind, chat.name, chat.number) == (  # type: ignore[attr-defined]
        STRAY.id, "sunny", "owners", "6号群", 6,
    )  # fmt: skip
    assert actor == Person(LIU.id, "陈经理")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "owners", "number": "3"}, "已经有 3号群"),
        ({"kind": "owners", "number": "三"}, "群号请写"),
        ({"kind": "owners", "number": "0"}, "群号请写"),
        ({"kind": "direct"}, "用途"),
        ({}, "用途"),
    ],
)
async def test_a_group_that_makes_no_sense_is_refused(
    house: House, manager: Visitor, fields: dict[str, str], words: str
) -> None:
    response = await manager.post("/chats", "/chats", {"chat": STRAY.id, "to": "sunny", **fields})
    assert response.status == 422
    assert words in await response.text()
    assert house.desk.asked == []


async def test_a_role_is_given_to_somebody_who_was_seen(house: House, manager: Visitor) -> None:
    await add_people(house)
    fields: dict[str, str | list[str]] = {
        "person": XSS.id,
        "to": "sunny",
        "role": "staff",
        "trade": ["水电", "电梯", "魔法"],
        "verb": "grant",
    }
    response = await manager.post("/people", "/people", fields)
    assert "角色已给出" in await response.text()
    assert house.desk.asked == [("sunny", XSS, Role.STAFF, ("水电", "电梯"), Person(LIU.id, "陈经理"))]


async def test_a_code_for_a_role_is_shown_once(house: House, manager: Visitor) -> None:
    await add_people(house)
    fields: dict[str, str | list[str]] = {"to": "sunny", "role": "staff", "trade": ["水电"], "verb": "code"}
    response = await manager.post("/people", "/people", fields)
    assert 'data-code="K7QM-3XPD"' in await response.text()
    assert house.desk.asked == [("sunny", Role.STAFF, ("水电",), Person(LIU.id, "陈经理"))]
    assert "K7QM" not in await manager.read("/people")


async def test_a_role_is_taken_back(house: House, manager: Visitor) -> None:
    await add_people(house)
    fields = {"person": WANG.id, "to": "sunny", "role": "staff", "verb": "revoke"}
    await manager.post("/people", "/people", fields)
    assert house.desk.asked == [("sunny", WANG, Role.STAFF, Person(LIU.id, "陈经理"))]


async def test_a_role_of_the_settings_is_not_taken_back_here(house: House, manager: Visitor) -> None:
    await add_people(house)
    page = await manager.read("/people")
    assert "收回员工" in page
    assert "收回经理" not in page


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"person": "wechat:contact:stranger", "role": "manager", "verb": "grant"}, 404),
        ({"person": XSS.id, "role": "owner", "verb": "grant"}, 422),
        ({"person": XSS.id, "role": "manager", "verb": "steal"}, 422),
    ],
)
async def test_a_role_that_makes_no_sense_is_refused(
    house: House, manager: Visitor, fields: dict[str, str], status: int
) -> None:
    await add_people(house)
    response = await manager.post("/people", "/people", {"to": "sunny", **fields})
    assert (response.status, house.desk.asked) == (status, [])


async def test_the_consoles_own_accounts_are_no_people(house: House, manager: Visitor) -> None:
    ticket = make_ticket(house, 1)
    clerk = Person("console:contact:小赵", "小赵")
    await house.save(Outcome(tickets=(ticket,), events=(make_event(ticket, Step.ACCEPTED, 1, clerk),)))
    assert clerk.id not in await manager.read("/people")
