"""The WeChat channel over a real gateway, for the tests that ask for a scene."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.channels.contract import listening
from tests.bot.channels.wechaty_scene import Scene, populate
from tests.bot.channels.wechaty_stage import open_channel
from tests.gateway import open_gateway


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """A gateway, a channel that is connected to it, and everything that it tells."""
    async with open_gateway() as gateway:
        await populate(gateway)
        async with (
            open_channel(gateway, send_seconds=3.0, fetch_seconds=9.0) as channel,
            listening(channel) as listener,
        ):
            yield Scene(gateway, channel, listener)
