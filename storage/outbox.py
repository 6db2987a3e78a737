"""The outbox: what is to be said is a row here before it is a message.

pending → sending → accepted → seen; `unknown` and `dead` are for people to look at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from handlers.model import Delivery, DeliveryState, Priority, Purpose
from handlers.saying.failing import DOUBT
from storage import tables
from storage.claim import Wanted, claim_deliveries
from storage.errors import AlreadyTold, VersionConflict
from storage.rows import read_delivery, write_delivery
from storage.transaction import Transaction

_outbox = tables.outbox.c
_SELECT = sa.select(tables.outbox)

#: (delivery id, account that sent it, the network's id of the message where it gave one, when).
Sent = tuple[int, str, str | None, datetime]

_ADD = tables.outbox.insert().returning(_outbox.id, sort_by_parameter_order=True)
#: Spelled out, so that the partial index is used.
_NEXT_DUE = sa.select(sa.func.min(_outbox.due_at).label("due")).where(sa.text("state = 'pending'"))
_RECEIPTS = _SELECT.where(
    _outbox.estate == sa.bindparam("of_estate"),
    _outbox.ticket.in_(sa.bindparam("numbers", expanding=True)),
    _outbox.purpose.in_(("receipt", "card")),
).order_by(_outbox.id)
_UNARRIVED = (
    sa.select(_outbox.ticket)
    .where(
        _outbox.estate == sa.bindparam("of_estate"),
        _outbox.ticket.in_(sa.bindparam("numbers", expanding=True)),
        _outbox.purpose.in_(("page", "relay")),
        _outbox.state.not_in(("accepted", "seen")),
    )
    .distinct()
)
_OF_PURPOSES = _SELECT.where(
    _outbox.estate == sa.bindparam("of_estate"),
    _outbox.ticket.in_(sa.bindparam("numbers", expanding=True)),
    _outbox.purpose.in_(sa.bindparam("purposes", expanding=True)),
).order_by(_outbox.id)
#: The other columns come with the row.
_CHANGE_WAITING = tables.outbox.update().where(
    _outbox.id == sa.bindparam("of_id"), _outbox.state == "pending"
)
_BY_SENT_ID = _SELECT.where(
    _outbox.sent_id == sa.bindparam("network_id"),
    _outbox.chat == sa.bindparam("in_chat"),
    _outbox.account == sa.bindparam("by"),
)
#: The other columns come with the row.
_MARK_SEEN = (
    tables.outbox.update()
    .where(_outbox.id == sa.bindparam("of_id"))
    .values(seen_at=sa.func.coalesce(_outbox.seen_at, sa.bindparam("now", type_=_outbox.seen_at.type)))
)


def _find_said(on_sqlite: bool) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """What was said in a chat with the words that `echo` ends with, without an id of the network.

    And what may have arrived and waits to be said once more.
    """
    echo, length = sa.bindparam("echo", type_=sa.Text), sa.func.length(_outbox.text)
    end = sa.func.substr(echo, -length) if on_sqlite else sa.func.right(echo, length)
    there = _SELECT.where(_outbox.chat == sa.bindparam("in_chat"), _outbox.text != "", _outbox.text == end)
    doubtful = _outbox.error.startswith(DOUBT, autoescape=True)
    return (
        # Spelled out, so that the partial indexes are used.
        there.where(sa.text("sent_id IS NULL AND state IN ('sending', 'accepted', 'unknown')")),
        there.where(sa.text("state = 'pending' AND attempts > 0"), doubtful),
    )


_SAID_THERE = {on_sqlite: _find_said(on_sqlite) for on_sqlite in (True, False)}
#: SQLite: how many alerts wait, and whether something is still being sent for somebody else.
_ALERTS_WAITING = sa.select(
    sa.select(sa.func.count())
    .select_from(tables.outbox)
    .where(sa.text("state = 'pending'"), _outbox.priority == int(Priority.ALERT))
    .scalar_subquery()
    .label("waiting"),
    sa.exists()
    .where(sa.text("state = 'sending'"), _outbox.claimed_by.is_distinct_from(sa.bindparam("owner")))
    .label("held"),
)
_TAKE_ALERTS = (
    tables.outbox.update()
    .where(
        sa.text("state = 'pending'"),
        _outbox.priority == int(Priority.ALERT),
        _outbox.due_at <= sa.bindparam("now", type_=_outbox.due_at.type),
    )
    .values(
        state="sending",
        attempts=_outbox.attempts + 1,
        claimed_by=sa.bindparam("owner"),
        claimed_at=sa.bindparam("now", type_=_outbox.due_at.type),
    )
)
_MARK_SENT = (
    tables.outbox.update()
    .where(_outbox.id == sa.bindparam("delivery"))
    .values(
        state=sa.case(
            (sa.or_(_outbox.state == "sending", _outbox.state == "unknown"), "accepted"),
            else_=_outbox.state,
        ),
        account=sa.bindparam("by"),
        sent_id=sa.func.coalesce(sa.bindparam("network_id", type_=sa.Text), _outbox.sent_id),
        sent_at=sa.bindparam("when"),
        # That it may have been said twice is still to be seen when it was said again.
        error=sa.case((_outbox.error.startswith(DOUBT, autoescape=True), _outbox.error), else_=""),
    )
)
#: As far back as one looks for what was said by hand.
_LATELY = 10_000


class Outbox:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
        """Queues them; the same deliveries with their ids, which grow in the order given.

        Raises AlreadyTold for a second relay or all-clear of one alert into one chat.
        """
        if not deliveries:
            return ()
        try:
            rows = await self._transaction.fetch(_ADD, [write_delivery(each) for each in deliveries])
        except sa.exc.IntegrityError as refused:
            if _is_told_twice(refused):
                raise AlreadyTold("this alert was told to one of these chats before") from refused
            raise
        return tuple(replace(each, id=row["id"]) for each, row in zip(deliveries, rows, strict=True))

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

    async def take_alerts(self, saved: Sequence[Delivery], now: datetime, limit: int) -> tuple[Delivery, ...]:
        """What `claim` gives of the alerts, where `saved` was saved in this transaction; for who keeps the
        order within a chat by other means.  Mostly no other alert waits: then nothing is looked for.
        """
        new = [each for each in saved if each.priority is Priority.ALERT]
        if not new:
            return ()
        if self._transaction.dialect == "sqlite" and len(new) <= limit:
            row = await self._transaction.fetch_one(_ALERTS_WAITING, {"owner": self._transaction.owner})
            if row is not None and row["waiting"] == len(new) and not row["held"]:
                await self._transaction.run(_TAKE_ALERTS, {"now": now, "owner": self._transaction.owner})
                return tuple(_take(each) for each in new if each.due_at <= now)
        return await self.claim(now, priorities=(Priority.ALERT,), limit=limit, beside_own=True)

    async def release(self, ids: Collection[int]) -> None:
        """Puts back what was claimed but not tried: pending again, the attempt not counted."""
        await self._change(
            _outbox.id.in_(ids),
            [DeliveryState.SENDING],
            state=DeliveryState.PENDING,
            attempts=_outbox.attempts - 1,
        )

    async def renew(self, ids: Collection[int], now: datetime) -> None:
        """Says of what is being sent that it still is: `claimed_at` is `now`."""
        if ids:
            await self._change(_outbox.id.in_(ids), [DeliveryState.SENDING], claimed_at=now)

    async def mark_sent(self, sent: Sequence[Sent]) -> None:
        """The gateway took these; one whose echo came first stays `seen`."""
        if not sent:
            return
        names = ("delivery", "by", "network_id", "when")
        await self._transaction.run(_MARK_SENT, [dict(zip(names, each, strict=True)) for each in sent])

    async def mark_seen(
        self, account: str, chat: str, sent_id: str, text: str, at: datetime
    ) -> Delivery | None:
        """Its own echo came back: `seen`.  The delivery, or None where the echo is of nothing we know.

        Found by the network's id, else by the text (which in the echo may begin with mentions).
        """
        found = await self._find_by_sent_id(account, chat, sent_id) or await self._find_by_text(chat, text)
        if found is None:
            return None
        seen = replace(
            found,
            state=DeliveryState.SEEN if found.state is not DeliveryState.RECALLED else found.state,
            account=found.account or account,
            sent_id=found.sent_id or sent_id or None,
            sent_at=found.sent_at or at,
            # That it was said once more stays to be seen; one that only waited for that was not.
            error=found.error if _may_be_twice(found) else "",
        )
        row = {name: getattr(seen, name) for name in ("state", "account", "sent_id", "sent_at", "error")}
        await self._transaction.run(_MARK_SEEN, {**row, "of_id": found.id, "now": at})
        return seen

    async def mark_retry(self, delivery: int, due_at: datetime, error: str) -> None:
        """It failed and is to be tried again at `due_at`."""
        await self._change(
            _outbox.id == delivery,
            [DeliveryState.SENDING],
            state=DeliveryState.PENDING,
            due_at=due_at,
            error=error,
        )

    async def mark_dead(self, delivery: int, error: str) -> None:
        """Given up."""
        open_states = [DeliveryState.SENDING, DeliveryState.PENDING, DeliveryState.UNKNOWN]
        await self._change(_outbox.id == delivery, open_states, state=DeliveryState.DEAD, error=error)

    async def mark_unknown(self, delivery: int, error: str) -> None:
        """Nobody knows whether it was sent: never repeated blindly."""
        await self._change(
            _outbox.id == delivery, [DeliveryState.SENDING], state=DeliveryState.UNKNOWN, error=error
        )

    async def mark_recalled(self, delivery: int) -> None:
        """The network took it back."""
        said = [DeliveryState.ACCEPTED, DeliveryState.SEEN, DeliveryState.UNKNOWN]
        await self._change(_outbox.id == delivery, said, state=DeliveryState.RECALLED)

    async def mark_by_hand(self, ids: Collection[int], by: str, at: datetime) -> int:
        """Somebody said these by hand, outside the bot: accepted, by `by`; how many were waiting for it."""
        waiting = [DeliveryState.DEAD, DeliveryState.UNKNOWN, DeliveryState.PENDING]
        return await self._change(
            _outbox.id.in_(ids), waiting, state=DeliveryState.ACCEPTED, account=by, sent_at=at
        )

    async def for_hand(
        self, overdue: datetime, estate: str | None = None, limit: int = 200
    ) -> tuple[Delivery, ...]:
        """What somebody has to say by hand, the urgent first: given up, unknown, or an alert still waiting
        that was due before `overdue`."""
        late = sa.and_(
            sa.text("state = 'pending'"), _outbox.priority == Priority.ALERT, _outbox.due_at < overdue
        )
        statement = _SELECT.where(sa.or_(sa.text("state IN ('unknown', 'dead')"), late))
        if estate is not None:
            statement = statement.where(_outbox.estate == estate)
        return await self._fetch(statement.order_by(_outbox.priority, _outbox.id).limit(limit))

    async def said_by_hand(self, estate: str, by: str, limit: int = 20) -> tuple[Delivery, ...]:
        """What people said by hand lately, under an account whose name begins with `by`; the latest first."""
        newest = sa.select(sa.func.max(_outbox.id) - _LATELY).scalar_subquery()
        statement = _SELECT.where(
            _outbox.estate == estate, _outbox.id > newest, _outbox.account.startswith(by, autoescape=True)
        )
        return await self._fetch(statement.order_by(_outbox.sent_at.desc(), _outbox.id.desc()).limit(limit))

    async def requeue(self, delivery: int) -> bool:
        """Somebody wants it sent after all: pending from the first try on; False if it is not at rest."""
        at_rest = [DeliveryState.DEAD, DeliveryState.UNKNOWN, DeliveryState.CANCELLED]
        changed = await self._change(
            _outbox.id == delivery, at_rest, state=DeliveryState.PENDING, attempts=0, error=""
        )
        return changed == 1

    async def cancel(self, ids: Collection[int]) -> int:
        """Takes back what was not sent yet; how many that were."""
        states = [DeliveryState.PENDING, DeliveryState.UNKNOWN, DeliveryState.DEAD]
        return await self._change(_outbox.id.in_(ids), states, state=DeliveryState.CANCELLED)

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

    async def get(self, delivery: int) -> Delivery | None:
        row = await self._transaction.fetch_one(_SELECT.where(_outbox.id == delivery))
        return None if row is None else read_delivery(row)

    async def due_priorities(self, now: datetime) -> frozenset[Priority]:
        """The priorities of which something pending is due."""
        due = [
            sa.exists()
            .where(sa.text("state = 'pending'"), _outbox.priority == priority, _outbox.due_at <= now)
            .label(priority.name)
            for priority in Priority
        ]
        row = await self._transaction.fetch_one(sa.select(*due)) or {}
        return frozenset(priority for priority in Priority if row.get(priority.name))

    async def next_due(
        self, after: datetime | None = None, priorities: Collection[Priority] | None = None
    ) -> datetime | None:
        """When the next pending delivery is due: of all or of these priorities, later than `after`."""
        statement = _NEXT_DUE
        if priorities is not None:
            statement = statement.where(_outbox.priority.in_([int(priority) for priority in priorities]))
        if after is not None:
            statement = statement.where(_outbox.due_at > after)
        row = await self._transaction.fetch_one(statement)
        return None if row is None else row["due"]

    async def stranded(self, claimed_before: datetime | None = None) -> tuple[Delivery, ...]:
        """What is still `sending` though this opened Database did not claim it: of an earlier life.

        Where several processes share the database, `claimed_before` spares what another one is at.
        """
        statement = _SELECT.where(
            sa.text("state = 'sending'"), _outbox.claimed_by.is_distinct_from(self._transaction.owner)
        )
        if claimed_before is not None:
            statement = statement.where(_outbox.claimed_at < claimed_before)
        return await self._fetch(statement.order_by(_outbox.priority, _outbox.id))

    async def listing(
        self,
        states: Collection[DeliveryState],
        limit: int = 100,
        estate: str | None = None,
        before: int | None = None,
    ) -> tuple[Delivery, ...]:
        """Those in one of the states, the latest first; `before` is the page after that id."""
        statement = _SELECT.where(_outbox.state.in_(states)).order_by(_outbox.id.desc()).limit(limit)
        if estate is not None:
            statement = statement.where(_outbox.estate == estate)
        if before is not None:
            statement = statement.where(_outbox.id < before)
        return await self._fetch(statement)

    async def count_notices(
        self, estate: str, numbers: Collection[int]
    ) -> dict[int, dict[DeliveryState, int]]:
        """Of each of these broadcasts in how many groups its words are in which state."""
        rows = await self._transaction.fetch(
            sa.select(_outbox.notice, _outbox.state, sa.func.count(_outbox.chat.distinct()).label("groups"))
            .where(
                _outbox.estate == estate,
                _outbox.notice.in_(numbers),
                _outbox.notice.is_not(None),
                _outbox.purpose == Purpose.NOTICE,
            )
            .group_by(_outbox.notice, _outbox.state)
        )
        found: dict[int, dict[DeliveryState, int]] = {number: {} for number in numbers}
        for row in rows:
            found[row["notice"]][DeliveryState(row["state"])] = row["groups"]
        return found

    async def of_notice(self, estate: str, number: int) -> tuple[Delivery, ...]:
        """All that a broadcast says, in order."""
        return await self._fetch(
            _SELECT.where(_outbox.estate == estate, _outbox.notice == number).order_by(_outbox.id)
        )

    async def of_ticket(self, estate: str, number: int) -> tuple[Delivery, ...]:
        """All that was and is to be said about a ticket, in order."""
        return await self._fetch(
            _SELECT.where(_outbox.estate == estate, _outbox.ticket == number).order_by(_outbox.id)
        )

    async def replies(self, estate: str, number: int) -> tuple[Delivery, ...]:
        """What staff had told the owners of a ticket, in whatever state, in order."""
        return await self._of_purposes(estate, (number,), ("reply",))

    async def to_owners(self, estate: str, number: int) -> tuple[Delivery, ...]:
        """The same and its receipts."""
        return await self._of_purposes(estate, (number,), ("reply", "receipt"))

    async def receipts(self, estate: str, numbers: Collection[int]) -> tuple[Delivery, ...]:
        """The receipts and cards of these tickets, in whatever state, in order."""
        if not numbers:
            return ()
        rows = await self._transaction.fetch(_RECEIPTS, {"of_estate": estate, "numbers": list(numbers)})
        return tuple(map(read_delivery, rows))

    async def told(self, estate: str, numbers: Collection[int]) -> tuple[Delivery, ...]:
        """The relays and updates of these alerts, in whatever state, in order."""
        return await self._of_purposes(estate, numbers, ("relay", "update"))

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

    async def _change(
        self, which: sa.ColumnElement[bool], states: Collection[DeliveryState], **values: Any
    ) -> int:
        """Changes those that are in one of `states`; how many."""
        return await self._transaction.count(
            tables.outbox.update().where(which, _outbox.state.in_(states)).values(values)
        )

    async def _find_by_sent_id(self, account: str, chat: str, sent_id: str) -> Delivery | None:
        if not sent_id:
            return None
        values = {"network_id": sent_id, "in_chat": chat, "by": account}
        row = await self._transaction.fetch_one(_BY_SENT_ID, values)
        return None if row is None else read_delivery(row)

    async def _find_by_text(self, chat: str, text: str) -> Delivery | None:
        if not text:
            return None
        said, again = _SAID_THERE[self._transaction.dialect == "sqlite"]
        values = {"in_chat": chat, "echo": text}
        rows = await self._transaction.fetch(said, values) or await self._transaction.fetch(again, values)
        order = (
            DeliveryState.SENDING, DeliveryState.ACCEPTED, DeliveryState.UNKNOWN, DeliveryState.PENDING
        )  # fmt: skip
        return min(
            map(read_delivery, rows), key=lambda each: (order.index(each.state), each.id or 0), default=None
        )

    async def _fetch(self, statement: sa.Select[Any]) -> tuple[Delivery, ...]:
        return tuple(map(read_delivery, await self._transaction.fetch(statement)))


def _take(delivery: Delivery) -> Delivery:
    return replace(delivery, state=DeliveryState.SENDING, attempts=delivery.attempts + 1)


def _must_not_pass(delivery: Delivery) -> bool:
    """Whether it matters that the change of a delivery came too late."""
    if delivery.purpose in (Purpose.RELAY, Purpose.UPDATE):
        return True
    taken_back = delivery.state is DeliveryState.CANCELLED
    return taken_back and delivery.purpose in (Purpose.REPLY, Purpose.NOTICE)


def _may_be_twice(delivery: Delivery) -> bool:
    return delivery.error.startswith(DOUBT) and delivery.state is not DeliveryState.PENDING


def _count_state(state: DeliveryState) -> sa.Label[int]:
    counted = sa.select(sa.func.count()).select_from(tables.outbox).where(sa.text(f"state = '{state.value}'"))
    return counted.scalar_subquery().label(state.value)


def _is_told_twice(refused: sa.exc.IntegrityError) -> bool:
    """SQLite names the columns of the index, PostgreSQL the index."""
    words = str(refused.orig)
    return "outbox_told_once" in words or "outbox.purpose" in words
