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
    """grpclib ends a call by cancelling the task that calls: were that counted, its limits would not end."""
    async with open_breaking_gateway() as endpoint:
        puppet = GatewayPuppet(WechatyOptions(name="wx1", endpoint=endpoint, token="token", tls=False), None)
        puppet._init_puppet()
        with contextlib.closing(puppet), pytest.raises(TimeoutError):
            await read_then_wait(puppet, 0.5)


async def test_who_is_cancelled_during_a_call_stays_cancelled_and_a_call_out_of_time_counts_for_nothing() -> (
    None
):
    async with open_silent_gateway() as endpoint:
        options = WechatyOptions(name="wx1", endpoint=endpoint, token="token", tls=False, fetch_seconds=0.2)
        puppet = GatewayPuppet(options, None)
        puppet._init_puppet()
        with contextlib.closing(puppet):
            task = asyncio.create_task(read_until_late(puppet))
            assert await task == 0
            calling = asyncio.create_task(puppet.read_message("m1", lambda: datetime.now(UTC)))
            await asyncio.sleep(0)
            calling.cancel()
            with pytest.raises(asyncio.CancelledError):
                await calling
            assert calling.cancelling() == 1


@asynccontextmanager
async def open_silent_gateway() -> AsyncIterator[str]:
    """The endpoint of what takes connections and says nothing."""
    over = asyncio.Event()

    async def listen(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        over.set()


async def read_until_late(puppet: GatewayPuppet) -> int:
    """How many requests to cancel are counted after a call was out of time."""
    with pytest.raises(TimeoutError):
        await puppet.read_message("m1", lambda: datetime.now(UTC))
    task = asyncio.current_task()
    assert task is not None
    return task.cancelling()
