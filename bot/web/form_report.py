"""The page that the secret link of a report leads to: its progress, the answers, and what comes next.

The link is the key.  Works without JavaScript.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta

from aiohttp import web

from bot.intake.written import Written
from bot.web.auth import hash_token
from bot.web.context import CONTEXT, FormDesk
from bot.web.form_door import (
    HEADERS,
    LIMITS,
    ONCE,
    PATH,
    WORDS_LIMIT,
    TooOften,
    Unfit,
    is_ours,
    keep_photos,
    receive,
    render,
    require_form,
)
from bot.web.form_page import FormPage, read_form_page
from bot.web.multipart import Sent
from bot.web.peers import find_origin
from storage.errors import DATABASE_FAILURES

log = logging.getLogger("linli.web.forms")

#: The link is of use for so long; afterwards the page is gone, the ticket is not.
LINKS_KEPT = timedelta(days=180)
#: The buttons of the page, and the words of the chat that each of them stands for.
ACTS: Mapping[str, str] = {
    "remind": "催单{number}",
    "cancel": "取消{number}",
    "clear": "解除{number}",
    "rate": "{score}分{number}",
    "reopen": "没修好{number} {words}",
    "human": "转人工",
}
PAGE = PATH + "/{token:[A-Za-z0-9_-]{43}}"


def add_form_report(app: web.Application) -> None:
    app.router.add_get(PAGE, show_report)
    app.router.add_post(PAGE, take_more)
    app.router.add_get(PAGE + "/photos/{sha256:[0-9a-f]{64}}", show_photo)


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
    except DATABASE_FAILURES:
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
