"""The statements that decide which deliveries may be sent now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from handlers.model import DeliveryState, Priority
from storage import tables
from storage.transaction import Row, Transaction

#: The first half of the advisory lock of a chat; the second is the chat's hash.
CHAT_LOCK = 0x4C4C

_outbox = tables.outbox.c
_sending = tables.outbox.alias("sending")
_earlier = tables.outbox.alias("earlier")
_now, _owner = sa.bindparam("now", type_=_outbox.due_at.type), sa.bindparam("owner", type_=sa.Text)
_at_most = sa.bindparam("at_most", type_=sa.Integer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Of what is due, which: asked so often that a statement of each shape is built once.

    `network` is its name; `beside_own`: what we ourselves are sending holds nothing back.
    """

    priorities: frozenset[Priority] | None = None
    network: str | None = None
    chats: tuple[str, ...] | None = None
    excluded: tuple[str, ...] = ()
    beside_own: bool = False

    @property
    def shape(self) -> Shape:
        return Shape(
            None if self.priorities is None else tuple(sorted(map(int, self.priorities))),
            self.network is not None, self.chats is not None, bool(self.excluded), self.beside_own,
        )  # fmt: skip

    def bind(self, owner: str, now: datetime, limit: int) -> dict[str, Any]:
        """The values of its statement."""
        values: dict[str, Any] = {"now": now, "owner": owner, "at_most": limit}
        if self.network is not None:
            values |= {"network": f"{self.network}:", "next_network": f"{self.network};"}
        if self.chats is not None:
            values["chats"] = pad_list(self.chats)
        if self.excluded:
            values["excluded"] = pad_list(self.excluded)
        return values


@dataclass(frozen=True, slots=True)
class Shape:
    priorities: tuple[int, ...] | None
    network: bool
    chats: bool
    excluded: bool
    beside_own: bool


def pad_list(values: Collection[str]) -> list[str]:
    """The values, some of them twice: a list of any length is a statement of its own to be prepared."""
    known = list(values)
    length = 1
    while length < len(known):
        length *= 2
    return known + known[-1:] * (length - len(known))


def _list_conditions(shape: Shape) -> list[sa.ColumnElement[bool]]:
    conditions = [_outbox.due_at <= _now]
    if shape.priorities is not None:
        conditions.append(_outbox.priority.in_(shape.priorities))
    if shape.network:
        # All that begins with its name and a colon.
        conditions += [_outbox.chat >= sa.bindparam("network"), _outbox.chat < sa.bindparam("next_network")]
    if shape.chats:
        conditions.append(_outbox.chat.in_(sa.bindparam("chats", expanding=True)))
    if shape.excluded:
        conditions.append(_outbox.chat.not_in(sa.bindparam("excluded", expanding=True)))
    return conditions


def _select_claimable(column: sa.ColumnElement[Any], shape: Shape, *more: Any) -> sa.Select[Any]:
    """The first pending deliveries whose turn it is, urgent first, then as queued."""
    in_flight = sa.exists().where(_sending.c.chat == _outbox.chat, sa.text("sending.state = 'sending'"))
    if shape.beside_own:
        in_flight = in_flight.where(_sending.c.claimed_by.is_distinct_from(_owner))
    comes_first = sa.or_(
        _earlier.c.priority < _outbox.priority,
        sa.and_(_earlier.c.priority == _outbox.priority, _earlier.c.id < _outbox.id),
    )
    waits_for_retry = sa.exists().where(
        _earlier.c.chat == _outbox.chat,
        sa.text("earlier.state = 'pending' AND earlier.attempts > 0"),
        _earlier.c.due_at > _now,
        comes_first,
    )
    return (
        sa.select(column)
        # Spelled out, so that the partial indexes are used.
        .where(sa.text("outbox.state = 'pending'"), *_list_conditions(shape), *more)
        .where(~in_flight, ~waits_for_retry)
        .order_by(_outbox.priority, _outbox.id)
        .limit(_at_most)
    )


@cache
def _build_locking(shape: Shape) -> sa.Select[Any]:
    head = _select_claimable(_outbox.chat, shape).subquery()
    chats = sa.select(head.c.chat).distinct().cte("chats").prefix_with("MATERIALIZED")
    free = sa.func.pg_try_advisory_xact_lock(CHAT_LOCK, sa.func.hashtext(chats.c.chat))
    return sa.select(chats.c.chat).where(free)


@cache
def _build_claim(shape: Shape, locked: bool) -> sa.Executable:
    more = [_outbox.chat.in_(sa.bindparam("locked", expanding=True))] if locked else []
    chosen = _select_claimable(_outbox.id, shape, *more).with_for_update(skip_locked=True)
    return (
        tables.outbox.update()
        .where(_outbox.id.in_(chosen.scalar_subquery()))
        .values(
            state=DeliveryState.SENDING, attempts=_outbox.attempts + 1, claimed_by=_owner, claimed_at=_now
        )
        .returning(tables.outbox)
    )


async def claim_deliveries(
    transaction: Transaction, now: datetime, wanted: Wanted, limit: int
) -> Sequence[Row]:
    """Marks the first `limit` deliveries whose turn it is as being sent; their rows, in no order.

    On PostgreSQL of those chats alone that no other process claims at this moment: their locks end with
    the transaction.  What is claimed must be read after they are taken: only then does it see what the
    process that held them before has marked.
    """
    shape, values = wanted.shape, wanted.bind(transaction.owner, now, limit)
    locked = transaction.dialect != "sqlite"
    if locked:
        chats = [row["chat"] for row in await transaction.fetch(_build_locking(shape), values)]
        if not chats:
            return ()
        values["locked"] = pad_list(chats)
    return await transaction.fetch(_build_claim(shape, locked), values)
