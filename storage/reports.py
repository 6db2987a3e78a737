"""The times of tickets, kept as their events come, and the same counted from the events alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from handlers.calendar.working_time import Hold
from handlers.kinds import DRILL
from handlers.model import Step, Ticket, TicketEvent
from handlers.times.spent import COUNTED, OWNS, SERVES, TicketTimes, find_owners, follow, recount
from storage import tables
from storage.rows import read_ticket
from storage.tickets import Tickets
from storage.tickets.reading import SELECT
from storage.transaction import Row, Transaction

_times, _events = tables.ticket_times.c, tables.ticket_events.c
_tickets, _alerts = tables.tickets.c, tables.alerts.c
_CHANGED = tuple(column.name for column in tables.ticket_times.columns if not column.primary_key)
_AT_ONCE = 500
#: Two who do something with one ticket at once do it one after the other (PostgreSQL).
_LOCK = (
    sa.select(_tickets.number)
    .where(_tickets.estate == sa.bindparam("of_estate"), _tickets.number == sa.bindparam("of_number"))
    .with_for_update()
)
_TIMES = sa.select(tables.ticket_times).where(
    _times.estate == sa.bindparam("of_estate"), _times.ticket.in_(sa.bindparam("numbers", expanding=True))
)
_ACTORS = (
    sa.select(_events.step, _events.actor)
    .where(
        _events.estate == sa.bindparam("of_estate"),
        _events.ticket == sa.bindparam("of_number"),
        _events.step.in_(OWNS | SERVES),
        _events.actor.is_not(None),
    )
    .distinct()
)


class Reports:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def note(self, events: Sequence[TicketEvent]) -> None:
        """Takes in events that are about to be added; most change nothing here and cost nothing."""
        counted = {(event.estate, event.ticket) for event in events if event.step in COUNTED}
        for estate, number in sorted(counted):
            new = [event for event in events if (event.estate, event.ticket) == (estate, number)]
            if self._transaction.dialect != "sqlite":
                await self._transaction.fetch(_LOCK, {"of_estate": estate, "of_number": number})
            found = await self._read(estate, (number,))
            times = found.get(number, TicketTimes(estate=estate, ticket=number))
            acted = await self._list_actors(estate, number)
            for event in new:
                times = follow(times, event, find_owners(acted))
                acted.append((event.step, event.actor.id if event.actor else ""))
            await self._save(times)

    async def month(
        self, estate: str, since: datetime, until: datetime
    ) -> tuple[tuple[Ticket, TicketTimes], ...]:
        """The tickets that were opened in this time with their times as kept; exercises left out."""
        tickets = await self._list_opened(estate, since, until)
        times = await self._read(estate, [ticket.number for ticket in tickets])
        none = TicketTimes(estate=estate, ticket=0)
        return tuple(
            (ticket, times.get(ticket.number) or replace(none, ticket=ticket.number)) for ticket in tickets
        )

    async def recount_month(
        self, estate: str, since: datetime, until: datetime
    ) -> tuple[tuple[Ticket, TicketTimes], ...]:
        """As `month`, with the times counted from the events alone."""
        tickets = await self._list_opened(estate, since, until)
        histories = await Tickets(self._transaction).histories(estate, [ticket.number for ticket in tickets])
        return tuple((ticket, recount(estate, ticket.number, histories[ticket.number])) for ticket in tickets)

    async def rebuild(self, estate: str, numbers: Collection[int]) -> int:
        """Keeps what the events tell in place of what is kept; of how many tickets that differed."""
        kept, changed = await self._read(estate, numbers), 0
        histories = await Tickets(self._transaction).histories(estate, numbers)
        for number, events in histories.items():
            times = recount(estate, number, events)
            if times != kept.get(number, TicketTimes(estate=estate, ticket=number)):
                await self._save(times)
                changed += 1
        return changed

    async def _list_opened(self, estate: str, since: datetime, until: datetime) -> list[Ticket]:
        drill = sa.exists().where(
            _alerts.estate == _tickets.estate, _alerts.ticket == _tickets.number, _alerts.policy == DRILL
        )
        rows = await self._transaction.fetch(
            SELECT.where(
                _tickets.estate == estate, _tickets.opened_at >= since, _tickets.opened_at < until, ~drill
            ).order_by(_tickets.number)
        )
        return [read_ticket(row) for row in rows]

    async def _read(self, estate: str, numbers: Collection[int]) -> dict[int, TicketTimes]:
        ordered, found = sorted(numbers), dict[int, TicketTimes]()
        for start in range(0, len(ordered), _AT_ONCE):
            few = ordered[start : start + _AT_ONCE]
            rows = await self._transaction.fetch(_TIMES, {"of_estate": estate, "numbers": few})
            found |= {row["ticket"]: _read_times(row) for row in rows}
        return found

    async def _list_actors(self, estate: str, number: int) -> list[tuple[Step, str]]:
        """Who took which of the steps that tell owners from staff."""
        rows = await self._transaction.fetch(_ACTORS, {"of_estate": estate, "of_number": number})
        return [(Step(row["step"]), row["actor"]) for row in rows]

    async def _save(self, times: TicketTimes) -> None:
        await self._transaction.insert_or_change(tables.ticket_times, _write_times(times), *_CHANGED)


def _write_times(times: TicketTimes) -> dict[str, Any]:
    row = {name: getattr(times, name) for name in TicketTimes.__slots__}
    return row | {"holds": tuple(_write_hold(hold) for hold in times.holds)}


def _read_times(row: Row) -> TicketTimes:
    values: Mapping[str, Any] = {name: row[name] for name in TicketTimes.__slots__}
    return TicketTimes(**{**values, "holds": tuple(_read_hold(text) for text in row["holds"])})


def _write_hold(hold: Hold) -> str:
    """Both ends in UTC, to the microsecond; nothing after the stroke while it lasts."""
    ends = (hold.since, hold.until)
    return "/".join(end.astimezone(UTC).isoformat() if end else "" for end in ends)


def _read_hold(text: str) -> Hold:
    since, _, until = text.partition("/")
    return Hold(datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None)
