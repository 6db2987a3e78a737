"""The sheet to forward by hand: what no account could say, in order, to whom by name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.model import Delivery
from storage.engine import Database
from storage.unit_of_work import UnitOfWork

#: An alert that waits longer than this for an account is better said by a person.
PATIENCE = timedelta(minutes=1)
#: The account under which what people said by hand is kept.
BY_HAND = "人工"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: say `delivery.text` to `name`."""

    delivery: Delivery
    name: str


async def read_sheet(
    database: Database, now: datetime, estate: str | None = None, limit: int = 200
) -> tuple[Line, ...]:
    """Everything to say by hand: alerts first, then as it was queued."""
    async with database.view() as uow:
        return await _name_all(uow, await uow.outbox.for_hand(now - PATIENCE, estate, limit))


async def read_ticked(database: Database, estate: str, limit: int = 20) -> tuple[Line, ...]:
    """What people said by hand lately, the latest first; `delivery.account` tells who."""
    async with database.view() as uow:
        return await _name_all(uow, await uow.outbox.said_by_hand(estate, BY_HAND, limit))


async def _name_all(uow: UnitOfWork, deliveries: tuple[Delivery, ...]) -> tuple[Line, ...]:
    names = {chat.id: chat.name for chat in await uow.estates.chats()}
    return tuple([Line(each, await _name(uow, each, names)) for each in deliveries])


async def _name(uow: UnitOfWork, delivery: Delivery, groups: dict[str, str]) -> str:
    """The group's name, the person's name, else the id."""
    if groups.get(delivery.chat):
        return groups[delivery.chat]
    person = await uow.people.find(delivery.chat)
    return person.name if person is not None and person.name else delivery.chat


async def tick_off(database: Database, numbers: Collection[int], now: datetime) -> int:
    """These have been said by hand; how many of them were waiting for it."""
    async with database.transaction() as uow:
        ticked = await uow.outbox.mark_by_hand(numbers, BY_HAND, now)
        await uow.commit()
    return ticked
