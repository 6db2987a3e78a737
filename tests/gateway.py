"""A real Wechaty gateway for the tests: Node.js, npm's puppet server, and a mocked chat account.

    async with open_gateway() as gateway:
        await gateway.add_person("zhang", "张三")
        await gateway.add_room("g1@chatroom", "1号群", ["zhang"])
        ...                                  # start the bot against gateway.endpoint and gateway.token
        await gateway.wait_until_heard()     # the bot listens now
        await gateway.say("zhang", "8栋厨房漏水", room="g1@chatroom")
        receipt = await gateway.wait_for_sent("已登记")

Room ids must contain `@` (the mock tells rooms from people by it).  The bot's own contact id is `bot`.
Nothing said while no bot listens is kept: that is how real gateways are, too.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from tests.gateway_process import PATIENCE, GatewayProcess, Sent
from tests.npm import require_gateway


class Gateway(GatewayProcess):
    """One gateway: what people do in its chats, how it behaves, and what the bot sent."""

    # the world

    async def add_person(self, id: str, name: str) -> None:
        """Adds a contact, or renames one."""
        await self._settle({"do": "contact", "id": id, "name": name})

    async def add_room(self, id: str, topic: str, members: Sequence[str] = ()) -> None:
        await self._settle({"do": "room", "id": id, "topic": topic, "members": ["bot", *members]})

    async def rename_room(self, id: str, topic: str) -> None:
        await self.order("topic", id=id, topic=topic)

    async def join(self, room: str, person: str) -> None:
        await self.order("join", room=room, contact=person)

    # what people do.  `room` None is a direct message to the bot.  Each returns the message's id.

    async def say(
        self,
        person: str,
        text: str,
        *,
        room: str | None = None,
        mentions: Sequence[str] = (),
        id: str | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> str:
        """Says a text.  `payload` overrides fields of the gateway's message (`type`, `timestamp` …)."""
        told = await self.order(
            "say",
            contact=person,
            text=text,
            room=room,
            mentions=list(mentions),
            id=id,
            payload=dict(payload or {}),
        )
        return str(told["id"])

    async def show(
        self, person: str, content: bytes, *, name: str = "photo.jpg", room: str | None = None, type: int = 6
    ) -> str:
        """Sends a file (type 6 is an image, in the numbers of npm's wechaty-puppet)."""
        told = await self.order(
            "show",
            contact=person,
            name=name,
            room=room,
            base64=base64.b64encode(content).decode(),
            payload={"type": type},
        )
        return str(told["id"])

    async def show_link(self, person: str, url: str, *, name: str, room: str | None = None) -> str:
        """Sends an image that the gateway only knows by its web address."""
        return str((await self.order("link", contact=person, url=url, name=name, room=room))["id"])

    async def quote(self, person: str, author: str, text: str, words: str, *, room: str) -> str:
        """Says `words` as an answer to `text` by `author`, the way WeChat writes it."""
        return await self.say(person, f"「{author}：{text}」\n{'- ' * 14}-\n{words}", room=room)

    async def recall(self, person: str, message_id: str, *, room: str | None = None) -> None:
        await self.order("recall", contact=person, id=message_id, room=room)

    async def repeat(self, message_id: str) -> None:
        """Tells the event of a message once more."""
        await self.emit("message", {"messageId": message_id})

    async def emit(self, event: str, payload: Mapping[str, Any]) -> None:
        """Tells any event, right or wrong."""
        await self.order("emit", event=event, payload=dict(payload))

    # how it behaves

    async def beat_every(self, seconds: float) -> None:
        """Heartbeat events every so often; 0 is none."""
        self._beat_seconds = seconds
        await self.order("beat", seconds=seconds)

    async def log_in(self) -> None:
        self._logged_in = True
        await self.order("login")

    async def log_out(self) -> None:
        self._logged_in = False
        await self.order("logout")

    async def behave(
        self,
        *,
        give_ids: bool = False,
        can_recall: bool = False,
        send_error: str | None = None,
        send_delay: float = 0,
    ) -> None:
        """Whether sends return message ids, whether they can be recalled, fail or take their time."""
        behaviour = {
            "giveIds": give_ids,
            "canRecall": can_recall,
            "sendError": send_error,
            "sendDelay": send_delay,
        }
        await self.order("account", set=behaviour)

    # waiting

    async def wait_until_heard(self, seconds: float = PATIENCE) -> None:
        """Returns when a bot listens to the events."""
        async with asyncio.timeout(seconds):
            while (await self.order("listeners"))["count"] == 0:  # noqa: ASYNC110 -- in another process
                await asyncio.sleep(0.02)

    async def wait_until_unheard(self, seconds: float = PATIENCE) -> None:
        """Returns when the gateway has noticed that the bot is gone: what is said before that is lost."""
        async with asyncio.timeout(seconds):
            while (await self.order("listeners"))["count"]:  # noqa: ASYNC110 -- in another process
                await asyncio.sleep(0.02)

    async def wait_for_sent(
        self,
        wanted: str | Callable[[Sent], bool] = "",
        *,
        to: str | None = None,
        count: int = 1,
        seconds: float = PATIENCE,
    ) -> list[Sent]:
        """Everything that fits (text within, or a question), as soon as there are `count` of them."""
        fits = wanted if callable(wanted) else lambda sent: wanted in sent.text

        def find() -> list[Sent]:
            return [sent for sent in self.sent if (to is None or sent.to == to) and fits(sent)]

        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: len(find()) >= count)
        except TimeoutError:
            raise AssertionError(
                f"waited {seconds} s for {count} × {wanted!r} to {to}; sent so far: {self.sent}"
            ) from None
        return find()

    async def wait_for_recalled(self, message_id: str, seconds: float = PATIENCE) -> None:
        """Returns when the bot has taken back this message."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: message_id in self.recalled)

    async def race(self, person: str, text: str, words: str, *, room: str, count: int) -> float:
        """Milliseconds from telling the bot of `text` until `count` other chats were sent `words`."""
        told = await self.order("race", contact=person, text=text, room=room, words=words, count=count)
        return float(told["last"])


@contextlib.asynccontextmanager
async def open_gateway(
    *,
    tls: bool = False,
    token: str | None = None,
    beat_seconds: float = 1.0,
    bot_name: str = "物业小助手",
    logged_in: bool = True,
) -> AsyncIterator[Gateway]:
    """A running gateway for one test; skips the test where there can be none."""
    await asyncio.to_thread(require_gateway)
    gateway = Gateway(
        tls=tls,
        token=token or secrets.token_hex(8),
        beat_seconds=beat_seconds,
        bot_name=bot_name,
        logged_in=logged_in,
    )
    await gateway.start()
    try:
        yield gateway
    finally:
        await gateway.kill()
