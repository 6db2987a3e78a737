"""What the reporter must do now goes out before anything that can be slow, whatever holds the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.channels.base import SendFailed
from handlers.model import DeliveryState, Purpose
from tests.bot.house import House, make_settings, open_house
from tests.bot.sayings import MOTHER


class Lock:
    """Another program that has the database file to itself until it lets go."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "linli.sqlite3", isolation_level=None, timeout=30)
        self._connection.execute("BEGIN IMMEDIATE")

    def let_go(self) -> None:
        self._connection.execute("ROLLBACK")
        self._connection.close()


async def read_advice(house: House) -> list[tuple[str, DeliveryState]]:
    async with house.app.database.view() as uow:
        said = await uow.outbox.of_ticket("yun", 1)
    return [(each.text, each.state) for each in said if each.purpose is Purpose.ADVICE]


async def test_a_mother_hears_what_to_do_while_the_database_is_locked(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.app.desk.first_words.patience_seconds = 0.5
        lock = Lock(tmp_path)
        house.channel.say("mama", "g3", MOTHER)
        first = await house.channel.wait_for("g3", "110")
        assert "近照" in first
        assert "@mama" in first
        assert house.channel.said_in("g1") == [], "nothing is stored, so nothing else was said"
        lock.let_go()
        for group in ("g1", "g2", "g4", "g5"):
            await house.channel.wait_for(group, "紧急寻人")
        await house.channel.wait_for("staff", "#1")
        assert [text for text in house.channel.said_in("g3") if "110" in text] == [first], "said once"
        ((text, state),) = await read_advice(house)
        assert text in first
        assert state is DeliveryState.ACCEPTED


async def test_what_could_not_be_said_ahead_is_said_when_it_is_stored(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        failures = [SendFailed("not now")]
        house.channel.refuse = lambda message: (
            failures.pop() if failures and message.key.startswith("first-") else None
        )
        house.app.desk.first_words.patience_seconds = 0.5
        lock = Lock(tmp_path)
        house.channel.say("mama", "g3", MOTHER)
        while failures:
            await house.app.clock.sleep(0.05)
        lock.let_go()
        advice = await house.channel.wait_for("g3", "110")
        assert "#1" in advice


@pytest.mark.parametrize("text", ["【紧急寻人】孩子走丢了 12岁 机器人会立即转给家属和物业", "早啊 今天降温"])
async def test_talk_and_forwards_are_not_answered_ahead(tmp_path: Path, text: str) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.app.desk.first_words.patience_seconds = 0.5
        lock = Lock(tmp_path)
        house.channel.say("li", "g2", text)
        house.channel.say("mama", "g3", MOTHER)
        await house.channel.wait_for("g3", "110")
        assert house.channel.said_in("g2") == []
        lock.let_go()


async def test_without_trouble_the_advice_comes_once_with_its_number(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.channel.say("mama", "g3", MOTHER)
        assert "#1" in await house.channel.wait_for("g3", "110")
        await house.channel.wait_for("g5", "紧急寻人")
        assert len([text for text in house.channel.said_in("g3") if "110" in text]) == 1
