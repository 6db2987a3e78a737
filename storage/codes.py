"""One-time codes that give a role to whoever sends them to the bot.  Only their hashes are stored."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from handlers.model import Role
from storage import tables
from storage.transaction import Transaction

_codes = tables.role_codes.c
_TAKE = (
    tables.role_codes.update()
    .where(
        _codes.code_hash == sa.bindparam("of_hash"),
        _codes.used_by.is_(None),
        _codes.expires_at > sa.bindparam("now"),
    )
    .values(used_by=sa.bindparam("person"), used_at=sa.bindparam("now"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCode:
    """What a code gives, who made it, until when it can be used, and by whom it was."""

    code_hash: str
    estate: str
    role: Role
    trades: tuple[str, ...] = ()
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_by: str | None = None


class Codes:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, code: RoleCode) -> None:
        await self._transaction.run(tables.role_codes.insert(), asdict(code))

    async def take(self, code_hash: str, person_id: str, now: datetime) -> RoleCode | None:
        """What the code gives, now used up; None where it is unknown, expired, or somebody else's already.

        Of two who send it at once one gets it; who has it may send it again and gets the same.
        """
        await self._transaction.count(_TAKE, {"of_hash": code_hash, "person": person_id, "now": now})
        row = await self._transaction.fetch_one(
            sa.select(tables.role_codes).where(_codes.code_hash == code_hash, _codes.used_by == person_id)
        )
        if row is None:
            return None
        values = {name: row[name] for name in RoleCode.__slots__}
        return RoleCode(**(values | {"role": Role(row["role"]), "trades": tuple(row["trades"])}))

    async def prune(self, before: datetime) -> int:
        """Forgets the codes that could not be used any more at `before`; how many."""
        return await self._transaction.count(tables.role_codes.delete().where(_codes.expires_at <= before))
