"""Every page for everybody: by keyboard, with names for what is read aloud, on a small phone, in the dark."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from handlers.model import AlertState, DeliveryState, Outcome, Purpose, Role, Status
from tests.bot.web.accessible import find_faults, walk_by_keyboard
from tests.bot.web.form_house import FORM, open_form
from tests.bot.web.house import GROUPS, LIU, PASSWORD, WRONG_NAME, XSS, House, open_house
from tests.bot.web.morning import (
    add_alert,
    add_notice,
    add_people,
    add_ticket_with_story,
    make_delivery,
    make_ticket,
)
from tests.browser import has_sideways_scroll, open_context

pytestmark = pytest.mark.browser

SMALL = (375, 720)
LONG = "长" * 60 + "x" * 200
CONSOLE = (
    "/", "/?tab=all&q=nothing", "/tickets/sunny/1", "/tickets/sunny/3", "/alerts", "/alerts/sunny/2",
    "/deliveries", "/sheet", "/notices", "/reports", "/parked", "/chats", "/people", "/knowledge", "/forms",
    "/nothing",
)  # fmt: skip
PUBLIC = ("/sign-in", "/demo", "/chat", "/chat?as=zhang")


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A morning's work, with names and words that no page was made for."""
    async with open_house(tmp_path) as opened:
        await opened.add_user("陈经理", Role.MANAGER, person=LIU)
        ticket = await add_ticket_with_story(opened)
        await add_alert(opened, 2, AlertState.ACTIVE)
        await add_notice(opened)
        await add_people(opened)
        nasty = make_ticket(
            opened, 3, reporter=XSS, summary=LONG, words=f"{LONG}{WRONG_NAME}", status=Status.REOPENED
        )
        said = make_delivery(
            ticket, GROUPS[0], Purpose.ANSWER, f"{LONG}{WRONG_NAME}", state=DeliveryState.DEAD
        )
        await opened.save(Outcome(tickets=(nasty,), deliveries=(said,)))
        yield opened


async def sign_in(page: Page, address: str) -> None:
    await page.goto(f"{address}/sign-in")
    await page.get_by_label("用户名").fill("陈经理")
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.wait_for_selector(".menu-bar")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_can_be_read_named_and_fits(
    house: House, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    page = await (await open_context(browser, SMALL, scheme)).new_page()
    faults: dict[str, list[str]] = {}
    for path in PUBLIC:
        await page.goto(house.address + path)
        faults[path] = await find_faults(page)
    await sign_in(page, house.address)
    for path in CONSOLE:
        await page.goto(house.address + path)
        faults[path] = await find_faults(page)
        if await has_sideways_scroll(page):
            faults[path].append("something sticks out")
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_pages_of_the_form_can_be_read_named_and_fit(
    tmp_path: Path, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    async with open_form(tmp_path) as town:
        writer = town.enter()
        await writer.report(f"厨房漏水 {WRONG_NAME}{'x' * 200}", phone="13812341234")
        page = await (await open_context(browser, SMALL, scheme)).new_page()
        for path in (FORM, f"{FORM}/privacy", writer.page, "/r/nothing"):
            await page.goto(town.house.address + path)
            assert await find_faults(page) == [], path
            assert not await has_sideways_scroll(page), path


@pytest.mark.parametrize("path", ["/", "/tickets/sunny/1", "/alerts/sunny/2", "/people", "/sheet", "/forms"])
async def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    house: House, browser: Browser, path: str
) -> None:
    page = await (await open_context(browser)).new_page()
    await sign_in(page, house.address)
    await page.goto(house.address + path)
    reached = await walk_by_keyboard(page, 30)
    assert reached[0].endswith(".skip")
    assert [each for each in reached if each.startswith("unseen")] == []
    assert len(set(reached)) > 3


async def test_the_search_for_faults_finds_them(browser: Browser) -> None:
    page = await (await open_context(browser, SMALL)).new_page()
    bad = (
        "<body><p style='color:#999;background:#fff'>grey</p><input><h1>a</h1><h1>b</h1>"
        "<div style='width:900px'>wide</div><img src='x'><b id='t'></b><b id='t'></b></body>"
    )
    await page.set_content(bad)
    found = "\n".join(await find_faults(page))
    for fault in ("contrast 2.8", "no name: <input>", "2 first headings", "no main", "id twice: t", "wider"):
        assert fault in found
