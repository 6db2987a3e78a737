"""A whole bot over a real SQLite database and a scripted channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import build_app
from bot.channels.base import Channel
from bot.clock import Clock
from bot.running import App
from bot.settings import Settings, build_settings
from storage.engine import upgrade
from tests.bot.scripted import ScriptedChannel, contact, room

ESTATE: dict[str, Any] = {
    "id": "yun",
    "name": "云杉里",
    "groups": [{"id": room(f"g{n}"), "name": f"{n}号群", "number": n} for n in range(1, 6)],
    "staff_groups": [{"id": room("staff"), "name": "员工群"}],
    "managers": [{"id": contact("刘经理"), "name": "刘经理"}],
    "staff": [
        {"id": contact("王师傅"), "name": "王师傅", "trades": ["水电"]},
        {"id": contact("赵队长"), "name": "赵队长", "trades": ["安保"]},
    ],
    "roster": [
        {"id": contact("王师傅"), "name": "王师傅", "trades": ["水电"]},
        {"id": contact("赵队长"), "name": "赵队长", "trades": ["安保"]},
    ],
    # Quiet hours of no length: broadcasts go out whatever the time of the test.
    "quiet_hours": "00:00-00:00",
    # Receipts at once: the tests of settling set their own.
    "settle_seconds": 0,
    # The office never closes: what is promised does not hang on the hour of the test.
    "working_hours": "全天",
    "working_days": "every_day",
}

#: As fast as the channel takes it: the tests of pacing set their own.
FAST = {"interval_seconds": 0, "jitter_seconds": 0, "alert_interval_seconds": 0}


def make_settings(folder: Path, **changes: Any) -> Settings:
    """Settings of the sample estate with its data in `folder`."""
    tree = {
        "web": {"port": 0},
        "storage": {"url": "sqlite:///linli.sqlite3"},
        "delivery": FAST,
        "estates": [ESTATE],
        **changes,
    }
    return build_settings(tree, folder / "config.toml")


@dataclass(frozen=True, slots=True)
class House:
    """A running bot: its app, its one scripted channel, the address of its pages."""

    app: App
    channel: ScriptedChannel
    address: str


@asynccontextmanager
async def open_house(
    settings: Settings,
    channel: ScriptedChannel | None = None,
    clock: Clock | None = None,
    more: Mapping[str, Channel] | None = None,
) -> AsyncIterator[House]:
    """Runs a bot until the block ends; the database is made if need be and stays."""
    await upgrade(settings.storage.url.get_secret_value())
    channel = channel or ScriptedChannel()
    channels = {channel.name: channel, **(more or {})}
    app = await build_app(settings, clock=clock, channels=channels)
    # A busy machine is no locked database: the tests of first words set their own.
    app.desk.first_words.patience_seconds = 600
    async with app.running() as address:
        yield House(app, channel, address)


async def wait_for_stored_photo(house: House, number: int = 1, seconds: float = 60) -> str:
    """The name (sha256) of the first photo of a ticket, as soon as it is fetched and stored."""
    async with asyncio.timeout(seconds):
        while True:
            async with house.app.database.view() as uow:
                stored = [file.sha256 for file in await uow.tickets.files("yun", number) if file.sha256]
            if stored:
                return stored[0]
            await asyncio.sleep(0.01)
