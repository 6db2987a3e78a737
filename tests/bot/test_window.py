"""One ordinary thing at a time, and an alert that waits for none of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.channels.base import Channel
from bot.delivery.hush import Hush
from bot.delivery.lines import Lines
from bot.delivery.window import Window
from handlers.model import Delivery, Priority, Purpose
from tests.bot.scripted import ScriptedChannel, room

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


async def let_others_run() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def wait_until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 -- lists that are looked at
            await asyncio.sleep(0.005)


def queue(window: Window, said: list[str], *names: tuple[str, int]) -> list[asyncio.Task[None]]:
    async def speak(name: str, priority: int) -> None:
        async with window.turn(priority):
            said.append(name)
            await asyncio.sleep(0)

    return [asyncio.create_task(speak(*name)) for name in names]


async def test_answers_go_before_notices_and_each_alone() -> None:
    hush, said = Hush(), list[str]()
    window = Window(hush.wait)
    async with window.turn(2):
        tasks = queue(window, said, ("notice", 2), ("notice too", 2), ("answer", 1))
        await let_others_run()
    await asyncio.gather(*tasks)
    assert said == ["answer", "notice", "notice too"]


async def test_a_send_that_hangs_holds_up_no_other() -> None:
    hush, said = Hush(), list[str]()
    window = Window(hush.wait)
    async with window.turn(1):
        # Its turn is over though it is not.
        await asyncio.gather(*queue(window, said, ("a", 1), ("b", 1)))
        assert said == ["a", "b"]
    await asyncio.gather(*queue(window, said, ("c", 1)))


async def test_in_quiet_nobody_speaks_and_who_is_cancelled_then_holds_nobody_up() -> None:
    hush, said = Hush(), list[str]()
    window = Window(hush.wait)
    hush.begin()
    gone, waiting, *others = queue(window, said, ("gone", 1), ("gone too", 1), ("a", 1))
    await let_others_run()
    assert said == []
    gone.cancel()
    waiting.cancel()
    await let_others_run()
    hush.end()
    await asyncio.gather(*others)
    assert said == ["a"]


async def test_quiet_ends_by_itself_and_what_became_of_an_alert_may_be_written_before() -> None:
    hush = Hush()
    hush.begin()
    hush.let_write()
    await hush.wait_to_write()
    async with asyncio.timeout(30):
        await hush.wait()


@dataclass(slots=True)
class Mouth:
    """Says what it is told to, each when it is let."""

    said: list[str] = field(default_factory=list)
    hangs: set[str] = field(default_factory=set)
    fails: set[str] = field(default_factory=set)
    released: list[str] = field(default_factory=list)
    ordinary: asyncio.Event = field(default_factory=asyncio.Event)
    free: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, _: Channel, delivery: Delivery) -> bool:
        self.said.append(delivery.text)
        if delivery.text in self.hangs:
            await self.free.wait()
        return delivery.text not in self.fails

    @asynccontextmanager
    async def await_turn(self, _: Channel, __: Delivery) -> AsyncIterator[None]:
        await self.ordinary.wait()
        yield

    def make_lines(self) -> Lines:
        return Lines(
            self.send, self.await_turn, lambda given: self.released.extend(each.text for each in given)
        )


def put(lines: Lines, number: int, text: str, priority: Priority = Priority.REPLY) -> None:
    delivery = Delivery(
        estate="yun", chat=room("g1"), text=text, purpose=Purpose.ANSWER, priority=priority, due_at=NOW,
        id=number,
    )  # fmt: skip
    lines.put(delivery, ScriptedChannel(), lambda: None)


async def test_an_alert_does_not_wait_behind_what_waits_for_its_turn_in_the_same_chat() -> None:
    mouth = Mouth()
    lines = mouth.make_lines()
    put(lines, 1, "notice")
    await let_others_run()
    put(lines, 2, "alert", Priority.ALERT)
    await wait_until(lambda: mouth.said == ["alert"])
    mouth.ordinary.set()
    await wait_until(lambda: mouth.said == ["alert", "notice"] and not lines.chats)


async def test_an_alert_waits_for_what_is_being_said_in_its_chat() -> None:
    mouth = Mouth(hangs={"notice"})
    mouth.ordinary.set()
    lines = mouth.make_lines()
    put(lines, 1, "notice")
    put(lines, 2, "another")
    await wait_until(lambda: mouth.said == ["notice"])
    put(lines, 4, "second alert", Priority.ALERT)
    put(lines, 3, "first alert", Priority.ALERT)
    await let_others_run()
    assert mouth.said == ["notice"]
    mouth.free.set()
    await wait_until(lambda: not lines.chats)
    alerts = [text for text in mouth.said if "alert" in text]
    assert alerts == ["first alert", "second alert"]
    assert sorted(mouth.said) == ["another", "first alert", "notice", "second alert"]


async def test_behind_an_alert_that_failed_everything_of_its_chat_waits_in_the_outbox() -> None:
    mouth = Mouth(fails={"first alert"})
    lines = mouth.make_lines()
    put(lines, 1, "notice")
    put(lines, 2, "first alert", Priority.ALERT)
    put(lines, 3, "second alert", Priority.ALERT)
    await wait_until(lambda: len(mouth.released) == 2)
    mouth.ordinary.set()
    await wait_until(lambda: not lines.chats)
    assert mouth.said == ["first alert"]
    assert mouth.released == ["second alert", "notice"]
    assert lines.held == ()


async def test_a_failed_notice_holds_back_the_notices_but_no_alert() -> None:
    mouth = Mouth(fails={"notice"}, hangs={"notice"})
    mouth.ordinary.set()
    lines = mouth.make_lines()
    put(lines, 1, "notice")
    put(lines, 2, "another")
    await wait_until(lambda: mouth.said == ["notice"])
    put(lines, 3, "alert", Priority.ALERT)
    mouth.free.set()
    await wait_until(lambda: not lines.chats)
    assert mouth.said == ["notice", "alert"]
    assert mouth.released == ["another"]
