"""People by contact id, and the roles that an estate gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from handlers.model import Person, Role
from storage import tables
from storage.statements import insert_person
from storage.transaction import Row, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGrant:
    """A role of a person in an estate.  `source` says who gave it: settings, console or group."""

    estate: str
    person: Person
    role: Role
    source: str
    at: datetime
    trades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A person met in an estate, at an instant where one is known."""

    estate: str
    person: Person
    at: datetime | None = None


class People:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def remember(self, person: Person, estate: str = "", at: datetime | None = None) -> None:
        """Keeps the person and their latest name; `estate` is where they were met."""
        await self.remember_all([Sighting(estate=estate, person=person, at=at)])

    async def remember_all(self, sightings: Iterable[Sighting]) -> None:
        """Keeps everybody at once; of several names of one person the last one stays."""
        rows: dict[tuple[str, str], Row] = {}
        for seen in sightings:
            rows[seen.estate, seen.person.id] = {
                "estate": seen.estate,
                "id": seen.person.id,
                "name": seen.person.name,
                "seen_at": seen.at,
            }
        if not rows:
            return
        # In one order always: two transactions that know the same people must not wait for each other.
        ordered = [rows[key] for key in sorted(rows)]
        statement = insert_person(tables.people, self._transaction.dialect)
        await self._transaction.run(statement, ordered[0] if len(ordered) == 1 else ordered)

    async def find(self, person_id: str) -> Person | None:
        """The person with this contact id, under the name they were last seen with anywhere."""
        people = tables.people.c
        row = await self._transaction.fetch_one(
            sa.select(people.id, people.name)
            .where(people.id == person_id)
            .order_by(people.seen_at.desc().nulls_last(), people.estate.desc())
            .limit(1)
        )
        return None if row is None else Person(**row)

    async def knows(self, estate: str, person_id: str) -> bool:
        """Whether this person has ever had to do with the estate."""
        people = tables.people.c
        found = sa.select(people.id).where(people.estate == estate, people.id == person_id)
        return await self._transaction.fetch_one(found) is not None

    async def seen(self, estate: str, limit: int = 100, text: str = "") -> tuple[Person, ...]:
        """Everybody met in the estate whose name holds `text`, the latest first."""
        people = tables.people.c
        statement = (
            sa.select(people.id, people.name)
            # Who stands for those that were erased, or for the bot itself, is nobody; who wrote into
            # the web form is a link, not somebody to give a role to.
            .where(
                people.estate == estate,
                ~people.id.startswith("nobody:"),
                ~people.id.startswith("form:"),
            )
            .order_by(people.seen_at.desc().nulls_last(), people.id)
            .limit(limit)
        )
        if text:
            statement = statement.where(people.name.icontains(text, autoescape=True))
        return tuple(Person(**row) for row in await self._transaction.fetch(statement))

    async def roles(self, estate: str | None = None) -> tuple[RoleGrant, ...]:
        """Every role given, of one estate or of all; one person may hold one from several sources."""
        roles, people = tables.roles.c, tables.people.c
        statement = (
            sa.select(tables.roles, people.name.label("person_name"))
            .join(tables.people, sa.and_(people.estate == roles.estate, people.id == roles.person))
            .order_by(roles.estate, roles.person, roles.role, roles.source)
        )
        if estate is not None:
            statement = statement.where(roles.estate == estate)
        return tuple(map(_read_grant, await self._transaction.fetch(statement)))

    async def grant(self, grant: RoleGrant) -> None:
        """Gives the role; a second grant from the same source replaces trades and time."""
        await self.remember(grant.person, grant.estate)
        row = {
            "estate": grant.estate,
            "person": grant.person.id,
            "role": grant.role,
            "source": grant.source,
            "trades": grant.trades,
            "at": grant.at,
        }
        await self._transaction.insert_or_change(tables.roles, row, "trades", "at")

    async def revoke(self, estate: str, person_id: str, role: Role, source: str | None = None) -> bool:
        """Takes the role away, from every source or from one; whether there was one."""
        roles = tables.roles.c
        statement = tables.roles.delete().where(
            roles.estate == estate, roles.person == person_id, roles.role == role
        )
        if source is not None:
            statement = statement.where(roles.source == source)
        return await self._transaction.count(statement) > 0


def _read_grant(row: Row) -> RoleGrant:
    return RoleGrant(
        estate=row["estate"],
        person=Person(row["person"], row["person_name"]),
        role=Role(row["role"]),
        source=row["source"],
        at=row["at"],
        trades=row["trades"],
    )
