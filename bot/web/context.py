"""What the web pages are given, and what they ask of the rest of the bot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from typing import Protocol

from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.channels.base import Channel
from bot.clock import Clock
from bot.intake.written import Written
from handlers.model import Chat, Estate, Outcome, Person, Role
from nlp.knowledge import Entry
from storage.engine import Database
from storage.files import FileStore
from storage.parked import ParkedMessage

Network = IPv4Network | IPv6Network


class Desk(Protocol):
    """What people do from the console.  Everything raises Refused where it is not possible."""

    async def act(self, estate: str, number: int, verb: str, actor: Person, words: str = "") -> None:
        """One step of a ticket; `verb` is accept, reply, done, false_alarm, confirm or clear."""

    async def assign_chat(self, chat: Chat, actor: Person) -> None:
        """Says which estate a group belongs to, what it is for, its name and its number."""

    async def grant(
        self, estate: str, person: Person, role: Role, trades: tuple[str, ...], actor: Person
    ) -> None:
        """Gives a role in an estate; a role that the person has already gets these trades."""

    async def make_code(self, estate: str, role: Role, trades: tuple[str, ...], actor: Person) -> str:
        """A one-time code that gives the role to whoever sends it to the bot; shown once."""

    async def save_entry(self, estate: str, entry: Entry, old: str, actor: Person) -> None:
        """Keeps what the estate knows; `old` is the title that it had before, empty for a new one."""

    async def remove_entry(self, estate: str, title: str, actor: Person) -> None:
        """Forgets an entry of the knowledge base."""

    async def revoke(self, estate: str, person: Person, role: Role, actor: Person) -> None:
        """Takes a role."""

    async def requeue(self, delivery: int, actor: Person) -> None:
        """Sends once more what is dead or unknown."""

    async def say_by_hand(self, estate: str, delivery: int, actor: Person) -> None:
        """Notes that somebody has forwarded a line of the sheet by hand."""

    async def settle_parked(self, message: ParkedMessage, verb: str, actor: Person) -> None:
        """Handles a parked message once more (`retry`), or forgets it with its words (`dismiss`)."""


class FormDesk(Protocol):
    """What the public form asks for."""

    def find_estate(self, estate_id: str) -> Estate | None:
        """The estate, None where there is none or it has no form."""

    def is_urgent(self, text: str) -> bool:
        """Whether the words tell of danger."""

    async def report(self, written: Written) -> Outcome:
        """A new report."""

    async def add(self, written: Written, numbers: frozenset[int]) -> Outcome:
        """More of it, or what its writer wants of one of these tickets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """Where the pages are served and how.  `demo` shows the newcomer's page and says who may sign in.

    `proxies` may say who asks (X-Forwarded-For).  `public_url` is what people outside type.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    cookie_secure: bool = False
    session_hours: int = 12
    demo: bool = False
    proxies: tuple[Network, ...] = ()
    public_url: str = ""
    forms_per_hour: int = 30
    #: How many days after its end a ticket of an estate loses what is personal.
    kept_days: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebContext:
    """Everything the pages use; built in one place by the app."""

    database: Database
    desk: Desk
    files: FileStore
    clock: Clock
    options: WebOptions = field(default_factory=WebOptions)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    #: Why the words and rules on disk are not in force; empty where they are.
    rules_problem: Callable[[], str] = str
    forms: FormDesk | None = None
    #: Every estate as decisions see it, with its working hours.
    estates: Callable[[], tuple[Estate, ...]] = tuple
    #: How many messages wait because the database can be read but not written.
    unwritten: Callable[[], int] = int


CONTEXT: web.AppKey[WebContext] = web.AppKey("context", WebContext)
