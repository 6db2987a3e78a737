"""One-time codes: used once, by one, in time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from handlers.model import Role
from storage.codes import RoleCode
from storage.engine import Database
from tests.storage.building import ESTATE, NEIGHBOUR, NOW, STAFF

CODE = RoleCode(
    code_hash="0" * 64,
    estate=ESTATE,
    role=Role.STAFF,
    trades=("水电", "电梯"),
    made_by="console:contact:liu",
    made_at=NOW,
    expires_at=NOW + timedelta(hours=24),
)


async def keep(database: Database) -> None:
    async with database.transaction() as uow:
        await uow.codes.add(CODE)
        await uow.commit()


async def take(database: Database, person: str, hours: float = 1) -> RoleCode | None:
    async with database.transaction() as uow:
        taken = await uow.codes.take(CODE.code_hash, person, NOW + timedelta(hours=hours))
        await uow.commit()
    return taken


async def test_who_takes_a_code_gets_what_it_gives(estate: Database) -> None:
    await keep(estate)
    taken = await take(estate, STAFF.id)
    assert taken is not None
    assert (taken.role, taken.trades, taken.used_by) == (Role.STAFF, ("水电", "电梯"), STAFF.id)
    assert await take(estate, NEIGHBOUR.id) is None
    assert await take(estate, STAFF.id) == taken


async def test_of_two_who_take_it_at_once_one_gets_it(estate: Database) -> None:
    await keep(estate)
    taken = await asyncio.gather(take(estate, STAFF.id), take(estate, NEIGHBOUR.id))
    assert sorted(each is None for each in taken) == [False, True]


async def test_an_expired_and_an_unknown_code_give_nothing(estate: Database) -> None:
    assert await take(estate, STAFF.id) is None
    await keep(estate)
    assert await take(estate, STAFF.id, hours=24) is None
    async with estate.transaction() as uow:
        assert await uow.codes.prune(NOW + timedelta(hours=24)) == 1
        await uow.commit()
