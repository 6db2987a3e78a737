"""The webchat does what every channel must do."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest_asyncio

from bot.channels.webchat import Say, WebChat, WebChatOptions, WebPerson, WebRoom
from bot.channels.webchat.values import BOT, CONTACT, Line
from bot.clock import SystemClock
from handlers.model import Person, Quote
from tests.bot.channels.contract import PATIENCE, ChannelContract, Shown, Stage


@dataclass(slots=True)
class WebchatStage:
    """The webchat and the pages of its people, without a browser."""

    channel: WebChat
    _count: itertools.count[int] = field(default_factory=itertools.count)
    _said: dict[str, tuple[WebPerson, Say]] = field(default_factory=dict)

    @property
    def bot_name(self) -> str:
        return self.channel.options.bot_name

    async def add_person(self, name: str) -> Person:
        person = self.channel.hub.add_person(WebPerson(f"p{next(self._count)}", name))
        return Person(f"{CONTACT}{person.id}", person.name)

    async def add_room(self, name: str, members: Sequence[Person]) -> str:
        ids = tuple(member.id.removeprefix(CONTACT) for member in members)
        return self.channel.hub.add_room(WebRoom(f"r{next(self._count)}", name, ids))

    async def say(
        self,
        person: Person,
        text: str,
        *,
        chat: str,
        quote: Quote | None = None,
        mention_bot: bool = False,
    ) -> str:
        quoted = self.channel.hub.add_bot_words("card", chat, quote.text, (), ()).id if quote else ""
        head = f"@{self.bot_name}\u2005" if mention_bot else ""
        return self._tell(person, Say(key=self._make_key(), chat=chat, text=head + text, quote=quoted)).id

    async def show(self, person: Person, content: bytes, *, chat: str) -> str:
        ref = self.channel.uploads.add(self._find(person).id, "photo.jpg", content).ref
        return self._tell(person, Say(key=self._make_key(), chat=chat, uploads=(ref,))).id

    async def recall(self, person: Person, key: str, *, chat: str) -> None:
        self.channel.take_back(self._find(person), key)

    async def repeat(self, key: str) -> None:
        self.channel.say(*self._said[key])

    async def see(self, chat: str, count: int) -> Sequence[Shown]:
        async with asyncio.timeout(PATIENCE):
            with self.channel.hub.watch() as news:
                while len(shown := self._list_shown(chat)) < count:
                    await news.wait()
                    news.clear()
        return shown

    def _list_shown(self, chat: str) -> list[Shown]:
        """What a member of the chat sees of the bot, a bubble for the words and one for each photo."""
        (reader, *_) = self.channel.hub.list_members(chat)
        lines = self.channel.hub.list_changes(reader.id, 0)
        return [shown for line in lines if (line.chat, line.author) == (chat, BOT) for shown in draw(line)]

    def _make_key(self) -> str:
        return f"k{next(self._count)}"

    def _find(self, person: Person) -> WebPerson:
        found = self.channel.hub.find_person(person.id.removeprefix(CONTACT))
        assert found is not None
        return found

    def _tell(self, person: Person, say: Say) -> Line:
        line = self.channel.say(self._find(person), say)
        self._said[line.id] = (self._find(person), say)
        return line


def draw(line: Line) -> list[Shown]:
    mentions = tuple(f"{CONTACT}{person}" for person in line.mentions)
    words = [Shown(text=line.text, mentions=mentions)] if line.text else []
    return words + [Shown(file=photo.content) for photo in line.photos]


class TestWebchat(ChannelContract):
    @pytest_asyncio.fixture
    async def stage(self) -> AsyncIterator[Stage]:
        channel = WebChat(WebChatOptions(name="webchat", people=(), rooms=(), open=True), SystemClock())
        await channel.start()
        yield WebchatStage(channel)
        await channel.close()
