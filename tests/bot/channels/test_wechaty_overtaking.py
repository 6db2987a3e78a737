"""Words of danger do not wait until everything before them is known to be ours; all else is told in order."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import cast

import pytest

from bot.channels.base import Coming, Echo, Event, Heard
from bot.channels.wechaty.directory import Directory
from bot.channels.wechaty.hearing import AT_ONCE, Hearing
from bot.channels.wechaty.link import Link
from bot.channels.wechaty.noted import LONGEST_WAY_BACK, OwnOnes
from bot.channels.wechaty.payloads import Payload, Said

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Puppet:
    """What begins with `own` was said by us; `held` are not answered for until they are let."""

    def __init__(self, held: Sequence[str]) -> None:
        self.asked: list[str] = []
        self.held = {id: asyncio.Event() for id in held}

    async def read_message(self, id: str, _: object) -> Payload:
        self.asked.append(id)
        if id in self.held:
            await self.held[id].wait()
        talker, room = ("bot", "g2@chatroom") if id.startswith("own") else ("zhang", id.partition("-")[0])
        return Payload(
            id=id, kind=Said.TEXT, text=f"text {id}", file_name="", talker=talker, room=room, listener="",
            mentions=(), sent_at=NOW,
        )  # fmt: skip


class Connected:
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


class Ear:
    """Hears, and hastens what says so."""

    def __init__(self, held: Sequence[str], hastens: str) -> None:
        self.puppet, self.hastens = Puppet(held), hastens
        self.told: list[str] = []
        link, names = cast("Link", Connected(self.puppet)), cast("Directory", Named())
        self.hearing = Hearing("wx1", link, names, lambda: NOW, self.hear)

    def hear(self, event: Event) -> None:
        if isinstance(event, Coming) and event.text == f"text {self.hastens}":
            event.hasten()
        if isinstance(event, Heard | Echo):
            self.told.append(event.text.removeprefix("text "))

    async def wait_for(self, *ids: str) -> None:
        async with asyncio.timeout(30):
            while not set(ids) <= set(self.told):  # noqa: ASYNC110 -- a list that is looked at
                await asyncio.sleep(0.002)

    async def wait_until_asked(self, *ids: str) -> None:
        async with asyncio.timeout(30):
            while not set(ids) <= set(self.puppet.asked):  # noqa: ASYNC110 -- a list that is looked at
                await asyncio.sleep(0.002)

    async def say_and_hear(self, *ids: str) -> None:
        """The gateway gives back what we say; then what was noted is read as far as it may be."""
        self.hearing.own_ones.note_sent()
        self.hearing.note("own0")
        await self.wait_for("own0")
        self.told.clear()
        for id in ids:
            if id.startswith("own"):
                self.hearing.own_ones.note_sent()
        for id in ids:
            self.hearing.note(id)
        await self.wait_until_asked(*ids)
        for _ in range(20):  # all that can be told now has been
            await asyncio.sleep(0)

    def let_all(self) -> None:
        for held in self.puppet.held.values():
            held.set()


@asynccontextmanager
async def listening(held: Sequence[str], hastens: str = "g1-danger") -> AsyncIterator[Ear]:
    ear = Ear(held, hastens)
    task = asyncio.create_task(ear.hearing.run())
    try:
        yield ear
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_danger_is_told_before_what_is_only_ours_and_once() -> None:
    async with listening(["own1", "own2"]) as ear:
        await ear.say_and_hear("own1", "own2", "g1-danger")
        await ear.wait_for("g1-danger")
        assert ear.told == ["g1-danger"]
        ear.let_all()
        ear.hearing.note("g1-after")
        await ear.wait_for("g1-after")
        assert ear.told == ["g1-danger", "own1", "own2", "g1-after"]


@pytest.mark.parametrize(
    ("held", "ids", "hastens"),
    [
        (["own1"], ["own1", "g1-words"], ""),
        (["own1", "g1-first"], ["own1", "g1-first", "g1-danger"], "g1-danger"),
        (["own1"], ["own1", "g1-first", "g1-danger"], "g1-danger"),
        (["g1-first"], ["g1-first", "g1-danger"], "g1-danger"),
    ],
    ids=[
        "no danger",
        "more is unread than we have said",
        "what was said before in its group is known",
        "nothing of ours is to come back",
    ],
)
async def test_in_all_other_cases_it_waits_for_its_turn(
    held: list[str], ids: list[str], hastens: str
) -> None:
    async with listening(held, hastens) as ear:
        await ear.say_and_hear(*ids)
        assert ids[-1] not in ear.told
        ear.let_all()
        await ear.wait_for(*ids)
        assert ear.told == ids


async def test_elsewhere_others_may_have_spoken_before() -> None:
    async with listening(["own1"]) as ear:
        await ear.say_and_hear("own1", "g3-words", "g1-danger")
        await ear.wait_for("g1-danger")
        ear.let_all()
        await ear.wait_for("g3-words")
        assert ear.told == ["g1-danger", "own1", "g3-words"]


async def test_who_has_something_to_note_waits_for_others_and_not_for_our_own() -> None:
    async with listening(["own1", "g1-words"]) as ear:
        await ear.say_and_hear("own1")
        await ear.hearing.wait_until_others_told()
        assert ear.told == []
        ear.hearing.note("g1-words")
        waiting = asyncio.create_task(ear.hearing.wait_until_others_told())
        await ear.wait_until_asked("g1-words")
        assert not waiting.done()
        ear.let_all()
        await waiting
        assert ear.told == ["own1", "g1-words"]


async def test_the_newest_is_read_though_hundreds_are_before_it() -> None:
    many = [f"own{number}" for number in range(300)]
    async with listening([*many, "g1-words"]) as ear:
        for id in (*many, "g1-words"):
            ear.hearing.note(id)
        await ear.wait_until_asked("g1-words")
        assert len(ear.puppet.asked) <= AT_ONCE
        assert {"own0", "own1"} <= set(ear.puppet.asked)
        ear.let_all()
        await ear.wait_for("g1-words")
        assert ear.told == [*many, "g1-words"]


def test_what_does_not_come_back_is_not_counted_on() -> None:
    seconds = [0.0]
    ours = OwnOnes(lambda: seconds[0])
    ours.note_sent()
    ours.note_sent()
    assert ours.missing == 0  # nothing has ever come back
    ours.note_back()
    assert ours.missing == 1
    ours.note_sent()
    ours.note_unsent()
    assert ours.missing == 1
    seconds[0] = LONGEST_WAY_BACK + 1
    ours.note_sent()
    assert ours.missing == 0  # one was lost on its way, so others may be
    ours.note_sent()
    ours.note_back()
    assert ours.missing == 0
    ours.note_sent()
    assert ours.missing == 1
