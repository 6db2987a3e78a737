"""The process of a real Wechaty gateway: Node.js with gateway.js, told what to do line by line."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import signal
import socket
from collections import deque
from dataclasses import dataclass
from typing import Any

from tests.npm import HOME, find_node, install_modules

PATIENCE = 90.0
LONGEST_LINE = 256 * 1024 * 1024
Order = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """What the bot sent: a text with its mentions (contact ids), or a file."""

    id: str
    to: str
    text: str = ""
    mentions: tuple[str, ...] = ()
    file: bytes | None = None
    file_name: str = ""


class GatewayRefused(Exception):
    """The gateway could not do what it was told."""


def find_free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class GatewayProcess:
    """The gateway's process: started, stopped, frozen, and given orders line by line.

    It keeps its port, people and rooms over restarts.
    """

    def __init__(
        self,
        *,
        tls: bool = False,
        token: str = "test-token",
        beat_seconds: float = 1.0,
        bot_name: str = "物业小助手",
        logged_in: bool = True,
    ) -> None:
        self.tls, self.token, self.bot_name = tls, token, bot_name
        self.port = find_free_port()
        self.fingerprint = ""  # SHA-256 of its TLS certificate, 64 hex digits
        self.certificate_authority = ""  # PEM
        self.certificate_name = "insecure"  # what its certificate says it is
        self.sent: list[Sent] = []
        self.recalled: list[str] = []
        self._beat_seconds, self._logged_in = beat_seconds, logged_in
        self._world: list[Order] = []
        self._answers: dict[int, asyncio.Future[Order]] = {}
        self._number = 0
        self._process: asyncio.subprocess.Process | None = None
        self._readers: list[asyncio.Task[None]] = []
        self._changed = asyncio.Condition()
        self._stderr: deque[str] = deque(maxlen=50)

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    # life

    async def start(self) -> None:
        """Starts the process; returns when it can be connected to."""
        node, _ = find_node()
        settings = {
            "modules": str(install_modules()),
            "port": self.port,
            "token": self.token,
            "tls": self.tls,
            "botName": self.bot_name,
            "loggedIn": self._logged_in,
            "prepare": [*self._world, {"do": "beat", "seconds": self._beat_seconds}],
        }
        self._process = await asyncio.create_subprocess_exec(
            node,
            str(HOME / "gateway.js"),
            json.dumps(settings),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
            env={**os.environ, "WECHATY_LOG": "silent", "NODE_NO_WARNINGS": "1"},
        )
        ready: asyncio.Future[Order] = asyncio.get_running_loop().create_future()
        self._answers[0] = ready
        self._readers = [
            asyncio.create_task(self._read_stdout(self._process)),
            asyncio.create_task(self._read_stderr(self._process)),
        ]
        told = await asyncio.wait_for(ready, PATIENCE)
        if "error" in told:
            raise GatewayRefused(told["error"])
        self.fingerprint, self.certificate_authority = told["fingerprint"], told["ca"]

    async def stop(self) -> None:
        """Ends the process the polite way (SIGTERM)."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """Ends the process at once (SIGKILL)."""
        await self._end(signal.SIGKILL)

    async def restart(self) -> None:
        await self.kill()
        await self.start()

    def freeze(self) -> None:
        """Stops the process without ending it: connections stay open and silent."""
        self._alive.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._alive.send_signal(signal.SIGCONT)

    # inside

    async def order(self, verb: str, **order: Any) -> Order:
        """Gives any order to gateway.js and returns its answer.  Raises GatewayRefused."""
        self._number += 1
        number = self._number
        answer: asyncio.Future[Order] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        pipe = self._alive.stdin
        assert pipe is not None
        pipe.write(json.dumps({"n": number, "do": verb, **order}).encode() + b"\n")
        told = await asyncio.wait_for(answer, 120)
        if not told["ok"]:
            raise GatewayRefused(told["error"])
        return told

    @property
    def _alive(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise GatewayRefused("the gateway is not running")
        return self._process

    async def _settle(self, order: Order) -> None:
        self._world.append(order)
        if self._process is not None:
            await self.order(**{"verb": order["do"], **{k: v for k, v in order.items() if k != "do"}})

    async def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        with contextlib.suppress(ProcessLookupError):
            # Not process.send_signal: it may reap the process behind asyncio's back.
            os.kill(process.pid, how)
            os.kill(process.pid, signal.SIGCONT)
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()
        await asyncio.gather(*self._readers)

    async def _read_stdout(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            await self._take(json.loads(line))
        self._fail_answers()

    async def _read_stderr(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        async for line in process.stderr:
            self._stderr.append(line.decode(errors="replace"))

    def _fail_answers(self) -> None:
        ended = "the gateway ended: " + "".join(self._stderr)[-2000:]
        waiting, self._answers = self._answers, {}
        for answer in waiting.values():
            if not answer.done():
                answer.set_result({"ok": False, "error": ended})

    async def _take(self, told: Order) -> None:
        if "ready" in told:
            self._answers.pop(0).set_result(told["ready"])
        elif "n" in told:
            self._answers.pop(told["n"]).set_result(told)
        elif "sent" in told:
            self.sent.append(read_sent(told["sent"]))
        elif "recalled" in told:
            self.recalled.append(told["recalled"])
        elif "failed" in told or "trouble" in told:
            self._stderr.append(str(told))
        async with self._changed:
            self._changed.notify_all()


def read_sent(told: Order) -> Sent:
    file = told.get("file")
    return Sent(
        id=told["id"],
        to=told["to"],
        text=told.get("text", ""),
        mentions=tuple(told.get("mentions", ())),
        file=base64.b64decode(file["base64"]) if file else None,
        file_name=file["name"] if file else "",
    )
