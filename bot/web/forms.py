"""The public form of an estate, and the page that its secret link leads to.

Nobody signs in here: the link is the key.  Works without JavaScript.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import web

from bot.channels.form import CONTACT, make_photo
from bot.intake.pictures import NotAPicture
from bot.intake.written import Written
from bot.web.auth import hash_token, make_csrf, set_cookie
from bot.web.context import CONTEXT, FormDesk
from bot.web.form_page import FormPage, read_form_page
from bot.web.meters import Meter
from bot.web.multipart import PHOTO_LIMIT, PHOTOS, Sent, read_sent
from bot.web.peers import find_origin, find_peer
from bot.web.photos import redraw_photo
from handlers.model import Attachment, Estate
from nlp.extract import find_phone, find_room
from storage.errors import StorageError
from storage.forms import FormLink

log = logging.getLogger("linli.web.forms")

#: The link is of use for so long; afterwards the page is gone, the ticket is not.
LINKS_KEPT = timedelta(days=180)
WORDS_LIMIT, ROOM_LIMIT, PHONE_LIMIT = 1_000, 60, 30
HOUR = timedelta(hours=1)
#: Uploads at once: of everybody, and of one address.
UPLOADS, UPLOADS_OF_PEER = 16, 3
COOKIE = "linli_form"
ONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
#: The buttons of the page, and the words of the chat that each of them stands for.
ACTS: Mapping[str, str] = {
    "remind": "催单{number}",
    "cancel": "取消{number}",
    "clear": "解除{number}",
    "rate": "{score}分{number}",
    "reopen": "没修好{number} {words}",
    "human": "转人工",
}
PATH = "/r/{estate}"
PAGE = PATH + "/{token:[A-Za-z0-9_-]{43}}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How often, by address, by page and by estate; and who is sending photos right now."""

    looks: Meter = field(default_factory=lambda: Meter(600, timedelta(minutes=5)))
    tries: Meter = field(default_factory=lambda: Meter(200, HOUR))
    reports: Meter = field(default_factory=lambda: Meter(30, HOUR))
    urgent: Meter = field(default_factory=lambda: Meter(3, HOUR))
    estate: Meter = field(default_factory=lambda: Meter(300, HOUR))
    more: Meter = field(default_factory=lambda: Meter(40, HOUR))
    uploading: dict[str, int] = field(default_factory=dict)
    #: Drawing a photo anew takes memory and a core.
    drawing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))


LIMITS: web.AppKey[Limits] = web.AppKey("form_limits", Limits)


def add_forms(app: web.Application) -> None:
    per_hour = app[CONTEXT].options.forms_per_hour
    app[LIMITS] = Limits(reports=Meter(per_hour, HOUR), estate=Meter(10 * per_hour, HOUR))
    app.router.add_get(PATH, show_form)
    app.router.add_post(PATH, take_report)
    app.router.add_get(f"{PATH}/privacy", show_privacy)
    app.router.add_get(PAGE, show_report)
    app.router.add_post(PAGE, take_more)
    app.router.add_get(PAGE + "/photos/{sha256:[0-9a-f]{64}}", show_photo)


# --- what every page needs -----------------------------------------------------------------------


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
    origin = request.headers.get("Origin")
    if origin not in (None, "null") and urlsplit(origin or "").netloc != request.host:
        return False
    expected = make_csrf(request.cookies.get(COOKIE, ""))
    given = sent.fields.get("csrf", "")
    return bool(expected) and secrets.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


async def receive(request: web.Request) -> Sent:
    """What was sent, from somebody who does not send too much.  Raises HTTPTooManyRequests and others."""
    limits, peer = request.app[LIMITS], find_peer(request)
    if not limits.tries.take(peer, request.app[CONTEXT].clock.now()):
        raise web.HTTPTooManyRequests(text="提交太频繁，请过一会儿再试；急事请直接打物业电话")
    busy = limits.uploading
    if busy.get(peer, 0) >= UPLOADS_OF_PEER or sum(busy.values()) >= UPLOADS:
        raise web.HTTPServiceUnavailable(text="正忙，请过几秒再试一次")
    busy[peer] = busy.get(peer, 0) + 1
    try:
        return await read_sent(request)
    finally:
        busy[peer] -= 1
        if not busy[peer]:
            del busy[peer]


class Unfit(Exception):
    """What was written cannot be taken; the text is Chinese and says why."""


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


# --- the form ------------------------------------------------------------------------------------


async def show_form(request: web.Request) -> web.StreamResponse:
    _, estate = require_form(request)
    return render_form(request, estate)


