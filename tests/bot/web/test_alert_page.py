"""The alert page over a whole running bot: live, with one thumb, and the timeline as files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession, CookieJar
from playwright.async_api import Browser, Page, expect

from bot.web.timeline import describe_alert, read_alert_file, show_seconds, write_html
from handlers.model import Role
from storage.users import User
from tests.bot.command_line import linli
from tests.bot.house import ESTATE, House, make_settings, open_house
from tests.bot.photos import draw_jpeg
from tests.bot.sayings import MOTHER
from tests.bot.toml import write_toml
from tests.bot.web.house import PASSWORD, Visitor, hash_cheaply
from tests.browser import DESKTOP, NARROW, PHONE, has_sideways_scroll, open_context, watch_for_trouble

OTHERS = ("g1", "g2", "g4", "g5")


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(make_settings(tmp_path)) as opened:
        await add_user(opened, "陈经理", Role.MANAGER)
        yield opened


async def add_user(house: House, name: str, role: Role) -> None:
    user = User(name=name, password_hash=hash_cheaply(PASSWORD), role=role, estate=None, person_id=None)
    async with house.app.database.transaction() as uow:
        await uow.users.add(user)
        await uow.commit()


async def call(house: House) -> None:
    """The mother's words, and every group has them."""
    house.channel.say("mama", "g3", MOTHER)
    for group in OTHERS:
        await house.channel.wait_for(group, "紧急寻人")


async def see(house: House, text: str = "我刚在环桥下面看到一个男孩 蓝衣服", **rest: Any) -> None:
    house.channel.say("chen", "g1", text, **rest)
    await house.channel.wait_for("staff", text)


async def open_alert(browser: Browser, house: House, size: tuple[int, int] = PHONE) -> Page:
    page = await (await open_context(browser, size)).new_page()
    await page.goto(f"{house.address}/alerts/yun/1")
    await page.get_by_label("用户名").fill("陈经理")
    await page.get_by_label("密码").fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.goto(f"{house.address}/alerts/yun/1")
    await expect(page.locator("html[data-stream='open']")).to_be_attached()
    return page


@pytest.mark.browser
async def test_a_clue_appears_at_once_and_is_judged_with_one_thumb(browser: Browser, house: House) -> None:
    await call(house)
    page = await open_alert(browser, house)
    trouble = watch_for_trouble(page)
    await expect(page.locator("[data-group]")).to_have_count(4)
    await see(house, photo=draw_jpeg(320, 240))
    clue = page.locator("[data-clue='1']")
    await expect(clue).to_contain_text("环桥下面")
    await expect(clue.locator("img")).to_be_visible()
    button = clue.get_by_role("button", name="属实")
    box = await button.bounding_box()
    assert box is not None
    assert box["height"] >= 44, "a thumb needs room"
    await button.click()
    await expect(page.locator("[data-clue-state='true']")).to_be_visible()
    for group in ("g1", "g2", "g3", "g4", "g5"):
        await house.channel.wait_for(group, "线索1已核实")
    await expect(page.locator("[data-places]")).to_contain_text("环桥下面")
    await page.get_by_text("解除", exact=True).click()
    await page.get_by_role("button", name="确定解除").click()
    await expect(page.locator("[data-alert='cleared']")).to_be_visible()
    for group in ("g1", "g2", "g3", "g4", "g5"):
        await house.channel.wait_for(group, "【解除】")
    await expect(page.locator("[data-step='last_all_clear']")).to_be_visible()
    assert trouble == []


@pytest.mark.browser
async def test_the_correction_is_ready_and_goes_to_those_who_were_told(
    browser: Browser, house: House
) -> None:
    await call(house)
    page = await open_alert(browser, house)
    await page.get_by_text("误报更正").click()
    words = page.get_by_label("发给收到过的 4 个群")
    await expect(words).to_have_value(
        "【更正】刚才来自3号群的走失消息经物业核实为误报，请大家放心，不要再转发。"
    )
    await words.fill("孩子一直在外婆家，虚惊一场")
    await page.get_by_role("button", name="发出更正").click()
    for group in OTHERS:
        await house.channel.wait_for(group, "【更正】孩子一直在外婆家")
    await expect(page.locator("[data-alert='false_alarm']")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP])
async def test_the_page_fits_every_width(browser: Browser, house: House, size: tuple[int, int]) -> None:
    await call(house)
    await see(house)
    page = await open_alert(browser, house, size)
    await expect(page.locator("[data-clue='1']")).to_be_visible()
    assert not await has_sideways_scroll(page)


# --- without a browser ---------------------------------------------------------------------------


async def sign_in(house: House) -> Visitor:
    visitor = Visitor(ClientSession(cookie_jar=CookieJar(unsafe=True)), house.address)
    assert (await visitor.sign_in("陈经理", PASSWORD)).status == 200
    return visitor


async def test_nobody_sees_an_alert_without_signing_in(house: House) -> None:
    await call(house)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        for path in ("", "/live", "/timeline.json", "/timeline.html"):
            address = f"{house.address}/alerts/yun/1{path}"
            async with session.get(address, headers={"Accept": "text/html"}) as response:
                assert "蓝色校服" not in await response.text()


async def test_an_alert_that_is_not_there_is_a_page_that_says_so(house: House) -> None:
    visitor = await sign_in(house)
    for path in ("/alerts/yun/7", "/alerts/elsewhere/1", "/alerts/yun/7/live"):
        assert (await visitor.get(path)).status == 404
    await visitor.session.close()


