"""A channel whose other side is a script: the fake at the edge of the bot's tests."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.channels.base import Event, FetchFailed, Health, Heard, Outgoing, Room, SendFailed, Upload
from handlers.model import Attachment, AttachmentKind, Person, Quote


def room(name: str) -> str:
    return f"test:room:{name}"


def contact(name: str) -> str:
    return f"test:contact:{name}"


class ScriptedChannel:
    """Hears what the test says, remembers what the bot sent; `refuse` decides which sends fail."""

    network = "test"

    def __init__(self, name: str = "scripted", *, idempotent: bool = False) -> None:
        self.name = name
        self.idempotent = idempotent
        self.health = Health(True, datetime.now(UTC))
        self.sent: list[Outgoing] = []
        self.attempts: list[Outgoing] = []
        self.refuse: Callable[[Outgoing], SendFailed | None] = lambda _: None
        self.hold: asyncio.Event | None = None
        self.photos: dict[str, bytes] = {}
        self.can_recall = False
        self.recalled: list[tuple[str, str]] = []
        self.staff: dict[str, Sequence[Person]] = {}
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._count = itertools.count(1)
        self._changed = asyncio.Event()

    # --- the test's side -------------------------------------------------------------------------

    def say(
        self,
        who: str,
        where: str,
        text: str,
        *,
        quote: str = "",
        photo: bytes | None = None,
        key: str = "",
        at: datetime | None = None,
        mentions_bot: bool = False,
        name: str = "",
        attachment: AttachmentKind | None = None,
    ) -> Heard:
        """`who` says `text` in the group `where`, or to the bot alone where that is `dm`."""
        sender = Person(contact(who), name or who)
        number = next(self._count)
        kind = AttachmentKind.IMAGE if photo is not None else attachment
        attachments: tuple[Attachment, ...] = ()
        if kind is not None:
            attachments = (Attachment(kind, self.name, f"photo-{number}", "photo.jpg"),)
            self.photos[f"photo-{number}"] = photo or b""
        heard = Heard(
            key=key or f"m{number}",
            account=self.name,
            chat=sender.id if where == "dm" else room(where),
            chat_name=where,
            sender=sender,
            text=text,
            sent_at=at or datetime.now(UTC),
            quote=Quote("物业小助手", quote) if quote else None,
            attachments=attachments,
            mentions_bot=mentions_bot,
        )
        self._queue.put_nowait(heard)
        return heard

    def hear(self, event: Event) -> None:
        self._queue.put_nowait(event)

    def said_in(self, where: str) -> list[str]:
        """What the bot said in a group (or to a person: `dm:NAME`), with its mentions in front."""
        chat = contact(where[3:]) if where.startswith("dm:") else room(where)
        return [render(message) for message in self.sent if message.chat == chat]

    async def wait_for(self, where: str, words: str, seconds: float = 60) -> str:
        """The first thing said in `where` that holds `words`; an assertion error if none comes."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    self._changed.clear()
                    for text in self.said_in(where):
                        if words in text:
                            return text
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"{words!r} was not said in {where}: {self.said_in(where)}") from None

    async def wait_for_photo(self, where: str, seconds: float = 60) -> None:
        """Returns when a photo was sent to a group."""
        async with asyncio.timeout(seconds):
            while not any(message.upload for message in self.sent if message.chat == room(where)):
                self._changed.clear()
                await self._changed.wait()

    async def wait_for_more(self, where: str, than: int, seconds: float = 60) -> None:
        """Returns when more than so many things were said in `where`."""
        async with asyncio.timeout(seconds):
            while len(self.said_in(where)) <= than:
                self._changed.clear()
                await self._changed.wait()

    # --- the bot's side --------------------------------------------------------------------------

    async def start(self) -> None:
        self.health = replace(self.health, ready=True)

    async def events(self) -> AsyncIterator[Event]:
        while (event := await self._queue.get()) is not None:
            yield event

    async def send(self, message: Outgoing) -> str | None:
        self.attempts.append(message)
        if self.hold is not None:
            await self.hold.wait()
        if failure := self.refuse(message):
            raise failure
        self.sent.append(message)
        self._changed.set()
        return f"s{len(self.sent)}"

    async def recall(self, chat: str, sent_id: str) -> bool:
        if self.can_recall:
            self.recalled.append((chat, self.sent[int(sent_id[1:]) - 1].text))
        return self.can_recall

    async def fetch(self, attachment: Attachment, limit: int) -> Upload:
        content = self.photos.get(attachment.ref)
        if content is None:
            raise FetchFailed("照片已过期")
        if len(content) > limit:
            raise FetchFailed("照片太大，没有保存")
        return Upload(content, "photo.jpg", "image/jpeg")

    async def rooms(self) -> Sequence[Room]:
        return ()

    async def members(self, chat: str) -> Sequence[Person]:
        return self.staff.get(chat, ())

    async def close(self) -> None:
        self._queue.put_nowait(None)


def render(message: Outgoing) -> str:
    return "".join(f"@{person.name} " for person in message.mentions) + message.text
