"""The WeChat channel comes back: from a gateway that ends, restarts, freezes or goes deaf.

A real account's gateway beats every few seconds and a freeze of a minute is twelve missed beats.  Here
it beats every half second and is frozen for twelve seconds: more missed beats, in less of our time.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.channels.base import Gap, Heard, Outgoing, SendFailed
from bot.channels.wechaty import WechatyChannel
from tests.bot.channels.contract import Listener, listening
from tests.bot.channels.wechaty_stage import open_channel, wait_until_ready
from tests.gateway import Gateway, open_gateway

pytestmark = pytest.mark.gateway

ROOMS = ("g1@chatroom", "g2@chatroom", "g3@chatroom")
#: What is promised: back this many seconds after the gateway.
PROMISED = 5.0


@asynccontextmanager
async def open_populated(*, tls: bool = False) -> AsyncIterator[Gateway]:
    async with open_gateway(tls=tls, beat_seconds=0.5) as gateway:
        await gateway.add_person("zhang", "张三")
        for room in ROOMS:
            await gateway.add_room(room, room, ["zhang"])
        yield gateway


@asynccontextmanager
async def open_both(*, tls: bool = False) -> AsyncIterator[tuple[Gateway, WechatyChannel, Listener]]:
    async with (
        open_populated(tls=tls) as gateway,
        open_channel(gateway, heartbeat_seconds=0.5, connect_seconds=1.0) as channel,
        listening(channel) as listener,
    ):
        yield gateway, channel, listener


async def say_many(gateway: Gateway, words: str, count: int) -> list[str]:
    texts = [f"{words}{number}" for number in range(count)]
    await asyncio.gather(
        *(gateway.say("zhang", text, room=ROOMS[n % len(ROOMS)]) for n, text in enumerate(texts))
    )
    return texts


async def wait_until_not_ready(channel: WechatyChannel) -> None:
    async with asyncio.timeout(30):
        while channel.health.ready:  # noqa: ASYNC110 -- health is looked at
            await asyncio.sleep(0.01)


async def hear_all(listener: Listener, texts: list[str]) -> None:
    """Returns when each of the texts was heard; fails when one was heard twice."""
    await listener.wait_until(lambda: set(texts) <= {heard.text for heard in listener.find(Heard)})
    heard = [heard.text for heard in listener.find(Heard)]
    assert len(heard) == len(set(heard))


async def test_two_hundred_messages_arrive_in_the_order_of_their_groups() -> None:
    async with open_both() as (gateway, _, listener):
        texts = await say_many(gateway, "第", 200)
        await hear_all(listener, texts)
        for start, room in enumerate(ROOMS):
            heard = [heard.text for heard in listener.find(Heard, f"wechat:room:{room}")]
            assert heard == texts[start :: len(ROOMS)]


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("how", ["kill", "stop"])
async def test_it_is_back_soon_after_a_restart_and_loses_nothing_said_from_then_on(
    how: str, tls: bool
) -> None:
    async with open_both(tls=tls) as (gateway, channel, listener):
        await hear_all(listener, await say_many(gateway, "先", 3))
        await (gateway.kill() if how == "kill" else gateway.stop())
        await wait_until_not_ready(channel)
        assert channel.health.reason
        with pytest.raises(SendFailed) as failure:
            await channel.send(Outgoing(key="1", chat=f"wechat:room:{ROOMS[0]}", text="在吗"))
        assert (failure.value.retry, failure.value.unknown) == (True, False)
        await asyncio.sleep(3)  # it was away for a while
        await gateway.start()
        await gateway.wait_until_heard(PROMISED)
        await hear_all(listener, await say_many(gateway, "后", 50))
        (gap,) = listener.find(Gap)
        assert 2 < (gap.until - gap.since).total_seconds() < 60
        await channel.send(Outgoing(key="2", chat=f"wechat:room:{ROOMS[0]}", text="回来了"))
        await gateway.wait_for_sent("回来了")


async def test_restart_after_restart_is_no_different() -> None:
    async with open_both() as (gateway, channel, listener):
        for turn in range(4):
            await gateway.restart()
            await gateway.wait_until_heard(PROMISED)
            await hear_all(listener, await say_many(gateway, f"{turn}.", 20))
        assert channel.health.ready


async def test_a_frozen_gateway_is_noticed_and_heard_again_when_it_thaws() -> None:
    async with open_both() as (gateway, channel, listener):
        gateway.freeze()
        await wait_until_not_ready(channel)
        assert any(word in channel.health.reason for word in ("没有动静", "没有应答"))
        await asyncio.sleep(12)
        gateway.thaw()
        await wait_until_ready(channel, PROMISED)
        await hear_all(listener, await say_many(gateway, "化", 50))
        (gap,) = listener.find(Gap)
        assert (gap.until - gap.since).total_seconds() > 11


async def test_a_send_into_a_frozen_gateway_ends_as_unknown() -> None:
    async with (
        open_populated() as gateway,
        open_channel(gateway, heartbeat_seconds=60, send_seconds=1.0) as channel,
    ):
        gateway.freeze()
        with pytest.raises(SendFailed) as failure:
            await channel.send(Outgoing(key="1", chat=f"wechat:room:{ROOMS[0]}", text="在吗"))
        assert failure.value.unknown
        gateway.thaw()
        await gateway.wait_for_sent("在吗")


async def test_a_stream_gone_deaf_is_replaced_although_calls_are_answered() -> None:
    async with open_both() as (gateway, channel, listener):
        await asyncio.sleep(2)  # some beats, so that silence means something
        await gateway.order("deafen")
        await wait_until_not_ready(channel)
        await gateway.wait_until_heard()
        await hear_all(listener, await say_many(gateway, "醒", 10))


async def test_a_gateway_without_heartbeats_is_left_alone_while_it_answers() -> None:
    async with open_both() as (gateway, channel, listener):
        await gateway.beat_every(0)
        since = channel.health.since
        await asyncio.sleep(6)
        await hear_all(listener, await say_many(gateway, "静", 3))
        assert channel.health.since == since
        assert listener.find(Gap) == []


async def test_it_waits_for_a_gateway_that_is_not_there_yet() -> None:
    async with open_populated() as gateway:
        await gateway.kill()
        async with open_channel(gateway, ready=False) as channel, listening(channel) as listener:
            async with asyncio.timeout(60):
                while "连不上" not in channel.health.reason:  # noqa: ASYNC110 -- health is looked at
                    await asyncio.sleep(0.01)
            await gateway.start()
            await wait_until_ready(channel, PROMISED)
            await hear_all(listener, await say_many(gateway, "来", 3))
            assert listener.find(Gap) == []


async def test_a_second_bot_on_one_account_is_told_so_and_disturbs_nobody() -> None:
    async with open_both() as (gateway, channel, listener), open_channel(gateway, ready=False) as second:
        async with asyncio.timeout(60):
            while "另一个程序" not in second.health.reason:  # noqa: ASYNC110 -- health is looked at
                await asyncio.sleep(0.01)
        await hear_all(listener, await say_many(gateway, "一", 10))
        assert channel.health.ready
        assert listener.find(Gap) == []


class Wire:
    """A TCP relay that can lose its connections the way networks do: without telling either side."""

    def __init__(self, port: int) -> None:
        self._target, self.port = port, 0
        self._lost: list[asyncio.Event] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def lose(self) -> None:
        """What passes from now on through the connections of now is lost."""
        for lost in self._lost:
            lost.set()

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        lost = asyncio.Event()
        self._lost.append(lost)
        for source, sink in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._carry(source, sink, lost))
            self._tasks.add(task)

    async def _carry(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, lost: asyncio.Event
    ) -> None:
        try:
            with contextlib.suppress(OSError):
                while data := await source.read(65536):
                    if not lost.is_set():
                        sink.write(data)
                        await sink.drain()
                if lost.is_set():  # the end is not told either
                    await asyncio.Event().wait()
        finally:
            sink.close()


async def test_a_connection_lost_on_the_way_is_replaced_although_the_gateway_believes_in_it() -> None:
    async with open_populated() as gateway:
        wire = Wire(gateway.port)
        await wire.open()
        options = {"endpoint": f"127.0.0.1:{wire.port}", "heartbeat_seconds": 0.5, "connect_seconds": 1.0}
        async with open_channel(gateway, **options) as channel, listening(channel) as listener:  # type: ignore[arg-type]
            await hear_all(listener, await say_many(gateway, "先", 3))
            wire.lose()
            await wait_until_not_ready(channel)
            await wait_until_ready(channel)
            await hear_all(listener, await say_many(gateway, "后", 10))
            assert len(listener.find(Gap)) == 1
        await wire.close()
