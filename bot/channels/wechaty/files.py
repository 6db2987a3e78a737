"""The content of files, in and out, with limits."""

from __future__ import annotations

import asyncio
import base64
import binascii
from typing import Any

import aiohttp

from bot.channels.base import FetchFailed, Upload
from bot.channels.media import guess_media_type
from bot.channels.wechaty.puppet import GATEWAY_ERRORS, GatewayPuppet
from handlers.model import Attachment, AttachmentKind

#: Larger files are sent in pieces: gateways take messages of 4 MB, and base64 adds a third.
BOX_LIMIT = 2 * 1024 * 1024
#: The gateway's numbers of what a file box holds (npm file-box).
BASE64_BOX, URL_BOX = 1, 2

_FETCHABLE = frozenset(
    {
        AttachmentKind.IMAGE,
        AttachmentKind.VOICE,
        AttachmentKind.VIDEO,
        AttachmentKind.FILE,
        AttachmentKind.STICKER,
    }
)


class TooLarge(Exception):
    """The content is over the limit."""


async def fetch_content(puppet: GatewayPuppet, attachment: Attachment, limit: int, seconds: float) -> Upload:
    """The content of an attachment of at most `limit` bytes.  Raises FetchFailed."""
    if attachment.kind not in _FETCHABLE:
        raise FetchFailed(f"{attachment.kind}没有可下载的内容")
    try:
        async with asyncio.timeout(seconds):
            content = await _fetch(puppet, attachment, limit)
    except TooLarge:
        raise FetchFailed(f"文件超过{limit / 1_000_000:.1f}MB") from None
    except TimeoutError as error:
        raise FetchFailed(f"{seconds:g}秒内没有取到", retry=True) from error
    except (*GATEWAY_ERRORS, aiohttp.ClientError) as error:
        raise FetchFailed(f"网关没有给出文件（{type(error).__name__}）", retry=True) from error
    if not content:
        raise FetchFailed("文件是空的")
    name = attachment.name or attachment.kind.value
    return Upload(content, name, guess_media_type(content, name))


async def _fetch(puppet: GatewayPuppet, attachment: Attachment, limit: int) -> bytes:
    """In pieces, which can be stopped at the limit; whole from gateways that know no pieces."""
    try:
        if content := await puppet.read_stream(attachment.ref, limit):
            return check_size(content, limit)
    except GATEWAY_ERRORS:
        pass  # asked for it whole, the gateway says what is the matter
    try:
        return await _open_box(await puppet.read_box(attachment.ref, image=False), limit)
    except GATEWAY_ERRORS:
        if attachment.kind is not AttachmentKind.IMAGE:
            raise
        return await _open_box(await puppet.read_box(attachment.ref, image=True), limit)


def check_size(content: bytes | bytearray, limit: int) -> bytes:
    """The content.  Raises TooLarge."""
    if len(content) > limit:
        raise TooLarge
    return bytes(content)


async def _open_box(box: dict[str, Any], limit: int) -> bytes:
    kind = box.get("boxType", box.get("type"))
    if kind == URL_BOX:
        return await _download(str(box.get("remoteUrl") or box.get("url") or ""), limit)
    if kind != BASE64_BOX:
        return b""
    encoded = str(box.get("base64") or "")
    if len(encoded) // 4 * 3 > limit + 3:
        raise TooLarge
    try:
        return check_size(base64.b64decode(encoded), limit)
    except binascii.Error:
        return b""


async def _download(url: str, limit: int) -> bytes:
    content = bytearray()
    async with aiohttp.ClientSession() as session, session.get(url, raise_for_status=True) as response:
        async for piece in response.content.iter_chunked(64 * 1024):
            content += piece
            check_size(content, limit)
    return bytes(content)


async def send_file(puppet: GatewayPuppet, to: str, upload: Upload) -> str | None:
    """Sends a file; the gateway's id of the message, if it gives one.  Raises GATEWAY_ERRORS."""
    if len(upload.content) > BOX_LIMIT:
        return await puppet.send_stream(to, upload.name, upload.content)
    encoded = base64.b64encode(upload.content).decode()
    box = {
        "name": upload.name,
        "boxType": BASE64_BOX,
        "base64": encoded,
        "mediaType": upload.media_type,
        "metadata": {},
    }
    return await puppet.send_box(to, box)
