"""What is to be said becomes a row; what waits is changed or taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from handlers.model import Delivery, DeliveryState, Purpose
from handlers.model.changing import change
from storage import tables
from storage.errors import AlreadyTold, VersionConflict
from storage.outbox.part import Part, columns
from storage.rows import write_delivery
from storage.transaction import Row

_ADD = tables.outbox.insert().returning(columns.id, sort_by_parameter_order=True)
_ADD_SILENTLY = tables.outbox.insert()
_LAST_ID = sa.select(sa.func.last_insert_rowid().label("id"))
#: The other columns come with the row.
_CHANGE_WAITING = tables.outbox.update().where(
    columns.id == sa.bindparam("of_id"), columns.state == "pending"
)


class Queueing(Part):
    """Adds, changes and cancels."""

    async def add(self, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
        """Queues them; the same deliveries with their ids, which grow in the order given.

        Raises AlreadyTold for a second relay or all-clear of one alert into one chat.
        """
        if not deliveries:
            return ()
        try:
            ids = await self._insert([self._write(each) for each in deliveries])
        except sa.exc.IntegrityError as refused:
            if _is_told_twice(refused):
                raise AlreadyTold("this alert was told to one of these chats before") from refused
            raise
        return tuple(change(each, id=number) for each, number in zip(deliveries, ids, strict=True))

    def _write(self, delivery: Delivery) -> Row:
        """The row of a new delivery; one that is marked as being sent is ours from the moment it is due."""
        taken = delivery.state is DeliveryState.SENDING
        owner, since = (self._transaction.owner, delivery.due_at) if taken else (None, None)
        return {**write_delivery(delivery), "claimed_by": owner, "claimed_at": since}

    async def _insert(self, rows: Sequence[Row]) -> Sequence[int]:
        """The ids of the new rows, in order."""
        if self._transaction.dialect != "sqlite" or len(rows) == 1:
            return [row["id"] for row in await self._transaction.fetch(_ADD, rows)]
        # All in one go: within a transaction SQLite numbers them one after the other.
        await self._transaction.run(_ADD_SILENTLY, rows)
        last = await self._transaction.fetch_one(_LAST_ID) or {}
        return range(last["id"] - len(rows) + 1, last["id"] + 1)

    async def save(self, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
        """Queues the new ones; those with an id are changed, as long as they still wait.

        All of them, with ids, in the order given.  Raises VersionConflict where a relay or an update of an
        alert no longer waits, or words that were to be taken back: who was told must be decided again.
        """
        added = iter(await self.add([each for each in deliveries if each.id is None]))
        for each in deliveries:
            if each.id is not None:
                row = {**write_delivery(each), "of_id": each.id}
                changed = await self._transaction.count(_CHANGE_WAITING, row)
                if not changed and _must_not_pass(each):
                    raise VersionConflict(f"delivery {each.id} went out meanwhile")
        return tuple(next(added) if each.id is None else each for each in deliveries)

    async def requeue(self, delivery: int) -> bool:
        """Somebody wants it sent after all: pending from the first try on; False if it is not at rest."""
        at_rest = [DeliveryState.DEAD, DeliveryState.UNKNOWN, DeliveryState.CANCELLED]
        changed = await self._change(
            columns.id == delivery, at_rest, state=DeliveryState.PENDING, attempts=0, error=""
        )
        return changed == 1

    async def cancel(self, ids: Collection[int]) -> int:
        """Takes back what was not sent yet; how many that were."""
        states = [DeliveryState.PENDING, DeliveryState.UNKNOWN, DeliveryState.DEAD]
        return await self._change(columns.id.in_(ids), states, state=DeliveryState.CANCELLED)


def _must_not_pass(delivery: Delivery) -> bool:
    """Whether it matters that the change of a delivery came too late."""
    if delivery.purpose in (Purpose.RELAY, Purpose.UPDATE):
        return True
    taken_back = delivery.state is DeliveryState.CANCELLED
    return taken_back and delivery.purpose in (Purpose.REPLY, Purpose.NOTICE)


def _is_told_twice(refused: sa.exc.IntegrityError) -> bool:
    """SQLite names the columns of the index, PostgreSQL the index."""
    words = str(refused.orig)
    return "outbox_told_once" in words or "outbox.purpose" in words
