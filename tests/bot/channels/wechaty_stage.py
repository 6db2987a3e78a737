"""The WeChat channel on a stage: the real npm gateway is the other side."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.channels.base import Channel
from bot.channels.wechaty import WechatyChannel, WechatyOptions
from handlers.model import Person, Quote
from tests.bot.channels.contract import PATIENCE, Shown
from tests.gateway import Gateway
from tests.gateway_process import Sent


def make_options(gateway: Gateway, **other: Any) -> WechatyOptions:
    """Options for a gateway, trusting its certificate by pin if it has one."""
    pin = gateway.fingerprint if gateway.tls else None
    known = {"name": "wx1", "endpoint": gateway.endpoint, "token": gateway.token, "tls": gateway.tls}
    return WechatyOptions(**{**known, "pinned_sha256": pin, **other})


async def wait_until_ready(channel: Channel, seconds: float = PATIENCE) -> None:
    async with asyncio.timeout(seconds):
        while not channel.health.ready:  # noqa: ASYNC110 -- health is looked at, it does not call
            await asyncio.sleep(0.02)


@asynccontextmanager
async def open_channel(
    gateway: Gateway, *, ready: bool = True, **other: Any
) -> AsyncIterator[WechatyChannel]:
    """A started channel, ready unless said otherwise."""
    channel = WechatyChannel(make_options(gateway, **other))
    await channel.start()
    try:
        if ready:
            await wait_until_ready(channel)
        yield channel
    finally:
        await channel.close()


class WechatyStage:
    """Speaks the ids of the channel, which are the gateway's with a prefix."""

    def __init__(self, gateway: Gateway, channel: WechatyChannel) -> None:
        self.gateway, self._channel = gateway, channel
        self._numbers = itertools.count(1)

    @property
    def channel(self) -> Channel:
        return self._channel

    @property
    def bot_name(self) -> str:
        return self.gateway.bot_name

    async def add_person(self, name: str) -> Person:
        id = f"person{next(self._numbers)}"
        await self.gateway.add_person(id, name)
        return Person(f"wechat:contact:{id}", name)

    async def add_room(self, name: str, members: Sequence[Person]) -> str:
        id = f"{next(self._numbers)}@chatroom"
        await self.gateway.add_room(id, name, [strip(person.id) for person in members])
        return f"wechat:room:{id}"

    async def say(
        self,
        person: Person,
        text: str,
        *,
        chat: str,
        quote: Quote | None = None,
        mention_bot: bool = False,
    ) -> str:
        text = f"@{self.bot_name}\u2005{text}" if mention_bot else text
        text = f"「{quote.author}：{quote.text}」\n{'- ' * 14}-\n{text}" if quote else text
        mentions = ["bot"] if mention_bot else []
        return key(await self.gateway.say(strip(person.id), text, room=as_room(chat), mentions=mentions))

    async def show(self, person: Person, content: bytes, *, chat: str) -> str:
        return key(await self.gateway.show(strip(person.id), content, room=as_room(chat)))

    async def recall(self, person: Person, key: str, *, chat: str) -> None:
        await self.gateway.recall(strip(person.id), key.removeprefix("wechat:"), room=as_room(chat))

    async def repeat(self, key: str) -> None:
        await self.gateway.repeat(key.removeprefix("wechat:"))

    async def see(self, chat: str, count: int) -> Sequence[Shown]:
        return [show(sent) for sent in await self.gateway.wait_for_sent(to=strip(chat), count=count)]


def key(message_id: str) -> str:
    return f"wechat:{message_id}"


def strip(id: str) -> str:
    return id.split(":", 2)[2]


def as_room(chat: str) -> str | None:
    return strip(chat) if chat.startswith("wechat:room:") else None


def show(sent: Sent) -> Shown:
    return Shown(sent.text, tuple(f"wechat:contact:{id}" for id in sent.mentions), sent.file)


def write_authority(gateway: Gateway, folder: Path) -> Path:
    """The certificate authority of a gateway as a file."""
    file = folder / "ca.pem"
    file.write_text(gateway.certificate_authority)
    return file
