"""What was said and is to be taken back, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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


_SETTLE = (
    tables.recalls.update()
    .where(_recalls.delivery == sa.bindparam("of_delivery"), _recalls.state == RecallState.ASKED)
    .values(state=sa.bindparam("came_to"))
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

    async def untold(self) -> tuple[Recall, ...]:
        """Those whose asker has not heard yet what came of them, the oldest first."""
        # Spelled out, so that the partial index is used.
        return await self._fetch(_SELECT.where(sa.text("NOT told")).order_by(_recalls.asked_at))

    async def of_deliveries(self, ids: Collection[int]) -> tuple[Recall, ...]:
        return await self._fetch(_SELECT.where(_recalls.delivery.in_(ids))) if ids else ()

    async def _change(self, recall: Recall) -> None:
        values = {"of_delivery": recall.delivery, "came_to": recall.state, "is_told": recall.told}
        if await self._transaction.count(_CHANGE, values) != 1:
            raise VersionConflict(f"delivery {recall.delivery}: who asked was told meanwhile")

    async def _fetch(self, statement: sa.Select[Any]) -> tuple[Recall, ...]:
        return tuple(map(_read_recall, await self._transaction.fetch(statement)))


def _write_recall(recall: Recall) -> Row:
    row = {name: getattr(recall, name) for name in recall.__slots__}
    return {**row, "person": recall.person.id}


def _read_recall(row: Row) -> Recall:
    values = dict(row)
    values["person"] = Person(row["person"], values.pop("person_name"))
    values["state"] = RecallState(row["state"])
    return Recall(**values)
