"""The WeChat channel keeps the contract of all channels, plain and over TLS."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.channels.contract import ChannelContract, Stage
from tests.bot.channels.wechaty_stage import WechatyStage, open_channel
from tests.gateway import open_gateway

pytestmark = pytest.mark.gateway


class TestWechaty(ChannelContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[Stage]:
        async with open_gateway() as gateway, open_channel(gateway) as channel:
            yield WechatyStage(gateway, channel)
