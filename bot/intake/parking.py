"""What could not be handled is kept, tried again, and after the third failure shown to staff."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Heard
from bot.clock import Clock
from handlers.model import Attachment, AttachmentKind, Person, Quote
from storage.engine import Database

log = logging.getLogger("linli.parking")

TRIES = 3
TRY_AGAIN_AFTER = (timedelta(seconds=2), timedelta(seconds=20), timedelta(minutes=5))

Receive = Callable[[Heard], Awaitable[object]]
GiveUp = Callable[[str, str], Awaitable[None]]


class Parking:
    """Keeps what failed, in the database, or in memory while the database itself is what fails."""

    def __init__(self, clock: Clock, database: Database) -> None:
        self._clock = clock
        self._database = database
        self._in_memory: list[tuple[Heard, str | None, str]] = []

    @property
    def unwritten(self) -> int:
        """How many messages wait in memory because the database takes nothing: the disk may be full."""
        return len(self._in_memory)

    async def park(self, heard: Heard, estate: str | None, error: Exception) -> None:
        """Keeps `heard` for another try; never raises."""
        reason = f"{type(error).__name__}: {error}"[:500]
        self._in_memory.append((heard, estate, reason))
        await self.write_down()

    async def write_down(self) -> None:
        """Moves what is parked in memory into the database; stays where it is if that fails."""
        while self._in_memory:
            heard, estate, reason = self._in_memory[0]
            try:
                async with self._database.transaction() as uow:
                    payload = json.dumps(encode(heard), ensure_ascii=False)
                    await uow.parked.park(heard.key, estate or "", payload, reason, self._clock.now())
                    await uow.commit()
            except Exception:  # part of the listening loop: the message waits in memory instead
                log.exception("message %s could not be parked yet", heard.key)
                return
            self._in_memory.pop(0)

    async def retry(self, receive: Receive, give_up: GiveUp) -> None:
        """Tries again what is due; calls `give_up(estate, key)` after the third failure."""
        await self.write_down()
        now = self._clock.now()
        async with self._database.view() as uow:
            due = await uow.parked.due(now)
        for parked in due:
            heard = decode(json.loads(parked.payload))
            try:
                await receive(heard)
            except Exception as error:  # part of the listening loop
                log.exception("message %s could not be handled again", parked.key)
                await self._bump(parked.key, parked.estate, parked.attempts + 1, error, give_up)
            else:
                async with self._database.transaction() as uow:
                    await uow.parked.remove(parked.key)
                    await uow.commit()

    async def _bump(self, key: str, estate: str, attempts: int, error: Exception, give_up: GiveUp) -> None:
        reason = f"{type(error).__name__}: {error}"[:500]
        next_at = self._clock.now() + TRY_AGAIN_AFTER[attempts] if attempts < TRIES else None
        async with self._database.transaction() as uow:
            await uow.parked.bump(key, reason, next_at)
            await uow.commit()
        if next_at is None and estate:
            await give_up(estate, key)


def encode(heard: Heard) -> dict[str, Any]:
    """`heard` as plain values for JSON."""
    tree = asdict(heard)
    tree["sent_at"] = heard.sent_at.isoformat()
    return tree


def decode(tree: dict[str, Any]) -> Heard:
    """The message that `encode` wrote."""
    quote = tree["quote"]
    return Heard(
        **{
            **tree,
            "sender": Person(**tree["sender"]),
            "sent_at": datetime.fromisoformat(tree["sent_at"]),
            "quote": Quote(**quote) if quote else None,
            "attachments": tuple(
                Attachment(**{**a, "kind": AttachmentKind(a["kind"])}) for a in tree["attachments"]
            ),
            "mentions": tuple(tree["mentions"]),
        }
    )
