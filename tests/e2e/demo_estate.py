"""The demo estate, and people in it with a browser each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser

from bot.app import build_app
from bot.demo import open_demo
from bot.running import App
from tests.browser import PHONE, ChatWindow


@dataclass(frozen=True, slots=True)
class Demo:
    """The running demo: its app, its address, the manager's password."""

    app: App
    address: str
    password: str


@asynccontextmanager
async def open_estate(folder: Path) -> AsyncIterator[Demo]:
    settings, password = await open_demo(folder, 0)
    app = await build_app(settings)
    async with app.running() as address:
        yield Demo(app, address, password or "")


async def open_group(
    browser: Browser, demo: Demo, person: str, group: str, phone: bool = False
) -> ChatWindow:
    window = await ChatWindow.open(browser, demo.address, person, PHONE if phone else (1000, 760))
    await window.open_chat(group)
    return window
