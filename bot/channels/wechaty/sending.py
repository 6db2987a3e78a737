"""Says things into chats, and says of a failure whether trying again can help."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict

from grpclib.const import Status
from grpclib.exceptions import GRPCError

from bot.channels.base import Outgoing, SendFailed
from bot.channels.wechaty.files import send_file
from bot.channels.wechaty.ids import NETWORK, name_contact_id
from bot.channels.wechaty.link import Link
from bot.channels.wechaty.options import WechatyOptions
from bot.channels.wechaty.payloads import put_mentions
from bot.channels.wechaty.puppet import GATEWAY_ERRORS, GatewayPuppet, NotConnected

#: Texts remembered as sent while their file was not.
MOST_HALVES = 1000
#: What gateways that know no better status say of a group or a person that is not there (any more).
_GONE = re.compile(
    r"not (?:exist|found)|no (?:payload|such)|does ?n.t exist|not a member|不存在|不在群", re.IGNORECASE
)
_FOR_GOOD = frozenset(
    {Status.NOT_FOUND, Status.INVALID_ARGUMENT, Status.FAILED_PRECONDITION, Status.OUT_OF_RANGE,
     Status.RESOURCE_EXHAUSTED, Status.UNIMPLEMENTED}
)  # fmt: skip
_PERHAPS_DONE = frozenset({Status.DEADLINE_EXCEEDED, Status.CANCELLED, Status.DATA_LOSS})


class Sending:
    """Sends by the link's connection of the moment."""

    def __init__(self, options: WechatyOptions, link: Link) -> None:
        self._options, self._link = options, link
        self._halves: OrderedDict[str, str | None] = OrderedDict()

    async def send(self, message: Outgoing) -> str | None:
        """The id of the message (of the text, if it has a file too), or None.  Raises SendFailed."""
        network, _, rest = message.chat.partition(":")
        kind, _, to = rest.partition(":")
        if network != NETWORK or kind not in ("room", "contact") or not to:
            raise SendFailed("这个账号不认识这个群或联系人", retry=False)
        puppet = self._link.puppet
        if puppet is None or not self._link.health.ready:
            raise SendFailed(self._link.health.reason or "没有连上")
        limit = self._options.send_seconds + (self._options.fetch_seconds if message.upload else 0)
        try:
            async with asyncio.timeout(limit):
                return await self._send(puppet, to, message, in_room=kind == "room")
        except GATEWAY_ERRORS as error:
            raise explain_failure(error, limit) from error

    async def _send(self, puppet: GatewayPuppet, to: str, message: Outgoing, *, in_room: bool) -> str | None:
        people = message.mentions if in_room else ()
        text = put_mentions((person.name for person in people), message.text)
        if message.key in self._halves:
            text_id = self._halves[message.key]
        elif text:
            ids = [person.id.removeprefix(name_contact_id("")) for person in people]
            text_id = await puppet.send_text(to, text, ids, urgent=message.urgent)
        else:
            text_id = None
        if message.upload is None:
            return text_id
        if text:
            self._remember_half(message.key, text_id)
        file_id = await send_file(puppet, to, message.upload)
        self._halves.pop(message.key, None)
        return text_id or file_id

    def _remember_half(self, key: str, text_id: str | None) -> None:
        self._halves[key] = text_id
        while len(self._halves) > MOST_HALVES:
            self._halves.popitem(last=False)


def explain_failure(error: Exception, limit: float) -> SendFailed:
    """Whether it may have arrived all the same, and whether trying again can help."""
    if isinstance(error, TimeoutError):
        return SendFailed(f"{limit:g}秒内没有得到网关答复", unknown=True)
    if isinstance(error, NotConnected):
        return SendFailed("没有连上")
    if not isinstance(error, GRPCError):
        return SendFailed("发送时与网关断开", unknown=True)
    if error.status in _PERHAPS_DONE:
        return SendFailed(f"网关没有说清是否发出（{error.status.name}）", unknown=True)
    gone = error.status in _FOR_GOOD or _GONE.search(error.message or "") is not None
    return SendFailed(f"网关拒绝发送（{error.status.name}）", retry=not gone)
