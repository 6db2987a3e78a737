"""Alerts: one a ticket at most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from handlers.model import Alert
from storage import tables
from storage.errors import VersionConflict
from storage.rows import read_alert, write_alert
from storage.transaction import Transaction

_alerts = tables.alerts.c
_SELECT = sa.select(tables.alerts, tables.people.c.name.label("reporter_name")).join(
    tables.people,
    sa.and_(tables.people.c.estate == _alerts.estate, tables.people.c.id == _alerts.reporter),
)
_OF_ESTATE = _alerts.estate == sa.bindparam("of_estate")
_GET = _SELECT.where(_OF_ESTATE, _alerts.ticket == sa.bindparam("of_ticket"))
#: Spelled out, so that the partial index is used.
_LIVE = _SELECT.where(sa.text("alerts.state IN ('unconfirmed', 'active')")).order_by(
    _alerts.opened_at, _alerts.ticket
)
_LIVE_OF = _LIVE.where(_OF_ESTATE)
_COUNT_FALSE = sa.select(sa.func.count().label("alerts")).where(
    _alerts.estate == sa.bindparam("of_estate"),
    _alerts.reporter == sa.bindparam("person"),
    _alerts.state == "false_alarm",
    _alerts.opened_at >= sa.bindparam("since"),
)


class Alerts:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def live(self, estate: str | None = None) -> tuple[Alert, ...]:
        """Those that nobody closed yet, of one estate or of all, the oldest first."""
        statement, values = (_LIVE, None) if estate is None else (_LIVE_OF, {"of_estate": estate})
        rows = await self._transaction.fetch(statement, values)
        return tuple(map(read_alert, rows))

    async def get(self, estate: str, ticket: int) -> Alert | None:
        row = await self._transaction.fetch_one(_GET, {"of_estate": estate, "of_ticket": ticket})
        return None if row is None else read_alert(row)

    async def listing(self, estate: str, limit: int = 50) -> tuple[Alert, ...]:
        """The latest first."""
        rows = await self._transaction.fetch(
            _SELECT.where(_alerts.estate == estate).order_by(_alerts.ticket.desc()).limit(limit)
        )
        return tuple(map(read_alert, rows))

    async def count_false(self, estate: str, person: str, since: datetime) -> int:
        """How many alerts of this reporter since then turned out to be false."""
        values = {"of_estate": estate, "person": person, "since": since}
        row = await self._transaction.fetch_one(_COUNT_FALSE, values)
        return 0 if row is None else int(row["alerts"])

    async def save(self, alerts: Sequence[Alert]) -> None:
        """Adds those of version 0, changes the others.  Raises VersionConflict."""
        for alert in alerts:
            if alert.version == 0:
                saved = await self._transaction.insert_new(
                    tables.alerts, {**write_alert(alert), "version": 1}
                )
            else:
                saved = await self._transaction.change_read(tables.alerts, write_alert(alert))
            if not saved:
                raise VersionConflict(f"changed meanwhile: the alert of {alert.estate} #{alert.ticket}")
