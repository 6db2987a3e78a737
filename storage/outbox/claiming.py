"""Who sends what, and when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from handlers.model import Delivery, DeliveryState, Priority
from storage import tables
from storage.claim import Wanted, claim_deliveries
from storage.outbox.part import SELECT, Part, columns
from storage.rows import read_delivery

#: Spelled out, so that the partial index is used.
_NEXT_DUE = sa.select(sa.func.min(columns.due_at).label("due")).where(sa.text("state = 'pending'"))
#: Whether something of each priority is due.
_DUE = sa.select(
    *(
        sa.exists()
        .where(sa.text("state = 'pending'"), columns.priority == int(priority))
        .where(columns.due_at <= sa.bindparam("now", type_=columns.due_at.type))
        .label(priority.name)
        for priority in Priority
    )
)
_RELEASE = (
    tables.outbox.update()
    .where(columns.id == sa.bindparam("of_id"), columns.state == DeliveryState.SENDING)
    .values(state=DeliveryState.PENDING, attempts=columns.attempts - 1)
)
#: SQLite: how many alerts wait, and whether something is still being sent for somebody else.
_ALERTS_WAITING = sa.select(
    sa.select(sa.func.count())
    .select_from(tables.outbox)
    .where(sa.text("state = 'pending'"), columns.priority == int(Priority.ALERT))
    .scalar_subquery()
    .label("waiting"),
    sa.exists()
    .where(sa.text("state = 'sending'"), columns.claimed_by.is_distinct_from(sa.bindparam("owner")))
    .label("held"),
)


class Claiming(Part):
    """Claims what is due, for who sends it."""

    async def claim(
        self,
        now: datetime,
        *,
        chats_excluded: Collection[str] = (),
        priorities: Collection[Priority] | None = None,
        chats: Collection[str] | None = None,
        network: str | None = None,
        limit: int = 20,
        beside_own: bool = False,
    ) -> tuple[Delivery, ...]:
        """What to send now, in this order: urgent first, then as queued.  Marked `sending`, attempt counted.

        Per chat only in order: nothing while something of the chat is being sent, nothing past a
        delivery that waits for its next try except what is more urgent.  Several of one chat may
        come together: send them one after the other, and `release` the rest if one fails.
        Narrowed to `chats`, to the chats of a `network` (`wx:…`), to `priorities`, and to none of
        `chats_excluded`.  With `beside_own` also of chats in which we ourselves are sending something:
        for who keeps the order there by other means.
        Two processes never get the same delivery, nor two deliveries of one chat at once.
        """
        wanted = Wanted(
            priorities=None if priorities is None else frozenset(priorities),
            network=network,
            chats=None if chats is None else tuple(chats),
            excluded=tuple(chats_excluded),
            beside_own=beside_own,
        )
        rows = await claim_deliveries(self._transaction, now, wanted, limit)
        return tuple(sorted(map(read_delivery, rows), key=lambda each: (each.priority, each.id or 0)))

    async def mark_taken(self, new: Sequence[Delivery], now: datetime, limit: int) -> tuple[Delivery, ...]:
        """`new` as they are to be saved: the alerts among them as being sent by us, where nothing is to be
        sent before them.  Mostly nothing is, and what is saved so need not be changed again.
        """
        marked = tuple(_take(each) if _is_new_alert(each) and each.due_at <= now else each for each in new)
        taken = sum(each.state is DeliveryState.SENDING for each in marked)
        if not taken or taken > limit or self._transaction.dialect != "sqlite":
            return tuple(new)
        row = await self._transaction.fetch_one(_ALERTS_WAITING, {"owner": self._transaction.owner})
        return tuple(new) if row is None or row["waiting"] or row["held"] else marked

    async def take_alerts(self, saved: Sequence[Delivery], now: datetime, limit: int) -> tuple[Delivery, ...]:
        """What `claim` gives of the alerts, where `saved` was saved in this transaction, marked or not; for
        who keeps the order within a chat by other means.
        """
        taken = tuple(each for each in saved if each.state is DeliveryState.SENDING)
        if taken or not any(_is_new_alert(each) for each in saved):
            return taken
        return await self.claim(now, priorities=(Priority.ALERT,), limit=limit, beside_own=True)

    async def release(self, ids: Collection[int]) -> None:
        """Puts back what was claimed but not tried: pending again, the attempt not counted."""
        if ids:
            await self._transaction.run(_RELEASE, [{"of_id": number} for number in ids])

    async def renew(self, ids: Collection[int], now: datetime) -> None:
        """Says of what is being sent that it still is: `claimed_at` is `now`."""
        if ids:
            await self._change(columns.id.in_(ids), [DeliveryState.SENDING], claimed_at=now)

    async def stranded(self, claimed_before: datetime | None = None) -> tuple[Delivery, ...]:
        """What is still `sending` though this opened Database did not claim it: of an earlier life.

        Where several processes share the database, `claimed_before` spares what another one is at.
        """
        statement = SELECT.where(
            sa.text("state = 'sending'"), columns.claimed_by.is_distinct_from(self._transaction.owner)
        )
        if claimed_before is not None:
            statement = statement.where(columns.claimed_at < claimed_before)
        return await self._fetch(statement.order_by(columns.priority, columns.id))

    async def due_priorities(self, now: datetime) -> frozenset[Priority]:
        """The priorities of which something pending is due."""
        row = await self._transaction.fetch_one(_DUE, {"now": now}) or {}
        return frozenset(priority for priority in Priority if row.get(priority.name))

    async def next_due(
        self, after: datetime | None = None, priorities: Collection[Priority] | None = None
    ) -> datetime | None:
        """When the next pending delivery is due: of all or of these priorities, later than `after`."""
        statement = _NEXT_DUE
        if priorities is not None:
            statement = statement.where(columns.priority.in_([int(priority) for priority in priorities]))
        if after is not None:
            statement = statement.where(columns.due_at > after)
        row = await self._transaction.fetch_one(statement)
        return None if row is None else row["due"]


def _is_new_alert(delivery: Delivery) -> bool:
    return delivery.priority is Priority.ALERT and delivery.state is DeliveryState.PENDING


def _take(delivery: Delivery) -> Delivery:
    return replace(delivery, state=DeliveryState.SENDING, attempts=delivery.attempts + 1)
