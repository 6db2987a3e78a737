"""Names are asked for once; who has one already waits for no newer one."""

from __future__ import annotations

import asyncio
from typing import cast

from bot.channels.wechaty.directory import Directory
from bot.channels.wechaty.puppet import GatewayPuppet


class Answer:
    """A payload of the gateway."""

    def __init__(self, name: str) -> None:
        self.topic = self.name = name
        self.room_alias = ""


class Gateway:
    """Gives the topic of a group once it may; `puppet_stub` is itself."""

    def __init__(self) -> None:
        self.topic, self.asked = "1号群", 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    @property
    def puppet_stub(self) -> Gateway:
        return self

    async def room_payload(self, id: str) -> Answer:
        self.asked += 1
        await self.may_answer.wait()
        if not self.topic:
            raise TimeoutError(id)
        return Answer(self.topic)


def build(age: float) -> tuple[Directory, Gateway]:
    gateway = Gateway()
    return Directory(lambda: cast("GatewayPuppet", gateway), age=age), gateway


async def test_a_name_that_is_known_is_not_asked_for_again_until_it_is_old() -> None:
    directory, gateway = build(age=3600)
    assert not directory.knows_room("g1")
    assert await directory.name_room("g1") == await directory.name_room("g1") == "1号群"
    assert directory.knows_room("g1")
    assert gateway.asked == 1


async def test_an_old_name_is_told_at_once_and_asked_for_once_for_the_next_time() -> None:
    directory, gateway = build(age=0)
    await directory.name_room("g1")
    gateway.topic = "一号群"
    gateway.may_answer.clear()
    assert await directory.name_room("g1") == await directory.name_room("g1") == "1号群"
    await asyncio.sleep(0)
    assert gateway.asked == 2
    gateway.may_answer.set()
    for _ in range(5):  # there and back
        await asyncio.sleep(0)
    assert await directory.name_room("g1") == "一号群"


async def test_an_old_name_stays_where_no_newer_one_can_be_had() -> None:
    directory, gateway = build(age=0)
    await directory.name_room("g1")
    gateway.topic = ""
    for _ in range(20):
        assert await directory.name_room("g1") == "1号群"
        await asyncio.sleep(0)
    assert gateway.asked > 2
    directory.forget("room", "g1")
    assert await directory.name_room("g1") == ""
