"""Turns message ids into what was said: contents are fetched side by side and told in order.

An event of the gateway names only a message, so its group is not known before its content: the order
is kept over all chats.  A message that cannot be had holds the others up for MESSAGE_WAIT at most.
What we said ourselves is not fetched where the gateway has told us its id by then; where it tells none,
words of danger go before what is only ours.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.channels.base import Coming, Echo, Event, Gap, Heard
from bot.channels.wechaty.directory import Directory
from bot.channels.wechaty.ids import name_key
from bot.channels.wechaty.link import Link
from bot.channels.wechaty.noted import Line, Noted, OwnOnes
from bot.channels.wechaty.payloads import Payload
from bot.channels.wechaty.puppet import GATEWAY_ERRORS
from bot.channels.wechaty.remembered import Remembered
from bot.channels.wechaty.trouble import name_error
from bot.channels.wechaty.understanding import Understanding

log = logging.getLogger("linli.wechaty")

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
        self._account, self._link = account, link
        self._now, self._tell = now, tell
        self._understanding = Understanding(account, link, directory, self._name_first)
        self._line, self._urgent = Line(), list[Noted]()
        self._ids_seen, self._words_seen = Remembered[str](), Remembered[str]()
        self._own = Remembered[Echo]()
        self.own_ones = OwnOnes()

    def note(self, message_id: str) -> None:
        """Queues a message; one that was queued before is left out."""
        if message_id and self._ids_seen.get(message_id) is None:
            self._ids_seen.put(message_id, message_id)
            if not self._tell_own(message_id):
                self._line.add(Noted(message_id, self._now()))

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
        self.own_ones.note_back()
        self._tell(replace(echo, at=self._now()))
        return True

    async def wait_until_told(self) -> None:
        """Returns when everything noted has been told, or after READ_WAIT."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READ_WAIT):
                await self._line.wait_until_empty()

    async def wait_until_others_told(self) -> None:
        """The same, where more is untold than what we said ourselves."""
        if self._line.count > self.own_ones.missing:
            await self.wait_until_told()

    # --- reading ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """Never returns: fetches side by side, tells in order."""
        turns = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tell_in_order())
            while True:
                await turns.acquire()
                noted = await self._line.take_unread()
                if self._tell_own(noted.id):  # known as ours since it was queued
                    noted.read.set_result(None)
                    turns.release()
                    continue
                task = group.create_task(self._read(noted))
                task.add_done_callback(partial(self._end_reading, noted, turns))

    def _end_reading(self, noted: Noted, turns: asyncio.Semaphore, task: asyncio.Task[Event | None]) -> None:
        turns.release()
        if task.cancelled():
            noted.read.cancel()
            return
        noted.read.set_result(task.result())
        if isinstance(noted.known, Echo):
            self.own_ones.note_back()
        self._tell_early()

    async def _read(self, noted: Noted) -> Event | None:
        try:
            async with asyncio.timeout(MESSAGE_WAIT):
                payload = await self._fetch(noted.id)
            return await self._understanding.understand(payload, partial(self._tell_coming, noted))
        except Exception as error:  # noqa: BLE001 -- the listening loop outlives any message
            return self._lose(noted, name_error(error))

    def _lose(self, noted: Noted, cause: str) -> Gap:
        log.warning("account %s: message %s lost: %s", self._account, noted.id, cause)
        self._ids_seen.take(noted.id)
        return Gap(account=self._account, since=noted.at, until=self._now())

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

    # --- telling ---------------------------------------------------------------------------------

    async def _tell_in_order(self) -> None:
        while True:
            noted = await self._line.take_next()
            self._tell_once(noted)
            self._line.end(noted)

    def _tell_coming(self, noted: Noted, text: str) -> None:
        self._tell(Coming(account=self._account, text=text, hasten=partial(self._hasten, noted)))

    def _hasten(self, noted: Noted) -> None:
        self._urgent.append(noted)
        self._tell_early()

    def _tell_early(self) -> None:
        """Tells of danger before its turn, where only what is ours is before it."""
        for noted in self._urgent:
            if noted.read.done() and self._line.may_overtake(noted, self.own_ones.missing):
                self._tell_once(noted)
        self._urgent = [noted for noted in self._urgent if not noted.told]

    def _tell_once(self, noted: Noted) -> None:
        told, noted.told = noted.told, True
        # Whoever cancelled that reading did not mean all that is read after it.
        event = self._lose(noted, "cancelled") if noted.read.cancelled() else noted.known
        if event is not None and not told and not self._is_repeated(noted.id, event):
            self._tell(event)

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

    def _name_first(self, message_id: str) -> str:
        """The id under which a message was told first."""
        return self._ids_seen.get(message_id) or message_id
