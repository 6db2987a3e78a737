"""Our own words come back: what was sent is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from handlers.model import Delivery, DeliveryState
from handlers.saying.failing import DOUBT
from storage import tables
from storage.outbox.part import SELECT, Part, columns
from storage.rows import read_delivery

_BY_SENT_ID = SELECT.where(
    columns.sent_id == sa.bindparam("network_id"),
    columns.chat == sa.bindparam("in_chat"),
    columns.account == sa.bindparam("by"),
)
#: The other columns come with the row.
_MARK_SEEN = (
    tables.outbox.update()
    .where(columns.id == sa.bindparam("of_id"))
    .values(seen_at=sa.func.coalesce(columns.seen_at, sa.bindparam("now", type_=columns.seen_at.type)))
)


def _find_said(on_sqlite: bool) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """What was said in a chat with the words that `echo` ends with, without an id of the network.

    And what may have arrived and waits to be said once more.
    """
    echo, length = sa.bindparam("echo", type_=sa.Text), sa.func.length(columns.text)
    end = sa.func.substr(echo, -length) if on_sqlite else sa.func.right(echo, length)
    there = SELECT.where(columns.chat == sa.bindparam("in_chat"), columns.text != "", columns.text == end)
    doubtful = columns.error.startswith(DOUBT, autoescape=True)
    return (
        # Spelled out, so that the partial indexes are used.
        there.where(sa.text("sent_id IS NULL AND state IN ('sending', 'accepted', 'unknown')")),
        there.where(sa.text("state = 'pending' AND attempts > 0"), doubtful),
    )


_SAID_THERE = {on_sqlite: _find_said(on_sqlite) for on_sqlite in (True, False)}


class Echoing(Part):
    """Finds the delivery of an echo."""

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


def _may_be_twice(delivery: Delivery) -> bool:
    return delivery.error.startswith(DOUBT) and delivery.state is not DeliveryState.PENDING
