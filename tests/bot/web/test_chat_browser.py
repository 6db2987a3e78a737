"""The chat page in a real browser, as people use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from bot.channels.base import Outgoing, Upload
from bot.channels.webchat.values import TEXT_LIMIT
from tests.bot.photos import draw_jpeg
from tests.bot.web.house import GROUPS, STAFF_GROUP, WRONG_NAME, ZHANG, House, open_house
from tests.browser import NARROW, PHONE, ChatWindow, has_sideways_scroll, watch_for_trouble

pytestmark = pytest.mark.browser

ROOM = GROUPS[2]
CARD = "【报修 #128】水 · 8-2-301 · 3号群 张三\n厨房水管漏水，地板泡了（照片1张）\n09:12 登记，09:42 前接单"


@pytest.fixture
def content() -> bytes:
    return draw_jpeg(320, 240)


@pytest.fixture
def photo(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "漏水.jpg"
    path.write_bytes(content)
    return path


async def test_two_people_talk_and_the_unread_count_follows(browser: Browser, house: House) -> None:
    zhang = await ChatWindow.open(browser, house.address, "zhang")
    li = await ChatWindow.open(browser, house.address, "li", size=PHONE)
    await zhang.open_chat(ROOM.name)
    await zhang.say("厨房漏水了")
    await zhang.say("有人吗")
    await li.wait_for_unread(ROOM.name, 2)
    await expect(li.page).to_have_title("(2) 李阿姨 · 邻里群聊")
    await li.open_chat(ROOM.name)
    await li.wait_for("厨房漏水了")
    await li.say("我家没有")
    assert await zhang.wait_for("我家没有")
    await li.page.locator("[data-back]").click()
    await li.wait_for_unread(ROOM.name, 0)


async def test_staff_quote_a_card_and_the_bot_hears_the_quote(browser: Browser, house: House) -> None:
    await house.chat.send(Outgoing(key="card", chat=STAFF_GROUP.id, text=CARD))
    wang = await ChatWindow.open(browser, house.address, "wang")
    await wang.open_chat(STAFF_GROUP.name)
    assert CARD in await wang.wait_for("【报修 #128】")
    await (await wang.quote("【报修 #128】")).say("马上到")
    await expect(wang.find_line("马上到").locator("[data-quoted]")).to_contain_text(
        "物业小助手：【报修 #128】"
    )
    line = house.chat.hub.list_changes("wang", 0)[-1]
    assert line.quote is not None
    assert (line.text, line.quote.text) == ("马上到", CARD)


async def test_a_mention_stands_out_for_who_is_meant(browser: Browser, house: House) -> None:
    zhang = await ChatWindow.open(browser, house.address, "zhang")
    await house.chat.send(Outgoing(key="1", chat=ROOM.id, text="已登记报修 #128", mentions=(ZHANG,)))
    await expect(zhang.find_chat(ROOM.name)).to_contain_text("[有人@我]")
    await zhang.open_chat(ROOM.name)
    await expect(zhang.find_line("已登记").locator(".at-me")).to_have_text("@张三")


async def test_typing_at_offers_names_and_enter_takes_one(browser: Browser, house: House) -> None:
    li = await ChatWindow.open(browser, house.address, "li")
    await li.open_chat(ROOM.name)
    await li.page.locator("[data-text]").press_sequentially("@王")
    await expect(li.page.locator("[data-people] [data-pick='wang']")).to_be_visible()
    await li.page.keyboard.press("Enter")
    await li.page.keyboard.type("在吗")
    await li.page.keyboard.press("Enter")
    await li.wait_for("@王师傅")
    assert house.chat.hub.list_changes("li", 0)[-1].mentions == ("wang",)


async def test_a_photo_is_previewed_sent_shown_and_opened(
    browser: Browser, house: House, photo: Path, content: bytes
) -> None:
    zhang = await ChatWindow.open(browser, house.address, "zhang")
    li = await ChatWindow.open(browser, house.address, "li")
    await zhang.open_chat(ROOM.name)
    await zhang.say_with_photo("厨房漏水了", photo)
    await li.open_chat(ROOM.name)
    image = li.find_line("厨房漏水了").locator("[data-photo]")
    await expect(image).to_have_js_property("naturalWidth", 320)
    await image.click()
    await expect(li.page.locator("[data-viewer]")).to_be_visible()
    (stored,) = house.chat.hub.list_changes("li", 0)[-1].photos
    assert stored.content == content


async def test_a_huge_photo_is_made_smaller_before_it_goes_up(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    huge = tmp_path / "huge.png"
    Image.effect_noise((4000, 3000), 90).save(huge)
    assert huge.stat().st_size > house.chat.uploads.limit
    zhang = await ChatWindow.open(browser, house.address, "zhang")
    await zhang.open_chat(ROOM.name)
    await zhang.say_with_photo("看", huge)
    image = zhang.find_line("看").locator("[data-photo]")
    await expect(image).to_have_js_property("naturalWidth", 2048)


async def test_a_file_that_is_no_photo_is_refused_in_words(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    fake = tmp_path / "photo.jpg"
    fake.write_bytes(b"<script>alert(1)</script>")
    zhang = await ChatWindow.open(browser, house.address, "zhang")
    await zhang.open_chat(ROOM.name)
    await zhang.page.locator("[data-file]").set_input_files(fake)
    await expect(zhang.page.locator("[data-error]")).to_contain_text("不是能显示的照片")
    assert await zhang.page.locator("[data-preview]").count() == 0


async def test_a_text_that_is_too_long_stays_in_the_box(browser: Browser, house: House) -> None:
    zhang = await ChatWindow.open(browser, house.address, "zhang")
    await zhang.open_chat(ROOM.name)
    text = "漏" * (TEXT_LIMIT + 1)
    await zhang.page.locator("[data-text]").fill(text)
    await zhang.page.locator("[data-send]").click()
    await expect(zhang.page.locator("[data-error]")).to_contain_text("20000")
    await expect(zhang.page.locator("[data-text]")).to_have_value(text)
    assert house.chat.hub.change == 0


async def test_one_takes_back_ones_words_and_may_write_them_anew(browser: Browser, house: House) -> None:
    zhang = await ChatWindow.open(browser, house.address, "zhang")
    li = await ChatWindow.open(browser, house.address, "li")
    for window in (zhang, li):
        await window.open_chat(ROOM.name)
    await zhang.say("发错了")
    await li.wait_for("发错了")
    await zhang.recall("发错了")
    await li.wait_for("张三撤回了一条消息")
    assert await li.count("发错了") == 0
    await zhang.page.get_by_role("button", name="重新编辑").click()
    await expect(zhang.page.locator("[data-text]")).to_have_value("发错了")


async def test_a_name_and_words_that_are_code_are_shown_and_never_run(browser: Browser, house: House) -> None:
    li = await ChatWindow.open(browser, house.address, "li")
    trouble = watch_for_trouble(li.page)
    bad = await ChatWindow.open(browser, house.address, "xss")
    trouble_there = watch_for_trouble(bad.page)
    words = "<img src=x onerror=alert(1)> {{7*7}} ${alert(1)} @" + WRONG_NAME
    for window in (li, bad):
        await window.open_chat(ROOM.name)
    await bad.say(words)
    shown = await li.wait_for("onerror")
    assert words in shown
    assert WRONG_NAME in shown
    await (await li.quote("onerror")).say("什么")
    await bad.wait_for("什么")
    await li.page.locator("[data-members-button]").click()
    await expect(li.page.locator("[data-members]")).to_contain_text(WRONG_NAME)
    assert (trouble, trouble_there) == ([], [])


async def test_the_page_comes_back_after_the_server_was_away(browser: Browser, tmp_path: Path) -> None:
    async with open_house(tmp_path / "one") as house:
        port = int(house.address.rpartition(":")[2])
        zhang = await ChatWindow.open(browser, house.address, "zhang")
        await zhang.open_chat(ROOM.name)
        await zhang.say("之前")
        await zhang.wait_for("之前")
    await expect(zhang.page.locator("[data-offline]")).to_be_attached()
    await expect(zhang.page.locator("[data-app]")).to_have_attribute("data-online", "")
    await zhang.say("断线时说的")
    async with open_house(tmp_path / "two", port=port) as house:
        await zhang.wait_for("断线时说的")
        await expect(zhang.page.locator("[data-pending]")).to_have_count(0)
        assert [line.text for line in house.chat.hub.list_changes("li", 0)] == ["断线时说的"]
        await house.chat.send(Outgoing(key="1", chat=ROOM.id, text="已登记"))
        await zhang.wait_for("已登记")
        assert await zhang.count("断线时说的") == 1


async def test_on_a_narrow_phone_nothing_scrolls_sideways(
    browser: Browser, house: House, photo: Path, content: bytes
) -> None:
    await house.chat.send(Outgoing(key="1", chat=ROOM.id, text="长" * 300 + "a" * 400, mentions=(ZHANG,)))
    upload = Upload(content, "p.jpg", "image/jpeg")
    await house.chat.send(Outgoing(key="2", chat=ROOM.id, text="", upload=upload))
    li = await ChatWindow.open(browser, house.address, "li", size=NARROW)
    assert not await has_sideways_scroll(li.page)
    await li.open_chat(ROOM.name)
    await li.add_photo(photo)
    await (await li.quote("长长")).page.locator("[data-text]").fill("话" * 500)
    assert not await has_sideways_scroll(li.page)
    await li.say("话" * 500)
    await li.wait_for("话话")
    assert not await has_sideways_scroll(li.page)
    for path in ("/chat", "/demo"):
        await li.page.goto(f"{house.address}{path}")
        assert not await has_sideways_scroll(li.page)


async def test_the_back_button_of_the_phone_leads_to_the_list(browser: Browser, house: House) -> None:
    li = await ChatWindow.open(browser, house.address, "li", size=PHONE)
    await li.open_chat(ROOM.name)
    await li.page.go_back()
    await expect(li.find_chat(ROOM.name)).to_be_visible()
    await expect(li.page.locator("[data-app]")).to_have_attribute("data-view", "list")


async def test_old_lines_in_sight_stay_in_sight_when_new_ones_come(browser: Browser, house: House) -> None:
    for number in range(60):
        await house.chat.send(Outgoing(key=str(number), chat=ROOM.id, text=f"第{number}句"))
    li = await ChatWindow.open(browser, house.address, "li")
    await li.open_chat(ROOM.name)
    await expect(li.find_line("第59句")).to_be_in_viewport()
    await li.page.locator("[data-lines]").evaluate("lines => { lines.scrollTop = 0; }")
    await expect(li.find_line("第0句")).to_be_in_viewport()
    await house.chat.send(Outgoing(key="new", chat=ROOM.id, text="刚说的"))
    await expect(li.page.locator("[data-new]")).to_be_visible()
    await expect(li.find_line("第0句")).to_be_in_viewport()
    await li.page.locator("[data-new]").click()
    await expect(li.find_line("刚说的")).to_be_in_viewport()
