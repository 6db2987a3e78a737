"""A real browser for tests, and the chat page as a person uses it.

`browser` is a fixture (tests/conftest.py); without Chromium the test is skipped with the reason, or
fails where LINLI_REQUIRE_ALL=1 says that nothing may be missing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = (390, 844)
NARROW = (360, 740)
DESKTOP = (1280, 800)
#: Generous: a busy machine must not make a story fail.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def require_chromium() -> str:
    """The path of Chromium; else skips the test, or fails it where everything is required."""
    path = find_chromium()
    if path is not None:
        return path
    reason = "no Chromium on this machine (Debian: apt install chromium fonts-noto-cjk)"
    if os.environ.get("LINLI_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    path = require_chromium()
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield chromium
        finally:
            await chromium.close()


def watch_for_trouble(page: Page) -> list[str]:
    """Everything that a page complains of from now on: errors, refused scripts, alert boxes."""
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: trouble.append(dialog.message))
    return trouble


async def open_context(
    browser: Browser, size: tuple[int, int] = DESKTOP, scheme: Literal["light", "dark"] = "light"
) -> BrowserContext:
    """A window of its own, with its own cookies, Chinese and in Shanghai."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=size[0] < 760,
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


#: Elements that stick out at the right though nothing around them is meant to scroll or to be cut short.
FIND_STICKING_OUT = """
() => [...document.body.querySelectorAll("*")].filter((element) => {
  const box = element.getBoundingClientRect();
  if (!box.width || box.right <= innerWidth + 1 || element.closest(".sr-only, .skip")) return false;
  for (let around = element.parentElement; around; around = around.parentElement) {
    const style = getComputedStyle(around);
    if (["auto", "scroll"].includes(style.overflowX) || style.textOverflow === "ellipsis") return false;
  }
  return true;
}).map((element) => `${element.tagName}.${element.className}`)
"""


async def has_sideways_scroll(page: Page) -> bool:
    """Whether the page is wider than the window, or something in it is cut off at the right."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(await page.evaluate(wide) or await page.evaluate(FIND_STICKING_OUT))


@dataclass(frozen=True, slots=True)
class ChatWindow:
    """The chat page of one person in a browser window of its own."""

    page: Page

    @classmethod
    async def open(
        cls,
        browser: Browser,
        address: str,
        person: str,
        size: tuple[int, int] = DESKTOP,
        scheme: Literal["light", "dark"] = "light",
    ) -> ChatWindow:
        """Opens the chat as this person (a webchat id without its network) and waits till it is live."""
        context = await open_context(browser, size, scheme)
        window = cls(await context.new_page())
        await window.page.goto(f"{address}/chat?as={quote(person)}")
        await expect(window.page.locator("[data-app][data-ready='1']")).to_be_visible()
        return window

    async def close(self) -> None:
        await self.page.context.close()

    async def open_chat(self, name: str) -> None:
        """Opens the chat of this name; of groups with the same beginning the first."""
        if await self.page.locator("[data-back]").is_visible():
            await self.page.locator("[data-back]").click()
        await self.find_chat(name).click()
        await expect(self.page.locator("[data-title]")).to_contain_text(name)

    async def say(self, text: str) -> None:
        await self.page.locator("[data-text]").fill(text)
        await self.page.locator("[data-send]").click()
        await expect(self.page.locator("[data-text]")).to_have_value("")

    async def add_photo(self, photo: Path) -> None:
        """Puts a photo beside what is being written."""
        before = await self.page.locator("[data-preview]").count()
        await self.page.locator("[data-file]").set_input_files(photo)
        await expect(self.page.locator("[data-preview]")).to_have_count(before + 1)

    async def say_with_photo(self, text: str, photo: Path) -> None:
        await self.add_photo(photo)
        await self.say(text)

    async def quote(self, containing: str) -> ChatWindow:
        """Quotes the last line that contains these words; `say` next."""
        await self.choose(containing, "quote")
        await expect(self.page.locator("[data-quote]")).to_be_visible()
        return self

    async def recall(self, containing: str) -> None:
        """Takes back one's own last line that contains these words."""
        await self.choose(containing, "recall")

    async def choose(self, containing: str, act: str) -> None:
        line = self.find_line(containing)
        await line.hover()
        await line.locator("[data-more]").click()
        await self.page.locator(f"[data-menu] [data-act='{act}']").click()

    def find_chat(self, name: str) -> Locator:
        return self.page.locator("[data-chats] [data-chat]", has_text=name).first

    def find_line(self, containing: str) -> Locator:
        """The last line of the open chat that contains these words."""
        return self.page.locator("[data-lines] [data-line]", has_text=containing).last

    def find_lines(self, containing: str) -> Locator:
        return self.page.locator("[data-lines] [data-line]", has_text=containing)

    async def wait_for(self, text: str) -> str:
        """Waits until a line with these words stands in the open chat; its whole text."""
        line = self.find_line(text)
        await expect(line).to_be_visible()
        return await line.inner_text()

    async def count(self, containing: str) -> int:
        """How many lines with these words stand in the open chat now."""
        return await self.find_lines(containing).count()

    async def unread(self, name: str) -> int:
        """The unread count that the list shows at the chat of this name now."""
        badge = self.find_chat(name).locator("[data-unread]")
        return int(await badge.get_attribute("data-unread") or 0) if await badge.count() else 0

    async def wait_for_unread(self, name: str, count: int) -> None:
        """Waits until the list shows this many unread lines at the chat of this name."""
        badge = self.find_chat(name).locator("[data-unread]")
        if count:
            await expect(badge).to_have_attribute("data-unread", str(count))
        else:
            await expect(badge).to_have_count(0)
