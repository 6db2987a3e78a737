"""Shifts and leaves that were given by command; what the settings say is not in here."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from handlers.model import Duty, Leave, Person, RosterChange
from storage import tables
from storage.transaction import Row, Transaction


class Roster:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def changes(self, estate: str | None = None) -> tuple[RosterChange, ...]:
        """What holds now, of one estate or of all: one a person; `duties` None where none were given."""
        duties = await self._read(tables.shifts, estate)
        leaves = await self._read(tables.leaves, estate)
        return tuple(
            RosterChange(
                estate=key[0],
                person=key[1],
                duties=tuple(_read_duty(key[1], row) for row in duties[key]) if key in duties else None,
                leaves=tuple(Leave(key[1], row["since"], row["until"]) for row in leaves.get(key, ())),
            )
            for key in sorted({*duties, *leaves}, key=lambda key: (key[0], key[1].id))
        )

    async def _read(self, table: sa.Table, estate: str | None) -> dict[tuple[str, Person], list[Row]]:
        people = tables.people.c
        statement = (
            sa.select(table, people.name)
            .join(tables.people, sa.and_(people.estate == table.c.estate, people.id == table.c.person))
            .order_by(*table.primary_key.columns)
        )
        if estate is not None:
            statement = statement.where(table.c.estate == estate)
        found: dict[tuple[str, Person], list[Row]] = {}
        for row in await self._transaction.fetch(statement):
            found.setdefault((row["estate"], Person(row["person"], row["name"])), []).append(row)
        return found

    async def save(self, changes: Sequence[RosterChange]) -> None:
        """Replaces a person's shifts or leaves, each where it is not None; the people must be known."""
        for change in changes:
            if change.duties is not None:
                rows = [_write_duty(change, duty) for duty in change.duties]
                await self._replace(tables.shifts, change, rows)
            if change.leaves is not None:
                rows = [_write_leave(change, leave) for leave in change.leaves]
                await self._replace(tables.leaves, change, rows)

    async def _replace(self, table: sa.Table, change: RosterChange, rows: list[Row]) -> None:
        of_person = sa.and_(table.c.estate == change.estate, table.c.person == change.person.id)
        await self._transaction.run(table.delete().where(of_person))
        if rows:
            await self._transaction.run(table.insert(), rows)


def _read_duty(person: Person, row: Row) -> Duty:
    return Duty(person, row["trades"], row["starts"], row["ends"], days=row["days"])


def _write_duty(change: RosterChange, duty: Duty) -> Row:
    return {
        "estate": change.estate,
        "person": change.person.id,
        "days": duty.days,
        "starts": duty.starts,
        "ends": duty.ends,
        "trades": duty.trades,
    }


def _write_leave(change: RosterChange, leave: Leave) -> Row:
    return {
        "estate": change.estate,
        "person": change.person.id,
        "since": leave.since,
        "until": leave.until,
    }
