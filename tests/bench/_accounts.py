"""500 groups on ten accounts, paced: a simulated gateway that takes five milliseconds a send."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bot.channels.base import Outgoing, Room
from tests.bot.house import ESTATE, make_settings, open_house
from tests.bot.sayings import MOTHER
from tests.bot.scripted import ScriptedChannel, room

ACCOUNTS, GROUPS, ALERT_INTERVAL, SEND_SECONDS = 10, 500, 0.2, 0.005
WORDS = "蓝色校服"


class Account(ScriptedChannel):
    """An account that is in every tenth group, and says when it was told to relay."""

    def __init__(self, number: int) -> None:
        super().__init__(f"wx{number}")
        self._rooms = tuple(Room(room(f"g{n}"), f"{n}号群") for n in range(number + 1, GROUPS + 1, ACCOUNTS))
        self.relayed: list[float] = []

    async def rooms(self) -> tuple[Room, ...]:
        return self._rooms

    async def send(self, message: Outgoing) -> str | None:
        if WORDS in message.text and message.chat.startswith(room("g")):
            self.relayed.append(time.perf_counter())
        await asyncio.sleep(SEND_SECONDS)
        return await super().send(message)


async def race_accounts(folder: Path, rounds: int) -> tuple[float, list[float]]:
    """The pacing's floor for the account with the most to say, and the time to the last relay: ms."""
    folders = [folder / f"accounts-{number}" for number in range(rounds)]
    for each in folders:
        each.mkdir()
    return (GROUPS / ACCOUNTS - 1) * ALERT_INTERVAL * 1000, [await race_once(each) for each in folders]


async def race_once(folder: Path) -> float:
    groups = [{"id": room(f"g{n}"), "name": f"{n}号群", "number": n} for n in range(1, GROUPS + 1)]
    settings = make_settings(
        folder,
        delivery={"interval_seconds": 3, "jitter_seconds": 1.5, "alert_interval_seconds": ALERT_INTERVAL},
        estates=[{**ESTATE, "groups": groups}],
    )
    accounts = [Account(number) for number in range(ACCOUNTS)]
    more = {account.name: account for account in accounts[1:]}
    async with open_house(settings, accounts[0], more=more):
        await asyncio.sleep(1)
        began = time.perf_counter()
        accounts[2].say("小宇妈妈", "g3", MOTHER)
        while sum(len(account.relayed) for account in accounts) < GROUPS - 1:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return (max(max(account.relayed) for account in accounts) - began) * 1000