async def test_a_step_that_makes_no_sense_changes_nothing(house: House) -> None:
    await call(house)
    visitor = await sign_in(house)
    page = "/alerts/yun/1"
    assert (await visitor.post(page, page, {"verb": "explode"})).status == 400
    assert (await visitor.post(page, page, {"verb": "clue_true", "words": "9"})).status == 409
    assert (await visitor.send(page, {"verb": "clear", "csrf": "wrong"})).status == 403
    assert "进行中" in await visitor.read(page)
    await visitor.session.close()


async def test_the_stream_tells_of_every_change_and_ends_with_the_bot(house: House) -> None:
    await call(house)
    visitor = await sign_in(house)
    response = await visitor.get("/alerts/yun/1/live", Accept="text/event-stream")
    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert await response.content.readline() == b"event: change\n"
    first = await response.content.readline()
    await see(house)
    while (line := await response.content.readline()) in (b"\n", b"event: change\n", first):
        pass
    assert line.startswith(b"data: ")
    assert line != first
    await visitor.session.close()


async def tell_story(house: House) -> None:
    await call(house)
    await see(house)
    house.channel.say("王师傅", "staff", "线索1属实")
    await house.channel.wait_for("g5", "线索1已核实")
    house.channel.say("mama", "g3", "找到了 谢谢大家")
    for group in ("g1", "g2", "g3", "g4", "g5"):
        await house.channel.wait_for(group, "【解除】")
    await house.channel.wait_for("staff", "已解除")


async def test_the_timeline_has_the_seconds_between_first_word_and_all_clear(house: House) -> None:
    await tell_story(house)
    visitor = await sign_in(house)
    response = await visitor.get("/alerts/yun/1/timeline.json")
    assert "attachment" in response.headers["Content-Disposition"]
    told = json.loads(await response.text())
    signs = [entry["step"] for entry in told["timeline"]]
    order = [
        "first_word",
        "first_relay",
        "last_relay",
        "clue",
        "verified",
        "first_all_clear",
        "last_all_clear",
    ]
    assert [sign for sign in signs if sign in order] == order
    seconds = [entry["seconds"] for entry in told["timeline"]]
    assert seconds == sorted(seconds)
    assert seconds[0] == 0
    assert [group["name"] for group in told["groups"]] == ["1号群", "2号群", "4号群", "5号群"]
    assert all(group["relay"]["sent_at"] and group["end"]["sent_at"] for group in told["groups"])
    assert [(clue["number"], clue["state"], clue["group"]) for clue in told["clues"]] == [
        (1, "true", "1号群")
    ]
    page = await (await visitor.get("/alerts/yun/1/timeline.html")).text()
    assert "@page { size: A4" in page
    assert "<script" not in page
    assert "http" not in page
    assert all(words in page for words in ("时间线", "环桥下面", "最后一个群收到解除", "1号群"))
    await visitor.session.close()


async def test_an_export_is_in_the_audit_log(house: House) -> None:
    await call(house)
    visitor = await sign_in(house)
    await visitor.get("/alerts/yun/1/timeline.html")
    async with house.app.database.view() as uow:
        lines = await uow.audits.listing("yun")
    assert "export_alert" in [line.action for line in lines]
    await visitor.session.close()


async def test_words_that_are_code_are_only_text_in_the_printed_page(house: House) -> None:
    house.channel.say("mama", "g3", MOTHER, name="<b>x</b>")
    await house.channel.wait_for("g5", "紧急寻人")
    await see(house, "我刚在环桥下面看到一个男孩 <script>alert(1)</script>")
    async with house.app.database.view() as uow:
        estate = house.app.directory.estate("yun")
        file = await read_alert_file(uow, estate, 1)
    assert file is not None
    page = write_html(file, house.app.clock.now())
    assert "<script>" not in page
    assert "<b>x</b>" not in page
    assert json.dumps(describe_alert(file))


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "+0.0秒"), (59.94, "+59.9秒"), (72, "+1分12秒"), (7500, "+2小时5分")]
)
def test_a_span_is_shown_as_people_say_it(seconds: float, shown: str) -> None:
    assert show_seconds(seconds) == shown


async def test_the_command_line_writes_the_same_files(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    async with open_house(settings) as house:
        await tell_story(house)
    config = tmp_path / "config.toml"
    config.write_text(
        write_toml({"storage": {"url": "sqlite:///linli.sqlite3"}, "estates": [ESTATE]}), encoding="utf-8"
    )
    page, data = tmp_path / "alert.html", await run("alert", "export", "1", "-c", str(config))
    assert json.loads(data)["clues"][0]["state"] == "true"
    await run("alert", "export", "1", "-c", str(config), "--format", "html", "-o", str(page))
    assert "size: A4" in page.read_text(encoding="utf-8")
    assert "走失" in await run("alert", "list", "-c", str(config))
    assert "没有警报" in await run("alert", "export", "9", "-c", str(config), status=1)
    assert "json 或 html" in await run("alert", "export", "1", "-c", str(config), "--format", "pdf", status=2)


async def run(*arguments: str, status: int = 0) -> str:
    """What the command printed, on stdout or, where it failed, on stderr."""
    done = await asyncio.to_thread(linli, *arguments)
    assert done.returncode == status, done.stderr
    return done.stderr if status else done.stdout
