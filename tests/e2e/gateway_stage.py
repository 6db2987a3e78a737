"""A whole bot behind the real npm gateway, and the people in its groups."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.app import build_app
from bot.running import App
from bot.settings import build_settings
from storage.engine import upgrade
from tests.e2e.settings import make_account, make_estate, make_person, make_settings
from tests.gateway import Gateway
from tests.gateway_process import Sent
from tests.npm import require_gateway

PEOPLE = {
    "zhang": "张三",
    "mama": "小宇妈妈",
    "wang": "王师傅",
    "zhao": "赵队长",
    "liu": "刘经理",
    "passer": "{ticket}<script>alert(1)</script>",
}
# The gateway knows a group by this ending of its id.
G1, G2, G3, G4, G5 = GROUPS = [f"g{n}@chatroom" for n in range(1, 6)]
STAFF = "staff@chatroom"


def make_tree(gateway: Gateway, url: str) -> dict[str, Any]:
    estate = make_estate(
        GROUPS,
        STAFF,
        managers=[make_person("liu", PEOPLE["liu"])],
        roster=[make_person("wang", PEOPLE["wang"], "水电"), make_person("zhao", PEOPLE["zhao"], "安保")],
        quiet_hours="00:00-00:00",
    )
    return make_settings([make_account(gateway)], estate, url)


async def people_gateway(gateway: Gateway) -> None:
    for id, name in PEOPLE.items():
        await gateway.add_person(id, name)
    owners = ["zhang", "mama", "passer"]
    for number, group in enumerate(GROUPS, 1):
        await gateway.add_room(group, f"云杉里业主{number}号群", owners)
    await gateway.add_room(STAFF, "云杉里员工群", ["wang", "zhao", "liu"])


@dataclass(frozen=True, slots=True)
class Stage:
    """The real gateway with its people, and the real bot that listens to it."""

    gateway: Gateway
    app: App
    address: str

    async def is_ready(self) -> bool:
        async with aiohttp.ClientSession() as session, session.get(f"{self.address}/readyz") as answer:
            return answer.status == 200

    async def wait_ready(self, ready: bool, seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while await self.is_ready() is not ready:  # noqa: ASYNC110 — in another process's eyes
                await asyncio.sleep(0.05)

    async def wait_for(self, to: str, words: str, seconds: float = 90) -> Sent:
        return (await self.gateway.wait_for_sent(words, to=to, seconds=seconds))[0]


@asynccontextmanager
async def open_stage(folder: Path, url: str, tls: bool = False) -> AsyncIterator[Stage]:
    require_gateway()
    gateway = Gateway(tls=tls, beat_seconds=0.5)
    await gateway.start()
    try:
        await people_gateway(gateway)
        await upgrade(url)
        app = await build_app(build_settings(make_tree(gateway, url), folder / "config.toml"))
        async with app.running() as address:
            stage = Stage(gateway, app, address)
            await stage.wait_ready(True, 90)
            await gateway.wait_until_heard()
            yield stage
    finally:
        await gateway.stop()
