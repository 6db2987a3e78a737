"""The sheet to forward by hand, on the console: in order, copied, ticked once, with who did it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from handlers.model import Delivery, DeliveryState, Outcome, Priority, Purpose, Role
from tests.bot.scripted import contact, room
from tests.bot.web.form_house import FormHouse, open_form
from tests.bot.web.house import PASSWORD
from tests.browser import PATIENCE_MS, has_sideways_scroll

NASTY = "{n}<script>alert(1)</script>"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[FormHouse]:
    async with open_form(tmp_path) as opened:
        yield opened


async def add_lines(town: FormHouse) -> list[int]:
    """A reply that failed, a relay that failed later, one nobody knows of, and one that arrived."""
    now = town.house.app.clock.now()

    def make(text: str, group: str, priority: Priority, state: DeliveryState) -> Delivery:
        return Delivery(
            estate="yun", chat=room(group), text=text, purpose=Purpose.ANSWER, priority=priority, due_at=now,
            state=state, error="群里没有这个账号" if state is DeliveryState.DEAD else "",
        )  # fmt: skip

    lines = (
        make(f"【#1】王师傅：马上到{NASTY}", "g1", Priority.REPLY, DeliveryState.DEAD),
        make("【紧急寻人】男孩，12岁，蓝色校服，电话13812341234", "g2", Priority.ALERT, DeliveryState.DEAD),
        make("明天停水", "g3", Priority.ROUTINE, DeliveryState.UNKNOWN),
        make("已经到了", "g4", Priority.REPLY, DeliveryState.SEEN),
    )
    async with town.house.app.database.transaction() as uow:
        saved = await uow.save(Outcome(deliveries=lines))
        await uow.commit()
    return [each.id or 0 for each in saved]


async def test_alerts_come_first_and_what_arrived_is_not_there(town: FormHouse) -> None:
    numbers = await add_lines(town)
    page = await (await town.sign_in("小王", Role.STAFF, "yun")).read("/sheet")
    places = [page.find(f'data-delivery="{number}"') for number in numbers]
    assert places[1] < places[0] < places[2]
    assert places[3] == -1
    for words in ("1. 2号群", "2. 1号群", "3. 3号群", "群里没有这个账号", "先看一眼群"):
        assert words in page
    assert "<script>alert" not in page
    assert "138****1234" in page
    assert "13812341234" not in page


async def test_who_ticks_is_written_down_and_who_comes_second_is_told(town: FormHouse) -> None:
    numbers = await add_lines(town)
    first, second = await town.sign_in("陈经理"), await town.sign_in("刘经理")
    assert (await first.post(f"/sheet/{numbers[1]}", "/sheet", {})).status == 200
    page = await first.read("/sheet")
    assert f'data-ticked="{numbers[1]}"' in page
    assert "<span>陈经理</span>" in page
    assert f'data-delivery="{numbers[1]}"' not in page
    late = await second.post(f"/sheet/{numbers[1]}", "/sheet", {})
    assert late.status == 409
    assert "有人转发过了" in await late.text()
    async with town.house.app.database.view() as uow:
        said = await uow.outbox.get(numbers[1])
    assert said is not None
    assert (said.state, said.account) == (DeliveryState.ACCEPTED, "人工 陈经理")


@pytest.mark.parametrize("fields", [{}, {"csrf": "0" * 64}])
async def test_a_tick_from_elsewhere_is_none(town: FormHouse, fields: dict[str, str]) -> None:
    numbers = await add_lines(town)
    manager = await town.sign_in("陈经理")
    assert (await manager.send(f"/sheet/{numbers[0]}", fields)).status == 403
    assert (await town.enter().get("/sheet")).url.path == "/sign-in"


async def test_staff_of_another_estate_find_no_line_of_this_one(town: FormHouse) -> None:
    numbers = await add_lines(town)
    async with town.house.app.database.transaction() as uow:
        await uow.estates.save("other", "别处")
        await uow.commit()
    stranger = await town.sign_in("小赵", Role.STAFF, "other")
    assert (await stranger.post(f"/sheet/{numbers[0]}", "/sheet", {})).status == 404
    assert f'data-delivery="{numbers[0]}"' not in await stranger.read("/sheet")


async def test_a_direct_message_is_shown_under_its_persons_name(town: FormHouse) -> None:
    now = town.house.app.clock.now()
    line = Delivery(
        estate="yun", chat=contact("王师傅"), text="请联系业主", purpose=Purpose.PAGE,
        priority=Priority.ALERT, due_at=now, state=DeliveryState.DEAD,
    )  # fmt: skip
    async with town.house.app.database.transaction() as uow:
        await uow.save(Outcome(deliveries=(line,)))
        await uow.commit()
    assert "1. 王师傅" in await (await town.sign_in("陈经理")).read("/sheet")


@pytest.mark.browser
async def test_on_a_phone_one_copies_and_ticks_line_by_line(town: FormHouse, browser: Browser) -> None:
    await add_lines(town)
    await town.sign_in("陈经理")
    context = await browser.new_context(viewport={"width": 375, "height": 720}, locale="zh-CN")
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    await page.goto(f"{town.house.address}/sheet")
    await page.get_by_label("用户名").fill("陈经理")
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    first = page.locator("[data-delivery]").first
    await expect(first).to_contain_text("2号群")
    await first.get_by_role("button", name="复制").click()
    await expect(first.get_by_role("button", name="已复制")).to_be_visible()
    assert "紧急寻人" in await page.evaluate("navigator.clipboard.readText()")
    assert not await has_sideways_scroll(page)
    await first.get_by_role("button", name="已转发到").click()
    await expect(page.locator("[data-ticked]")).to_have_count(1)
    await expect(page.locator("[data-delivery]").first).to_contain_text("1号群")
