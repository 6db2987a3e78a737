"""Turns message ids into what was said: contents are fetched side by side and told in order.

An event of the gateway names only a message, so its group is not known before its content: the order
is kept over all chats.  A message that cannot be had holds the others up for MESSAGE_WAIT at most.
What we said ourselves is not fetched where the gateway has told us its id by then.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Generic, TypeVar

from bot.channels.base import Coming, Echo, Event, Gap, Heard, Recalled
from bot.channels.wechaty.directory import Directory
from bot.channels.wechaty.link import Link
from bot.channels.wechaty.payloads import (
    Payload,
    Said,
    drop_mentions,
    name_attachment,
    read_recalled_id,
    take_off_mention,
)
from bot.channels.wechaty.puppet import GATEWAY_ERRORS
from bot.channels.wechaty.quotes import split_quote
from bot.channels.wechaty.trouble import name_error
from handlers.model import Attachment, AttachmentKind, Person

log = logging.getLogger("linli.wechaty")

NETWORK = "wechat"
Value = TypeVar("Value")
#: Messages fetched at once.
AT_ONCE = 16
#: Seconds that who is not urgent waits at most until all that was noted has been told: it may be danger.
READ_WAIT = 0.1
#: Seconds for one message, over all tries: longer than a short break of the connection.
MESSAGE_WAIT = 8.0
#: Tries for a message that the gateway, connected, does not give; seconds between two.
TRIES, TRY_PAUSE = 3, 0.2
#: Seconds in which the same words of the same person in the same chat are the gateway's repetition.
REPEAT_SECONDS = 3.0
#: Ids and texts remembered to notice repetitions.
MOST_REMEMBERED = 10_000


def name_contact_id(contact: str) -> str:
    return f"{NETWORK}:contact:{contact}"


def name_room_id(room: str) -> str:
    return f"{NETWORK}:room:{room}"


def name_key(message: str) -> str:
    return f"{NETWORK}:{message}"


class Remembered(Generic[Value]):
    """The newest MOST_REMEMBERED keys, each with a value."""

    def __init__(self) -> None:
        self._values: OrderedDict[object, tuple[float, Value]] = OrderedDict()

    def put(self, key: object, value: Value) -> None:
        self._values[key] = (time.monotonic(), value)
        while len(self._values) > MOST_REMEMBERED:
            self._values.popitem(last=False)

    def get(self, key: object, age: float = float("inf")) -> Value | None:
        """The value, if it was put at most `age` seconds ago."""
        at, value = self._values.get(key, (0.0, None))
        return value if value is not None and time.monotonic() - at <= age else None

    def take(self, key: object) -> Value | None:
        """The value, which is then forgotten."""
        return self._values.pop(key, (0.0, None))[1]


class Hearing:
    """`note` an id whenever the gateway names one; `run` tells what it was."""

    def __init__(
        self,
        account: str,
        link: Link,
        directory: Directory,
        now: Callable[[], datetime],
        tell: Callable[[Event], None],
    ) -> None:
        self._account, self._link, self._directory = account, link, directory
        self._now, self._tell = now, tell
        self._ids: asyncio.Queue[str] = asyncio.Queue()
        self._ids_seen, self._words_seen = Remembered[str](), Remembered[str]()
        self._own = Remembered[Echo]()
        self._unread = 0
        self._read_up = asyncio.Event()
        self._read_up.set()

    def note(self, message_id: str) -> None:
        """Queues a message; one that was queued before is left out."""
        if message_id and self._ids_seen.get(message_id) is None:
            self._ids_seen.put(message_id, message_id)
            if self._tell_own(message_id):
                return
            self._unread += 1
            self._read_up.clear()
            self._ids.put_nowait(message_id)

    def note_own(self, message_id: str, chat: str, text: str) -> None:
        """We said this: when it comes back it need not be asked for."""
        self._own.put(
            message_id,
            Echo(account=self._account, chat=chat, sent_id=message_id, text=text, at=self._now()),
        )

    def _tell_own(self, message_id: str) -> bool:
        """Tells that a message of ours came back; False where it is not known as ours."""
        echo = self._own.take(message_id)
        if echo is None:
            return False
        self._tell(replace(echo, at=self._now()))
        return True

    async def wait_until_told(self) -> None:
        """Returns when everything noted has been told, or after READ_WAIT."""
        if not self._read_up.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(READ_WAIT):
                    await self._read_up.wait()

    async def run(self) -> None:
        """Never returns: fetches side by side, tells in order."""
        turns = asyncio.Semaphore(AT_ONCE)
        waiting: asyncio.Queue[tuple[str, asyncio.Task[Event | None]]] = asyncio.Queue()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tell_in_order(waiting, turns))
            while True:
                message_id = await self._ids.get()
                await turns.acquire()
                if self._tell_own(message_id):  # known as ours since it was queued
                    turns.release()
                    self._count_read()
                    continue
                waiting.put_nowait((message_id, group.create_task(self._read(message_id))))

    async def _tell_in_order(
        self, waiting: asyncio.Queue[tuple[str, asyncio.Task[Event | None]]], turns: asyncio.Semaphore
    ) -> None:
        while True:
            message_id, task = await waiting.get()
            began = self._now()
            await asyncio.wait((task,))
            # Whoever cancelled that reading did not mean all that is read after it.
            event = self._lose(message_id, "cancelled", began) if task.cancelled() else task.result()
            turns.release()
            self._count_read()
            if event is not None and not self._is_repeated(message_id, event):
                self._tell(event)

    def _count_read(self) -> None:
        self._unread -= 1
        if not self._unread:
            self._read_up.set()

    def _is_repeated(self, message_id: str, event: Event) -> bool:
        """Whether these words came just now under another id (known of gateways)."""
        if not isinstance(event, Heard) or not event.text or event.attachments:
            return False
        words = (event.chat, event.sender.id, event.text, event.quote)
        first = self._words_seen.get(words, REPEAT_SECONDS)
        if first is None:
            self._words_seen.put(words, event.key)
            return False
        self._ids_seen.put(message_id, first.removeprefix(name_key("")))
        log.info("account %s: message %s is %s again", self._account, message_id, first)
        return True

    async def _read(self, message_id: str) -> Event | None:
        began = self._now()
        try:
            async with asyncio.timeout(MESSAGE_WAIT):
                payload = await self._fetch(message_id)
            return await self._understand(payload)
        except Exception as error:  # noqa: BLE001 -- the listening loop outlives any message
            return self._lose(message_id, name_error(error), began)

    def _lose(self, message_id: str, cause: str, began: datetime) -> Gap:
        log.warning("account %s: message %s lost: %s", self._account, message_id, cause)
        self._ids_seen.take(message_id)
        return Gap(account=self._account, since=began, until=self._now())

    async def _fetch(self, message_id: str) -> Payload:
        refused = 0
        while True:
            puppet = self._link.puppet
            try:
                if puppet is not None:
                    return await puppet.read_message(message_id, self._now)
            except GATEWAY_ERRORS:
                refused += puppet is self._link.puppet
                if refused >= TRIES:
                    raise
            await asyncio.sleep(TRY_PAUSE)

    async def _understand(self, payload: Payload) -> Event | None:
        own = payload.talker == self._link.self_id
        other = payload.listener if own else payload.talker
        chat = name_room_id(payload.room) if payload.room else name_contact_id(other)
        if not payload.talker or payload.kind is Said.NOTHING:
            log.debug("account %s: message %s says nothing", self._account, payload.id)
            return None
        if payload.kind is Said.RECALL:
            return self._read_recall(payload, chat)
        if own:
            text = drop_mentions(payload.text) if payload.kind is Said.TEXT else ""
            return Echo(account=self._account, chat=chat, sent_id=payload.id, text=text, at=payload.sent_at)
        return await self._read_words(payload, chat)

    def _read_recall(self, payload: Payload, chat: str) -> Recalled | None:
        recalled = read_recalled_id(payload.text)
        if not recalled:
            log.warning("account %s: recall %s does not say of what", self._account, payload.id)
            return None
        first = self._ids_seen.get(recalled) or recalled
        return Recalled(account=self._account, key=name_key(first), chat=chat, at=payload.sent_at)

    async def _read_words(self, payload: Payload, chat: str) -> Heard:
        is_text = payload.kind is Said.TEXT or "<refermsg>" in payload.text
        quote, text = split_quote(payload.text) if is_text else (None, "")
        talker, coming = payload.talker, Coming(account=self._account, text=text) if text else None
        sender, chat_name = await self._name(payload.room, talker, coming)
        text, named = await self._find_mention(payload, text)
        return Heard(
            key=name_key(payload.id),
            account=self._account,
            chat=chat,
            chat_name=chat_name,
            sender=Person(name_contact_id(talker), sender),
            text=text,
            sent_at=payload.sent_at,
            quote=quote,
            attachments=() if is_text else (self._attach(payload),),
            mentions=tuple(name_contact_id(id) for id in payload.mentions if "@all" not in id),
            mentions_bot=named or self._link.self_id in payload.mentions,
        )

    async def _name(self, room: str, talker: str, coming: Coming | None) -> tuple[str, str]:
        """The names of the sender and of the chat, asked for together; `coming` is told meanwhile.

        What is told is thought over at once: the requests must have left before.
        """
        naming = None
        if room and not self._directory.knows_room(room):
            naming = asyncio.create_task(self._directory.name_room(room))
            await asyncio.sleep(0)
        if coming is not None:
            self._tell(coming)
        if not room:
            sender = await self._directory.name_contact(talker)
            return sender, sender
        sender = await self._directory.name_member(room, talker)
        return sender, await (naming or self._directory.name_room(room))

    async def _find_mention(self, payload: Payload, text: str) -> tuple[str, bool]:
        own = self._link.self_id
        if not payload.room or not own or not (own in payload.mentions or text.lstrip().startswith("@")):
            return text, False
        names = await self._directory.list_own_names(payload.room, own)
        return take_off_mention(text, names, sure=payload.mentions == (own,))

    def _attach(self, payload: Payload) -> Attachment:
        assert isinstance(payload.kind, AttachmentKind)
        return Attachment(payload.kind, self._account, payload.id, name_attachment(payload))
