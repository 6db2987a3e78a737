"""Two processes on one database keep the same limits: nobody is told twice, on either that two can share."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.channels.base import Heard
from bot.clock import SimulatedClock
from bot.inside import Inside, build_inside
from bot.register import Register
from bot.replay.stage import contact, room
from bot.settings import build_settings
from handlers.model import DeliveryState, Person, Step
from storage.engine import Database
from tests.bot.town import CHEN, ESTATE, LIU, REPORT, WANG, understand
from tests.handlers.moments import at


async def open_process(database: Database, clock: SimulatedClock) -> Inside:
    settings = build_settings({"estates": [ESTATE]}, Path("two"))
    inside = build_inside(settings, clock, database, understand, lambda: None)
    await Register(settings, database, inside.directory, {}, clock.now).enrol()
    await inside.desk.start()
    return inside


async def test_two_processes_tell_each_step_once(database_url: str) -> None:
    """A database in memory has one process: it may rely on being alone, and is left out here."""
    database = await Database.open(database_url)
    try:
        await _tell_each_step_once(database)
    finally:
        await database.close()


async def _tell_each_step_once(database: Database) -> None:
    clock = SimulatedClock(at("03-02 09:10"))
    first, second = await open_process(database, clock), await open_process(database, clock)
    report = Heard(
        key="m1", account="t", chat=room("g1"), chat_name="g1", sender=Person(contact("张三"), "张三"),
        text=REPORT, sent_at=clock.now(),
    )  # fmt: skip
    await first.intake.receive(report)
    await second.timekeeper.read_again()
    for moment in ("09:30", "09:31", "09:40", "09:41", "10:10", "10:11", "11:30"):
        await clock.advance_to(at(f"03-02 {moment}"))
        await asyncio.gather(*(inside.timekeeper.keep() for inside in (first, second) for _ in range(3)))
    async with database.view() as uow:
        events = await uow.tickets.events("yun", 1)
        outbox = await uow.outbox.listing((DeliveryState.PENDING,), limit=100)
    told = [(event.step, event.actor.name) for event in events if event.actor][1:]
    assert told == [(Step.WARNED, WANG), (Step.ESCALATED, CHEN), (Step.ESCALATED, LIU)]
    assert len([said for said in outbox if "已超时" in said.text]) == 2
    assert len([said for said in outbox if "还没有人接单" in said.text]) == 1
