"""Two accounts over two real gateways: each message is handled once, and one speaks for the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import build_app
from bot.delivery.sheet import read_sheet
from bot.running import App
from bot.settings import build_settings
from handlers.model import Delivery, DeliveryState, Purpose
from handlers.saying.failing import DOUBT
from storage.engine import upgrade
from tests.bot.sayings import MOTHER
from tests.e2e.settings import make_account, make_estate, make_settings
from tests.gateway import Gateway
from tests.gateway_process import Sent
from tests.npm import require_gateway

pytestmark = pytest.mark.gateway

G1, G2, G3, G4, G5 = GROUPS = [f"g{n}@chatroom" for n in range(1, 6)]
STAFF = "staff@chatroom"
WORDS = "蓝色校服"
PATIENCE = 90.0
#: What is through, one way or the other.
AT_REST = {DeliveryState.ACCEPTED, DeliveryState.SEEN, DeliveryState.UNKNOWN, DeliveryState.DEAD}


@dataclass(frozen=True, slots=True)
class Stage:
    """The accounts by name, each behind a gateway of its own, and the bot that has both."""

    app: App
    gateways: Mapping[str, Gateway]

    async def say(self, text: str, *, to: Sequence[str]) -> None:
        """The mother says it in group 3, which these accounts are in: each has an id of its own for it."""
        for name in to:
            await self.gateways[name].say("mama", text, room=G3)

    def find(self, words: str, where: str) -> list[Sent]:
        """What was said there, by whichever account."""
        return [
            sent
            for each in self.gateways.values()
            for sent in each.sent
            if sent.to == where and words in sent.text
        ]

    async def wait_for(self, words: str, where: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not self.find(words, where):  # noqa: ASYNC110 -- said in other processes
                await asyncio.sleep(0.02)

    async def wait_until_listed(self) -> None:
        """Returns when it is known of both accounts which groups they are in."""
        async with asyncio.timeout(PATIENCE):
            while self.app.routes.may("two", f"wechat:room:{G1}", datetime.now(UTC)):  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def wait_ready(self, name: str, ready: bool) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.app.channels[name].health.ready is not ready:  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def read_relays(self) -> dict[str, Delivery]:
        """The relays by group."""
        async with self.app.database.view() as uow:
            said = await uow.outbox.told("yun", (1,))
        return {
            each.chat.removeprefix("wechat:room:"): each for each in said if each.purpose is Purpose.RELAY
        }

    async def wait_for_relays(self) -> dict[str, Delivery]:
        """All relays, as soon as each is through."""
        async with asyncio.timeout(PATIENCE):
            while True:
                relays = await self.read_relays()
                if relays and all(each.state in AT_REST for each in relays.values()):
                    return relays
                await asyncio.sleep(0.05)


def make_tree(gateways: Mapping[str, Gateway], url: str) -> dict[str, Any]:
    accounts = [make_account(gateway, name) for name, gateway in gateways.items()]
    return make_settings(accounts, make_estate(GROUPS, STAFF, quiet_hours="00:00-00:00"), url)


@asynccontextmanager
async def open_stage(folder: Path, url: str, rooms: Mapping[str, Sequence[str]]) -> AsyncIterator[Stage]:
    """Both gateways, the accounts in these rooms, and the bot."""
    require_gateway()
    async with AsyncExitStack() as stack:
        gateways = {name: Gateway(beat_seconds=0.5) for name in rooms}
        for name, gateway in gateways.items():
            await gateway.start()
            stack.push_async_callback(gateway.stop)
            await gateway.add_person("mama", "小宇妈妈")
            await gateway.add_person("passer", "路人")
            await gateway.add_person("zhao", "赵队长")
            for room in rooms[name]:
                await gateway.add_room(room, room, ["zhao"] if room == STAFF else ["mama", "passer"])
        await upgrade(url)
        app = await build_app(build_settings(make_tree(gateways, url), folder / "config.toml"))
        await stack.enter_async_context(app.running())
        stage = Stage(app, gateways)
        for name, gateway in gateways.items():
            await stage.wait_ready(name, True)
            await gateway.wait_until_heard()
        await stage.wait_until_listed()
        yield stage


async def test_what_one_account_cannot_say_the_other_says_and_what_neither_can_is_on_the_sheet(
    tmp_path: Path, database_url: str
) -> None:
    rooms = {"one": [G1, G2, G3, G4], "two": [G2, G3, G4, G5, STAFF]}
    async with open_stage(tmp_path, database_url, rooms) as stage:
        await stage.gateways["one"].behave(send_error="room does not exist")
        await stage.say(MOTHER, to=["one", "two"])
        for group in (G2, G4, G5):
            await stage.wait_for(WORDS, group)
        await stage.wait_for("走失", STAFF)
        await stage.wait_for("#1", G3)
        relays = await stage.wait_for_relays()
        assert {group: each.account for group, each in relays.items() if group != G1} == {
            G2: "two", G4: "two", G5: "two",
        }  # fmt: skip
        lines = await read_sheet(stage.app.database, datetime.now(UTC) + timedelta(minutes=5), "yun")
        assert [(line.name, WORDS in line.delivery.text) for line in lines] == [("1号群", True)]
        # Two ids of one message: one alert, and nobody was told twice.
        assert [len(stage.find(WORDS, group)) for group in (G1, G2, G4, G5)] == [0, 1, 1, 1]
        assert len(stage.find("#1", G3)) == 1
        async with stage.app.database.view() as uow:
            assert [ticket.number for ticket in await uow.tickets.listing("yun")] == [1]


async def test_a_gateway_silent_for_half_a_minute_with_an_alert_in_flight_costs_no_other_group_anything(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with open_stage(tmp_path, sqlite_url, {"one": [G1, G2], "two": [G3, G4, G5, STAFF]}) as stage:
        silent = stage.gateways["one"]
        # Connected, and without a word: no heartbeats, no answers.
        silent.freeze()
        began = asyncio.get_running_loop().time()
        await stage.say(MOTHER, to=["two"])
        for group in (G4, G5):
            await stage.wait_for(WORDS, group)
        await stage.wait_for("走失", STAFF)
        await stage.wait_for("#1", G3)
        # All that while the silence had not even been noticed: the relays hang.
        relays = await stage.read_relays()
        assert {relays[group].state for group in (G1, G2)} == {DeliveryState.SENDING}
        await stage.wait_ready("one", False)
        await asyncio.sleep(max(0.0, began + 30 - asyncio.get_running_loop().time()))
        # A clue meanwhile passes between the healthy groups.
        await stage.gateways["two"].say("passer", "我刚在环桥下面看到一个男孩 蓝衣服", room=G4)
        await stage.wait_for("环桥", G3)
        silent.thaw()
        await stage.wait_ready("one", True)
        relays = await stage.wait_for_relays()
        for group in (G1, G2, G4, G5):
            said = stage.find(WORDS, group)
            doubtful = relays[group].state is DeliveryState.UNKNOWN or relays[group].error.startswith(DOUBT)
            assert len(said) == 1 or (len(said) == 2 and doubtful), group
        assert [len(stage.find(WORDS, group)) for group in (G4, G5)] == [1, 1]
        await stage.say("找到了 谢谢大家", to=["two"])
        for group in GROUPS:
            await stage.wait_for("解除", group)
