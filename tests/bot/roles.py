"""Who has which role in a running bot."""

from __future__ import annotations

import asyncio

from handlers.model import Person, Role
from tests.bot.house import House
from tests.bot.scripted import contact


def people(*names: str) -> list[Person]:
    return [Person(contact(name), name) for name in names]


def role_of(house: House, name: str) -> Role:
    return house.app.directory.identify(Person(contact(name), name), "yun").role


async def wait_for_role(house: House, name: str, role: Role) -> None:
    async with asyncio.timeout(60):
        while role_of(house, name) is not role:  # noqa: ASYNC110 — the directory is looked at, it does not call
            await asyncio.sleep(0.01)
