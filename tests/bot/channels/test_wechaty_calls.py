"""A call to a gateway that breaks it off: an error for the caller, and no more than that."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.channels.wechaty import WechatyOptions
from bot.channels.wechaty.puppet import GATEWAY_ERRORS, GatewayPuppet


@asynccontextmanager
async def open_breaking_gateway() -> AsyncIterator[str]:
    """The endpoint of what takes a connection and drops it at the first words."""

    async def drop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    server = await asyncio.start_server(drop, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def read_then_wait(puppet: GatewayPuppet, seconds: float) -> None:
    """Waits for ever after a call that is broken off.  Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        with pytest.raises(GATEWAY_ERRORS):
            await puppet.read_message("m1", lambda: datetime.now(UTC))
        await asyncio.Event().wait()


async def test_a_limit_on_time_still_holds_after_a_call_was_broken_off() -> None:
    """grpclib ends a call by cancelling its task: were that the caller's, its limits would no longer end."""
    async with open_breaking_gateway() as endpoint:
        puppet = GatewayPuppet(WechatyOptions(name="wx1", endpoint=endpoint, token="token", tls=False), None)
        puppet._init_puppet()
        with contextlib.closing(puppet), pytest.raises(TimeoutError):
            await read_then_wait(puppet, 0.5)
