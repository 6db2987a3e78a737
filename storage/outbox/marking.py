"""What became of a delivery."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from handlers.model import Delivery, DeliveryState
from handlers.saying.failing import DOUBT
from storage import tables
from storage.outbox.part import Part, columns
from storage.rows import read_delivery

#: (delivery id, account that sent it, the network's id of the message where it gave one, when).
Sent = tuple[int, str, str | None, datetime]

_MARK_SENT = (
    tables.outbox.update()
    .where(columns.id == sa.bindparam("delivery"))
    .values(
        state=sa.case(
            (sa.or_(columns.state == "sending", columns.state == "unknown"), "accepted"),
            else_=columns.state,
        ),
        account=sa.bindparam("by"),
        sent_id=sa.func.coalesce(sa.bindparam("network_id", type_=sa.Text), columns.sent_id),
        sent_at=sa.bindparam("when"),
        # That it may have been said twice is still to be seen when it was said again.
        error=sa.case((columns.error.startswith(DOUBT, autoescape=True), columns.error), else_=""),
    )
)
#: Spelled out, so that the partial index is used.
_SEND_DUE = (
    tables.outbox.update()
    .where(sa.text("state = 'pending'"), columns.due_at <= sa.bindparam("when"))
    .values(
        state=DeliveryState.ACCEPTED,
        attempts=columns.attempts + 1,
        account=sa.bindparam("by"),
        sent_id=sa.bindparam("mark", type_=sa.Text) + sa.cast(columns.id, sa.Text),
        sent_at=sa.bindparam("when"),
    )
    .returning(tables.outbox)
)


class Marking(Part):
    """Notes what became of what was sent, or said by hand."""

    async def send_due(self, now: datetime, account: str, mark: str) -> tuple[Delivery, ...]:
        """Everything that is due, urgent first, then as queued: noted as taken by `account` at once.

        The network's id of each is `mark` and its own.  For who has nobody beside him and sends without
        fail, as a replay does; whoever may fail has to `claim`.
        """
        values = {"when": now, "by": account, "mark": mark}
        sent = map(read_delivery, await self._transaction.fetch(_SEND_DUE, values))
        return tuple(sorted(sent, key=lambda each: (each.priority, each.id or 0)))

    async def mark_sent(self, sent: Sequence[Sent]) -> None:
        """The gateway took these; one whose echo came first stays `seen`."""
        if not sent:
            return
        names = ("delivery", "by", "network_id", "when")
        await self._transaction.run(_MARK_SENT, [dict(zip(names, each, strict=True)) for each in sent])

    async def mark_retry(self, delivery: int, due_at: datetime, error: str) -> None:
        """It failed and is to be tried again at `due_at`."""
        await self._change(
            columns.id == delivery,
            [DeliveryState.SENDING],
            state=DeliveryState.PENDING,
            due_at=due_at,
            error=error,
        )

    async def mark_dead(self, delivery: int, error: str) -> None:
        """Given up."""
        open_states = [DeliveryState.SENDING, DeliveryState.PENDING, DeliveryState.UNKNOWN]
        await self._change(columns.id == delivery, open_states, state=DeliveryState.DEAD, error=error)

    async def mark_unknown(self, delivery: int, error: str) -> None:
        """Nobody knows whether it was sent: never repeated blindly."""
        await self._change(
            columns.id == delivery, [DeliveryState.SENDING], state=DeliveryState.UNKNOWN, error=error
        )

    async def mark_recalled(self, *deliveries: int) -> None:
        """The network took these back."""
        said = [DeliveryState.ACCEPTED, DeliveryState.SEEN, DeliveryState.UNKNOWN]
        await self._change(columns.id.in_(deliveries), said, state=DeliveryState.RECALLED)

    async def mark_by_hand(self, ids: Collection[int], by: str, at: datetime) -> int:
        """Somebody said these by hand, outside the bot: accepted, by `by`; how many were waiting for it."""
        waiting = [DeliveryState.DEAD, DeliveryState.UNKNOWN, DeliveryState.PENDING]
        return await self._change(
            columns.id.in_(ids), waiting, state=DeliveryState.ACCEPTED, account=by, sent_at=at
        )
