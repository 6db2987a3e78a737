"""A town for a day in the life: the real gateway, the real bot, and a clock that stands until it is moved."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import build_app
from bot.running import App
from bot.settings import build_settings
from handlers.model import Delivery, Status, Step, Ticket, TicketEvent
from storage.engine import upgrade
from tests.e2e.settings import make_account, make_estate, make_person, make_settings
from tests.gateway import Gateway
from tests.gateway_process import Sent
from tests.npm import require_gateway

SHANGHAI = ZoneInfo("Asia/Shanghai")
PATIENCE = 30.0
STAFF_GROUP = "staff@chatroom"
GROUPS = [f"g{number}@chatroom" for number in range(1, 6)]
STAFF = {
    "wang": ("王师傅", "水电"),
    "he": ("何师傅", "水电"),
    "lin": ("林师傅", "电梯"),
    "chen": ("陈队长", "安保"),
    "zhou": ("周姐", "客服"),
    "wu": ("吴师傅", "工程"),
}
MANAGERS = {"liu": "刘经理", "ma": "马经理"}
OWNERS = {f"o{number}": f"业主{number}" for number in range(1, 31)}
#: What a job that reads the world outside again is called: nothing here changes behind the bot's back.
NOT_NOW = frozenset({"enrol_staff", "reread_rules"})


def at(text: str) -> datetime:
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


class StandingClock:
    """Shows one moment until it is set; who sleeps sleeps in real time."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))


class Town:
    """What people do in it, each time until the bot has done its part."""

    def __init__(self, gateway: Gateway, app: App, clock: StandingClock) -> None:
        self.gateway = gateway
        self.app = app
        self.clock = clock
        self.said: list[str] = []

    async def say(self, person: str, text: str, room: str | None) -> int:
        """Says it at the clock's time; how much the bot had said before."""
        before = len(self.gateway.sent)
        stamp = {"timestamp": int(self.clock.moment.timestamp() * 1000)}
        await self.gateway.say(person, text, room=room, payload=stamp)
        self.said.append(text)
        return before

    async def ask(self, person: str, text: str, words: str, room: str | None = STAFF_GROUP) -> str:
        """Says it, and waits until the bot answers with the words there."""
        before = await self.say(person, text, room)
        return await self.wait_said(words, room or person, before)

    async def wait_said(self, words: str, to: str, before: int = 0) -> str:
        def find() -> list[Sent]:
            return [sent for sent in self.gateway.sent[before:] if sent.to == to and words in sent.text]

        await wait(lambda: bool(find()), f"{words!r} to {to}", self.gateway.sent[before:])
        return find()[0].text

    async def report(self, person: str, text: str, room: str) -> int:
        """The number of the ticket that comes of it."""
        before = {ticket.number for ticket in await self.tickets()}
        await self.say(person, text, room)
        async with asyncio.timeout(PATIENCE):
            while not (new := {ticket.number for ticket in await self.tickets()} - before):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return new.pop()

    async def step(self, person: str, text: str, number: int, step: Step, room: str | None) -> None:
        """Says what leads to a step, and waits until it is in the timeline once more than before."""
        had = (await self.steps(number)).count(step)
        await self.say(person, text, room)
        try:
            async with asyncio.timeout(PATIENCE):
                while (await self.steps(number)).count(step) == had:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        except TimeoutError:
            latest = [sent.text for sent in self.gateway.sent[-3:]]
            raise AssertionError(f"{text!r} by {person} led to no {step}; last said: {latest}") from None

    async def move_to(self, moment: datetime) -> None:
        """Time goes on to the moment; what it brings is done."""
        self.clock.moment = moment
        for job in self.app.jobs.table:
            if job.id not in NOT_NOW:
                await job.run()
        self.app.worker.wake()

    async def tickets(self) -> Sequence[Ticket]:
        async with self.app.database.view() as uow:
            return await uow.tickets.listing("yun", limit=1000)

    async def ticket(self, number: int) -> Ticket:
        return next(ticket for ticket in await self.tickets() if ticket.number == number)

    async def events(self, number: int) -> tuple[TicketEvent, ...]:
        async with self.app.database.view() as uow:
            return await uow.tickets.events("yun", number)

    async def steps(self, number: int) -> list[Step]:
        return [event.step for event in await self.events(number)]

    async def told(self, number: int, person: str, words: str) -> list[str]:
        """When a person was told the words of a ticket, by the clock."""
        async with self.app.database.view() as uow:
            said: Sequence[Delivery] = await uow.outbox.of_ticket("yun", number)
        return [
            f"{each.due_at.astimezone(SHANGHAI):%m-%d %H:%M}"
            for each in said
            if each.chat == f"wechat:contact:{person}" and words in each.text
        ]

    async def statuses(self) -> dict[int, Status]:
        return {ticket.number: ticket.status for ticket in await self.tickets()}


async def wait(done: Callable[[], bool], what: str, shown: Sequence[Sent] = ()) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            while not done():  # noqa: ASYNC110 -- another process's doing
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"waited for {what}; said: {[sent.text for sent in shown][-5:]}") from None


def make_tree(gateway: Gateway, url: str) -> dict[str, Any]:
    estate = make_estate(
        GROUPS,
        STAFF_GROUP,
        managers=[make_person(id, name) for id, name in MANAGERS.items()],
        leaders=[make_person("chen", "陈队长", "安保")],
        roster=[make_person(id, name, trade) for id, (name, trade) in STAFF.items()],
    )
    return make_settings([make_account(gateway, heartbeat=1.0)], estate, url)


@asynccontextmanager
async def open_town(folder: Path, url: str, start: datetime) -> AsyncIterator[Town]:
    require_gateway()
    gateway, clock = Gateway(beat_seconds=0.5), StandingClock(start)
    await gateway.start()
    try:
        everybody = {**OWNERS, **MANAGERS, **{id: name for id, (name, _) in STAFF.items()}}
        for id, name in everybody.items():
            await gateway.add_person(id, name)
        for number, group in enumerate(GROUPS):
            await gateway.add_room(group, f"{number + 1}号群", [*list(OWNERS)[number * 6 : number * 6 + 6]])
        await gateway.add_room(STAFF_GROUP, "员工群", [*STAFF, *MANAGERS])
        await upgrade(url)
        app = await build_app(build_settings(make_tree(gateway, url), folder / "config.toml"), clock=clock)
        async with app.running():
            await wait(lambda: all(channel.health.ready for channel in app.channels.values()), "the gateway")
            await gateway.wait_until_heard()
            yield Town(gateway, app, clock)
    finally:
        await gateway.stop()
