"""What was and is to be said, as people and decisions look at it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from handlers.model import Delivery, DeliveryState, Priority, Purpose
from storage import tables
from storage.outbox.part import SELECT, Part, columns
from storage.rows import read_delivery

_RECEIPTS = SELECT.where(
    columns.estate == sa.bindparam("of_estate"),
    columns.ticket.in_(sa.bindparam("numbers", expanding=True)),
    columns.purpose.in_(("receipt", "card")),
).order_by(columns.id)
_NUMBERED = SELECT.where(columns.id.in_(sa.bindparam("ids", expanding=True))).order_by(columns.id)
_UNARRIVED = (
    sa.select(columns.ticket)
    .where(
        columns.estate == sa.bindparam("of_estate"),
        columns.ticket.in_(sa.bindparam("numbers", expanding=True)),
        columns.purpose.in_(("page", "relay")),
        columns.state.not_in(("accepted", "seen")),
    )
    .distinct()
)
_OF_PURPOSES = SELECT.where(
    columns.estate == sa.bindparam("of_estate"),
    columns.ticket.in_(sa.bindparam("numbers", expanding=True)),
    columns.purpose.in_(sa.bindparam("purposes", expanding=True)),
).order_by(columns.id)
#: As far back as one looks for what was said by hand.
_LATELY = 10_000


class Reading(Part):
    """Reads, and changes nothing."""

    async def get(self, delivery: int) -> Delivery | None:
        row = await self._transaction.fetch_one(SELECT.where(columns.id == delivery))
        return None if row is None else read_delivery(row)

    async def numbered(self, ids: Collection[int]) -> tuple[Delivery, ...]:
        """Those with these ids that there are, in order."""
        rows = await self._transaction.fetch(_NUMBERED, {"ids": list(ids)}) if ids else ()
        return tuple(map(read_delivery, rows))

    async def of_ids(self, ids: Collection[int]) -> dict[int, Delivery]:
        """Those of these that there are, by their ids."""
        found = await self._fetch(SELECT.where(columns.id.in_(ids))) if ids else ()
        return {each.id: each for each in found if each.id is not None}

    async def listing(
        self,
        states: Collection[DeliveryState],
        limit: int = 100,
        estate: str | None = None,
        before: int | None = None,
    ) -> tuple[Delivery, ...]:
        """Those in one of the states, the latest first; `before` is the page after that id."""
        statement = SELECT.where(columns.state.in_(states)).order_by(columns.id.desc()).limit(limit)
        if estate is not None:
            statement = statement.where(columns.estate == estate)
        if before is not None:
            statement = statement.where(columns.id < before)
        return await self._fetch(statement)

    async def for_hand(
        self, overdue: datetime, estate: str | None = None, limit: int = 200
    ) -> tuple[Delivery, ...]:
        """What somebody has to say by hand, the urgent first: given up, unknown, or an alert still waiting
        that was due before `overdue`."""
        late = sa.and_(
            sa.text("state = 'pending'"), columns.priority == Priority.ALERT, columns.due_at < overdue
        )
        statement = SELECT.where(sa.or_(sa.text("state IN ('unknown', 'dead')"), late))
        if estate is not None:
            statement = statement.where(columns.estate == estate)
        return await self._fetch(statement.order_by(columns.priority, columns.id).limit(limit))

    async def said_by_hand(self, estate: str, by: str, limit: int = 20) -> tuple[Delivery, ...]:
        """What people said by hand lately, under an account whose name begins with `by`; the latest first."""
        newest = sa.select(sa.func.max(columns.id) - _LATELY).scalar_subquery()
        statement = SELECT.where(
            columns.estate == estate, columns.id > newest, columns.account.startswith(by, autoescape=True)
        )
        return await self._fetch(statement.order_by(columns.sent_at.desc(), columns.id.desc()).limit(limit))

    async def of_notice(self, estate: str, number: int) -> tuple[Delivery, ...]:
        """All that a broadcast says, in order."""
        return await self._fetch(
            SELECT.where(columns.estate == estate, columns.notice == number).order_by(columns.id)
        )

    async def count_notices(
        self, estate: str, numbers: Collection[int]
    ) -> dict[int, dict[DeliveryState, int]]:
        """Of each of these broadcasts in how many groups its words are in which state."""
        rows = await self._transaction.fetch(
            sa.select(columns.notice, columns.state, sa.func.count(columns.chat.distinct()).label("groups"))
            .where(
                columns.estate == estate,
                columns.notice.in_(numbers),
                columns.notice.is_not(None),
                columns.purpose == Purpose.NOTICE,
            )
            .group_by(columns.notice, columns.state)
        )
        found: dict[int, dict[DeliveryState, int]] = {number: {} for number in numbers}
        for row in rows:
            found[row["notice"]][DeliveryState(row["state"])] = row["groups"]
        return found

    async def of_ticket(self, estate: str, number: int) -> tuple[Delivery, ...]:
        """All that was and is to be said about a ticket, in order."""
        return await self._fetch(
            SELECT.where(columns.estate == estate, columns.ticket == number).order_by(columns.id)
        )

    async def to_owners(self, estate: str, number: int) -> tuple[Delivery, ...]:
        """What staff had told the owners of a ticket, and its receipts, in whatever state, in order."""
        return await self._of_purposes(estate, (number,), ("reply", "receipt"))

    async def receipts(self, estate: str, numbers: Collection[int]) -> tuple[Delivery, ...]:
        """The receipts and cards of these tickets, in whatever state, in order."""
        if not numbers:
            return ()
        rows = await self._transaction.fetch(_RECEIPTS, {"of_estate": estate, "numbers": list(numbers)})
        return tuple(map(read_delivery, rows))

    async def told(self, estate: str, numbers: Collection[int]) -> tuple[Delivery, ...]:
        """What was and is to be said of these alerts to owners until they end, in whatever state, in order:
        relays, updates, progress, and what the reporter and witnesses were told.
        """
        return await self._of_purposes(estate, numbers, ("relay", "update", "progress", "advice"))

    async def unarrived(self, estate: str, numbers: Collection[int]) -> frozenset[int]:
        """Those of these alerts of which some page or relay has not arrived, or not yet."""
        if not numbers:
            return frozenset()
        rows = await self._transaction.fetch(_UNARRIVED, {"of_estate": estate, "numbers": list(numbers)})
        return frozenset(row["ticket"] for row in rows)

    async def pages(self, estate: str, number: int) -> tuple[Delivery, ...]:
        """The pages and relays of an alert, in whatever state, in order."""
        return await self._of_purposes(estate, (number,), ("page", "relay"))

    async def _of_purposes(
        self, estate: str, numbers: Collection[int], purposes: Collection[str]
    ) -> tuple[Delivery, ...]:
        if not numbers:
            return ()
        values = {"of_estate": estate, "numbers": list(numbers), "purposes": list(purposes)}
        return tuple(map(read_delivery, await self._transaction.fetch(_OF_PURPOSES, values)))

    async def depth(self) -> dict[DeliveryState, int]:
        """How many are pending, sending, unknown and dead."""
        # One count a state, spelled out, so that each comes from its partial index.
        states = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.DEAD)
        row = await self._transaction.fetch_one(sa.select(*(_count_state(state) for state in states)))
        return {state: (row or {}).get(state.value, 0) for state in states}


def _count_state(state: DeliveryState) -> sa.Label[int]:
    counted = sa.select(sa.func.count()).select_from(tables.outbox).where(sa.text(f"state = '{state.value}'"))
    return counted.scalar_subquery().label(state.value)
