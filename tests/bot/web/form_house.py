"""A whole bot with its web form, and somebody who fills it in with a browser without a screen."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar, FormData

from bot.channels.form import FormChannel
from bot.clock import Clock, SystemClock
from handlers.model import Role
from storage.files import FileStore
from storage.users import User
from tests.bot.house import ESTATE, House, make_settings, open_house
from tests.bot.web.house import PASSWORD, Visitor, hash_cheaply, read_whole

FORM = "/r/yun"


@dataclass(slots=True)
class Writer:
    """Somebody with a phone of their own; `page` is where the link of their report leads."""

    session: ClientSession
    address: str
    page: str = ""

    async def get(self, path: str, **headers: str) -> ClientResponse:
        headers = {"Accept": "text/html", **headers}
        return await read_whole(await self.session.get(f"{self.address}{path}", headers=headers))

    async def read(self, path: str = "") -> str:
        """The page's text as a browser has it."""
        response = await self.get(path or self.page)
        assert response.status == 200, (response.status, await response.text())
        return unescape(await response.text())

    async def send(
        self,
        path: str,
        fields: dict[str, str],
        photos: Sequence[bytes] = (),
        headers: Mapping[str, str] | None = None,
        hidden: Mapping[str, str] | None = None,
    ) -> ClientResponse:
        """Sends the form of the page at `path` with what the page hides in it, or with `hidden` instead."""
        shown = await (await self.get(path)).text()
        form = FormData(default_to_multipart=True)
        for name, value in {**find_hidden(shown), **(hidden or {}), **fields}.items():
            form.add_field(name, value)
        for number, content in enumerate(photos):
            form.add_field("photos", io.BytesIO(content), filename=f"{number}.jpg", content_type="image/jpeg")
        known = {"Accept": "text/html", **(headers or {})}
        return await read_whole(await self.session.post(f"{self.address}{path}", data=form, headers=known))

    async def report(self, words: str, photos: Sequence[bytes] = (), **fields: str) -> str:
        """Fills in the form; the page that it leads to."""
        response = await self.send(FORM, {"words": words, **fields}, photos)
        page = await response.text()
        assert response.status == 200, (response.status, page)
        assert response.url.path != FORM, find_refusal(page)
        self.page = response.url.path
        return unescape(page)

    async def add(self, words: str = "", photos: Sequence[bytes] = (), **fields: str) -> str:
        """Writes more on the page of the report, or presses one of its buttons."""
        response = await self.send(self.page, {"words": words, **fields}, photos)
        page = unescape(await response.text())
        assert response.status == 200, (response.status, find_refusal(page))
        return page

    async def wait_for(self, words: str) -> str:
        """The page once it holds these words."""
        return await self.wait_until(lambda page: words in page)

    async def wait_until(self, holds: Callable[[str], bool]) -> str:
        """The page once this holds of it."""
        async with asyncio.timeout(60):
            while not holds(page := await self.read()):  # noqa: ASYNC110 — a page is looked at again
                await asyncio.sleep(0.05)
        return page


def find_hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's last form: that for more words, where there are several."""
    last = page.rpartition("<form")[2]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', last))


def find_refusal(page: str) -> str:
    """What the page says against what was sent."""
    match = re.search(r"data-refused>([^<]*)<", page)
    return unescape(match[1]) if match else ""


def find_lines(page: str, side: str) -> list[str]:
    """What stands on the page of the writer's (`own`) or of the company's (`theirs`)."""
    lines = re.findall(rf'data-line="{side}">(.*?)</li>', page, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", " ", line)).strip() for line in lines]


def list_photos(page: str) -> list[str]:
    return re.findall(r'<img src="([^"]+/photos/[0-9a-f]{64})"', page)


@dataclass(slots=True)
class FormHouse:
    """The running bot, and whoever fills in its form."""

    house: House
    writers: list[Writer] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)

    def enter(self) -> Writer:
        session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        writer = Writer(session, self.house.address)
        self.writers.append(writer)
        return writer

    async def sign_in(self, name: str, role: Role = Role.MANAGER, estate: str | None = None) -> Visitor:
        """Somebody on the console; their browser is closed with the house."""
        user = User(name=name, password_hash=hash_cheaply(PASSWORD), role=role, estate=estate)
        async with self.house.app.database.transaction() as uow:
            await uow.users.add(user)
            await uow.commit()
        visitor = Visitor(ClientSession(cookie_jar=CookieJar(unsafe=True)), self.house.address)
        self.visitors.append(visitor)
        assert (await visitor.sign_in(name, PASSWORD)).status == 200
        return visitor

    def staff(self, words: str, who: str = "王师傅", where: str = "staff", **rest: Any) -> None:
        self.house.channel.say(who, where, words, **rest)


@asynccontextmanager
async def open_form(
    folder: Path, clock: Clock | None = None, *, estate: dict[str, Any] | None = None, **changes: Any
) -> AsyncIterator[FormHouse]:
    """Runs a bot with a form at FORM; `estate` and `changes` are settings."""
    estates = [{**ESTATE, **(estate or {})}]
    settings = make_settings(folder, **{"estates": estates, **changes})
    form = FormChannel(FileStore(settings.storage.files), clock or SystemClock())
    async with open_house(settings, clock=clock, more={form.name: form}) as house:
        town = FormHouse(house)
        try:
            yield town
        finally:
            for session in [each.session for each in town.writers] + [each.session for each in town.visitors]:
                await session.close()
