"""Calls that stand open before their words are known: each serves once, and none is left behind."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.channels.wechaty.ahead import CallsAhead, Entered
from bot.channels.wechaty.puppet import GATEWAY_ERRORS, GatewayPuppet, NotConnected
from tests.bot.channels.wechaty_stage import make_options
from tests.gateway import Gateway, open_gateway

KIND = "/say"


@dataclass(slots=True)
class Stream:
    """What the connection knows of a call."""

    closable: bool = True
    headers: object = None


@dataclass(slots=True)
class Call:
    """A call that does nothing but remember what was done to it."""

    steps: list[str] = field(default_factory=list)
    _stream: Stream = field(default_factory=Stream)

    async def __aenter__(self) -> Call:
        self.steps.append("entered")
        return self

    async def send_request(self) -> None:
        self.steps.append("opened")

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.steps.append("left" if kind is None else "called off")


class Line:
    """Makes calls until it is cut."""

    def __init__(self) -> None:
        self.made: list[Call] = []
        self.is_cut = False

    def make(self) -> Call:
        if self.is_cut:
            raise NotConnected
        self.made.append(Call())
        return self.made[-1]


@asynccontextmanager
async def keeping(line: Line, count: int) -> AsyncIterator[CallsAhead]:
    ahead = CallsAhead({KIND: (line.make, count)}, GATEWAY_ERRORS)
    task = asyncio.create_task(ahead.keep())
    await wait_until(lambda: len(line.made) == count and line.made[-1].steps == ["entered", "opened"])
    yield ahead
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def wait_until(fits: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not fits():  # noqa: ASYNC110 -- a state, no event
            await asyncio.sleep(0.005)


async def test_each_call_serves_once_and_is_replaced() -> None:
    line = Line()
    async with keeping(line, 2) as ahead:
        first, second = ahead.take(KIND), ahead.take(KIND)
        assert first is line.made[0]
        assert second is line.made[1]
        assert ahead.take(KIND) is None
        await wait_until(lambda: len(line.made) == 4)
        async with Entered(first):
            pass
        assert line.made[0].steps == ["entered", "opened", "left"]
        assert ahead.take("/something else") is None


@pytest.mark.parametrize("stream", [Stream(closable=False), Stream(headers=())], ids=["ended", "answered"])
async def test_what_has_ended_or_was_answered_without_words_serves_nobody(stream: Stream) -> None:
    line = Line()
    async with keeping(line, 2) as ahead:
        line.made[0]._stream = stream
        assert ahead.take(KIND) is line.made[1]
        await wait_until(lambda: len(line.made) == 4)
    assert line.made[0].steps[-1] == "called off"


async def test_what_was_put_aside_is_left_when_the_gateway_has_ended_it() -> None:
    line = Line()
    async with keeping(line, 1) as ahead:
        async with Entered(ahead.take(KIND), ahead.put_aside) as call:
            assert call is line.made[0]
        await wait_until(lambda: len(line.made) == 2)
        assert line.made[0].steps == ["entered", "opened"]
        line.made[0]._stream.closable = False
        ahead.take(KIND)
        await wait_until(lambda: line.made[0].steps[-1] == "called off")


async def test_what_nobody_needed_is_called_off_at_the_end() -> None:
    line = Line()
    async with keeping(line, 3) as ahead:
        taken = ahead.take(KIND)
    assert [call.steps[-1] for call in line.made if call is not taken] == ["called off"] * 2


async def test_where_nothing_can_be_opened_any_more_the_keeping_ends() -> None:
    line = Line()
    ahead = CallsAhead({KIND: (line.make, 1)}, GATEWAY_ERRORS)
    task = asyncio.create_task(ahead.keep())
    await wait_until(lambda: bool(line.made))
    line.is_cut = True
    ahead.take(KIND)
    async with asyncio.timeout(30):
        await task
    assert ahead.take(KIND) is None


# --- over the real gateway ---------------------------------------------------------------------


@asynccontextmanager
async def calling(gateway: Gateway, **other: Any) -> AsyncIterator[GatewayPuppet]:
    """A connection with its calls open."""
    puppet = GatewayPuppet(make_options(gateway, **other), None)
    puppet._init_puppet()
    await puppet.check()
    task = asyncio.create_task(puppet.keep_calls_open())
    await wait_until(lambda: all(map(len, puppet._ahead._open.values())))
    try:
        yield puppet
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        puppet.close()


@pytest.mark.gateway
async def test_what_is_said_in_open_calls_arrives_once_and_in_order_with_its_mentions() -> None:
    async with open_gateway() as gateway:
        await gateway.add_room("g1@chatroom", "1号群")
        async with calling(gateway) as puppet:
            texts = [f"第{number}句" for number in range(20)]
            await asyncio.gather(
                *(puppet.send_text("g1@chatroom", text, ["zhang"], urgent=True) for text in texts)
            )
            sent = await gateway.wait_for_sent(count=20)
            assert [(each.text, each.mentions) for each in sent] == [(text, ("zhang",)) for text in texts]


@pytest.mark.gateway
async def test_an_open_call_in_which_nothing_was_said_says_nothing() -> None:
    async with open_gateway() as gateway:
        await gateway.add_room("g1@chatroom", "1号群")
        async with calling(gateway):
            pass
        async with calling(gateway) as puppet:
            await puppet.send_text("g1@chatroom", "后来的", [], urgent=True)
            assert [sent.text for sent in await gateway.wait_for_sent()] == ["后来的"]


@pytest.mark.gateway
async def test_a_gateway_that_does_not_answer_in_an_open_call_is_waited_for_no_longer_than_in_any() -> None:
    async with open_gateway() as gateway, calling(gateway, fetch_seconds=0.3) as puppet:
        await gateway.add_room("g1@chatroom", "1号群")
        gateway.freeze()
        with pytest.raises(TimeoutError):
            await puppet.send_text("g1@chatroom", "有人吗", [], urgent=True)
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0
        gateway.thaw()


@pytest.mark.gateway
async def test_calls_of_a_lost_connection_serve_nobody_and_what_was_to_be_said_has_not_left() -> None:
    async with open_gateway() as gateway, calling(gateway) as puppet:
        calls = list(puppet._ahead._open["/wechaty.Puppet/MessageSendText"])
        await gateway.kill()
        await wait_until(lambda: not calls[0]._stream.closable)
        with pytest.raises(NotConnected):
            await puppet.send_text("g1@chatroom", "还在吗", [], urgent=True)
