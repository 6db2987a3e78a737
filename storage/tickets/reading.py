"""Tickets are found: by number, person, words, state."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from handlers.model import LIVE, Status, Ticket
from storage import tables
from storage.rows import read_ticket
from storage.tickets.part import Part, columns, share_out

_reporters = tables.people.alias("reporters")
_assignees = tables.people.alias("assignees")
#: Every column of a ticket with the names of its people.
SELECT = (
    sa.select(
        tables.tickets,
        _reporters.c.name.label("reporter_name"),
        _assignees.c.name.label("assignee_name"),
    )
    .join(_reporters, sa.and_(_reporters.c.estate == columns.estate, _reporters.c.id == columns.reporter))
    .outerjoin(
        _assignees, sa.and_(_assignees.c.estate == columns.estate, _assignees.c.id == columns.assignee)
    )
)
_GET = SELECT.where(columns.estate == sa.bindparam("of_estate"), columns.number == sa.bindparam("of_number"))
#: More than an estate opens in a month.
_LATEST_TICKETS = 5_000
_changed_at = sa.func.coalesce(columns.updated_at, columns.opened_at)
_OF_PERSON = SELECT.where(
    columns.estate == sa.bindparam("of_estate"),
    columns.reporter == sa.bindparam("person"),
    sa.or_(columns.status.in_(LIVE), _changed_at >= sa.bindparam("since")),
)
#: What every decision looks at: built once.
_LIVE = (
    SELECT.where(columns.estate == sa.bindparam("of_estate"), columns.status.in_(LIVE))
    .order_by(columns.number.desc())
    .limit(sa.bindparam("at_most"))
)
_NUMBERED = SELECT.where(
    columns.estate == sa.bindparam("of_estate"),
    columns.number.in_(sa.bindparam("numbers", expanding=True)),
)


class Reading(Part):
    """Finds tickets and counts them."""

    async def get(self, estate: str, number: int) -> Ticket | None:
        row = await self._transaction.fetch_one(_GET, {"of_estate": estate, "of_number": number})
        return None if row is None else read_ticket(row)

    async def of_person(self, estate: str, person_id: str, since: datetime) -> tuple[Ticket, ...]:
        """What the person reported, newest first: all that is live, and what changed after `since`."""
        values = {"of_estate": estate, "person": person_id, "since": since}
        found = await self._fetch(_OF_PERSON, values)
        # Ordered here: asked for in this order SQLite goes through all tickets of the estate.
        return tuple(sorted(found, key=lambda ticket: ticket.number, reverse=True))

    async def listing(
        self,
        estate: str,
        *,
        statuses: Collection[Status] | None = None,
        kind: str | None = None,
        assignee: str | None = None,
        text: str | None = None,
        room: str | None = None,
        before_number: int | None = None,
        limit: int = 50,
    ) -> tuple[Ticket, ...]:
        """The estate's tickets, newest first, narrowed by whatever is given.

        `text` is looked for in the words, the summary, the room and the reporter's name (`#128` finds
        the number); `room` finds the room and, as `8-2`, all rooms of it; `before_number` is the
        page after the ticket of that number.
        """
        statement = SELECT.where(columns.estate == estate).order_by(columns.number.desc()).limit(limit)
        if statuses is not None:
            statement = statement.where(columns.status.in_(statuses))
        if kind is not None:
            statement = statement.where(columns.kind == kind)
        if assignee is not None:
            statement = statement.where(columns.assignee == assignee)
        if room is not None:
            within = columns.room.startswith(f"{room}-", autoescape=True)
            statement = statement.where(sa.or_(columns.room == room, within))
        if before_number is not None:
            statement = statement.where(columns.number < before_number)
        if text:
            statement = statement.where(_match_text(text))
        return await self._fetch(statement)

    async def before(self, ticket: Ticket, within: timedelta = timedelta(days=31)) -> tuple[Ticket, ...]:
        """The tickets of the same estate that were opened before it, within so long, the newest first."""
        # The number keeps it from looking at all that there ever was.
        statement = SELECT.where(
            columns.estate == ticket.estate,
            columns.number < ticket.number,
            columns.number >= ticket.number - _LATEST_TICKETS,
            columns.opened_at >= ticket.opened_at - within,
        )
        return await self._fetch(statement.order_by(columns.number.desc()))

    async def live(self, estate: str, limit: int) -> tuple[Ticket, ...]:
        """The estate's newest live tickets, newest first."""
        return await self._fetch(_LIVE, {"of_estate": estate, "at_most": limit})

    async def numbered(self, estate: str, numbers: Collection[int]) -> tuple[Ticket, ...]:
        """Those of these tickets that there are, the newest first."""
        found: list[Ticket] = []
        for few in share_out(numbers):
            found += await self._fetch(_NUMBERED, {"of_estate": estate, "numbers": few})
        return tuple(sorted(found, key=lambda ticket: ticket.number, reverse=True))

    async def counts(self, estate: str) -> dict[Status, int]:
        """How many tickets of the estate are in each status; statuses without any are left out."""
        rows = await self._transaction.fetch(
            sa.select(columns.status, sa.func.count().label("tickets"))
            .where(columns.estate == estate)
            .group_by(columns.status)
        )
        return {Status(row["status"]): row["tickets"] for row in rows}

    async def loads(self, estate: str) -> dict[str, int]:
        """How many tickets each member of staff has to see to, by contact id; those on hold do not count."""
        working = LIVE - {Status.ON_HOLD}
        rows = await self._transaction.fetch(
            sa.select(columns.assignee, sa.func.count().label("tickets"))
            .where(columns.estate == estate, columns.status.in_(working), columns.assignee.is_not(None))
            .group_by(columns.assignee)
        )
        return {row["assignee"]: row["tickets"] for row in rows}


def _match_text(text: str) -> sa.ColumnElement[bool]:
    searched = (columns.words, columns.summary, columns.room, _reporters.c.name)
    found: list[sa.ColumnElement[bool]] = [column.icontains(text, autoescape=True) for column in searched]
    digits = text.lstrip("#＃")
    if digits.isdecimal() and len(digits) < 10:
        found.append(columns.number == int(digits))
    return sa.or_(*found)
