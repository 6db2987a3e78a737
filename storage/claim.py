"""The statements that decide which deliveries may be sent now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from handlers.model import DeliveryState
from storage import tables
from storage.transaction import Row, Transaction

Conditions = Sequence[sa.ColumnElement[bool]]

#: The first half of the advisory lock of a chat; the second is the chat's hash.
CHAT_LOCK = 0x4C4C

_outbox = tables.outbox.c
_sending = tables.outbox.alias("sending")
_earlier = tables.outbox.alias("earlier")


def _select_claimable(
    column: sa.ColumnElement[Any], now: datetime, wanted: Conditions, limit: int, owner: str | None = None
) -> sa.Select[Any]:
    """The first `limit` pending deliveries whose turn it is, urgent first, then as queued.

    What `owner` itself is sending holds nothing back.
    """
    in_flight = sa.exists().where(_sending.c.chat == _outbox.chat, sa.text("sending.state = 'sending'"))
    if owner is not None:
        in_flight = in_flight.where(_sending.c.claimed_by.is_distinct_from(owner))
    comes_first = sa.or_(
        _earlier.c.priority < _outbox.priority,
        sa.and_(_earlier.c.priority == _outbox.priority, _earlier.c.id < _outbox.id),
    )
    waits_for_retry = sa.exists().where(
        _earlier.c.chat == _outbox.chat,
        sa.text("earlier.state = 'pending' AND earlier.attempts > 0"),
        _earlier.c.due_at > now,
        comes_first,
    )
    return (
        sa.select(column)
        # Spelled out, so that the partial indexes are used.
        .where(sa.text("outbox.state = 'pending'"), *wanted, ~in_flight, ~waits_for_retry)
        .order_by(_outbox.priority, _outbox.id)
        .limit(limit)
    )


async def lock_chats(
    transaction: Transaction, now: datetime, wanted: Conditions, limit: int, beside_own: bool = False
) -> Sequence[str]:
    """PostgreSQL: those chats whose turn it is and that no other process claims at this moment.

    The locks end with the transaction.  What is claimed must be read after they are taken: only
    then does it see what the process that held them before has marked.
    """
    owner = transaction.owner if beside_own else None
    head = _select_claimable(_outbox.chat, now, wanted, limit, owner).subquery()
    chats = sa.select(head.c.chat).distinct().cte("chats").prefix_with("MATERIALIZED")
    free = sa.func.pg_try_advisory_xact_lock(CHAT_LOCK, sa.func.hashtext(chats.c.chat))
    return [row["chat"] for row in await transaction.fetch(sa.select(chats.c.chat).where(free))]


def _build_claim(now: Any, wanted: Conditions, limit: Any, owner: Any, own: Any) -> sa.Executable:
    chosen = _select_claimable(_outbox.id, now, wanted, limit, own).with_for_update(skip_locked=True)
    return (
        tables.outbox.update()
        .where(_outbox.id.in_(chosen.scalar_subquery()))
        .values(state=DeliveryState.SENDING, attempts=_outbox.attempts + 1, claimed_by=owner, claimed_at=now)
        .returning(tables.outbox)
    )


_now, _owner = sa.bindparam("now", type_=_outbox.due_at.type), sa.bindparam("owner", type_=sa.Text)
#: For everything that is due: asked so often that it is built once.
_CLAIM_DUE = _build_claim(_now, [_outbox.due_at <= _now], sa.bindparam("at_most"), _owner, None)


async def claim_deliveries(
    transaction: Transaction, now: datetime, wanted: Conditions, limit: int, beside_own: bool = False
) -> Sequence[Row]:
    """Marks the deliveries whose turn it is as being sent; their rows, in no order."""
    own = transaction.owner if beside_own else None
    return await transaction.fetch(_build_claim(now, wanted, limit, transaction.owner, own))


async def claim_due(transaction: Transaction, now: datetime, limit: int) -> Sequence[Row]:
    """SQLite: the same for all that is due, whichever chat it is for."""
    return await transaction.fetch(_CLAIM_DUE, {"now": now, "at_most": limit, "owner": transaction.owner})
