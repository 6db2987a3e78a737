"""The public form of an estate: what is written there becomes a report with a secret link.

Works without JavaScript.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import secrets

from aiohttp import web

from bot.channels.form import CONTACT
from bot.intake.written import Written
from bot.web.auth import hash_token
from bot.web.context import CONTEXT, FormDesk
from bot.web.form_door import (
    COOKIE,
    HEADERS,
    HOUR,
    LIMITS,
    ONCE,
    PATH,
    WORDS_LIMIT,
    Limits,
    TooOften,
    Unfit,
    is_ours,
    keep_photos,
    receive,
    render,
    require_form,
)
from bot.web.form_report import LINKS_KEPT, add_form_report
from bot.web.meters import Meter
from bot.web.multipart import Sent
from bot.web.peers import find_peer
from handlers.model import Estate
from nlp.extract import find_phone, find_room
from storage.errors import DATABASE_FAILURES
from storage.forms import FormLink

__all__ = ["LINKS_KEPT", "add_forms"]

log = logging.getLogger("linli.web.forms")

ROOM_LIMIT, PHONE_LIMIT = 60, 30


def add_forms(app: web.Application) -> None:
    per_hour = app[CONTEXT].options.forms_per_hour
    app[LIMITS] = Limits(reports=Meter(per_hour, HOUR), estate=Meter(10 * per_hour, HOUR))
    app.router.add_get(PATH, show_form)
    app.router.add_post(PATH, take_report)
    app.router.add_get(f"{PATH}/privacy", show_privacy)
    add_form_report(app)


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
    kept = request.app[CONTEXT].options.kept_days.get(estate.id)
    return render(request, "form/privacy.html", estate, {"days": LINKS_KEPT.days, "kept": kept})


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
    except DATABASE_FAILURES:
        log.exception("a report of %s could not be filed", estate.id)
        return render_form(request, estate, sent, "刚才没有提交成功，请再按一次“提交”。", 503)
    raise web.HTTPSeeOther(f"/r/{estate.id}/{token}", headers=HEADERS)


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
    if sum(sign.isalnum() for sign in words) < 2:
        raise Unfit("请写下是什么事，例如：厨房水管漏水。")
    phone = find_phone(typed) if typed else None
    if typed and phone is None:
        raise Unfit("电话号码看不懂，请写11位手机号，或留空。")
    room = find_room(place) if place else None
    text = words if room or not place else f"{words}\n地点：{place}"
    return Written(key="", estate=estate.id, person="", text=text, room=room, phone=phone)
