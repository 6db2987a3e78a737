"""Enrols what the settings name and who is in the staff groups."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

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
    ) -> None:
        self._settings = settings
        self._database = database
        self._directory = directory
        self._channels = channels

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
        named = {(grant.person.id, grant.role): grant for grant in list_grants(estate)}
        for grant in await uow.people.roles(estate.id):
            if grant.source == "settings" and (grant.person.id, grant.role) not in named:
                await uow.people.revoke(estate.id, grant.person.id, grant.role, "settings")
        for grant in named.values():
            await uow.people.grant(grant)

    async def refresh(self) -> None:
        async with self._database.view() as uow:
            self._directory.fill(await uow.estates.chats(), await uow.people.roles())

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

    async def enrol_members(self, chat_id: str, channel: Channel) -> None:
        """The members of a staff group are staff; who left it is no longer."""
        chat = self._directory.find_chat(chat_id)
        if chat is None or chat.kind is not ChatKind.STAFF:
            return
        members = {person.id: person for person in await channel.members(chat_id)}
        if not members:
            return
        before = self._directory.staff_from_group(chat.estate)
        if before == set(members):
            return
        async with self._database.transaction() as uow:
            for contact in before - set(members):
                await uow.people.revoke(chat.estate, contact, Role.STAFF, "group")
            for person in members.values():
                await uow.people.grant(group_grant(chat.estate, person))
            await uow.commit()
        log.info("staff group %s: %d members", chat_id, len(members))
        await self.refresh()


def list_grants(estate: EstateSettings) -> list[RoleGrant]:
    """The roles that the settings give."""
    now = datetime.now(UTC)
    managers = [(person, Role.MANAGER) for person in estate.managers]
    staff = [(person, Role.STAFF) for person in estate.staff]
    return [
        RoleGrant(
            estate=estate.id,
            person=Person(person.id, person.name),
            role=role,
            trades=person.trades,
            source="settings",
            at=now,
        )
        for person, role in managers + staff
    ]


def group_grant(estate: str, person: Person) -> RoleGrant:
    return RoleGrant(estate=estate, person=person, role=Role.STAFF, source="group", at=datetime.now(UTC))
