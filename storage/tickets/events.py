"""What was done with tickets: events are added, never changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from handlers.model import Person, Step, TicketEvent
from handlers.threads import Touch
from storage import tables
from storage.rows import write_event
from storage.tickets.part import Part, share_out
from storage.transaction import Row

#: Somebody's own last deed is among so many of everybody's.
_LATEST_EVENTS = 5_000
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


class Events(Part):
    """Adds and reads what was done."""

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
        for few in share_out(numbers):
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

    async def add_events(self, events: Sequence[TicketEvent]) -> None:
        if events:
            await self._transaction.run(_ADD_EVENTS, [write_event(event) for event in events])


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
