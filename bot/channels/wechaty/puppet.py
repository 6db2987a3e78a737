"""One connection to the gateway: the SDK's puppet, without what blocks, waits for ever or believes anything.

The only module that knows the SDK.  A puppet is used for one connection and thrown away.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import Callable
from functools import partial
from typing import Any

from grpclib.const import Cardinality, Status
from grpclib.exceptions import GRPCError
from wechaty_grpc.wechaty import PuppetStub
from wechaty_grpc.wechaty.puppet import (
    ContactPayloadRequest,
    ContactPayloadResponse,
    EventType,
    FileBoxChunk,
    MessageFileStreamRequest,
    MessageFileStreamResponse,
    MessageSendFileStreamRequest,
    MessageSendFileStreamResponse,
    RoomPayloadRequest,
    RoomPayloadResponse,
)
from wechaty_puppet import PuppetOptions
from wechaty_puppet_service import PuppetService

from bot.channels.wechaty.ahead import Call, CallsAhead, Entered
from bot.channels.wechaty.connection import GATEWAY_ERRORS, NotConnected, OneConnection, uncounted
from bot.channels.wechaty.options import WechatyOptions
from bot.channels.wechaty.payloads import Payload, read_kind, read_time
from bot.channels.wechaty.wire import Asked, Told

log = logging.getLogger("linli.wechaty")

#: Bytes of one piece of a file; seconds to wait for the first when reading.
CHUNK, FIRST_PIECE_WAIT = 512 * 1024, 8.0

#: What may stand between somebody's words and their relay besides, in the SDK's shapes.
_ON_THE_WAY = (ContactPayloadRequest, ContactPayloadResponse, RoomPayloadRequest, RoomPayloadResponse)
_READ_MESSAGE, _READ_MEMBER, _SEND_TEXT = (
    f"/wechaty.Puppet/{call}" for call in ("MessagePayload", "RoomMemberPayload", "MessageSendText")
)
#: How many calls of which kind stand open: for what two people say, and for an alert to a few groups.
_AHEAD = {_READ_MESSAGE: 2, _READ_MEMBER: 2, _SEND_TEXT: 8}
#: What the loop above is told of an event: its type and its fields.
OnEvent = Callable[[int, dict[str, Any]], None]


class GatewayPuppet(PuppetService):
    """The calls that a channel needs, each with a time limit.  Raises GATEWAY_ERRORS."""

    def __init__(self, options: WechatyOptions, context: ssl.SSLContext | None) -> None:
        quiet_sdk_logs()
        learn_shapes()
        super().__init__(PuppetOptions(end_point=options.endpoint))
        self.account, self._context = options, context
        self._metadata = {"authorization": f"Wechaty {options.token}"}
        self._connection: OneConnection | None = None

    def _init_puppet(self) -> None:
        """Prepares the connection; it is made by the first call."""
        account = self.account
        self.channel = self._connection = OneConnection(account, self._context)
        limit, metadata = account.fetch_seconds, self._metadata
        self._puppet_stub = PuppetStub(self.channel, timeout=limit, metadata=metadata)
        self._puppet_stub._unary_unary = uncounted(self._puppet_stub._unary_unary)
        kinds = {route: (partial(self._make_call, route), count) for route, count in _AHEAD.items()}
        self._ahead = CallsAhead(kinds, GATEWAY_ERRORS)

    def close(self) -> None:
        """Drops the connection at once."""
        if self._connection is not None:
            self._connection.drop()

    async def check(self) -> None:
        """Returns if the gateway answers and takes the token."""
        try:
            async with asyncio.timeout(self.account.connect_seconds):
                await self.puppet_stub.version()
        except GRPCError as error:
            if error.status is not Status.UNIMPLEMENTED:
                raise

    async def keep_calls_open(self) -> None:
        """Makes calls faster until cancelled; returns where the connection is lost."""
        await self._ahead.keep()

    @uncounted
    async def _ask(self, route: str, asked: Asked, *, ready: bool = True) -> Told:
        """What a call gives; with `ready` it is made in one that stands open, where there is one."""
        call = self._ahead.take(route) if ready else None
        # What was read is known before the gateway says that it was all; a send is done only then.
        put_aside = None if route == _SEND_TEXT else self._ahead.put_aside
        limit = self.account.fetch_seconds
        entered = self._make_call(route, limit) if call is None else Entered(call, put_aside)
        async with asyncio.timeout(limit), entered as stream:
            await stream.send_message(asked, end=True)
            told = await stream.recv_message()
            assert isinstance(told, Told)
        return told

    def _make_call(self, route: str, limit: float | None = None) -> Call:
        return self._request(route, Cardinality.UNARY_UNARY, Asked, Told, limit)

    async def begin(self) -> None:
        """Starts the account; a gateway that has one running does nothing."""
        async with asyncio.timeout(self.account.fetch_seconds):
            await self.puppet_stub.start()

    async def take_over(self) -> None:
        """Ends the event stream that the gateway thinks it still has, and starts the account anew."""
        async with asyncio.timeout(self.account.fetch_seconds):
            await self.puppet_stub.stop()
            await self.puppet_stub.start()

    async def ask_for_life(self) -> None:
        """Asks for a sign: it comes as a `dong` event where the gateway knows that."""
        async with asyncio.timeout(self.account.connect_seconds):
            await self.puppet_stub.ding(data="linli")

    async def listen(self, on_event: OnEvent) -> None:
        """Calls `on_event` for each event until the stream ends; what cannot be read is left out."""
        call = self._request("/wechaty.Puppet/Event", Cardinality.UNARY_STREAM, Asked, Told)
        async with call as stream:
            await stream.send_message(Asked(), end=True)
            async for told in stream:
                type, fields = told.number(1), read_fields(told.text(2))
                if fields is None:
                    log.warning("account %s: unreadable event of type %s", self.account.name, type)
                else:
                    on_event(type, fields)

    async def read_message(self, message_id: str, now: Callable[[], Any]) -> Payload:
        """One message, with its fields made sound."""
        told = await self._ask(_READ_MESSAGE, Asked(message_id))
        return Payload(
            id=message_id,
            kind=read_kind(told.number(5)),
            text=told.text(3),
            file_name=told.text(2),
            talker=told.text(6),
            room=told.text(7),
            listener=told.text(8),
            mentions=told.texts(9),
            sent_at=read_time(told.number(4), now()),
        )

    async def name_member(self, room: str, contact: str) -> str:
        """What somebody is called in a group: the name chosen there, else the own one; empty for none."""
        told = await self._ask(_READ_MEMBER, Asked(room, contact))
        return told.text(2) or told.text(5)

    async def send_text(self, to: str, text: str, mentions: list[str], *, urgent: bool = False) -> str | None:
        """Sends a text; an urgent one in a call that stands open, where there is one."""
        told = await self._ask(_SEND_TEXT, Asked(to, text, mentions), ready=urgent)
        return told.inner(1).text(1) or None

    async def send_box(self, to: str, box: dict[str, Any]) -> str | None:
        """Sends a file as the gateway's JSON; it takes 4 MB at most."""
        response = await self.puppet_stub.message_send_file(conversation_id=to, filebox=json.dumps(box))
        return response.id or None

    @uncounted
    async def send_stream(self, to: str, name: str, content: bytes) -> str | None:
        """Sends a file of any size in pieces."""
        async with self._open(
            "MessageSendFileStream",
            Cardinality.STREAM_UNARY,
            MessageSendFileStreamRequest,
            MessageSendFileStreamResponse,
        ) as stream:
            await stream.send_message(MessageSendFileStreamRequest(conversation_id=to))
            await stream.send_message(MessageSendFileStreamRequest(file_box_chunk=FileBoxChunk(name=name)))
            for start in range(0, len(content), CHUNK):
                chunk = FileBoxChunk(data=content[start : start + CHUNK])
                await stream.send_message(MessageSendFileStreamRequest(file_box_chunk=chunk))
            await stream.end()
            response = await stream.recv_message()
        return (response.id or None) if response is not None else None

    @uncounted
    async def read_stream(self, message_id: str, limit: int) -> bytes:
        """The content of a file message, read in pieces until it is over the limit.

        Some gateways end a stream that failed without a word: the first piece must come soon.
        """
        content = bytearray()
        async with self._open(
            "MessageFileStream", Cardinality.UNARY_STREAM, MessageFileStreamRequest, MessageFileStreamResponse
        ) as stream:
            await stream.send_message(MessageFileStreamRequest(id=message_id), end=True)
            async with asyncio.timeout(min(FIRST_PIECE_WAIT, self.account.fetch_seconds / 3)):
                response = await stream.recv_message()
            while response is not None and len(content) <= limit:
                content += response.file_box_chunk.data
                response = await stream.recv_message()
            if response is not None:
                await stream.cancel()
        return bytes(content)

    def _open(self, call: str, shape: Cardinality, request: type[Any], response: type[Any]) -> Call:
        """A streaming call, which the SDK's protocol code does not have or cannot stop."""
        return self._request(
            f"/wechaty.Puppet/{call}", shape, request, response, timeout=self.account.fetch_seconds
        )

    def _request(
        self, route: str, shape: Cardinality, asked: type[Any], told: type[Any], timeout: float | None = None
    ) -> Call:
        assert self._connection is not None
        return self._connection.request(route, shape, asked, told, timeout=timeout, metadata=self._metadata)

    async def read_box(self, message_id: str, *, image: bool) -> dict[str, Any]:
        """A file message as the gateway's JSON (`boxType`, `base64` or `remoteUrl`); {} if it is none."""
        if image:
            response = await self.puppet_stub.message_image(id=message_id, type=3)
        else:
            response = await self.puppet_stub.message_file(id=message_id)
        return read_fields(response.filebox) or {}


def read_fields(text: str) -> dict[str, Any] | None:
    """A JSON object; None for anything else."""
    try:
        fields = json.loads(text)
    except ValueError:
        return None
    return fields if isinstance(fields, dict) else None


def learn_shapes() -> None:
    """Looks once at how the messages of the protocol are written, which takes milliseconds the first time."""
    for shape in _ON_THE_WAY:
        shape().parse(bytes(shape()))


def quiet_sdk_logs() -> None:
    """Leaves of the SDK's own logs only errors: they are written to stderr with tokens and file names."""
    for name in ("PuppetService", "WechatyPuppetServiceConfig", "FileBox"):
        logging.getLogger(name).setLevel(logging.ERROR)


__all__ = ["GATEWAY_ERRORS", "EventType", "GatewayPuppet", "NotConnected", "OnEvent"]
