"""One WeChat account as a Channel."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.channels.base import (
    Event,
    FetchFailed,
    Gap,
    Health,
    MembersChanged,
    Outgoing,
    Room,
    SendFailed,
    Upload,
)
from bot.channels.wechaty.directory import Directory
from bot.channels.wechaty.files import fetch_content
from bot.channels.wechaty.hearing import Hearing
from bot.channels.wechaty.ids import NETWORK, name_contact_id, name_room_id
from bot.channels.wechaty.link import Link
from bot.channels.wechaty.options import WechatyOptions
from bot.channels.wechaty.puppet import GATEWAY_ERRORS, EventType
from bot.channels.wechaty.sending import Sending
from bot.channels.wechaty.trouble import Trouble
from handlers.model import Attachment, Person


def tell_time() -> datetime:
    return datetime.now(UTC)


class WechatyChannel:
    """A Channel over a Wechaty gateway.  `now` is the clock.

    Raises OSError for a `ca_file` that cannot be used.
    """

    network = NETWORK
    idempotent = False

    def __init__(self, options: WechatyOptions, now: Callable[[], datetime] = tell_time) -> None:
        self.options = options
        self._link = Link(options, now, self._take_event, self._take_gap)
        self._directory = Directory(lambda: self._link.puppet)
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._hearing = Hearing(options.name, self._link, self._directory, now, self._events.put_nowait)
        self._sending = Sending(options, self._link)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def name(self) -> str:
        return self.options.name

    @property
    def health(self) -> Health:
        return self._link.health

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(self._link.run()), asyncio.create_task(self._hearing.run())]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        if self._link.health.reason != Trouble.CLOSED:
            self._link.close()
            self._events.put_nowait(None)

    async def events(self) -> AsyncIterator[Event]:
        while (event := await self._events.get()) is not None:
            yield event

    async def send(self, message: Outgoing) -> str | None:
        own_ones = self._hearing.own_ones
        own_ones.note_sent()
        try:
            sent_id = await self._sending.send(message)
        except SendFailed:
            own_ones.note_unsent()
            raise
        if sent_id:
            self._hearing.note_own(sent_id, message.chat, message.text)
        return sent_id

    async def wait_until_told(self) -> None:
        await self._hearing.wait_until_told()

    async def wait_until_others_told(self) -> None:
        await self._hearing.wait_until_others_told()

    async def recall(self, chat: str, sent_id: str) -> bool:
        puppet = self._link.puppet
        if puppet is None or not sent_id:
            return False
        with contextlib.suppress(*GATEWAY_ERRORS):
            async with asyncio.timeout(self.options.send_seconds):
                return bool(await puppet.message_recall(sent_id))
        return False

    async def fetch(self, attachment: Attachment, limit: int) -> Upload:
        puppet = self._link.puppet
        if puppet is None:
            raise FetchFailed(self.health.reason, retry=True)
        return await fetch_content(puppet, attachment, limit, self.options.fetch_seconds)

    async def rooms(self) -> Sequence[Room]:
        """The groups; empty where the gateway cannot be asked now."""
        with contextlib.suppress(*GATEWAY_ERRORS):
            async with asyncio.timeout(self.options.fetch_seconds):
                return [Room(name_room_id(id), name) for id, name in await self._directory.list_rooms()]
        return []

    async def members(self, chat: str) -> Sequence[Person]:
        """The members of a group; empty where the gateway cannot be asked now."""
        room = chat.removeprefix(name_room_id(""))
        with contextlib.suppress(*GATEWAY_ERRORS):
            async with asyncio.timeout(self.options.fetch_seconds):
                found = await self._directory.list_members(room)
                return [Person(name_contact_id(id), name) for id, name in found]
        return []

    # what the gateway tells

    def _take_gap(self, since: datetime, until: datetime) -> None:
        self._events.put_nowait(Gap(account=self.name, since=since, until=until))

    def _take_event(self, type: int, fields: dict[str, Any]) -> None:
        room = str(fields.get("roomId") or "")
        if type == EventType.EVENT_TYPE_MESSAGE:
            self._hearing.note(str(fields.get("messageId") or ""))
        elif type in (EventType.EVENT_TYPE_ROOM_JOIN, EventType.EVENT_TYPE_ROOM_LEAVE) and room:
            self._events.put_nowait(MembersChanged(account=self.name, chat=name_room_id(room)))
        elif type == EventType.EVENT_TYPE_ROOM_TOPIC:
            self._directory.forget("room", room)
        elif type == EventType.EVENT_TYPE_DIRTY:
            for kind in ("room", "contact", "member"):
                self._directory.forget(kind, str(fields.get("payloadId") or ""))
