"""What is held on one person: read for them, and taken out of the tickets that are over."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from handlers.model import Erasure, Person, Step
from storage import tables
from storage.blanks import KEPT_STEPS, NO_FILE, NO_WORDS, NOBODY, blank_words
from storage.transaction import Row, Transaction

#: Who stands in the place of whoever is forgotten.
SOMEBODY = Person("nobody:contact:erased", NOBODY)

_ENDED, _SERVING = ("closed", "withdrawn", "false_alarm", "merged"), ("staff", "manager")
_asked, _people, _roles = tables.erasures.c, tables.people.c, tables.roles.c
_tickets, _events, _files = tables.tickets.c, tables.ticket_events.c, tables.ticket_files.c
_alerts, _outbox, _parked = tables.alerts.c, tables.outbox.c, tables.parked.c
_SELECT = sa.select(tables.erasures, _people.name.label("person_name")).join(
    tables.people, sa.and_(_people.estate == _asked.estate, _people.id == _asked.person)
)


class Forgetting:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    # --- who wants it ----------------------------------------------------------------------------

    async def save(self, erasures: Sequence[Erasure]) -> None:
        """Writes down what somebody asked for or confirmed; asked again it counts from then."""
        for erasure in erasures:
            row = {name: getattr(erasure, name) for name in erasure.__slots__}
            row["person"] = erasure.person.id
            await self._transaction.insert_or_change(
                tables.erasures, row, "reply_to", "asked_at", "confirmed_at"
            )

    async def asked(self, estate: str, person: str) -> Erasure | None:
        row = await self._transaction.fetch_one(
            _SELECT.where(_asked.estate == estate, _asked.person == person)
        )
        return None if row is None else _read_erasure(row)

    async def confirmed(self) -> tuple[Erasure, ...]:
        """All that is confirmed and not done yet, the oldest first."""
        rows = await self._transaction.fetch(
            _SELECT.where(_asked.confirmed_at.is_not(None)).order_by(_asked.confirmed_at)
        )
        return tuple(map(_read_erasure, rows))

    async def prune(self, asked_before: datetime) -> int:
        """Forgets who asked and never confirmed it; how many."""
        return await self._transaction.count(
            tables.erasures.delete().where(_asked.confirmed_at.is_(None), _asked.asked_at < asked_before)
        )

    # --- what there is ---------------------------------------------------------------------------

    async def numbers(self, estate: str, person: str) -> tuple[int, ...]:
        """The tickets that the person reported, added something to or gave a photo for.

        What somebody did as staff is the company's, not theirs.
        """
        parts = [
            sa.select(_tickets.number.label("number")).where(
                _tickets.estate == estate, _tickets.reporter == person
            )
        ]
        if not await self._serves(estate, person):
            parts += [
                sa.select(_events.ticket).where(_events.estate == estate, _events.actor == person),
                sa.select(_files.ticket).where(_files.estate == estate, _files.added_by == person),
            ]
        found = sa.union(*parts).subquery()
        rows = await self._transaction.fetch(sa.select(found.c.number).order_by(found.c.number))
        return tuple(row["number"] for row in rows)

    async def contents(self, estate: str, number: int, person: str) -> tuple[str, ...]:
        """The names of the stored photos that go with `erase`, and that nothing else holds."""
        mine = await self._list_mine(estate, number, person)
        other = tables.ticket_files.alias("other")
        shared = sa.exists().where(other.c.sha256 == _files.sha256, other.c.id.not_in(mine))
        rows = await self._transaction.fetch(
            sa.select(_files.sha256)
            .where(_files.id.in_(mine), _files.sha256.is_not(None), ~shared)
            .distinct()
        )
        return tuple(row["sha256"] for row in rows)

    async def _list_mine(self, estate: str, number: int, person: str) -> list[int]:
        """Of one's own ticket every photo shows one's home, whoever gave it; of others' only one's own."""
        of_ticket = sa.and_(_files.estate == estate, _files.ticket == number)
        if not await self._reported(estate, number, person):
            of_ticket = sa.and_(of_ticket, _files.added_by == person)
        return [row["id"] for row in await self._transaction.fetch(sa.select(_files.id).where(of_ticket))]

    async def _reported(self, estate: str, number: int, person: str) -> bool:
        mine = sa.select(_tickets.number).where(
            _tickets.estate == estate, _tickets.number == number, _tickets.reporter == person
        )
        return await self._transaction.fetch_one(mine) is not None

    async def _serves(self, estate: str, person: str) -> bool:
        held = sa.select(_roles.person).where(
            _roles.estate == estate, _roles.person == person, _roles.role.in_(_SERVING)
        )
        return await self._transaction.fetch_one(held) is not None

    # --- out of one ticket -----------------------------------------------------------------------

    async def erase(self, estate: str, number: int, person: str, now: datetime) -> None:
        """Takes the person out of a ticket that is over: words, room, phone, photos, and who it was."""
        run = self._transaction.run
        await self._transaction.insert_new(
            tables.people, {"estate": estate, "id": SOMEBODY.id, "name": NOBODY}
        )
        files = await self._list_mine(estate, number, person)
        keys = await self._list_keys(estate, number, person)
        if await self._reported(estate, number, person):
            await self._erase_own(estate, number)
        else:
            await self._erase_share(estate, number, person, keys)
        await run(
            tables.ticket_files.update().where(_files.id.in_(files)).values(**NO_FILE, added_by=SOMEBODY.id)
        )
        await run(
            tables.ticket_events.update()
            .where(_events.estate == estate, _events.ticket == number, _events.actor == person)
            .values(actor=SOMEBODY.id)
        )
        await run(
            tables.ticket_events.insert().values(
                estate=estate, ticket=number, step=Step.ERASED, at=now, actor=None, words="", message=None
            )
        )

    async def _erase_own(self, estate: str, number: int) -> None:
        """Nothing stays that anybody said of it."""
        for statement in blank_words(estate, number, reporter=SOMEBODY.id):
            await self._transaction.run(statement)

    async def _erase_share(self, estate: str, number: int, person: str, keys: Collection[str]) -> None:
        """What the person added to somebody else's ticket, and what was said because of it."""
        run = self._transaction.run
        mine = sa.and_(_events.estate == estate, _events.ticket == number, _events.actor == person)
        said = [row["words"] for row in await self._transaction.fetch(sa.select(_events.words).where(mine))]
        ticket = await self._transaction.fetch_one(
            sa.select(_tickets.words).where(_tickets.estate == estate, _tickets.number == number)
        )
        gone = {line for words in said for line in words.split("\n") if line}
        kept = "\n".join(line for line in (ticket or {"words": ""})["words"].split("\n") if line not in gone)
        await run(
            tables.tickets.update()
            .where(_tickets.estate == estate, _tickets.number == number)
            .values(words=kept, version=_tickets.version + 1)
        )
        await run(tables.ticket_events.update().where(mine, _events.step.not_in(KEPT_STEPS)).values(words=""))
        of_ticket = sa.and_(_outbox.estate == estate, _outbox.ticket == number)
        await run(
            tables.outbox.update()
            .where(of_ticket, sa.or_(_outbox.answers.in_(keys), _mentions(person)))
            .values(**NO_WORDS)
        )

    async def _list_keys(self, estate: str, number: int, person: str) -> list[str]:
        """The keys of the messages by which the person took part."""
        rows = await self._transaction.fetch(
            sa.select(_events.message).where(
                _events.estate == estate,
                _events.ticket == number,
                _events.actor == person,
                _events.message.is_not(None),
            )
        )
        return [row["message"] for row in rows]

    # --- what is too old to be kept ---------------------------------------------------------------

    async def outdated(self, estate: str, ended_before: datetime, limit: int = 100) -> tuple[int, ...]:
        """The tickets that ended before and were not erased yet, the oldest first."""
        live = sa.exists().where(
            _alerts.estate == _tickets.estate,
            _alerts.ticket == _tickets.number,
            _alerts.state.in_(("unconfirmed", "active")),
        )
        rows = await self._transaction.fetch(
            sa.select(_tickets.number)
            .where(
                _tickets.estate == estate,
                _tickets.status.in_(_ENDED),
            )
            .where(sa.func.coalesce(_tickets.updated_at, _tickets.opened_at) < ended_before, ~live)
            .where(_tickets.reporter != SOMEBODY.id)
            .order_by(_tickets.number)
            .limit(limit)
        )
        return tuple(row["number"] for row in rows)

    async def people_of(self, estate: str, number: int) -> tuple[str, ...]:
        """Whoever took part in the ticket and does not serve here, its reporter last."""
        reporter = await self._transaction.fetch_one(
            sa.select(_tickets.reporter).where(_tickets.estate == estate, _tickets.number == number)
        )
        serving = sa.select(_roles.person).where(_roles.estate == estate, _roles.role.in_(_SERVING))
        taken = sa.union(
            sa.select(_events.actor.label("person")).where(
                _events.estate == estate,
                _events.ticket == number,
                _events.actor.is_not(None),
                _events.actor.not_in(serving),
            ),
            sa.select(_files.added_by).where(
                _files.estate == estate, _files.ticket == number, _files.added_by.not_in(serving)
            ),
        ).subquery()
        rows = await self._transaction.fetch(sa.select(taken.c.person).order_by(taken.c.person))
        own = [reporter["reporter"]] if reporter else []
        return (*(row["person"] for row in rows if row["person"] not in (*own, SOMEBODY.id)), *own)

    # --- the rest --------------------------------------------------------------------------------

    async def finish(self, estate: str, person: str) -> bool:
        """Their name, what was said to them, what of theirs could not be handled, and that they asked.

        Whether they had asked: False where somebody else has done it meanwhile.
        """
        run = self._transaction.run
        await run(
            tables.outbox.update()
            .where(
                _outbox.estate == estate,
                _outbox.state.not_in(("pending", "sending")),
                sa.or_(_outbox.chat == person, _mentions(person)),
            )
            .values(**NO_WORDS)
        )
        holds = sa.func.instr if self._transaction.dialect == "sqlite" else sa.func.strpos
        await run(tables.parked.delete().where(_parked.estate == estate, holds(_parked.payload, person) > 0))
        asked = tables.erasures.delete().where(_asked.estate == estate, _asked.person == person)
        had_asked = await self._transaction.count(asked) == 1
        if not await self._serves(estate, person):
            await run(
                tables.people.update()
                .where(_people.estate == estate, _people.id == person)
                .values(name=NOBODY)
            )
        return had_asked


def _mentions(person: str) -> sa.ColumnElement[bool]:
    """Whether a delivery names the person."""
    written, plain = sa.cast(_outbox.mentions, sa.Text), json.dumps(person, ensure_ascii=False)
    return sa.or_(*(written.contains(name, autoescape=True) for name in {plain, json.dumps(person)}))


def _read_erasure(row: Row) -> Erasure:
    values: dict[str, Any] = dict(row)
    values["person"] = Person(row["person"], values.pop("person_name"))
    return Erasure(**values)
