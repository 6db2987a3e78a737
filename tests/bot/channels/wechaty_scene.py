"""The WeChat channel over the real gateway, with a group and two people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.base import Heard, Outgoing
from bot.channels.wechaty import WechatyChannel
from handlers.model import Person
from tests.bot.channels.contract import Listener
from tests.gateway import Gateway

ROOM = "g1@chatroom"
ZHANG = Person("wechat:contact:zhang", "张三")


@dataclass(slots=True)
class Scene:
    gateway: Gateway
    channel: WechatyChannel
    listener: Listener

    async def say(self, text: str, **other: Any) -> str:
        return await self.gateway.say("zhang", text, room=ROOM, **other)

    async def hear(self, count: int = 1) -> list[Heard]:
        return await self.listener.wait(Heard, count=count)

    async def hear_end(self) -> list[Heard]:
        """Everything heard up to a last message, without it."""
        await self.say("——完——")
        await self.listener.wait_until(lambda: any(h.text == "——完——" for h in self.listener.find(Heard)))
        return self.listener.find(Heard)[:-1]


async def populate(gateway: Gateway) -> None:
    await gateway.add_person("zhang", "张三")
    await gateway.add_room(ROOM, "1号群", ["zhang"])


def make_outgoing(text: str, **other: Any) -> Outgoing:
    return Outgoing(**{"key": "1", "chat": f"wechat:room:{ROOM}", "text": text, **other})