def render_form(
    request: web.Request, estate: Estate, sent: Sent | None = None, refused: str = "", status: int = 200
) -> web.Response:
    """The form, with what was written where it could not be taken."""
    sent = sent or Sent()
    kept = {
        "words": sent.take("words", WORDS_LIMIT),
        "room": sent.take("room", ROOM_LIMIT),
        "phone": sent.take("phone", PHONE_LIMIT),
    }
    values = {"kept": kept, "refused": refused, "lost_photos": bool(refused and sent.photos)}
    return render(request, "form/form.html", estate, values, status)


async def show_privacy(request: web.Request) -> web.StreamResponse:
    _, estate = require_form(request)
    return render(request, "form/privacy.html", estate, {"days": LINKS_KEPT.days})


async def take_report(request: web.Request) -> web.StreamResponse:
    """Files what was written and leads to its page; what cannot be taken is said, with the words kept."""
    desk, estate = require_form(request)
    sent = await receive(request)
    if not is_ours(request, sent):
        return render_form(request, estate, sent, "页面放得太久了，请再按一次“提交”。", 403)
    try:
        token = await file_report(request, desk, estate, sent)
    except Unfit as unfit:
        return render_form(request, estate, sent, str(unfit), 422)
    except TooOften as often:
        return render_form(request, estate, sent, str(often), 429)
    except StorageError:
        log.exception("a report of %s could not be filed", estate.id)
        return render_form(request, estate, sent, "刚才没有提交成功，请再按一次“提交”。", 503)
    raise web.HTTPSeeOther(f"/r/{estate.id}/{token}", headers=HEADERS)


class TooOften(Exception):
    """One more is too many; the text is Chinese and says what to do."""


async def file_report(request: web.Request, desk: FormDesk, estate: Estate, sent: Sent) -> str:
    """The token of the link.  The same form sent twice is one report and one link."""
    written = read_written(request, estate, sent)
    token = make_token(request, estate, sent)
    context, now = request.app[CONTEXT], request.app[CONTEXT].clock.now()
    link = FormLink(token_hash=hash_token(token), estate=estate.id, person=find_person(token), made_at=now)
    async with context.database.view() as uow:
        known = await uow.forms.get(link.token_hash)
    if known is None:
        check_often(request, desk, estate, written.text)
    photos = await keep_photos(request, sent)
    async with context.database.transaction() as uow:
        if await uow.forms.add(link):
            await uow.commit()
    key, person = f"form:{link.token_hash[:40]}", link.person
    await desk.report(
        Written(
            key=key, estate=estate.id, person=person, text=written.text, room=written.room,
            phone=written.phone, photos=photos,
        )
    )  # fmt: skip
    return token


def check_often(request: web.Request, desk: FormDesk, estate: Estate, text: str) -> None:
    """Raises TooOften; a first word of danger is never turned away."""
    limits, now, peer = request.app[LIMITS], request.app[CONTEXT].clock.now(), find_peer(request)
    if limits.reports.take(peer, now) and limits.estate.take(estate.id, now):
        return
    if desk.is_urgent(text) and limits.urgent.take(peer, now):
        return
    raise TooOften("今天这里登记得太多了，请过一小时再试；急事请直接打物业电话。")


