"""Reports from the web form: the secret link that leads back to one, and what belongs to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from handlers.model import Delivery, DeliveryState
from storage import tables
from storage.rows import read_delivery
from storage.transaction import Transaction

_links = tables.form_links.c
_outbox, _events = tables.outbox.c, tables.ticket_events.c
#: Spelled out as the indexes have it, so that they are used.
_SAID_THERE = sa.text("outbox.chat >= 'form:' AND outbox.chat < 'form;'")
_DONE_BY_FORM = sa.text("ticket_events.actor >= 'form:' AND ticket_events.actor < 'form;'")
#: More than anybody reads on one page.
_MANY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLink:
    """The link of one report.  Only the hash of its token is stored; `person` is who wrote it."""

    token_hash: str
    estate: str
    person: str
    made_at: datetime


class Forms:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, link: FormLink) -> bool:
        """Keeps the link; False where it is there already."""
        return await self._transaction.insert_new(tables.form_links, asdict(link))

    async def get(self, token_hash: str) -> FormLink | None:
        """The link, however old: the caller has the clock."""
        row = await self._transaction.fetch_one(
            sa.select(tables.form_links).where(_links.token_hash == token_hash)
        )
        return None if row is None else FormLink(**row)

    async def prune(self, before: datetime) -> int:
        """Forgets the links made before; how many."""
        return await self._transaction.count(tables.form_links.delete().where(_links.made_at < before))

    async def said(self, estate: str, person: str, now: datetime) -> tuple[Delivery, ...]:
        """What is to be read on the person's page by now, in order."""
        rows = await self._transaction.fetch(
            sa.select(tables.outbox)
            .where(
                _SAID_THERE,
                _outbox.chat == person,
                _outbox.estate == estate,
                _outbox.due_at <= now,
                _outbox.state.not_in((DeliveryState.CANCELLED, DeliveryState.RECALLED)),
            )
            .order_by(_outbox.id.desc())
            .limit(_MANY)
        )
        return tuple(read_delivery(row) for row in reversed(rows))

    async def numbers(self, estate: str, person: str) -> tuple[int, ...]:
        """The tickets that the person opened, joined or added to, in order."""
        rows = await self._transaction.fetch(
            sa.select(_events.ticket)
            .where(_DONE_BY_FORM, _events.actor == person, _events.estate == estate)
            .distinct()
            .order_by(_events.ticket)
            .limit(_MANY)
        )
        return tuple(row["ticket"] for row in rows)
