"""Pushes to staff who live elsewhere (WeCom, DingTalk, Feishu, SMS, e-mail …) through Apprise URLs.

A channel that only speaks.  Each send has a thread of its own, so that a slow or dead target holds up
nobody else.  The URLs hold secrets: they appear in no log, error or health text.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Mapping
from typing import Any

import apprise
from apprise.attachment.memory import AttachMemory

from bot.channels.base import FetchFailed, Outgoing, SendFailed, Upload
from bot.channels.local import LocalChannel
from bot.clock import Clock
from handlers.model import Attachment

SEND_SECONDS = 20.0


class AppriseChannel(LocalChannel):
    """A Channel whose chats are the targets: `apprise:target:N` → URL.

    Raises ValueError with the target's id for a URL that Apprise does not know.
    """

    name = "apprise"
    network = "apprise"
    idempotent = False

    def __init__(self, targets: Mapping[str, str], clock: Clock, send_seconds: float = SEND_SECONDS) -> None:
        # Apprise's own log tells URLs and bodies, urllib3's debug lines the paths, which are often keys.
        logging.getLogger("apprise").disabled = True
        logging.getLogger("urllib3").setLevel(logging.INFO)
        super().__init__(clock)
        self._send_seconds = send_seconds
        self._targets = {target: open_target(target, url) for target, url in targets.items()}
        self._turns = {target: asyncio.Lock() for target in targets}

    async def send(self, message: Outgoing) -> str | None:
        """Pushes; always None.  One after the other per target.  Raises SendFailed."""
        target = self._targets.get(message.chat)
        if target is None:
            raise SendFailed("没有这个推送目标", retry=False)
        self._require_ready()
        started = False
        try:
            async with asyncio.timeout(self._send_seconds), self._turns[message.chat]:
                started = True
                arrived = await call_in_thread(target, message)
        except TimeoutError:
            reason = f"推送目标{self._send_seconds:g}秒内没有答复"
            raise SendFailed(reason, unknown=started) from None
        if not arrived:
            raise SendFailed("推送目标拒绝或连不上")
        return None

    async def recall(self, chat: str, sent_id: str) -> bool:
        return False

    async def fetch(self, attachment: Attachment, limit: int) -> Upload:
        raise FetchFailed("推送目标没有可取的附件")


class UnknownTarget(ValueError):
    """A URL that Apprise cannot use; `target` is whose, the URL itself is not told."""

    def __init__(self, target: str) -> None:
        super().__init__(f"{target}: Apprise does not know this kind of URL, or it is incomplete")
        self.target = target


def open_target(target: str, url: str) -> apprise.NotifyBase:
    """The Apprise plugin for a URL.  Raises UnknownTarget."""
    plugin = apprise.Apprise.instantiate(url, suppress_exceptions=True)
    if not isinstance(plugin, apprise.NotifyBase):
        raise UnknownTarget(target)
    return plugin


async def call_in_thread(target: apprise.NotifyBase, message: Outgoing) -> bool:
    """Whether the target took it.  A daemon thread: one that hangs must not keep the bot from ending."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[bool] = loop.create_future()

    def settle(arrived: bool) -> None:
        if not done.done():
            done.set_result(arrived)

    def push() -> None:
        arrived = push_now(target, message)
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, arrived)

    threading.Thread(target=push, name="apprise", daemon=True).start()
    return await done


def push_now(target: apprise.NotifyBase, message: Outgoing) -> bool:
    """Blocks until the target answers.  False for whatever goes wrong: plugins raise anything."""
    names = "".join(f"@{person.name} " for person in message.mentions if person.name)
    files = apprise.AppriseAttachment()
    if message.upload is not None:
        upload = message.upload
        make: Any = AttachMemory  # apprise has no types
        files.add(make(content=upload.content, name=upload.name, mimetype=upload.media_type))
    try:
        return bool(target.notify(body=names + message.text, attach=files if message.upload else None))
    except Exception as error:  # noqa: BLE001 -- a hundred plugins, each with its own libraries
        logging.getLogger("linli.apprise").warning("a push failed: %s", type(error).__name__)
        return False
