"""How a connection to the gateway is made and lost, and what a call on it may end with."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import grpclib.client
from grpclib.config import Configuration
from grpclib.exceptions import GRPCError, ProtocolError, StreamTerminatedError

from bot.channels.wechaty.options import WechatyOptions

#: Everything that a call to the gateway can end with besides an answer.
GATEWAY_ERRORS = (
    GRPCError, StreamTerminatedError, ProtocolError, OSError, TimeoutError, AssertionError,
)  # fmt: skip
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def uncounted(
    call: Callable[Given, Coroutine[Any, Any, Answer]],
) -> Callable[Given, Coroutine[Any, Any, Answer]]:
    """Takes back the request to cancel that a call ends with where its connection is lost.

    grpclib cancels the task that calls and turns that into an error.  The request would stay counted, and
    `asyncio.timeout` around such a call and the next one could no longer tell its own from it: it would
    cancel for good who only wanted to wait for so long.  (A task of its own for each call does it too, but
    comes too late: what stands in the queue of the loop would go before the request.)
    """

    @wraps(call)
    async def call_uncounted(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        task = asyncio.current_task()
        counted = task.cancelling() if task else 0
        try:
            return await call(*args, **kwargs)
        except GATEWAY_ERRORS:
            if task and task.cancelling() > counted:
                task.uncancel()
            raise

    return call_uncounted


class NotConnected(ConnectionError):
    """The connection was lost before the call: nothing of it has left."""


class OneConnection(grpclib.client.Channel):
    """A channel that connects once: a call on a dropped or lost connection fails instead of coming back."""

    def __init__(self, account: WechatyOptions, context: ssl.SSLContext | None) -> None:
        config = Configuration(ssl_target_name_override=account.server_name)
        super().__init__(host=account.host, port=account.port, ssl=context, config=config)
        self._limit = account.connect_seconds
        self._used = False
        if not account.tls:  # gateways before 2021 know the token by this alone
            self._authority = account.token

    async def __connect__(self) -> Any:
        """The connection.  The first call makes it and must be alone."""
        if self._connected:
            return await super().__connect__()
        if self._used:
            raise NotConnected
        self._used = True
        async with asyncio.timeout(self._limit):
            return await super().__connect__()

    def drop(self) -> None:
        self._used = True
        self.close()
