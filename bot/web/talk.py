"""The live line between one open chat page and the hub."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from bot.channels.webchat import Say, SayRefused, WebChat, WebPerson
from bot.channels.webchat.values import BOT, ROOM, Line, WebRoom

#: The page takes a line as dead that says nothing for longer than two of these.
BEAT_SECONDS = 15.0
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")

Frame = Mapping[str, Any]


@dataclass(slots=True)
class Talk:
    """One page that is connected."""

    chat: WebChat
    guest: WebPerson
    socket: web.WebSocketResponse
    may_say: Callable[[], bool]

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
                case "say" if not self.may_say():
                    raise SayRefused("too_fast")
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
