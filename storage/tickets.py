"""Tickets, their append-only events, and their files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from handlers.model import LIVE, Person, Status, Step, Ticket, TicketEvent, TicketFile
from handlers.threads import Touch
from storage import tables
from storage.errors import VersionConflict
from storage.rows import read_file, read_ticket, write_event, write_file, write_ticket
from storage.transaction import Row, Transaction

_tickets = tables.tickets.c
_reporters = tables.people.alias("reporters")
_assignees = tables.people.alias("assignees")
#: Every column of a ticket with the names of its people.
SELECT = (
    sa.select(
        tables.tickets,
        _reporters.c.name.label("reporter_name"),
        _assignees.c.name.label("assignee_name"),
    )
    .join(_reporters, sa.and_(_reporters.c.estate == _tickets.estate, _reporters.c.id == _tickets.reporter))
    .outerjoin(
        _assignees, sa.and_(_assignees.c.estate == _tickets.estate, _assignees.c.id == _tickets.assignee)
    )
)
_GET = SELECT.where(
    _tickets.estate == sa.bindparam("of_estate"), _tickets.number == sa.bindparam("of_number")
)
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
#: The other columns come with the row.
_CHANGE = (
    tables.tickets.update()
    .where(
        _tickets.estate == sa.bindparam("of_estate"),
        _tickets.number == sa.bindparam("of_number"),
        _tickets.version == sa.bindparam("of_version"),
    )
    .values(version=_tickets.version + 1)
)
#: More than an estate opens in a month.
_LATEST_TICKETS = 5_000
#: Somebody's own last deed is among so many of everybody's.
_LATEST_EVENTS = 5_000
_changed_at = sa.func.coalesce(_tickets.updated_at, _tickets.opened_at)
_OF_PERSON = SELECT.where(
    _tickets.estate == sa.bindparam("of_estate"),
    _tickets.reporter == sa.bindparam("person"),
    sa.or_(_tickets.status.in_(LIVE), _changed_at >= sa.bindparam("since")),
)
#: What every decision looks at: built once.
_LIVE = (
    SELECT.where(_tickets.estate == sa.bindparam("of_estate"), _tickets.status.in_(LIVE))
    .order_by(_tickets.number.desc())
    .limit(sa.bindparam("at_most"))
)
_ADD_EVENTS = tables.ticket_events.insert()
_events, _actors = tables.ticket_events.c, tables.people.alias("actors")
_TOUCHES = (
    sa.select(tables.ticket_events, tables.messages.c.chat, _actors.c.name.label("actor_name"))
    .join(_actors, sa.and_(_actors.c.estate == _events.estate, _actors.c.id == _events.actor))
    .outerjoin(tables.messages, tables.messages.c.key == _events.message)
    .where(
        _events.estate == sa.bindparam("of_estate"),
        _events.ticket.in_(sa.bindparam("numbers", expanding=True)),
    )
    .order_by(_events.id)
)

_HISTORIES = (
    sa.select(tables.ticket_events, _actors.c.name.label("actor_name"))
    .outerjoin(_actors, sa.and_(_actors.c.estate == _events.estate, _actors.c.id == _events.actor))
    .where(
        _events.estate == sa.bindparam("of_estate"),
        _events.ticket.in_(sa.bindparam("numbers", expanding=True)),
    )
    .order_by(_events.at, _events.id)
)
_NUMBERED = SELECT.where(
    _tickets.estate == sa.bindparam("of_estate"),
    _tickets.number.in_(sa.bindparam("numbers", expanding=True)),
)
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
#: As many values as one statement takes at ease.
_AT_ONCE = 500


class Tickets:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def next_number(self, estate: str) -> int:
        """The number for the estate's next ticket; until this transaction ends nobody else gets it.

        Raises LookupError where there is no such estate.
        """
        row = await self._transaction.fetch_one(_NEXT_NUMBER, {"of_estate": estate})
        if row is None:
            raise LookupError(f"no estate {estate}")
        return int(row["last_ticket"]) + 1

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
        statement = SELECT.where(_tickets.estate == estate).order_by(_tickets.number.desc()).limit(limit)
        if statuses is not None:
            statement = statement.where(_tickets.status.in_(statuses))
        if kind is not None:
            statement = statement.where(_tickets.kind == kind)
        if assignee is not None:
            statement = statement.where(_tickets.assignee == assignee)
        if room is not None:
            within = _tickets.room.startswith(f"{room}-", autoescape=True)
            statement = statement.where(sa.or_(_tickets.room == room, within))
        if before_number is not None:
            statement = statement.where(_tickets.number < before_number)
        if text:
            statement = statement.where(_match_text(text))
        return await self._fetch(statement)

    async def before(self, ticket: Ticket, within: timedelta = timedelta(days=31)) -> tuple[Ticket, ...]:
        """The tickets of the same estate that were opened before it, within so long, the newest first."""
        # The number keeps it from looking at all that there ever was.
        statement = SELECT.where(
            _tickets.estate == ticket.estate,
            _tickets.number < ticket.number,
            _tickets.number >= ticket.number - _LATEST_TICKETS,
            _tickets.opened_at >= ticket.opened_at - within,
        )
        return await self._fetch(statement.order_by(_tickets.number.desc()))

    async def live(self, estate: str, limit: int) -> tuple[Ticket, ...]:
        """The estate's newest live tickets, newest first."""
        return await self._fetch(_LIVE, {"of_estate": estate, "at_most": limit})

    async def numbered(self, estate: str, numbers: Collection[int]) -> tuple[Ticket, ...]:
        """Those of these tickets that there are, the newest first."""
        found: list[Ticket] = []
        for few in _share_out(numbers):
            found += await self._fetch(_NUMBERED, {"of_estate": estate, "numbers": few})
        return tuple(sorted(found, key=lambda ticket: ticket.number, reverse=True))

    async def events(self, estate: str, number: int) -> tuple[TicketEvent, ...]:
        """Everything that happened to the ticket, in order."""
        return (await self.histories(estate, (number,)))[number]

    async def touched_by(self, estate: str, person: str, since: datetime) -> tuple[int, ...]:
        """The tickets that this person did something to since then, the latest first."""
        events = tables.ticket_events.c
        newest = sa.select(sa.func.max(events.id)).scalar_subquery()
        statement = (
            sa.select(events.ticket)
            # Looked for among the latest alone: nobody keeps an index of who did what.
            .where(events.id > newest - _LATEST_EVENTS, events.estate == estate)
            .where(events.actor == person, events.at >= since)
            .order_by(events.id.desc())
        )
        rows = await self._transaction.fetch(statement)
        return tuple(dict.fromkeys(row["ticket"] for row in rows))

    async def histories(self, estate: str, numbers: Collection[int]) -> dict[int, tuple[TicketEvent, ...]]:
        """Everything that happened to each of these tickets, in order."""
        found: dict[int, list[TicketEvent]] = {number: [] for number in numbers}
        for few in _share_out(numbers):
            for row in await self._transaction.fetch(_HISTORIES, {"of_estate": estate, "numbers": few}):
                found[row["ticket"]].append(_read_event(row))
        return {number: tuple(events) for number, events in found.items()}

    async def touches(self, estate: str, numbers: Collection[int]) -> dict[int, tuple[Touch, ...]]:
        """What people did to each of these tickets, in order, with the chat where the network's key is kept.

        Steps that nobody took, and the messages of more than some days ago, are without a chat.
        """
        if not numbers:
            return {}
        rows = await self._transaction.fetch(_TOUCHES, {"of_estate": estate, "numbers": list(numbers)})
        found: dict[int, list[Touch]] = {number: [] for number in numbers}
        for row in rows:
            found[row["ticket"]].append(
                Touch(
                    step=Step(row["step"]), person=row["actor"], name=row["actor_name"], chat=row["chat"],
                    at=row["at"], words=row["words"], message=row["message"],
                )
            )  # fmt: skip
        return {number: tuple(touches) for number, touches in found.items()}

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
                _tickets.estate == ticket.estate,
                _tickets.number == ticket.number,
                _tickets.version == ticket.version,
            )
            if await self._transaction.count(gone) != 1:
                raise VersionConflict(f"changed by somebody else meanwhile: {_name(ticket)}")

    async def _check_unsaid(self, ticket: Ticket) -> None:
        said = tables.outbox.c
        left = sa.select(said.id).where(said.estate == ticket.estate, said.ticket == ticket.number).limit(1)
        if await self._transaction.fetch_one(left) is not None:
            raise VersionConflict(f"somebody was told of it meanwhile: {_name(ticket)}")

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

    async def counts(self, estate: str) -> dict[Status, int]:
        """How many tickets of the estate are in each status; statuses without any are left out."""
        rows = await self._transaction.fetch(
            sa.select(_tickets.status, sa.func.count().label("tickets"))
            .where(_tickets.estate == estate)
            .group_by(_tickets.status)
        )
        return {Status(row["status"]): row["tickets"] for row in rows}

    async def loads(self, estate: str) -> dict[str, int]:
        """How many tickets each member of staff has to see to, by contact id; those on hold do not count."""
        working = LIVE - {Status.ON_HOLD}
        rows = await self._transaction.fetch(
            sa.select(_tickets.assignee, sa.func.count().label("tickets"))
            .where(_tickets.estate == estate, _tickets.status.in_(working), _tickets.assignee.is_not(None))
            .group_by(_tickets.assignee)
        )
        return {row["assignee"]: row["tickets"] for row in rows}

    async def save(self, tickets: Sequence[Ticket]) -> None:
        """Adds those of version 0, changes the others.  Raises VersionConflict."""
        await self._add([ticket for ticket in tickets if ticket.version == 0])
        for ticket in tickets:
            if ticket.version > 0:
                await self._change(ticket)

    async def add_events(self, events: Sequence[TicketEvent]) -> None:
        if events:
            await self._transaction.run(_ADD_EVENTS, [write_event(event) for event in events])

    async def save_files(self, files: Sequence[TicketFile]) -> None:
        """Adds the files that have no id yet, changes the others."""
        new = [write_file(file) for file in files if file.id is None]
        if new:
            await self._transaction.run(tables.ticket_files.insert(), new)
        for file in files:
            if file.id is not None:
                await self.set_file(file)

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
        row = write_ticket(ticket)
        key = {f"of_{name}": row.pop(name) for name in ("estate", "number", "version")}
        if await self._transaction.count(_CHANGE, {**row, **key}) != 1:
            raise VersionConflict(f"changed by somebody else meanwhile: {_name(ticket)}")

    async def _fetch(self, statement: sa.Select[Any], values: Row | None = None) -> tuple[Ticket, ...]:
        return tuple(map(read_ticket, await self._transaction.fetch(statement, values)))


def _share_out(numbers: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(numbers)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def _read_event(row: Row) -> TicketEvent:
    return TicketEvent(
        estate=row["estate"],
        ticket=row["ticket"],
        step=Step(row["step"]),
        at=row["at"],
        actor=None if row["actor"] is None else Person(row["actor"], row["actor_name"]),
        words=row["words"],
        message=row["message"],
    )


def _match_text(text: str) -> sa.ColumnElement[bool]:
    columns = (_tickets.words, _tickets.summary, _tickets.room, _reporters.c.name)
    found: list[sa.ColumnElement[bool]] = [column.icontains(text, autoescape=True) for column in columns]
    digits = text.lstrip("#＃")
    if digits.isdecimal() and len(digits) < 10:
        found.append(_tickets.number == int(digits))
    return sa.or_(*found)


def _name(ticket: Ticket) -> str:
    return f"{ticket.estate} #{ticket.number}"
