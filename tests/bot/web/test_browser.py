"""The console in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from handlers.model import Outcome, Person, Role, Status, Step
from tests.bot.web.house import LIU, PASSWORD, WANG, WRONG_NAME, XSS, House, open_house
from tests.bot.web.morning import (
    add_alert,
    add_notice,
    add_people,
    add_ticket_with_story,
    make_event,
    make_ticket,
)
from tests.browser import NARROW, PHONE, has_sideways_scroll, open_context, watch_for_trouble

pytestmark = pytest.mark.browser

#: 刘经理's contact, under the name of the account.
CLERK = Person(LIU.id, "陈经理")
PAGES = (
    "/",
    "/tickets/sunny/1",
    "/tickets/sunny/2",
    "/alerts",
    "/deliveries",
    "/notices",
    "/parked",
    "/chats",
    "/people",
)


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await opened.add_user("陈经理", Role.MANAGER, person=LIU)
        await add_ticket_with_story(opened)
        await add_alert(opened, 2)
        await add_notice(opened)
        await add_people(opened)
        yield opened


async def open_console(browser: Browser, house: House, size: tuple[int, int] = PHONE) -> Page:
    """Signs in as a person does."""
    page = await (await open_context(browser, size)).new_page()
    await page.goto(f"{house.address}/")
    await page.get_by_label("用户名").fill("陈经理")
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await expect(page.get_by_role("heading", name="工单", exact=True)).to_be_visible()
    return page


async def test_from_signing_in_to_an_answer(browser: Browser, house: House) -> None:
    page = await open_console(browser, house)
    await page.locator("[data-ticket='1']").get_by_role("link").click()
    await expect(page.locator("[data-step]")).to_have_count(3)
    await page.get_by_label("给业主的话").fill("马上到")
    await page.get_by_role("button", name="回复业主").click()
    await expect(page.locator("[data-flash]")).to_have_text("回复已发给业主。")
    assert [asked[2:] for asked in house.desk.asked] == [("reply", CLERK, "马上到")]


async def test_a_false_alarm_asks_once_more(browser: Browser, house: House) -> None:
    page = await open_console(browser, house)
    await page.goto(f"{house.address}/tickets/sunny/2")
    await page.get_by_text("误报", exact=True).click()
    assert house.desk.asked == []
    await page.get_by_role("button", name="确定误报").click()
    await expect(page.locator("[data-flash]")).to_have_text("已标为误报。")
    assert house.desk.asked[0][2] == "false_alarm"


async def test_the_photo_of_a_ticket_is_shown(browser: Browser, house: House) -> None:
    page = await open_console(browser, house)
    await page.goto(f"{house.address}/tickets/sunny/1")
    await expect(page.locator("[data-file='stored'] img")).to_have_js_property("naturalWidth", 640)


async def test_an_open_page_follows_what_happens(browser: Browser, house: House) -> None:
    page = await open_console(browser, house)
    await page.goto(f"{house.address}/tickets/sunny/2")
    async with house.database.view() as uow:
        ticket = await uow.tickets.get("sunny", 2)
    assert ticket is not None
    await house.save(Outcome(events=(make_event(ticket, Step.ACCEPTED, 1, WANG, "我去看"),)))
    await expect(page.locator("[data-step='accepted']")).to_contain_text("我去看")


async def test_a_name_that_is_code_is_shown_and_never_run(browser: Browser, house: House) -> None:
    ticket = make_ticket(house, 3, reporter=XSS, status=Status.OPEN, summary=WRONG_NAME, words=WRONG_NAME)
    await house.save(
        Outcome(tickets=(ticket,), events=(make_event(ticket, Step.OPENED, 0, XSS, WRONG_NAME),))
    )
    page = await open_console(browser, house)
    trouble = watch_for_trouble(page)
    for path in ("/", "/tickets/sunny/3", "/people", f"/?q={WRONG_NAME}&tab=all"):
        await page.goto(house.address + path)
        await expect(page.locator("main")).to_contain_text(WRONG_NAME)
    assert trouble == []


@pytest.mark.parametrize("size", [NARROW, PHONE], ids=["360", "390"])
async def test_no_page_scrolls_sideways_on_a_phone(
    browser: Browser, house: House, size: tuple[int, int]
) -> None:
    long = make_ticket(house, 3, summary="w" * 200, words="长" * 2_000, room="8-2-301", reporter=XSS)
    await house.save(Outcome(tickets=(long,)))
    page = await open_console(browser, house, size)
    trouble = watch_for_trouble(page)
    for path in (*PAGES, "/tickets/sunny/3", "/nothing"):
        await page.goto(house.address + path)
        assert not await has_sideways_scroll(page), path
    assert [line for line in trouble if "404" not in line] == []


async def test_the_console_can_be_used_with_the_keyboard_alone(browser: Browser, house: House) -> None:
    page = await open_console(browser, house)
    await page.goto(f"{house.address}/")
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("跳到正文")).to_be_focused()
    await page.locator("[data-ticket='1'] a").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-step]")).to_have_count(3)
