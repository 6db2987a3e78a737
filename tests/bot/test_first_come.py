"""抢单: a thousand accept at once, one wins, every other is told who; on both databases."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.channels.base import Heard
from bot.clock import SystemClock
from bot.inside import build_inside
from bot.register import Register
from bot.settings import build_settings
from handlers.model import DeliveryState, Person, Status, Step
from nlp.verdict import SILENT, Verdict
from storage.engine import Database
from tests.bot.scripted import contact, room

MANY = 1_000
REPORT = "8-2-301厨房漏水了"
ESTATE: dict[str, Any] = {
    "id": "yun",
    "name": "云杉里",
    "groups": [{"id": room("g1"), "name": "1号群", "number": 1}],
    "staff_groups": [{"id": room("staff"), "name": "员工群"}],
    "assign": "first_come",
    "settle_seconds": 0,
}


def understand(text: str) -> Verdict:
    return Verdict("repair", "water", "8-2-301") if text == REPORT else SILENT


def heard(key: str, sender: str, text: str, chat: str, clock: SystemClock) -> Heard:
    person = Person(contact(sender), sender)
    return Heard(
        key=key, account="t", chat=room(chat), chat_name=chat, sender=person, text=text, sent_at=clock.now()
    )


async def test_of_a_thousand_who_accept_at_once_exactly_one_has_it(database: Database) -> None:
    clock = SystemClock()
    settings = build_settings({"estates": [ESTATE]}, Path("first-come"))
    inside = build_inside(settings, clock, database, understand, lambda: None)
    await Register(settings, database, inside.directory, {}, clock.now).enrol()
    await inside.desk.start()
    await inside.intake.receive(heard("report", "张三", REPORT, "g1", clock))

    claims = (heard(f"claim-{n}", f"师傅{n}", "接单1", "staff", clock) for n in range(MANY))
    await asyncio.gather(*(inside.intake.receive(claim) for claim in claims))

    async with database.view() as uow:
        ticket = await uow.tickets.get("yun", 1)
        events = await uow.tickets.events("yun", 1)
        outbox = await uow.outbox.listing((DeliveryState.PENDING,), limit=5 * MANY)
        parked = await uow.parked.listing()
    assert ticket is not None
    assert ticket.assignee is not None
    assert ticket.status is Status.ACCEPTED
    accepted = [event.actor for event in events if event.step is Step.ACCEPTED]
    assert accepted == [ticket.assignee]
    told = [
        said
        for said in outbox
        if said.chat == room("staff") and f"#1 已由{ticket.assignee.name}接单" in said.text
    ]
    assert len(told) == MANY - 1
    assert len([said for said in outbox if said.chat == room("g1") and "已接单" in said.text]) == 1
    assert not parked
