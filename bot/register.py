"""Enrols what the settings name and who is in the staff groups."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.channels.base import Channel
from bot.directory import Directory, list_chats
from bot.settings import EstateSettings, Settings
from handlers.model import ChatKind, Person, Role
from storage.engine import Database
from storage.people import RoleGrant
from storage.unit_of_work import UnitOfWork

log = logging.getLogger("linli.register")


class Register:
    """Writes estates, chats and roles into the database, and keeps the directory in step."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        directory: Directory,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._database = database
        self._directory = directory
        self._channels = channels
        self._now = now

    async def enrol(self) -> None:
        """Takes over the settings; what was given on the console stays."""
        async with self._database.transaction() as uow:
            for estate in self._settings.estates:
                await uow.estates.save(estate.id, estate.name)
                for chat in list_chats(estate):
                    await uow.estates.save_chat(chat)
                await self._enrol_people(uow, estate)
            await uow.commit()
        await self.refresh()

    async def _enrol_people(self, uow: UnitOfWork, estate: EstateSettings) -> None:
        named = {(grant.person.id, grant.role): grant for grant in list_grants(estate, self._now())}
        for grant in await uow.people.roles(estate.id):
            if grant.source == "settings" and (grant.person.id, grant.role) not in named:
                await uow.people.revoke(estate.id, grant.person.id, grant.role, "settings")
        for grant in named.values():
            await uow.people.grant(grant)

    async def refresh(self) -> None:
        async with self._database.view() as uow:
            self._directory.fill(
                await uow.estates.chats(), await uow.people.roles(), await uow.roster.changes()
            )

    async def enrol_all_members(self, channel: Channel) -> None:
        """Reads again who is in the staff groups that this account is in."""
        for estate in self._directory.estates:
            for chat in estate.staff_groups:
                if chat.id.startswith(f"{channel.network}:"):
                    await self.enrol_members(chat.id, channel)

    async def enrol_everywhere(self, chat_id: str) -> None:
        """Reads who is in a group that has just been made a staff group."""
        for channel in self._channels.values():
            if chat_id.startswith(f"{channel.network}:") and channel.health.ready:
                await self.enrol_members(chat_id, channel)

    async def enrol_when_ready(self, channel: Channel) -> None:
        """Waits for the account to connect for the first time, then reads who is staff.

        And what its groups are called, so that nobody's first words there wait for that.
        """
        while not channel.health.ready:  # noqa: ASYNC110 — health is a state, no event
            await asyncio.sleep(0.2)
        await self.enrol_all_members(channel)
        await channel.rooms()

    async def enrol_again(self) -> None:
        """Reads all staff groups again: not every network tells who left."""
        for channel in self._channels.values():
            if channel.health.ready:
                await self.enrol_all_members(channel)

    async def enrol_members(self, chat_id: str, channel: Channel) -> None:
        """The members of a staff group are staff; who left it is no longer."""
        chat = self._directory.find_chat(chat_id)
        if chat is None or chat.kind is not ChatKind.STAFF:
            return
        members = {person.id: person for person in await channel.members(chat_id)}
        source = f"group:{chat_id}"
        before = self._directory.staff_by(chat.estate, source)
        if not members or before == set(members):
            return
        now = self._now()
        async with self._database.transaction() as uow:
            for contact in before - set(members):
                await uow.people.revoke(chat.estate, contact, Role.STAFF, source)
            for person in members.values():
                await uow.people.grant(
                    RoleGrant(estate=chat.estate, person=person, role=Role.STAFF, source=source, at=now)
                )
            await uow.commit()
        log.info("staff group %s: %d members", chat_id, len(members))
        await self.refresh()


def list_grants(estate: EstateSettings, now: datetime) -> list[RoleGrant]:
    """The roles that the settings give: managers, staff, shift leaders, and whoever is on the roster."""
    staff: dict[str, Person] = {}
    trades: dict[str, dict[str, None]] = {}
    for named in (*estate.staff, *estate.leaders, *estate.roster):
        staff.setdefault(named.id, Person(named.id, named.name))
        trades.setdefault(named.id, {}).update(dict.fromkeys(named.trades))
    return [
        *(make_grant(estate.id, Person(m.id, m.name), Role.MANAGER, m.trades, now) for m in estate.managers),
        *(make_grant(estate.id, staff[id], Role.STAFF, tuple(trades[id]), now) for id in staff),
    ]


def make_grant(estate: str, person: Person, role: Role, trades: tuple[str, ...], now: datetime) -> RoleGrant:
    return RoleGrant(estate=estate, person=person, role=role, trades=trades, source="settings", at=now)
