"""What was said and is to be taken back, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from handlers.model import Person, Recall, RecallState
from storage import tables
from storage.errors import VersionConflict
from storage.transaction import Row, Transaction

_recalls = tables.recalls.c
_SELECT = sa.select(tables.recalls, tables.people.c.name.label("person_name")).join(
    tables.people,
    sa.and_(tables.people.c.estate == _recalls.estate, tables.people.c.id == _recalls.person),
)


#: Spelled out, so that the partial index is used.
_UNTOLD = sa.text("NOT told")
_ALL_UNTOLD = _SELECT.where(_UNTOLD).order_by(_recalls.asked_at)
_OF_REQUEST = _ALL_UNTOLD.where(
    _recalls.estate == sa.bindparam("of_estate"),
    _recalls.answers.is_not_distinct_from(sa.bindparam("request")),
)
_said = tables.outbox.c
#: What may still come with its id is not looked at again and again meanwhile, however much it is.
_ASKED = (
    _SELECT.join(tables.outbox, _said.id == _recalls.delivery)
    .where(_UNTOLD, _recalls.state == RecallState.ASKED, _said.state != "sending")
    .where(
        sa.or_(
            _said.state != "accepted",
            sa.and_(_said.sent_id.is_not(None), _said.account.is_not(None)),
            _recalls.asked_at <= sa.bindparam("named_by"),
        )
    )
    .order_by(_recalls.asked_at)
)
_SETTLED = (
    sa.select(_recalls.estate, _recalls.answers)
    .where(_UNTOLD)
    .group_by(_recalls.estate, _recalls.answers)
    .having(sa.func.max(sa.case((_recalls.state == RecallState.ASKED, 1), else_=0)) == 0)
    .order_by(sa.func.min(_recalls.asked_at))
)
#: Where nobody waits for an answer, none is owed.
_SETTLE = (
    tables.recalls.update()
    .where(_recalls.delivery == sa.bindparam("of_delivery"), _recalls.state == RecallState.ASKED)
    .values(state=sa.bindparam("came_to"), told=_recalls.reply_to == "")
)
_CHANGE = (
    tables.recalls.update()
    .where(_recalls.delivery == sa.bindparam("of_delivery"), _recalls.told.is_(False))
    .values(state=sa.bindparam("came_to"), told=sa.bindparam("is_told"))
)


class Recalls:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def save(self, recalls: Sequence[Recall]) -> None:
        """Adds those that are asked, changes the others.

        Raises VersionConflict where somebody else has asked for the same, or answered it, meanwhile.
        """
        for recall in recalls:
            if recall.state is not RecallState.ASKED:
                await self._change(recall)
            elif not await self._transaction.insert_new(tables.recalls, _write_recall(recall)):
                raise VersionConflict(f"delivery {recall.delivery} is being taken back already")

    async def settle(self, delivery: int, state: RecallState) -> None:
        """What came of it; the first to say so is right."""
        await self.settle_all({delivery: state})

    async def settle_all(self, states: Mapping[int, RecallState]) -> None:
        """What came of each of these deliveries; the first to say so is right."""
        if states:
            rows = [{"of_delivery": number, "came_to": state} for number, state in states.items()]
            await self._transaction.run(_SETTLE, rows)

    async def asked(self, named_by: datetime) -> tuple[Recall, ...]:
        """Those that something can come of now, the oldest first: not what is still being sent, and without
        the network's id only what was asked for `named_by` then.
        """
        return await self._fetch(_ASKED, {"named_by": named_by})

    async def settled(self) -> tuple[tuple[str, str | None], ...]:
        """The requests of which nothing is still asked and that have not been answered, the oldest first:
        the estate and the key of the message that asked.
        """
        rows = await self._transaction.fetch(_SETTLED)
        return tuple((row["estate"], row["answers"]) for row in rows)

    async def untold(self) -> tuple[Recall, ...]:
        """Those whose asker has not heard yet what came of them, the oldest first."""
        return await self._fetch(_ALL_UNTOLD)

    async def of_request(self, estate: str, answers: str | None) -> tuple[Recall, ...]:
        """Those of them that one message asked for."""
        return await self._fetch(_OF_REQUEST, {"of_estate": estate, "request": answers})

    async def of_deliveries(self, ids: Collection[int]) -> tuple[Recall, ...]:
        return await self._fetch(_SELECT.where(_recalls.delivery.in_(ids))) if ids else ()

    async def _change(self, recall: Recall) -> None:
        values = {"of_delivery": recall.delivery, "came_to": recall.state, "is_told": recall.told}
        if await self._transaction.count(_CHANGE, values) != 1:
            raise VersionConflict(f"delivery {recall.delivery}: who asked was told meanwhile")

    async def _fetch(self, statement: sa.Select[Any], values: Row | None = None) -> tuple[Recall, ...]:
        return tuple(map(_read_recall, await self._transaction.fetch(statement, values)))


def _write_recall(recall: Recall) -> Row:
    row = {name: getattr(recall, name) for name in recall.__slots__}
    return {**row, "person": recall.person.id}


def _read_recall(row: Row) -> Recall:
    values = dict(row)
    values["person"] = Person(row["person"], values.pop("person_name"))
    values["state"] = RecallState(row["state"])
    return Recall(**values)
