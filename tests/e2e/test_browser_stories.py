"""The stories in a real browser: owner, staff and manager in windows of their own, on the demo estate."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.demo import MANAGER
from tests.bot.photos import draw_photo
from tests.bot.sayings import MOTHER
from tests.browser import NARROW, has_sideways_scroll, open_context
from tests.e2e.demo_estate import open_estate, open_group

pytestmark = pytest.mark.browser


async def test_an_owner_reports_and_staff_answer_with_one_thumb(browser: Browser, tmp_path: Path) -> None:
    photo = tmp_path / "leak.jpg"
    photo.write_bytes(draw_photo())
    async with open_estate(tmp_path / "demo") as demo:
        owner = await open_group(browser, demo, "zhang", "3号群", phone=True)
        staff = await open_group(browser, demo, "wang", "员工群", phone=True)
        await owner.say("我家8栋2单元301厨房漏水了")
        assert "8-2-301" in await owner.wait_for("已登记报修 #1")
        await owner.say_with_photo("就是水槽下面", photo)
        await staff.wait_for("【报修 #1】")
        await (await staff.quote("【报修 #1】")).say("马上到")
        answer = await owner.wait_for("马上到")
        assert "@张三" in answer
        await staff.say("完成1 换了角阀")
        await owner.wait_for("换了角阀")
        assert not await has_sideways_scroll(owner.page)

        console = await (await open_context(browser, NARROW)).new_page()
        await console.goto(demo.address)
        await console.get_by_label("用户名").fill(MANAGER)
        await console.get_by_label("密码").fill(demo.password)
        await console.get_by_role("button", name="登录").click()
        await console.locator("[data-tab='all']").click()
        await console.locator("[data-ticket='1'] a").first.click()
        timeline = console.locator("[data-live='events']")
        for step in ("opened", "photo", "accepted", "done"):
            await expect(timeline.locator(f"[data-step='{step}']").first).to_be_visible()
        await expect(timeline).to_contain_text("换了角阀")
        await expect(console.locator("[data-file='stored'] img").first).to_be_visible()
        assert not await has_sideways_scroll(console)


async def test_the_mothers_words_reach_four_groups_and_the_all_clear_all_five(
    browser: Browser, tmp_path: Path
) -> None:
    async with open_estate(tmp_path / "demo") as demo:
        mother = await open_group(browser, demo, "mama", "3号群", phone=True)
        watching = {
            "1号群": await open_group(browser, demo, "chen", "1号群"),
            "2号群": await open_group(browser, demo, "li", "2号群"),
            "4号群": await open_group(browser, demo, "zhao", "4号群"),
            "5号群": await open_group(browser, demo, "zhou", "5号群"),
        }
        await mother.say(MOTHER)
        await mother.wait_for("110")
        for window in watching.values():
            relay = await window.wait_for("蓝色校服")
            assert "小宇妈妈" not in relay
        await mother.say("找到了 谢谢大家")
        for window in (mother, *watching.values()):
            await window.wait_for("解除")


async def test_the_manager_broadcasts_from_the_staff_group(browser: Browser, tmp_path: Path) -> None:
    async with open_estate(tmp_path / "demo") as demo:
        manager = await open_group(browser, demo, "liu", "员工群")
        owner = await open_group(browser, demo, "zhou", "5号群")
        await manager.say("广播 明天9点到12点停水，请提前储水")
        await manager.wait_for("确认B1")
        assert await owner.count("停水") == 0
        await manager.say("确认B1")
        if await manager.count("免打扰") == 0:
            await owner.wait_for("明天9点到12点停水")
            await manager.wait_for("5")


async def test_the_five_commonest_acts_take_a_quote_and_six_signs_at_most(
    browser: Browser, tmp_path: Path
) -> None:
    async with open_estate(tmp_path / "demo") as demo:
        owner = await open_group(browser, demo, "zhang", "3号群", phone=True)
        staff = await open_group(browser, demo, "wang", "员工群", phone=True)
        other = await open_group(browser, demo, "zhao", "员工群", phone=True)
        await owner.say("我家8栋2单元301厨房漏水了")
        await owner.wait_for("已登记报修 #1")
        await staff.wait_for("【报修 #1】")
        # The card at first, then whatever the bot said of the ticket last: any line with its number will do.
        for window, quoted, typed, heard in (
            (staff, "回复本条", "接", "已接单"),
            (staff, "已接单，业主已收到", "马上到", "马上到"),
            (staff, "已转告业主", "转赵队长", "已转给赵队长"),
            (other, "转派给赵队长", "好了", "已完成"),
        ):
            assert len(typed) <= 6
            await window.wait_for(quoted)
            await (await window.quote(quoted)).say(typed)
            await owner.wait_for(heard)
        await owner.say("满意")
        await owner.wait_for("谢谢您的评价")
        await owner.say("路灯不亮了")
        await staff.wait_for("【报修 #2】")
        await (await staff.quote("【报修 #2】")).say("误报")
        await owner.wait_for("已撤销")
        assert not await has_sideways_scroll(staff.page)
        assert not await has_sideways_scroll(owner.page)
        if folder := os.environ.get("LINLI_SCREENSHOTS"):
            await staff.page.screenshot(path=f"{folder}/staff.png")
            await owner.page.screenshot(path=f"{folder}/owner.png")
