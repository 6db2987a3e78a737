"""The web form as a channel: each report is a chat of its own, which is read on a page of its own.

What is said into such a chat needs no sending: the page reads it where it is stored.  Photos are in the
store before the report is, so that none is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from bot.channels.base import Echo, Event, FetchFailed, Health, Outgoing, Room, SendFailed, Upload
from bot.channels.media import guess_media_type
from bot.clock import Clock
from handlers.model import Attachment, AttachmentKind, Person
from storage.files import FileStore

NETWORK = "form"
CONTACT = "form:contact:"
#: What somebody is called who gave no name.
NAME = "业主"


def make_person(contact: str) -> Person:
    """Whoever wrote the report: nobody is asked for a name."""
    return Person(contact, NAME)


def make_photo(sha256: str) -> Attachment:
    """A photo of a report that is in the store already."""
    return Attachment(AttachmentKind.IMAGE, NETWORK, sha256, f"{sha256[:12]}.jpg")


class FormChannel:
    """Takes what is said to somebody who used the form; nothing is heard through it."""

    name = NETWORK
    network = NETWORK
    idempotent = True

    def __init__(self, files: FileStore, clock: Clock) -> None:
        self._files = files
        self._clock = clock
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._health = Health(False, clock.now(), "尚未启动")

    @property
    def health(self) -> Health:
        return self._health

    async def start(self) -> None:
        self._health = Health(True, self._clock.now())

    async def events(self) -> AsyncIterator[Event]:
        """Nothing but the proof that what was said can be read."""
        while (event := await self._queue.get()) is not None:
            yield event

    async def send(self, message: Outgoing) -> str | None:
        if not message.chat.startswith(CONTACT):
            raise SendFailed("没有这个网页", retry=False)
        if not self._health.ready:
            raise SendFailed(self._health.reason)
        now = self._clock.now()
        self._queue.put_nowait(
            Echo(account=self.name, chat=message.chat, sent_id=message.key, text=message.text, at=now)
        )
        return message.key

    async def recall(self, chat: str, sent_id: str) -> bool:
        """Always: the page shows nothing that was taken back."""
        return chat.startswith(CONTACT)

    async def fetch(self, attachment: Attachment, limit: int) -> Upload:
        try:
            content = await self._files.get(attachment.ref)
        except (FileNotFoundError, ValueError) as error:
            raise FetchFailed("照片文件已不在") from error
        if len(content) > limit:
            raise FetchFailed(f"{len(content)} 字节，超过 {limit}")
        return Upload(content, attachment.name, guess_media_type(content, attachment.name))

    async def rooms(self) -> Sequence[Room]:
        return []

    async def members(self, chat: str) -> Sequence[Person]:
        return []

    async def close(self) -> None:
        self._health = Health(False, self._clock.now(), "已关闭")
        self._queue.put_nowait(None)
