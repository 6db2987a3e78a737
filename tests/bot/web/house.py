"""A console on a real SQLite database in memory, with a desk that only writes down what it is asked."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from aiohttp import ClientResponse, ClientSession, CookieJar, FormData, web
from argon2 import PasswordHasher

from bot.channels.webchat import WebChat, WebChatOptions, WebPerson, WebRoom
from bot.clock import SystemClock
from bot.desk.refusing import Refused
from bot.web import build_web
from bot.web.context import WebContext, WebOptions
from handlers.model import Chat, ChatKind, Delivery, DeliveryState, Estate, Outcome, Person, Role
from nlp.knowledge import Entry
from storage.engine import Database
from storage.files import FileStore
from storage.parked import ParkedMessage
from storage.users import User

PASSWORD = "long enough to be one"
WRONG_NAME = "{ticket}<script>alert(1)</script>"
ZHANG = Person("webchat:contact:zhang", "张三")
LI = Person("webchat:contact:li", "李阿姨")
XSS = Person("webchat:contact:xss", WRONG_NAME)
WANG = Person("webchat:contact:wang", "王师傅")
LIU = Person("webchat:contact:liu", "刘经理")
GROUPS = tuple(
    Chat(f"webchat:room:g{number}", "sunny", ChatKind.OWNERS, f"阳光花园{number}号群", number)
    for number in range(1, 6)
)
STAFF_GROUP = Chat("webchat:room:staff", "sunny", ChatKind.STAFF, "员工群")
STRAY = Chat("webchat:room:stray", "", ChatKind.UNASSIGNED, "阳光花园团购群")


@cache
def hash_cheaply(password: str) -> str:
    """An argon2 hash that takes no time; the real cost is held by a test of its own."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


