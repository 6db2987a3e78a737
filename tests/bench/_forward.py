"""A bare PuppetService script: forwards at once, stores nothing, decides nothing.

`python -m tests.bench._forward JSON`, with `endpoint`, `token`, `source`, `targets`, `words` and
`gather`: whether all sends are under way together, or one after the other.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from grpclib.client import Channel
from wechaty_grpc.wechaty import PuppetStub
from wechaty_puppet import EventMessagePayload, PuppetOptions
from wechaty_puppet_service import PuppetService

from bot.channels.wechaty.puppet import quiet_sdk_logs


class Forwarder(PuppetService):
    """The SDK's puppet layer, without the blocking test of the address that it begins with."""

    def _init_puppet(self) -> None:
        host, _, port = self.options.end_point.partition(":")
        self.channel = Channel(host=host, port=int(port))
        self.channel._authority = self.options.token
        self._puppet_stub = PuppetStub(self.channel)


async def forward(order: dict[str, Any]) -> None:
    quiet_sdk_logs()
    puppet = Forwarder(PuppetOptions(end_point=order["endpoint"], token=order["token"]))

    async def hear(event: EventMessagePayload) -> None:
        message = await puppet.message_payload(event.message_id)
        if message.room_id != order["source"] or order["words"] not in (message.text or ""):
            return
        if order["gather"]:
            await asyncio.gather(*(puppet.message_send_text(to, message.text, []) for to in order["targets"]))
            return
        for to in order["targets"]:
            await puppet.message_send_text(to, message.text, [])

    puppet._event_stream.on("message", hear)
    await puppet.start()


if __name__ == "__main__":
    asyncio.run(forward(json.loads(sys.argv[1])))
