"""Tickets are written: each change only over the version that it was made from."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from handlers.model import Ticket
from storage import tables
from storage.errors import VersionConflict
from storage.rows import write_ticket
from storage.tickets.part import Part, columns

_NEXT_NUMBER = (
    sa.select(tables.estates.c.last_ticket)
    .where(tables.estates.c.id == sa.bindparam("of_estate"))
    .with_for_update(key_share=True)
)
_RAISE_COUNTER = (
    tables.estates.update()
    .where(
        tables.estates.c.id == sa.bindparam("of_estate"),
        tables.estates.c.last_ticket < sa.bindparam("reached"),
    )
    .values(last_ticket=sa.bindparam("reached"))
)


class Saving(Part):
    """Numbers, adds, changes and drops."""

    async def next_number(self, estate: str) -> int:
        """The number for the estate's next ticket; until this transaction ends nobody else gets it.

        Raises LookupError where there is no such estate.
        """
        row = await self._transaction.fetch_one(_NEXT_NUMBER, {"of_estate": estate})
        if row is None:
            raise LookupError(f"no estate {estate}")
        return int(row["last_ticket"]) + 1

    async def drop(self, tickets: Sequence[Ticket]) -> None:
        """Takes tickets away that nobody was told of, with all that hangs on them; their numbers stay used.

        Raises VersionConflict where something of them was said or changed meanwhile.
        """
        for ticket in tickets:
            for table in (tables.outbox, tables.ticket_events, tables.ticket_files):
                of_it = sa.and_(table.c.estate == ticket.estate, table.c.ticket == ticket.number)
                if table is tables.outbox:
                    of_it = sa.and_(of_it, table.c.state == "pending")
                await self._transaction.run(table.delete().where(of_it))
            await self._check_unsaid(ticket)
            gone = tables.tickets.delete().where(
                columns.estate == ticket.estate,
                columns.number == ticket.number,
                columns.version == ticket.version,
            )
            if await self._transaction.count(gone) != 1:
                raise VersionConflict(f"changed by somebody else meanwhile: {_name(ticket)}")

    async def _check_unsaid(self, ticket: Ticket) -> None:
        said = tables.outbox.c
        left = sa.select(said.id).where(said.estate == ticket.estate, said.ticket == ticket.number).limit(1)
        if await self._transaction.fetch_one(left) is not None:
            raise VersionConflict(f"somebody was told of it meanwhile: {_name(ticket)}")

    async def save(self, tickets: Sequence[Ticket]) -> None:
        """Adds those of version 0, changes the others.  Raises VersionConflict."""
        await self._add([ticket for ticket in tickets if ticket.version == 0])
        for ticket in tickets:
            if ticket.version > 0:
                await self._change(ticket)

    async def _add(self, tickets: Sequence[Ticket]) -> None:
        for ticket in tickets:
            if not await self._transaction.insert_new(tables.tickets, {**write_ticket(ticket), "version": 1}):
                raise VersionConflict(f"the number of a new ticket is taken: {_name(ticket)}")
        for estate in {ticket.estate for ticket in tickets}:
            highest = max(ticket.number for ticket in tickets if ticket.estate == estate)
            await self._raise_counter(estate, highest)

    async def _raise_counter(self, estate: str, number: int) -> None:
        await self._transaction.run(_RAISE_COUNTER, {"of_estate": estate, "reached": number})

    async def _change(self, ticket: Ticket) -> None:
        if not await self._transaction.change_read(tables.tickets, write_ticket(ticket)):
            raise VersionConflict(f"changed by somebody else meanwhile: {_name(ticket)}")


def _name(ticket: Ticket) -> str:
    return f"{ticket.estate} #{ticket.number}"
