"""The files of tickets, fetched or not."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from handlers.model import TicketFile
from storage import tables
from storage.rows import read_file, write_file
from storage.tickets.part import Part

_files, _givers = tables.ticket_files.c, tables.people.alias("givers")
_ALL_FILES = (
    sa.select(tables.ticket_files, _givers.c.name.label("added_by_name"))
    .join(_givers, sa.and_(_givers.c.estate == _files.estate, _givers.c.id == _files.added_by))
    .order_by(_files.id)
)
_FILES = _ALL_FILES.where(
    _files.estate == sa.bindparam("of_estate"), _files.ticket == sa.bindparam("of_number")
)
#: Spelled out, so that the partial index is used.
_PENDING_FILES = _ALL_FILES.where(sa.text("ticket_files.state = 'pending'")).limit(sa.bindparam("at_most"))


class Files(Part):
    """Adds files, reads them, says what became of them."""

    async def files(self, estate: str, number: int) -> tuple[TicketFile, ...]:
        """The ticket's files in the order they came, fetched or not."""
        rows = await self._transaction.fetch(_FILES, {"of_estate": estate, "of_number": number})
        return tuple(map(read_file, rows))

    async def pending_files(self, limit: int = 20) -> tuple[TicketFile, ...]:
        """Files of any ticket whose content is still to be fetched, the oldest first."""
        return tuple(map(read_file, await self._transaction.fetch(_PENDING_FILES, {"at_most": limit})))

    async def set_file(self, file: TicketFile) -> None:
        """Saves what became of a file: its content's name, or why it was refused."""
        if file.id is None:
            raise ValueError("this file was never saved")
        files = tables.ticket_files
        await self._transaction.run(files.update().where(files.c.id == file.id).values(write_file(file)))

    async def save_files(self, files: Sequence[TicketFile]) -> None:
        """Adds the files that have no id yet, changes the others."""
        new = [write_file(file) for file in files if file.id is None]
        if new:
            await self._transaction.run(tables.ticket_files.insert(), new)
        for file in files:
            if file.id is not None:
                await self.set_file(file)
