"""One report typed in pieces, with the chat of others between, in real browser windows."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo import MANAGER
from tests.bot.photos import draw_photo
from tests.browser import DESKTOP, open_context
from tests.e2e.demo_estate import Demo, open_estate, open_group

pytestmark = pytest.mark.browser

RECEIPT = "已登记报修"


async def open_tickets(browser: Browser, demo: Demo) -> Page:
    """The manager's page of all tickets."""
    page = await (await open_context(browser, DESKTOP)).new_page()
    await page.goto(demo.address)
    await page.get_by_label("用户名").fill(MANAGER)
    await page.get_by_label("密码").fill(demo.password)
    await page.get_by_role("button", name="登录").click()
    await page.locator("[data-tab='all']").click()
    return page


async def test_a_report_in_pieces_with_chat_between_is_one_ticket_and_one_receipt_with_the_photo(
    browser: Browser, tmp_path: Path
) -> None:
    photo = tmp_path / "toilet.jpg"
    photo.write_bytes(draw_photo())
    async with open_estate(tmp_path / "demo") as demo:
        owner = await open_group(browser, demo, "zhang", "3号群", phone=True)
        neighbour = await open_group(browser, demo, "mama", "3号群")
        staff = await open_group(browser, demo, "wang", "员工群", phone=True)
        await owner.say_with_photo("", photo)
        await neighbour.say("晚上谁去跳广场舞")
        await owner.say("师傅看下这咋了")
        await owner.say("马桶水箱哗哗流停不下来")
        await neighbour.say("七点半老地方")
        await owner.say("11-1-602")
        # The receipt waits until its sender has paused; on a slow machine the room may come after it.
        assert "@张三" in await owner.wait_for(RECEIPT)
        await staff.wait_for("【报修 #1】")
        await (await staff.quote("【报修 #1】")).say("马上到")
        await owner.wait_for("马上到")
        await expect(owner.find_lines(RECEIPT)).to_have_count(1)
        await expect(neighbour.find_lines(RECEIPT)).to_have_count(1)
        await expect(staff.find_lines("【报修 #2】")).to_have_count(0)
        page = await open_tickets(browser, demo)
        await expect(page.locator("[data-ticket]")).to_have_count(1)
        await expect(page.locator("[data-ticket='1']")).to_contain_text("11-1-602")
        await page.locator("[data-ticket='1'] a").first.click()
        await expect(page.locator("[data-file='stored'] img")).to_have_count(1)
        timeline = page.locator("[data-live='events']")
        await expect(timeline.locator("[data-step='photo']")).to_have_count(1)
        await expect(timeline).to_contain_text("师傅看下这咋了")
        await expect(timeline).not_to_contain_text("广场舞")
