"""The webchat's page: who you are, the page itself, the live line to it, photos."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import WSMsgType, web

from bot.channels.webchat import Say, SayRefused, WebChat, WebPerson
from bot.channels.webchat_hub import BOT, ROOM, Line, WebRoom
from bot.web.context import CONTEXT

CHAT: web.AppKey[WebChat] = web.AppKey("webchat", WebChat)
SOCKETS: web.AppKey[set[web.WebSocketResponse]] = web.AppKey("sockets", set)
COOKIE = "linli_chat"
#: The page takes a line as dead that says nothing for longer than two of these.
BEAT_SECONDS = 15.0
FRAME_LIMIT = 256 * 1024
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")

Frame = Mapping[str, Any]


def add_chat(app: web.Application, chat: WebChat) -> None:
    """Adds the chat's pages to the app."""
    app[CHAT] = chat
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
    return aiohttp_jinja2.render_template("demo.html", request, {"chat": request.app[CHAT].options})


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
    talk = Talk(request.app[CHAT], guest, socket)
    since = request.query.get("since", "")
    same_life = request.query.get("boot") == talk.chat.hub.boot
    try:
        await talk.run(int(since) if same_life and since.isdecimal() and len(since) < 16 else 0)
    finally:
        request.app[SOCKETS].discard(socket)
    return socket


@dataclass(slots=True)
class Talk:
    """One page that is connected."""

    chat: WebChat
    guest: WebPerson
    socket: web.WebSocketResponse

    async def run(self, since: int) -> None:
        """Tells the page what is new after `since` and takes what it says, until it goes away."""
        with self.chat.hub.watch() as news:
            pusher = asyncio.create_task(self.push(since, news))
            try:
                async for message in self.socket:
                    if message.type is WSMsgType.TEXT:
                        await self.socket.send_json(self.answer(read_frame(message.data)), dumps=dump)
            except ConnectionResetError:
                pass
            finally:
                pusher.cancel()
                await asyncio.gather(pusher, return_exceptions=True)

    async def push(self, since: int, news: asyncio.Event) -> None:
        frame: dict[str, Any] = {"type": "hello"} | self.describe()
        while not self.socket.closed:
            news.clear()
            frame |= self.tell_news(since)
            since = self.chat.hub.change
            await self.socket.send_json(frame, dumps=dump)
            frame = {"type": "news"}
            while not await wait(news):
                await self.socket.send_json({"type": "beat"})

    def describe(self) -> dict[str, Any]:
        hub = self.chat.hub
        return {
            "boot": hub.boot,
            "me": self.guest.id,
            "chats": [self.describe_chat(chat, room) for chat, room in hub.list_chats(self.guest.id)],
        }

    def describe_chat(self, chat: str, room: WebRoom) -> dict[str, Any]:
        bot = {"id": BOT, "name": self.chat.options.bot_name, "role": "机器人", "colour": ""}
        group = chat.startswith(ROOM)
        members = [
            {"id": person.id, "name": person.name, "role": person.role, "colour": person.colour}
            for person in self.chat.hub.list_members(chat)
        ]
        name = room.name if group else self.chat.options.bot_name
        return {"id": chat, "name": name, "group": group, "members": [*members, bot]}

    def tell_news(self, since: int) -> dict[str, Any]:
        hub = self.chat.hub
        unread = hub.count_unread(self.guest.id)
        return {
            "change": hub.change,
            "lines": [show_line(line, self.guest) for line in hub.list_changes(self.guest.id, since)],
            "unread": {
                chat: {"count": new.count, "mentioned": new.mentioned} for chat, new in unread.items()
            },
        }

    def answer(self, frame: Frame) -> Frame:
        """Does what the page asks; what is refused or makes no sense is answered so."""
        try:
            match frame.get("type"):
                case "say":
                    return {"type": "sent", "key": frame.get("key"), "id": self.say(frame)}
                case "recall":
                    return {
                        "type": "recalled",
                        "id": self.chat.take_back(self.guest, str(frame.get("id"))).id,
                    }
                case "read":
                    self.chat.hub.mark_read(
                        self.guest.id, str(frame.get("chat")), read_order(frame.get("upto"))
                    )
                    return {"type": "beat"}
                case _:
                    raise SayRefused("not_understood")
        except SayRefused as error:
            return {"type": "refused", "key": frame.get("key"), "id": frame.get("id"), "code": error.code}

    def say(self, frame: Frame) -> str:
        key, uploads = str(frame.get("key") or ""), frame.get("uploads") or []
        if not KEY.fullmatch(key) or not isinstance(uploads, list):
            raise SayRefused("not_understood")
        say = Say(
            key=key,
            chat=str(frame.get("chat")),
            text=clean(str(frame.get("text") or "")),
            quote=str(frame.get("quote") or ""),
            uploads=tuple(str(ref) for ref in uploads),
        )
        return self.chat.say(self.guest, say).id


def show_line(line: Line, guest: WebPerson) -> dict[str, Any]:
    """A line as the page gets it; `key` is there on the page's own lines."""
    return {
        "id": line.id,
        "key": line.id.rpartition(":")[2] if line.author == guest.id else "",
        "order": line.order,
        "change": line.change,
        "chat": line.chat,
        "author": line.author,
        "name": line.name,
        "at": line.at.isoformat(),
        "text": line.text,
        "quote": {"author": line.quote.author, "text": line.quote.text} if line.quote else None,
        "photos": [{"ref": photo.ref, "name": photo.name} for photo in line.photos],
        "mentions": list(line.mentions),
        "recalled": line.recalled,
    }


def read_frame(data: str) -> Frame:
    """What a page sent, as a mapping; an empty one for what is not."""
    try:
        frame = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}


def read_order(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def clean(text: str) -> str:
    """The text without what no database and no page can hold: NUL and half surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


async def wait(news: asyncio.Event) -> bool:
    """Whether there was news before the next beat was due."""
    try:
        await asyncio.wait_for(news.wait(), BEAT_SECONDS)
    except TimeoutError:
        return False
    return True
