"""Who may sign in to the console, and who is signed in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from handlers.model import Role
from storage import tables
from storage.transaction import Row, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account of the console.  `estate` None sees every estate; `person_id` ties it to a contact."""

    name: str
    password_hash: str
    role: Role
    estate: str | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody signed in.  Only the hash of the token is stored."""

    token_hash: str
    user: str
    expires_at: datetime


class Users:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, user: User) -> bool:
        """Whether the user was added; False where the name is taken."""
        return await self._transaction.insert_new(tables.users, asdict(user))

    async def get(self, name: str) -> User | None:
        row = await self._transaction.fetch_one(sa.select(tables.users).where(tables.users.c.name == name))
        return None if row is None else _read_user(row)

    async def all(self) -> tuple[User, ...]:
        """Everybody, by name."""
        rows = await self._transaction.fetch(sa.select(tables.users).order_by(tables.users.c.name))
        return tuple(map(_read_user, rows))

    async def set_password(self, name: str, password_hash: str) -> bool:
        """Sets it and signs the user out everywhere; False where there is no such user."""
        users, sessions = tables.users, tables.sessions
        await self._transaction.run(sessions.delete().where(sessions.c.user == name))
        changed = users.update().where(users.c.name == name).values(password_hash=password_hash)
        return await self._transaction.count(changed) == 1

    async def remove(self, name: str) -> bool:
        """Removes the user and their sessions; False where there is no such user."""
        return await self._transaction.count(tables.users.delete().where(tables.users.c.name == name)) == 1


class Sessions:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, token_hash: str, user: str, expires_at: datetime) -> None:
        await self._transaction.run(
            tables.sessions.insert(), {"token_hash": token_hash, "user": user, "expires_at": expires_at}
        )

    async def get(self, token_hash: str) -> Session | None:
        """The session, also where it has expired: the caller has the clock."""
        sessions = tables.sessions
        row = await self._transaction.fetch_one(
            sa.select(sessions).where(sessions.c.token_hash == token_hash)
        )
        return None if row is None else Session(**row)

    async def delete(self, token_hash: str) -> None:
        await self._transaction.run(
            tables.sessions.delete().where(tables.sessions.c.token_hash == token_hash)
        )

    async def prune(self, now: datetime) -> int:
        """Forgets the sessions that have expired by `now`; how many."""
        sessions = tables.sessions
        return await self._transaction.count(sessions.delete().where(sessions.c.expires_at <= now))


def _read_user(row: Row) -> User:
    return User(**{**row, "role": Role(row["role"])})
