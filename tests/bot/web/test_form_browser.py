"""The web form in a real browser on a phone, with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.bot.photos import draw_jpeg
from tests.bot.web.form_house import FORM, FormHouse, open_form
from tests.browser import PATIENCE_MS, has_sideways_scroll

pytestmark = pytest.mark.browser
SMALL = {"width": 375, "height": 720}
LONG = "电话138" + "x" * 90 + "<script>alert(1)</script>"


async def open_phone(browser: Browser, *, scripts: bool = True) -> Page:
    context = await browser.new_context(viewport=SMALL, java_script_enabled=scripts, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    return await context.new_page()


async def fill_in(page: Page, town: FormHouse, photo: Path) -> None:
    await page.goto(f"{town.house.address}{FORM}")
    await page.get_by_label("什么事").fill(f"厨房水管漏水，地板泡了 {LONG}")
    await page.get_by_label("房号或地点").fill("8-2-301")
    await page.get_by_label("手机号").fill("13812341234")
    await page.get_by_label("照片").set_input_files(photo)
    await page.get_by_role("button", name="提交").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_an_owner_reports_reads_the_answer_and_rates_it(
    tmp_path: Path, browser: Browser, *, scripts: bool
) -> None:
    photo = tmp_path / "p.jpg"
    photo.write_bytes(draw_jpeg(900, 600))
    async with open_form(tmp_path) as town:
        page = await open_phone(browser, scripts=scripts)
        await fill_in(page, town, photo)
        await expect(page.locator("[data-ticket='1']")).to_contain_text("138****1234")
        if scripts:
            assert not await has_sideways_scroll(page)
        await town.house.channel.wait_for("staff", "【报修 #1】")
        town.staff("接单1 马上到")
        await town.house.channel.wait_for("staff", "已接单")
        await page.reload()
        await expect(page.locator("[data-line='theirs']").last).to_contain_text("马上到")
        await expect(page.locator("[data-line='own'] img")).to_have_count(1)
        town.staff("完成1 换了角阀")
        await town.house.channel.wait_for("staff", "已完成")
        await page.reload()
        await page.get_by_label("4分 满意").check()
        await page.get_by_role("button", name="评价").click()
        await expect(page.locator("[data-state]")).to_have_text("已结单")
        await expect(page.locator("[data-line='theirs']").last).to_contain_text("谢谢您的评价")


async def test_the_form_can_be_filled_in_with_the_keyboard_alone(tmp_path: Path, browser: Browser) -> None:
    async with open_form(tmp_path) as town:
        page = await open_phone(browser)
        await page.goto(f"{town.house.address}{FORM}")
        for _ in range(12):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.id") == "words":
                break
        await page.keyboard.type("3栋2单元楼道灯不亮了")
        for _ in range(3):
            await page.keyboard.press("Tab")
        for _ in range(3):
            if await page.evaluate("document.activeElement.type") == "submit":
                break
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-ticket='1']")).to_contain_text("待接单")
