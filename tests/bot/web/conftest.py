"""A console with three users, and two of them signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from handlers.model import Role
from tests.bot.web.house import LIU, WANG, House, Visitor, open_house


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await opened.add_user("陈经理", Role.MANAGER, person=LIU)
        await opened.add_user("小王", Role.STAFF, "sunny", WANG)
        await opened.add_user("小赵", Role.STAFF, "sunny")
        yield opened


@pytest_asyncio.fixture
async def manager(house: House) -> AsyncIterator[Visitor]:
    yield await house.sign_in("陈经理")


@pytest_asyncio.fixture
async def staff(house: House) -> AsyncIterator[Visitor]:
    yield await house.sign_in("小赵")
