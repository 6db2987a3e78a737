"""The console's list of messages that could not be handled, and what people make of them."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web
from yarl import URL

from bot.web.auth import make_actor, read_form, read_text, require_manager
from bot.web.context import CONTEXT
from bot.web.page import Place, find_place, read_done, render
from storage.parked import ParkedMessage
from storage.users import User

#: What a manager can do with one, and what the page says then.
DONE = {"retry": "马上再试一次。", "dismiss": "已移出，原文不再保存。"}


def add_parked(app: web.Application) -> None:
    app.router.add_get("/parked", list_parked)
    app.router.add_post("/parked", settle_parked)


async def list_parked(request: web.Request) -> web.StreamResponse:
    user = await require_manager(request)
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, request.query.get("estate", ""))
        messages = await uow.parked.listing()
    shown = [describe_parked(message, place) for message in messages if belongs(message, user, place)]
    return render(request, "parked.html", user, place, {"messages": shown}, read_done(request, DONE))


async def settle_parked(request: web.Request) -> web.StreamResponse:
    """Tries a message once more, or forgets it, as the form says."""
    user = await require_manager(request)
    form = await read_form(request)
    verb, key = read_text(form, "verb"), read_text(form, "key")
    context = request.app[CONTEXT]
    async with context.database.view() as uow:
        place = await find_place(request, uow, user, request.query.get("estate", ""))
        message = await uow.parked.get(key)
    if message is None or not belongs(message, user, place):
        raise web.HTTPNotFound(text="这条消息已经处理好了")
    if verb not in DONE:
        raise web.HTTPBadRequest(text="只能重试或不再处理")
    await context.desk.settle_parked(message, verb, make_actor(user))
    raise web.HTTPSeeOther(URL("/parked").with_query(estate=place.estate.id, did=verb))


def belongs(message: ParkedMessage, user: User, place: Place) -> bool:
    """Whether the message is this estate's, or nobody's and the user looks after all of them."""
    return message.estate == place.estate.id or (not message.estate and user.estate is None)


def describe_parked(message: ParkedMessage, place: Place) -> dict[str, Any]:
    payload = read_payload(message.payload)
    sender = payload.get("sender")
    return {
        "parked": message,
        "text": str(payload.get("text") or ""),
        "chat": place.name_chat(str(payload.get("chat") or "")),
        "sender": str(sender.get("name") or "") if isinstance(sender, dict) else "",
    }


def read_payload(payload: str) -> dict[str, Any]:
    try:
        value = json.loads(payload)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
