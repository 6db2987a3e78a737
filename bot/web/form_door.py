"""What every page of the public form needs: the estate, the limits, the browser's cookie, real pictures.

Nobody signs in here.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from bot.channels.form import make_photo
from bot.intake.pictures import NotAPicture
from bot.web.auth import make_csrf, set_cookie
from bot.web.context import CONTEXT, FormDesk
from bot.web.meters import Meter
from bot.web.multipart import PHOTO_LIMIT, PHOTOS, Sent, read_sent
from bot.web.peers import find_peer, is_own_origin
from bot.web.photos import redraw_photo
from handlers.model import Attachment, Estate

PATH = "/r/{estate}"
WORDS_LIMIT = 1_000
HOUR = timedelta(hours=1)
#: A body without photos; larger ones are read a few at once: of everybody, and of one address.
SMALL_BODY = 64 * 2**10
UPLOADS, UPLOADS_OF_PEER = 6, 2
UPLOAD_WAIT_SECONDS = 60.0
COOKIE = "linli_form"
ONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How often, by address, by page and by estate; and who is sending photos right now."""

    looks: Meter = field(default_factory=lambda: Meter(600, timedelta(minutes=5)))
    tries: Meter = field(default_factory=lambda: Meter(200, HOUR))
    reports: Meter = field(default_factory=lambda: Meter(30, HOUR))
    urgent: Meter = field(default_factory=lambda: Meter(3, HOUR))
    estate: Meter = field(default_factory=lambda: Meter(300, HOUR))
    more: Meter = field(default_factory=lambda: Meter(40, HOUR))
    uploading: Counter[str] = field(default_factory=Counter)
    freed: asyncio.Condition = field(default_factory=asyncio.Condition)
    #: Drawing a photo anew takes memory and a core.
    drawing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))


LIMITS: web.AppKey[Limits] = web.AppKey("form_limits", Limits)


class Unfit(Exception):
    """What was written cannot be taken; the text is Chinese and says why."""


class TooOften(Exception):
    """One more is too many; the text is Chinese and says what to do."""


def require_form(request: web.Request) -> tuple[FormDesk, Estate]:
    """The estate's form; one that is off looks as if it had never been.  Raises HTTPNotFound."""
    check_looks(request)
    desk = request.app[CONTEXT].forms
    estate = desk.find_estate(request.match_info["estate"]) if desk else None
    if desk is None or estate is None:
        raise web.HTTPNotFound(text="没有这个页面")
    return desk, estate


def check_looks(request: web.Request) -> None:
    limits, now = request.app[LIMITS], request.app[CONTEXT].clock.now()
    if not limits.looks.take(find_peer(request), now):
        raise web.HTTPTooManyRequests(text="操作太频繁，请几分钟后再试")


def render(
    request: web.Request, name: str, estate: Estate, values: Mapping[str, Any], status: int = 200
) -> web.Response:
    """A public page, with the cookie that its form is tied to."""
    cookie = request.cookies.get(COOKIE) or secrets.token_urlsafe(24)
    common = {
        "estate": estate,
        "zone": estate.timezone,
        "now": request.app[CONTEXT].clock.now(),
        "csrf": make_csrf(cookie),
        "once": secrets.token_urlsafe(18),
        "photos_limit": PHOTOS,
        "photo_megabytes": PHOTO_LIMIT // 2**20,
        "words_limit": WORDS_LIMIT,
        "refused": "",
    }
    response = aiohttp_jinja2.render_template(name, request, common | dict(values), status=status)
    set_cookie(request, response, COOKIE, cookie, timedelta(days=7))
    response.headers.update(HEADERS)
    return response


def is_ours(request: web.Request, sent: Sent) -> bool:
    """Whether the form came from a page of ours, in the browser that got it."""
    if not is_own_origin(request, nobody=True):
        return False
    expected = make_csrf(request.cookies.get(COOKIE, ""))
    given = sent.fields.get("csrf", "")
    return bool(expected) and secrets.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


async def receive(request: web.Request) -> Sent:
    """What was sent, from somebody who does not send too much.  Raises HTTPTooManyRequests and others."""
    limits, peer = request.app[LIMITS], find_peer(request)
    if not limits.tries.take(peer, request.app[CONTEXT].clock.now()):
        raise web.HTTPTooManyRequests(text="提交太频繁，请过一会儿再试；急事请直接打物业电话")
    if request.content_length is not None and request.content_length <= SMALL_BODY:
        return await read_sent(request)
    async with take_upload(limits, peer):
        return await read_sent(request)


@asynccontextmanager
async def take_upload(limits: Limits, peer: str) -> AsyncIterator[None]:
    """One of the places for those who send photos; nothing is read of the others until one is free.

    Raises HTTPServiceUnavailable where that takes too long.
    """
    busy, freed = limits.uploading, limits.freed
    try:
        async with asyncio.timeout(UPLOAD_WAIT_SECONDS), freed:
            await freed.wait_for(lambda: busy[peer] < UPLOADS_OF_PEER and busy.total() < UPLOADS)
            busy[peer] += 1
    except TimeoutError:
        raise web.HTTPServiceUnavailable(text="正忙，请过一会儿再试一次") from None
    try:
        yield
    finally:
        busy[peer] -= 1
        if not busy[peer]:
            del busy[peer]
        async with freed:
            freed.notify_all()


async def keep_photos(request: web.Request, sent: Sent) -> tuple[Attachment, ...]:
    """The photos, drawn anew and stored.  Raises Unfit where one is none."""
    if sent.refused:
        raise Unfit(f"{sent.refused}，请重新选一下。")
    drawn = []
    for number, content in enumerate(sent.photos, 1):
        try:
            async with request.app[LIMITS].drawing:
                drawn.append(await asyncio.to_thread(redraw_photo, content))
        except NotAPicture as error:
            raise Unfit(f"第{number}张{error}，请换一张。") from None
    return tuple([make_photo(await request.app[CONTEXT].files.put(content)) for content in drawn])
