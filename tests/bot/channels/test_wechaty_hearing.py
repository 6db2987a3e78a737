"""What need not be asked of the gateway, and who waits until everything has been told."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, cast

from bot.channels.base import Coming, Echo, Event, Gap, Heard
from bot.channels.wechaty.directory import Directory
from bot.channels.wechaty.hearing import Hearing
from bot.channels.wechaty.link import Link
from bot.channels.wechaty.payloads import Payload, Said

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ROOM = "wechat:room:g1@chatroom"


class Puppet:
    """Answers for a message when it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may_answer = asyncio.Event()
        self.breaks_off: set[str] = set()

    async def read_message(self, id: str, _: object) -> Payload:
        self.asked.append(id)
        if id in self.breaks_off:
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
        await self.may_answer.wait()
        return Payload(
            id=id, kind=Said.TEXT, text=f"text {id}", file_name="", talker="zhang", room="g1@chatroom",
            listener="", mentions=(), sent_at=NOW,
        )  # fmt: skip


class Connected:
    """A link that is up."""

    def __init__(self, puppet: Puppet) -> None:
        self.self_id, self.puppet = "bot", puppet


class Named:
    """A directory in which everybody is known."""

    def knows_room(self, _: str) -> bool:
        return True

    async def name_member(self, _: str, contact: str) -> str:
        return contact

    async def name_room(self, room: str) -> str:
        return room


def build(told: list[Event]) -> tuple[Hearing, Puppet]:
    puppet = Puppet()
    link, names = cast("Link", Connected(puppet)), cast("Directory", Named())
    return Hearing("wx1", link, names, lambda: NOW, told.append), puppet


@asynccontextmanager
async def running(hearing: Hearing) -> AsyncIterator[None]:
    task = asyncio.create_task(hearing.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def wait_for(told: list[Event], kind: type[Any], count: int = 1) -> list[Any]:
    async with asyncio.timeout(30):
        while len(found := [event for event in told if isinstance(event, kind)]) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    return found


async def test_our_own_words_come_back_without_being_asked_for() -> None:
    told: list[Event] = []
    hearing, puppet = build(told)
    hearing.note_own("m1", ROOM, "已登记")
    hearing.note("m1")
    hearing.note("m1")
    assert told == [Echo(account="wx1", chat=ROOM, sent_id="m1", text="已登记", at=NOW)]
    assert puppet.asked == []


async def test_what_turns_out_to_be_ours_while_it_is_queued_is_not_asked_for_either() -> None:
    told: list[Event] = []
    hearing, puppet = build(told)
    puppet.may_answer.set()
    hearing.note("m1")
    hearing.note("m2")
    hearing.note_own("m1", ROOM, "已登记")
    async with running(hearing):
        (heard,) = await wait_for(told, Heard)
    assert [echo.sent_id for echo in told if isinstance(echo, Echo)] == ["m1"]
    assert (puppet.asked, heard.text) == (["m2"], "text m2")


async def test_who_is_not_urgent_waits_until_everything_has_been_told_but_not_for_ever() -> None:
    told: list[Event] = []
    hearing, puppet = build(told)
    await hearing.wait_until_told()
    async with running(hearing):
        hearing.note("m1")
        await hearing.wait_until_told()
        assert not any(isinstance(event, Heard) for event in told)
        puppet.may_answer.set()
        hearing.note("m2")
        await wait_for(told, Heard, 2)
        await hearing.wait_until_told()
    assert [type(event) for event in told].index(Coming) < [type(event) for event in told].index(Heard)


async def test_a_message_whose_reading_is_broken_off_is_a_gap_and_what_comes_after_it_is_told() -> None:
    told: list[Event] = []
    hearing, puppet = build(told)
    puppet.may_answer.set()
    puppet.breaks_off.add("m1")
    async with running(hearing):
        hearing.note("m1")
        hearing.note("m2")
        (heard,) = await wait_for(told, Heard)
    assert heard.text == "text m2"
    assert [type(event) for event in told if not isinstance(event, Coming)] == [Gap, Heard]


class Unnamed(Named):
    """A directory that has asked for the names of groups when others are let on."""

    def __init__(self, told: list[Event]) -> None:
        self.told, self.told_before = told, -1

    def knows_room(self, _: str) -> bool:
        return False

    async def name_room(self, room: str) -> str:
        self.told_before = len(self.told)
        await asyncio.sleep(0)
        return room


async def test_the_name_of_a_group_is_asked_for_before_anybody_thinks_over_what_is_coming() -> None:
    told: list[Event] = []
    puppet, names = Puppet(), Unnamed(told)
    puppet.may_answer.set()
    link = cast("Link", Connected(puppet))
    hearing = Hearing("wx1", link, cast("Directory", names), lambda: NOW, told.append)
    async with running(hearing):
        hearing.note("m1")
        (heard,) = await wait_for(told, Heard)
    assert heard.chat_name == "g1@chatroom"
    assert isinstance(told[0], Coming)
    assert names.told_before == 0
