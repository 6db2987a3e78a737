"""What cannot be handled is kept, tried again, and after the third failure shown to staff."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.channels.base import Heard
from bot.clock import SimulatedClock
from bot.desk.console import ConsoleDesk
from bot.desk.desk import Desk
from bot.intake.parking import Parking
from bot.replay.stage import contact
from handlers.case import Case
from handlers.model import Outcome, Person
from storage.engine import Database
from storage.parked import ParkedMessage
from tests.bot.house import House, make_settings, open_house
from tests.handlers.moments import at

REPORT = "8栋2单元301厨房水管漏水了"


@dataclass
class Stumbling:
    """A desk that fails so many times before it works; everything else is the real one's."""

    desk: Desk
    failures: int

    async def decide(self, case: Case) -> Outcome:
        if self.failures > 0:
            self.failures -= 1
            raise RuntimeError("the disk is full")
        return await self.desk.decide(case)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)


async def wait_for_parked(house: House, fits: Callable[[tuple[ParkedMessage, ...]], bool]) -> None:
    async with asyncio.timeout(60):
        while True:
            async with house.app.database.view() as uow:
                if fits(await uow.parked.listing()):
                    return
            await asyncio.sleep(0.02)


def stumble(house: House, failures: int) -> None:
    house.app.intake._desk = Stumbling(house.app.desk, failures)  # type: ignore[assignment]


async def test_a_message_that_failed_once_is_handled_at_the_next_try_and_forgotten(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        stumble(house, 1)
        house.channel.say("张三", "g3", REPORT)
        await house.channel.wait_for("g3", "#1")
        await wait_for_parked(house, lambda parked: not parked)
        assert len(house.channel.said_in("g3")) == 1


async def test_a_message_that_keeps_failing_is_kept_and_the_staff_are_told_once(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        stumble(house, 99)
        house.channel.say("张三", "g3", REPORT)
        # The waits between the tries are long: time is what the tests take into their own hands.
        retry: Callable[[], Awaitable[None]] = next(
            job.run for job in house.app.jobs.table if job.id == "retry_parked"
        )
        await wait_for_parked(house, lambda parked: len(parked) == 1)
        for _ in range(4):
            async with house.app.database.transaction() as uow:
                for message in await uow.parked.listing():
                    if message.next_at is not None:
                        await uow.parked.bump(message.key, message.error, house.app.clock.now())
                await uow.commit()
            await retry()
        await house.channel.wait_for("staff", "没能处理")
        assert len([text for text in house.channel.said_in("staff") if "没能处理" in text]) == 1
        async with house.app.database.view() as uow:
            (kept,) = await uow.parked.listing()
        assert kept.next_at is None
        assert "漏水" in kept.payload
        assert house.channel.said_in("g3") == []


async def test_what_was_given_up_is_handled_when_a_manager_asks_for_another_try(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        stumble(house, 1)
        house.channel.say("张三", "g3", REPORT)
        await wait_for_parked(house, lambda parked: len(parked) == 1)
        async with house.app.database.transaction() as uow:
            (message,) = await uow.parked.listing()
            await uow.parked.bump(message.key, message.error, None)
            await uow.commit()
        console = ConsoleDesk(house.app.desk, house.app.register)
        await console.settle_parked(message, "retry", Person("console:contact:chen", "陈经理"))
        await house.channel.wait_for("g3", "#1")
        await wait_for_parked(house, lambda parked: not parked)


async def test_what_a_manager_dismisses_is_gone_with_its_words(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        async with house.app.database.transaction() as uow:
            await uow.parked.park("k1", "estate", '{"text": "漏水"}', "broken", house.app.clock.now())
            await uow.parked.bump("k1", "broken", None)
            (message,) = await uow.parked.listing()
            await uow.commit()
        console = ConsoleDesk(house.app.desk, house.app.register)
        await console.settle_parked(message, "dismiss", Person("console:contact:chen", "陈经理"))
        await wait_for_parked(house, lambda parked: not parked)


async def test_what_cannot_even_be_written_down_is_counted_until_it_can() -> None:
    clock = SimulatedClock(at("11-21 09:00"))
    person, room = Person(contact("张三"), "张三"), "webchat:room:g3"
    now = clock.now()
    heard = Heard(
        key="k", account="wx", chat=room, chat_name="3号群", sender=person, text=REPORT, sent_at=now
    )
    database = await Database.open("sqlite://")
    parking = Parking(clock, database)
    await parking.park(heard, "yun", OSError("the disk is full"))
    assert parking.unwritten == 0
    await database.close()
    await parking.park(heard, "yun", OSError("the disk is full"))
    assert parking.unwritten == 1
