"""The webchat's page: who you are, the page itself, the live line to it, photos."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import web

from bot.channels.webchat import SayRefused, WebChat, WebPerson
from bot.web.context import CONTEXT
from bot.web.meters import Meter
from bot.web.talk import BEAT_SECONDS, Talk

CHAT: web.AppKey[WebChat] = web.AppKey("webchat", WebChat)
SOCKETS: web.AppKey[set[web.WebSocketResponse]] = web.AppKey("sockets", set)
#: What one person says and shows in a minute; nobody who writes by hand comes near it.
SAID: web.AppKey[Meter] = web.AppKey("said", Meter)
SAID_A_MINUTE = 60
COOKIE = "linli_chat"
FRAME_LIMIT = 256 * 1024


def add_chat(app: web.Application, chat: WebChat) -> None:
    """Adds the chat's pages to the app."""
    app[CHAT] = chat
    app[SAID] = Meter(SAID_A_MINUTE, timedelta(minutes=1))
    sockets: set[web.WebSocketResponse] = set()
    app[SOCKETS] = sockets
    app.on_shutdown.append(close_sockets)
    if chat.options.open:
        app.router.add_get("/demo", show_demo)
    app.router.add_get("/chat", show_chat)
    app.router.add_get("/chat/ws", serve_socket)
    app.router.add_post("/chat/photos", take_photo)
    app.router.add_get("/chat/photos/{ref}", show_photo)


async def close_sockets(app: web.Application) -> None:
    sockets = app[SOCKETS]
    for socket in tuple(sockets):
        await socket.close(code=1001, message=b"shutdown")


def find_guest(request: web.Request) -> WebPerson | None:
    """Who chats: in the open demo whoever the page's address says, else the owner of the secret link."""
    chat = request.app[CHAT]
    if chat.options.open:
        return chat.hub.find_person(request.query.get("as", ""))
    return chat.find_person_by_key(request.cookies.get(COOKIE, ""))


def may_say(app: web.Application, guest: WebPerson) -> bool:
    """Whether the person may say one more thing now; counts it."""
    return app[SAID].take(guest.id, app[CONTEXT].clock.now())


def require_guest(request: web.Request) -> WebPerson:
    """The person, for a request of our own page alone: another site's page carries another origin."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="origin")
    guest = find_guest(request)
    if guest is None:
        raise web.HTTPForbidden(text="guest")
    return guest


async def show_chat(request: web.Request) -> web.StreamResponse:
    chat = request.app[CHAT]
    if not chat.options.open and (key := request.query.get("key")):
        return let_in(request, chat, key)
    guest = find_guest(request)
    if guest is not None:
        return aiohttp_jinja2.render_template("chat/page.html", request, {"me": guest, "chat": chat.options})
    if chat.options.open:
        return aiohttp_jinja2.render_template("chat/choose.html", request, {"chat": chat.options})
    return aiohttp_jinja2.render_template("chat/closed.html", request, {"chat": chat.options}, status=403)


async def show_demo(request: web.Request) -> web.StreamResponse:
    """The newcomer's page: what this is, and a window for each part."""
    context = request.app[CONTEXT]
    forms = [e.id for e in context.estates() if context.forms and context.forms.find_estate(e.id)]
    values = {"chat": request.app[CHAT].options, "forms": forms}
    return aiohttp_jinja2.render_template("demo.html", request, values)


def let_in(request: web.Request, chat: WebChat, key: str) -> web.StreamResponse:
    """Keeps the key of a personal link in a cookie and takes it out of the address."""
    if chat.find_person_by_key(key) is None:
        return aiohttp_jinja2.render_template("chat/closed.html", request, {"chat": chat.options}, status=403)
    response = web.HTTPSeeOther("/chat")
    secure = request.app[CONTEXT].options.cookie_secure
    response.set_cookie(COOKIE, key, httponly=True, samesite="Lax", secure=secure, max_age=365 * 86400)
    raise response


async def take_photo(request: web.Request) -> web.StreamResponse:
    """Keeps a photo (the body) until it is said; answers its ref."""
    guest = require_guest(request)
    if not may_say(request.app, guest):
        return web.json_response({"refused": "too_fast"}, status=429)
    uploads = request.app[CHAT].uploads
    if (request.content_length or 0) > uploads.limit:
        return web.json_response({"refused": "photo_too_big"}, status=413)
    try:
        stored = uploads.add(guest.id, request.query.get("name", ""), await read_body(request, uploads.limit))
    except SayRefused as error:
        return web.json_response({"refused": error.code}, status=422)
    return web.json_response({"ref": stored.ref})


async def read_body(request: web.Request, limit: int) -> bytes:
    """The body, read no further than just over `limit` bytes."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > limit:
            raise SayRefused("photo_too_big")
    return bytes(body)


async def show_photo(request: web.Request) -> web.StreamResponse:
    chat, guest, ref = request.app[CHAT], require_guest(request), request.match_info["ref"]
    try:
        stored = chat.uploads.find(ref)
    except SayRefused as error:
        raise web.HTTPNotFound(text="photo") from error
    if not chat.hub.may_see(guest.id, ref):
        raise web.HTTPNotFound(text="photo")
    headers = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "sandbox"}
    return web.Response(body=stored.content, content_type=stored.media_type, headers=headers)


# --- the live line -------------------------------------------------------------------------------


async def serve_socket(request: web.Request) -> web.StreamResponse:
    guest = require_guest(request)
    socket = web.WebSocketResponse(heartbeat=BEAT_SECONDS, max_msg_size=FRAME_LIMIT)
    await socket.prepare(request)
    request.app[SOCKETS].add(socket)
    talk = Talk(request.app[CHAT], guest, socket, lambda: may_say(request.app, guest))
    since = request.query.get("since", "")
    same_life = request.query.get("boot") == talk.chat.hub.boot
    try:
        await talk.run(int(since) if same_life and since.isdecimal() and len(since) < 16 else 0)
    finally:
        request.app[SOCKETS].discard(socket)
    return socket
