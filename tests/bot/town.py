"""A small estate on a simulated clock: who hears what, and when."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.channels.base import Heard
from bot.replay.stage import Stage, contact, room
from bot.settings import build_settings
from handlers.model import Person, Step, Ticket
from nlp.verdict import SILENT, Verdict
from tests.bot.house import FAST
from tests.handlers.moments import SHANGHAI, at

REPORT = "8-2-301厨房漏水了"
WANG, HE, CHEN, LIU = "王师傅", "何师傅", "陈队长", "刘经理"
ESTATE: dict[str, Any] = {
    "id": "yun",
    "name": "云杉里",
    "groups": [{"id": room("g1"), "name": "1号群", "number": 1}],
    "staff_groups": [{"id": room("staff"), "name": "员工群"}],
    "managers": [{"id": contact(LIU), "name": LIU}],
    "leaders": [{"id": contact(CHEN), "name": CHEN}],
    "roster": [{"id": contact(WANG), "name": WANG, "trades": ["水电"]}],
    "settle_seconds": 0,
    "escalate_minutes": 30,
}


def understand(text: str) -> Verdict:
    room, _, rest = text.partition("厨房")
    return Verdict("repair", "water", room) if rest == "漏水了" else SILENT


class Town:
    """A stage with short words for what happens on it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._count = 0

    async def hear(self, when: str, sender: str, text: str, where: str = "staff") -> None:
        await self.hear_at(at(when), sender, text, where)

    async def hear_at(self, moment: datetime, sender: str, text: str, where: str) -> None:
        self._count += 1
        chat = contact(sender) if where == "dm" else room(where)
        await self.stage.hear(
            Heard(
                key=f"m{self._count}", account="replay", chat=chat, chat_name=where,
                sender=Person(contact(sender), sender), text=text, sent_at=moment,
            )
        )  # fmt: skip

    async def wait_until(self, when: str) -> None:
        await self.stage.advance_to(at(when))

    def told(self, name: str, words: str = "") -> list[tuple[str, str]]:
        """What a person was told directly, with the time."""
        return [
            (f"{said.at.astimezone(SHANGHAI):%d %H:%M}", said.delivery.text)
            for said in self.stage.said
            if said.delivery.chat == contact(name) and words in said.delivery.text
        ]

    def heard_in(self, where: str) -> list[str]:
        return [said.delivery.text for said in self.stage.said if said.delivery.chat == room(where)]

    async def ticket(self, number: int = 1) -> Ticket:
        async with self.stage.database.view() as uow:
            found = await uow.tickets.get("yun", number)
        assert found is not None
        return found

    async def steps(self, number: int = 1) -> list[tuple[Step, str]]:
        async with self.stage.database.view() as uow:
            events = await uow.tickets.events("yun", number)
        return [(event.step, event.actor.name if event.actor else "") for event in events]


@asynccontextmanager
async def open_town(
    start: str, classify: Callable[[str], Verdict] = understand, **changes: Any
) -> AsyncIterator[Town]:
    settings = build_settings({"delivery": FAST, "estates": [{**ESTATE, **changes}]}, Path("town"))
    stage = await Stage.open(settings, classify, at(start))
    try:
        yield Town(stage)
    finally:
        await stage.close()


async def open_ticket(town: Town, day: str = "03-02") -> None:
    """Zhang's report at ten past nine, accepted five minutes later."""
    await town.hear(f"{day} 09:10", "张三", REPORT, "g1")
    await town.hear(f"{day} 09:15", WANG, "接单1 下午两点到")


async def finish_ticket(town: Town, day: str = "03-02") -> None:
    await open_ticket(town, day)
    await town.hear(f"{day} 10:00", WANG, "完成1 换了阀芯")
