"""Reads a form with photos bit by bit: no more of anything than there is room for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

PHOTO_LIMIT = 10 * 2**20
PHOTOS = 6
FIELD_LIMIT = 16 * 2**10
FIELDS = 20
TOTAL_LIMIT = PHOTOS * PHOTO_LIMIT + 2**20
SECONDS = 180.0


@dataclass(slots=True)
class Sent:
    """The fields of a form, and the content of its photos; `refused` says what was wrong with one."""

    fields: dict[str, str] = field(default_factory=dict)
    photos: list[bytes] = field(default_factory=list)
    refused: str = ""

    def take(self, name: str, limit: int) -> str:
        """A field's text, trimmed and without what no database can hold."""
        text = self.fields.get(name, "").replace("\x00", "").replace("\r\n", "\n")
        return text.encode("utf-8", "replace").decode().strip()[:limit]


async def read_sent(request: web.Request) -> Sent:
    """What was sent.  Raises HTTPException: no form, too large, too slow."""
    if (request.content_length or 0) > TOTAL_LIMIT:
        raise _too_large(request.content_length or 0)
    try:
        async with asyncio.timeout(SECONDS):
            return await _read(request)
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="网络太慢，没有收完，请再试一次") from None


async def _read(request: web.Request) -> Sent:
    if request.content_type != "multipart/form-data":
        return Sent(fields=_keep_texts(await request.post()))
    sent = Sent()
    try:
        reader = await request.multipart()
        async for part in reader:
            if not isinstance(part, BodyPartReader):
                raise web.HTTPBadRequest(text="看不懂这个表单")
            await _read_part(part, sent)
            if len(sent.fields) > FIELDS:
                raise web.HTTPBadRequest(text="看不懂这个表单")
    except (ValueError, LookupError, RuntimeError, AssertionError):
        raise web.HTTPBadRequest(text="看不懂这个表单") from None
    return sent


def _keep_texts(form: Mapping[str, object]) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def _read_part(part: BodyPartReader, sent: Sent) -> None:
    if part.filename is None and part.name != "photos":
        content = await _read_up_to(part, FIELD_LIMIT)
        if content is None:
            raise _too_large(FIELD_LIMIT)
        sent.fields[part.name or ""] = content.decode("utf-8", "replace")
        return
    room = PHOTO_LIMIT if len(sent.photos) < PHOTOS else 0
    content = await _read_up_to(part, room)
    if content is None:
        too_many = f"照片最多{PHOTOS}张" if not room else f"一张照片最大{PHOTO_LIMIT // 2**20}MB"
        sent.refused = sent.refused or too_many
    elif content:
        sent.photos.append(content)


async def _read_up_to(part: BodyPartReader, limit: int) -> bytes | None:
    """The content; None where it is longer: the rest is read and forgotten."""
    content, over = bytearray(), False
    while chunk := await part.read_chunk(64 * 2**10):
        over = over or len(content) + len(chunk) > limit
        if over:
            content.clear()
        else:
            content += chunk
    return None if over else bytes(content)


def _too_large(size: int) -> web.HTTPRequestEntityTooLarge:
    return web.HTTPRequestEntityTooLarge(TOTAL_LIMIT, size, text="内容太大：文字写短些，照片少发几张")
