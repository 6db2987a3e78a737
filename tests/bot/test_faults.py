"""Faults on purpose: sends fail, groups and accounts die, the database is locked.  No healthy group waits
for a sick one, and what failed is listed by name."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.base import Outgoing, Room, SendFailed
from bot.delivery.sheet import read_sheet, tick_off
from handlers.model import Delivery, DeliveryState, Purpose
from tests.bot.house import House, make_settings, open_house
from tests.bot.sayings import MOTHER
from tests.bot.scripted import ScriptedChannel, contact, room
from tests.bot.toml import write_toml

GROUPS = ("g1", "g2", "g4", "g5")
PATIENCE = 60.0


class Account(ScriptedChannel):
    """An account that is in the named groups, and whose sends into the hung ones never come back."""

    def __init__(self, name: str, groups: Sequence[str], hung: Sequence[str] = ()) -> None:
        super().__init__(name)
        self._rooms = tuple(Room(room(group), group) for group in groups)
        self._hung = {room(group) for group in hung}

    async def rooms(self) -> tuple[Room, ...]:
        return self._rooms

    async def send(self, message: Outgoing) -> str | None:
        if message.chat in self._hung:
            self.attempts.append(message)
            await asyncio.Event().wait()
        return await super().send(message)


def fail_a_fifth(seed: int) -> Callable[[Outgoing], SendFailed | None]:
    chance = random.Random(seed)
    return lambda _: SendFailed("网关忙") if chance.random() < 0.2 else None


def count_tries(account: ScriptedChannel, group: str) -> int:
    return sum(message.chat == room(group) for message in account.attempts)


async def read_relay(house: House, group: str) -> Delivery:
    async with house.app.database.view() as uow:
        told = await uow.outbox.told("yun", (1,))
    return next(each for each in told if each.chat == room(group) and each.purpose is Purpose.RELAY)


async def wait_in(accounts: Sequence[ScriptedChannel], where: str, words: str) -> list[str]:
    """What all accounts said in the group, as soon as one of them said the words."""
    async with asyncio.timeout(PATIENCE):
        while True:
            said = [text for account in accounts for text in account.said_in(where) if words in text]
            if said:
                return said
            await asyncio.sleep(0.02)


async def wait_for_trouble(house: House, name: str) -> list[str]:
    """The reasons why what was for `name` is on the sheet, as soon as it is there."""
    later = datetime.now(UTC) + timedelta(minutes=5)
    async with asyncio.timeout(PATIENCE):
        while True:
            lines = await read_sheet(house.app.database, later, "yun")
            reasons = [line.delivery.error for line in lines if line.name == name]
            if reasons:
                return reasons
            await asyncio.sleep(0.05)


async def test_a_fifth_of_sends_fail_one_group_is_dead_one_hangs_and_the_others_have_it(
    tmp_path: Path,
) -> None:
    # The first that is told hangs, so that everybody else would wait behind it.
    account = Account("one", ("g1", "g2", "g3", "g4", "g5"), hung=("g1",))
    fails = fail_a_fifth(7)

    def refuse(message: Outgoing) -> SendFailed | None:
        if message.chat == room("g5"):
            return SendFailed("群不在了", retry=False)
        if message.chat == room("g2") and count_tries(account, "g2") == 1:
            return SendFailed("网关忙")
        return fails(message)

    account.refuse = refuse
    async with open_house(make_settings(tmp_path), account) as house:
        account.say("小宇妈妈", "g3", MOTHER)
        for group in ("g2", "g4"):
            assert len(await wait_in([account], group, "蓝色校服")) == 1
        assert await wait_in([account], "staff", "走失")
        # The first try in 1号群 still hangs while everybody else has heard it, some of them at the second.
        assert count_tries(account, "g2") >= 2
        assert (await read_relay(house, "g1")).state is DeliveryState.SENDING
        assert count_tries(account, "g1") == 1
        assert await wait_for_trouble(house, "5号群") == ["群不在了"]
        assert len(await wait_in([account], "g2", "蓝色校服")) == 1


async def test_what_one_account_cannot_say_the_other_one_in_the_group_says_at_once(tmp_path: Path) -> None:
    one, two = Account("one", ("g1", "g2", "g3")), Account("two", ("g2", "g3", "g4", "g5"))
    one.refuse = lambda m: SendFailed("不在群里", retry=False) if m.chat == room("g2") else None
    two.refuse = lambda m: SendFailed("操作太频繁") if m.chat == room("g3") else None
    async with open_house(make_settings(tmp_path), one, more={"two": two}):
        one.say("小宇妈妈", "g3", MOTHER)
        for group in GROUPS:
            assert len(await wait_in([one, two], group, "蓝色校服")) == 1
        assert any("蓝色校服" in text for text in two.said_in("g2"))
        # Advice goes to the mother by the account that can.
        assert any("#1" in text for text in one.said_in("g3"))


async def test_when_one_account_is_gone_the_other_speaks_and_what_only_the_first_was_in_is_listed(
    tmp_path: Path,
) -> None:
    one, two = Account("one", ("g1", "g2", "g3", "g4")), Account("two", ("g2", "g3", "g4", "g5"))
    async with open_house(make_settings(tmp_path), one, more={"two": two}) as house:
        async with asyncio.timeout(PATIENCE):
            # Both lists of groups have been read.
            while house.app.routes.may("two", room("g1"), datetime.now(UTC)):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        one.health = replace(one.health, ready=False)
        two.say("小宇妈妈", "g3", MOTHER)
        for group in ("g2", "g4", "g5"):
            assert len(await wait_in([two], group, "蓝色校服")) == 1
        assert await wait_for_trouble(house, "1号群") == [""]
        one.health = replace(one.health, ready=True)
        assert len(await wait_in([one], "g1", "蓝色校服")) == 1


async def test_with_the_database_locked_for_five_seconds_nothing_is_lost_and_nothing_said_twice(
    tmp_path: Path,
) -> None:
    account = Account("one", ("g1", "g2", "g3", "g4", "g5"))
    async with open_house(make_settings(tmp_path), account) as house:
        account.say("张三", "g3", "我家8栋2单元301厨房漏水了")
        await wait_in([account], "g3", "#1")
        locker = sqlite3.connect(
            tmp_path / "linli.sqlite3", isolation_level=None, timeout=PATIENCE, check_same_thread=False
        )
        await asyncio.to_thread(locker.execute, "BEGIN IMMEDIATE")
        account.say("小宇妈妈", "g3", MOTHER)
        await asyncio.sleep(5)
        locker.execute("ROLLBACK")
        locker.close()
        for group in GROUPS:
            assert len(await wait_in([account], group, "蓝色校服")) == 1
        async with house.app.database.view() as uow:
            said = await uow.outbox.listing((DeliveryState.UNKNOWN, DeliveryState.DEAD))
        assert said == ()


async def test_an_alert_is_stored_before_whatever_else_waits_to_be_written(tmp_path: Path) -> None:
    account = Account("one", ("g1", "g2", "g3", "g4", "g5"))
    async with open_house(make_settings(tmp_path), account) as house:
        database, stored = house.app.database, list[bool]()

        async def write() -> None:
            async with database.transaction() as uow:
                stored.append(bool(await uow.alerts.live()))

        async with asyncio.timeout(PATIENCE):
            async with database.transaction():
                waiting = [asyncio.create_task(write()) for _ in range(5)]
                account.say("小宇妈妈", "g3", MOTHER)
                while not database.urgent_waiting:  # noqa: ASYNC110 -- looked at, it does not call
                    await asyncio.sleep(0.01)
            await asyncio.gather(*waiting)
        assert stored == [True] * 5


async def test_the_sheet_names_whom_to_tell_what_and_a_tick_takes_a_line_off(tmp_path: Path) -> None:
    account = ScriptedChannel()
    account.refuse = lambda m: (
        SendFailed("群不在了", retry=False) if m.chat in (room("g2"), contact("赵队长")) else None
    )
    async with open_house(make_settings(tmp_path), account) as house:
        account.say("小宇妈妈", "g3", MOTHER)
        await wait_for_trouble(house, "2号群")
        await wait_for_trouble(house, "赵队长")
        lines = await read_sheet(house.app.database, datetime.now(UTC))
        relay = next(line for line in lines if line.name == "2号群")
        assert "蓝色校服" in relay.delivery.text
        assert await tick_off(house.app.database, [relay.delivery.id or 0], datetime.now(UTC)) == 1
        assert "2号群" not in [line.name for line in await read_sheet(house.app.database, datetime.now(UTC))]
        assert await tick_off(house.app.database, [relay.delivery.id or 0], datetime.now(UTC)) == 0


def test_the_sheet_is_a_command(tmp_path: Path) -> None:
    from tests.bot.command_line import linli

    config = tmp_path / "config.toml"
    settings = {
        "storage": {"url": f"sqlite:///{tmp_path}/linli.sqlite3"},
        "estates": [{"id": "yun", "name": "云"}],
    }
    config.write_text(write_toml(settings), encoding="utf-8")
    linli("db", "upgrade", "-c", str(config))
    assert "没有要人工转发的" in linli("sheet", "-c", str(config)).stdout
    refused = linli("sheet", "--said", "7", "-c", str(config))
    assert refused.returncode == 1
    assert "不在清单上" in refused.stderr