@dataclass(slots=True)
class FakeDesk:
    """Writes down what it is asked; `refusals` are what it says to the next steps."""

    asked: list[tuple[object, ...]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    async def act(self, estate: str, number: int, verb: str, actor: Person, words: str = "") -> None:
        self._take(estate, number, verb, actor, words)

    async def assign_chat(self, chat: Chat, actor: Person) -> None:
        self._take(chat, actor)

    async def grant(
        self, estate: str, person: Person, role: Role, trades: tuple[str, ...], actor: Person
    ) -> None:
        self._take(estate, person, role, trades, actor)

    async def make_code(self, estate: str, role: Role, trades: tuple[str, ...], actor: Person) -> str:
        self._take(estate, role, trades, actor)
        return "K7QM-3XPD"

    async def save_entry(self, estate: str, entry: Entry, old: str, actor: Person) -> None:
        self._take(estate, entry, old, actor)

    async def remove_entry(self, estate: str, title: str, actor: Person) -> None:
        self._take(estate, title, actor)

    async def revoke(self, estate: str, person: Person, role: Role, actor: Person) -> None:
        self._take(estate, person, role, actor)

    async def requeue(self, delivery: int, actor: Person) -> None:
        self._take(delivery, actor)

    async def say_by_hand(self, estate: str, delivery: int, actor: Person) -> None:
        self._take(estate, delivery, actor)

    async def settle_parked(self, message: ParkedMessage, verb: str, actor: Person) -> None:
        self._take(message.key, verb, actor)

    def _take(self, *asked: object) -> None:
        self.asked.append(asked)
        if self.refusals:
            raise Refused(self.refusals.pop(0))


@dataclass(slots=True)
class HandClock:
    """Stands still until it is told to move."""

    moment: datetime = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass(slots=True)
class House:
    """Everything a page test needs; `address` is where the pages are."""

    context: WebContext
    desk: FakeDesk
    clock: HandClock
    chat: WebChat
    address: str = ""
    visitors: list[Visitor] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.context.database

    async def add_user(
        self, name: str, role: Role, estate: str | None = None, person: Person | None = None
    ) -> None:
        """A user of the console whose password is PASSWORD."""
        user = User(
            name=name,
            password_hash=hash_cheaply(PASSWORD),
            role=role,
            estate=estate,
            person_id=person.id if person else None,
        )
        async with self.database.transaction() as uow:
            await uow.users.add(user)
            await uow.commit()

    async def save(self, outcome: Outcome) -> tuple[Delivery, ...]:
        async with self.database.transaction() as uow:
            saved = await uow.save(outcome)
            await uow.commit()
        return saved

    def visit(self) -> Visitor:
        """Somebody with a browser of their own; it is closed with the house."""
        visitor = Visitor(ClientSession(cookie_jar=CookieJar(unsafe=True)), self.address)
        self.visitors.append(visitor)
        return visitor

    async def sign_in(self, name: str) -> Visitor:
        visitor = self.visit()
        response = await visitor.sign_in(name, PASSWORD)
        assert response.status == 200, await response.text()
        return visitor


async def read_whole(response: ClientResponse) -> ClientResponse:
    """The response with all of its body, which gives its connection back; a live page has no end."""
    if response.content_type != "text/event-stream":
        await response.read()
    return response


@dataclass(slots=True)
class Visitor:
    """A browser without a screen: cookies, and forms with their token."""

    session: ClientSession
    address: str

    async def get(self, path: str, **headers: str) -> ClientResponse:
        headers = {"Accept": "text/html", **headers}
        return await read_whole(await self.session.get(f"{self.address}{path}", headers=headers))

    async def read(self, path: str) -> str:
        response = await self.get(path)
        assert response.status == 200, (path, response.status, await response.text())
        return await response.text()

    async def post(self, path: str, page: str, fields: Mapping[str, str | list[str]]) -> ClientResponse:
        """Sends a form of `page`, with the token that the page holds; follows to where it leads."""
        return await self.send(path, {"csrf": find_token(await (await self.get(page)).text()), **fields})

    async def send(self, path: str, fields: Mapping[str, str | list[str]], **headers: str) -> ClientResponse:
        form = FormData()
        for name, values in fields.items():
            for value in values if isinstance(values, list) else [values]:
                form.add_field(name, value)
        headers = {"Accept": "text/html", **headers}
        return await read_whole(await self.session.post(f"{self.address}{path}", data=form, headers=headers))

    async def sign_in(self, name: str, password: str) -> ClientResponse:
        return await self.post("/sign-in", "/sign-in", {"name": name, "password": password})


def find_token(page: str) -> str:
    """The token of the page's forms; empty where it has none."""
    _, _, rest = page.partition('name="csrf" value="')
    return rest.partition('"')[0]


def build_options(*, is_open: bool = True, keys: Mapping[str, str] | None = None) -> WebChatOptions:
    """Five owners' groups with everybody and a staff group; `keys` are secrets by person."""
    people = (
        WebPerson("zhang", ZHANG.name),
        WebPerson("li", LI.name),
        WebPerson("xss", XSS.name),
        WebPerson("wang", WANG.name, "员工"),
        WebPerson("liu", LIU.name, "经理"),
    )
    owners = ("zhang", "li", "xss", "wang", "liu")
    rooms = [
        WebRoom(chat.id.rpartition(":")[2], chat.name, owners if chat.number else ("wang", "liu"))
        for chat in (*GROUPS, STAFF_GROUP)
    ]
    hashed = {person: hashlib.sha256(key.encode()).hexdigest() for person, key in (keys or {}).items()}
    return WebChatOptions(name="webchat", people=people, rooms=tuple(rooms), open=is_open, keys=hashed)


@asynccontextmanager
async def open_house(
    folder: Path,
    *,
    options: WebChatOptions | None = None,
    port: int = 0,
    rules_problem: str = "",
    estates: tuple[Estate, ...] = (),
    unwritten: int = 0,
) -> AsyncIterator[House]:
    """The pages on an address of their own, with one estate and its groups in the database.

    `estates` are what the settings say of them.
    """
    clock, desk = HandClock(), FakeDesk()
    database = await Database.open("sqlite://")
    chat = WebChat(options or build_options(), SystemClock())
    await chat.start()
    context = WebContext(
        database=database,
        desk=desk,
        files=FileStore(folder),
        clock=clock,
        options=WebOptions(demo=True),
        channels={"webchat": chat},
        rules_problem=lambda: rules_problem,
        estates=lambda: estates,
        unwritten=lambda: unwritten,
    )
    house = House(context, desk, clock, chat)
    async with database.transaction() as uow:
        await uow.estates.save("sunny", "阳光花园")
        for group in (*GROUPS, STAFF_GROUP, STRAY):
            await uow.estates.save_chat(group)
        await uow.commit()
    runner = web.AppRunner(build_web(context), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    house.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield house
    finally:
        for visitor in house.visitors:
            await visitor.session.close()
        await chat.close()
        await runner.cleanup()
        await database.close()


def has_ticket(page: str, number: int) -> bool:
    """Whether a list shows the ticket."""
    return f'data-ticket="{number}"' in page


async def list_dead(house: House) -> list[int | None]:
    """The deliveries that could not be sent."""
    async with house.database.view() as uow:
        return [delivery.id for delivery in await uow.outbox.listing([DeliveryState.DEAD])]