def make_token(request: web.Request, estate: Estate, sent: Sent) -> str:
    """43 letters that nobody can guess: made of the browser's cookie and of this very form."""
    once = sent.fields.get("once", "")
    if not ONCE.fullmatch(once):
        once = secrets.token_urlsafe(18)
    secret = request.cookies.get(COOKIE, "")
    if len(secret) < 32:
        secret = secrets.token_urlsafe(24)
    digest = hmac.digest(secret.encode(), f"{estate.id}:{once}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def find_person(token: str) -> str:
    """The contact id of whoever holds the link; it tells nothing of the token."""
    return CONTACT + hashlib.sha256(f"person:{token}".encode()).hexdigest()[:32]


def read_written(request: web.Request, estate: Estate, sent: Sent) -> Written:
    """The fields of the form.  Raises Unfit."""
    words, place = sent.take("words", WORDS_LIMIT), sent.take("room", ROOM_LIMIT)
    typed = sent.take("phone", PHONE_LIMIT)
    if len(sent.take("words", 10 * WORDS_LIMIT)) > WORDS_LIMIT:
        raise Unfit(f"请写短一点，最多{WORDS_LIMIT}个字。")
    if len(words) < 2:
        raise Unfit("请写下是什么事，例如：厨房水管漏水。")
    phone = find_phone(typed) if typed else None
    if typed and phone is None:
        raise Unfit("电话号码看不懂，请写11位手机号，或留空。")
    room = find_room(place) if place else None
    text = words if room or not place else f"{words}\n地点：{place}"
    return Written(key="", estate=estate.id, person="", text=text, room=room, phone=phone)


# --- the page of a report ------------------------------------------------------------------------


async def require_page(request: web.Request) -> tuple[FormDesk, FormPage]:
    """The page of the link.  Raises HTTPNotFound for a link that is wrong, too old, or of another estate."""
    desk, estate = require_form(request)
    context = request.app[CONTEXT]
    now = context.clock.now()
    async with context.database.view() as uow:
        link = await uow.forms.get(hash_token(request.match_info["token"]))
        if link is None or link.estate != estate.id or now - link.made_at > LINKS_KEPT:
            raise web.HTTPNotFound(text="没有这个页面，链接可能写错了或已过期")
        return desk, await read_form_page(uow, link, estate, now)


async def show_report(request: web.Request) -> web.StreamResponse:
    _, page = await require_page(request)
    return render_page(request, page)


def render_page(
    request: web.Request, page: FormPage, words: str = "", refused: str = "", status: int = 200
) -> web.Response:
    token = request.match_info["token"]
    address = f"/r/{page.estate.id}/{token}"
    values = {
        "page": page,
        "address": address,
        "link": find_origin(request) + address,
        "kept_words": words,
        "refused": refused,
        "days": LINKS_KEPT.days,
    }
    return render(request, "form/report.html", page.estate, values, status)


async def take_more(request: web.Request) -> web.StreamResponse:
    """More words, photos, or a button of the page."""
    desk, page = await require_page(request)
    sent = await receive(request)
    words = sent.take("words", WORDS_LIMIT)
    if not is_ours(request, sent):
        return render_page(request, page, words, "页面放得太久了，请再按一次。", 403)
    now = request.app[CONTEXT].clock.now()
    try:
        if not request.app[LIMITS].more.take(page.link.person, now):
            raise TooOften("补充得太频繁了，请过一会儿再写；急事请直接打物业电话。")
        await add_more(request, desk, page, sent)
    except Unfit as unfit:
        return render_page(request, page, words, str(unfit), 422)
    except TooOften as often:
        return render_page(request, page, words, str(often), 429)
    except StorageError:
        log.exception("more of a report of %s could not be filed", page.estate.id)
        return render_page(request, page, words, "刚才没有提交成功，请再按一次。", 503)
    raise web.HTTPSeeOther(f"/r/{page.estate.id}/{request.match_info['token']}#last", headers=HEADERS)


async def add_more(request: web.Request, desk: FormDesk, page: FormPage, sent: Sent) -> None:
    text = read_more(page, sent)
    photos = await keep_photos(request, sent)
    if not text and not photos:
        raise Unfit("请写几个字，或选一张照片。")
    once = sent.fields.get("once", "")
    mark = once if ONCE.fullmatch(once) else secrets.token_urlsafe(18)
    key = f"form:{page.link.token_hash[:40]}:{mark}"
    written = Written(key=key, estate=page.estate.id, person=page.link.person, text=text, photos=photos)
    await desk.add(written, page.numbers)


def read_more(page: FormPage, sent: Sent) -> str:
    """The words, or those that the button stands for.  Raises Unfit for a button that is not there."""
    words, verb = sent.take("words", WORDS_LIMIT), sent.take("verb", 20)
    if not verb:
        return words
    number, score = sent.take("number", 9), sent.take("score", 1)
    card = next((card for card in page.cards if str(card.ticket.number) == number), None)
    if verb not in ACTS or (verb != "human" and (card is None or verb not in card.acts)):
        raise Unfit("现在不能这样操作，请看看最新的进展。")
    if verb == "rate" and score not in ("1", "2", "3", "4", "5"):
        raise Unfit("请选几颗星。")
    return ACTS[verb].format(number=number, score=score, words=words).strip()


async def show_photo(request: web.Request) -> web.StreamResponse:
    """A photo that stands on the page."""
    _, page = await require_page(request)
    sha256 = request.match_info["sha256"]
    if page.photos.get(sha256) not in ("image/jpeg", "image/png", "image/gif", "image/webp"):
        raise web.HTTPNotFound(text="没有这张照片")
    try:
        content = await request.app[CONTEXT].files.get(sha256)
    except FileNotFoundError:
        raise web.HTTPNotFound(text="没有这张照片") from None
    headers = {
        "Content-Type": page.photos[sha256],
        "Content-Disposition": "inline",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=3600",
        **HEADERS,
    }
    return web.Response(body=content, headers=headers)
