"""What the webchat network knows: who is there, what was said lately, who has read how far.

All of it is memory: ordinary chat is never stored.  Each chat keeps its last 200 lines; a new line
and a recall both get the next change number, so that a page that was away asks for what is newer."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from bot.channels.names import clean_name
from bot.channels.webchat.uploads import SayRefused, Stored, Uploads
from bot.channels.webchat.values import (
    BOT,
    CONTACT,
    KEYS_KEPT,
    LINES_KEPT,
    PHOTOS_LIMIT,
    RECALL_WITHIN,
    ROOM,
    SHORT_NAME,
    TEXT_LIMIT,
    Line,
    Say,
    Unread,
    WebChatOptions,
    WebPerson,
    WebRoom,
)
from bot.clock import Clock
from handlers.model import Quote


class Hub:
    """People, chats, lines and who has read what, for one webchat account."""

    def __init__(self, options: WebChatOptions, clock: Clock, uploads: Uploads) -> None:
        self.boot = secrets.token_hex(6)
        self._options = options
        self._clock = clock
        self._uploads = uploads
        self._people: dict[str, WebPerson] = {}
        self._chats: dict[str, WebRoom] = {}
        self._lines: dict[str, OrderedDict[str, Line]] = {}
        self._keys: OrderedDict[str, Line] = OrderedDict()
        self._read: dict[tuple[str, str], int] = {}
        self._watchers: set[asyncio.Event] = set()
        self.change = 0
        for person in options.people:
            self.add_person(person)
        for room in options.rooms:
            self.add_room(room)

    def add_person(self, person: WebPerson) -> WebPerson:
        """Lets somebody in, with their chat with the bot; as they are known from now on."""
        if person.id == BOT:
            raise ValueError(f"webchat {self._options.name}: the id {BOT!r} is the bot's own")
        person = replace(person, name=clean_name(person.name) or person.id)
        self._people[person.id] = person
        self._add_chat(f"{CONTACT}{person.id}", WebRoom(person.id, person.name, (person.id,)))
        return person

    def add_room(self, room: WebRoom) -> str:
        """Adds a group, or gives it another name and other members; its chat id."""
        chat = f"{ROOM}{room.id}"
        self._add_chat(chat, replace(room, name=clean_name(room.name) or room.id))
        return chat

    def find_person(self, person: str) -> WebPerson | None:
        return self._people.get(person)

    def find_chat(self, chat: str) -> WebRoom | None:
        return self._chats.get(chat)

    def list_chats(self, person: str) -> Sequence[tuple[str, WebRoom]]:
        """The chats a person is in: groups in the order of the settings, then the one with the bot."""
        mine = [(chat, room) for chat, room in self._chats.items() if person in room.members]
        return sorted(mine, key=lambda pair: pair[0].startswith(CONTACT))

    def list_rooms(self) -> Sequence[tuple[str, WebRoom]]:
        return [(chat, room) for chat, room in self._chats.items() if chat.startswith(ROOM)]

    def list_members(self, chat: str) -> Sequence[WebPerson]:
        room = self._chats.get(chat)
        return [self._people[member] for member in room.members if member in self._people] if room else []

    def find_repeat(self, key: str) -> Line | None:
        """The line that was made of the same key before."""
        return self._keys.get(key)

    def add_words(self, author: WebPerson, key: str, say: Say) -> Line:
        """Adds what a person says.  Raises SayRefused."""
        self._check_words(author, say)
        quoted = self._lines[say.chat].get(say.quote)
        if say.quote and (quoted is None or quoted.recalled):
            raise SayRefused("quote_gone")
        return self._add(
            Line(
                id=key,
                order=0,
                change=0,
                chat=say.chat,
                author=author.id,
                name=author.name,
                at=self._clock.now(),
                text=say.text,
                quote=Quote(quoted.name, quoted.text or "[图片]") if quoted else None,
                photos=tuple(self._uploads.find(ref, author.id) for ref in say.uploads),
                mentions=self.find_mentions(say.chat, say.text),
            )
        )

    def add_bot_words(
        self, key: str, chat: str, text: str, mentions: tuple[str, ...], photos: tuple[Stored, ...]
    ) -> Line:
        """Adds what the bot says; the chat must exist."""
        return self._add(
            Line(
                id=f"{self._options.name}:{BOT}:{self.boot}:{self.change + 1}",
                order=0,
                change=0,
                chat=chat,
                author=BOT,
                name=self._options.bot_name,
                at=self._clock.now(),
                text=text,
                mentions=mentions,
                photos=photos,
            ),
            key,
        )

    def find_mentions(self, chat: str, text: str) -> tuple[str, ...]:
        """The ids of those whom `@name` in the text means; of two names the longer wins."""
        names = {BOT: self._options.bot_name} | {person.id: person.name for person in self.list_members(chat)}
        found: list[str] = []
        for name in sorted(set(names.values()), key=len, reverse=True):
            if name and f"@{name}" in text:
                text = text.replace(f"@{name}", " ")
                found += [person for person, theirs in names.items() if theirs == name]
        if BOT not in found and f"@{SHORT_NAME}" in text:
            found.append(BOT)
        return tuple(found)

    def take_back(self, author: str, line_id: str) -> Line:
        """Recalls a line of `author`: the bot's at any time, a person's within two minutes."""
        line = next((lines[line_id] for lines in self._lines.values() if line_id in lines), None)
        if line is None or line.recalled:
            raise SayRefused("gone")
        if line.author != author:
            raise SayRefused("not_yours")
        if author != BOT and self._clock.now() - line.at > RECALL_WITHIN:
            raise SayRefused("too_late")
        self._uploads.drop(photo.ref for photo in line.photos)
        self.change += 1
        line = replace(line, change=self.change, text="", quote=None, photos=(), mentions=(), recalled=True)
        self._lines[line.chat][line.id] = line
        self._wake()
        return line

    def list_changes(self, person: str, since: int) -> Sequence[Line]:
        """What is new for a person after change `since`, in the order it was said."""
        lines = [
            line
            for chat, _ in self.list_chats(person)
            for line in self._lines[chat].values()
            if line.change > since
        ]
        return sorted(lines, key=lambda line: line.order)

    def count_unread(self, person: str) -> Mapping[str, Unread]:
        """For each chat of a person, what they have not read."""
        counts = {}
        for chat, _ in self.list_chats(person):
            mark = self._read.get((person, chat), 0)
            new = [
                line
                for line in self._lines[chat].values()
                if line.order > mark and line.author != person and not line.recalled
            ]
            counts[chat] = Unread(len(new), any(person in line.mentions for line in new))
        return counts

    def mark_read(self, person: str, chat: str, upto: int) -> None:
        """A person has seen all of a chat up to the line of this order."""
        if chat in self._chats and upto > self._read.get((person, chat), 0):
            self._read[person, chat] = min(upto, self.change)
            self._wake()

    def may_see(self, person: str, ref: str) -> bool:
        """Whether a photo is in a chat of this person, or is their own and not yet said."""
        shown = any(photo.ref == ref for line in self.list_changes(person, 0) for photo in line.photos)
        return shown or self._uploads.is_owner(person, ref)

    @contextmanager
    def watch(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever something changed; the watcher clears it."""
        event = asyncio.Event()
        self._watchers.add(event)
        try:
            yield event
        finally:
            self._watchers.discard(event)

    def _add_chat(self, chat: str, room: WebRoom) -> None:
        self._chats[chat] = room
        self._lines.setdefault(chat, OrderedDict())

    def _check_words(self, author: WebPerson, say: Say) -> None:
        room = self._chats.get(say.chat)
        if room is None or author.id not in room.members:
            raise SayRefused("not_member")
        if len(say.text) > TEXT_LIMIT:
            raise SayRefused("too_long")
        if len(say.uploads) > PHOTOS_LIMIT:
            raise SayRefused("too_many_photos")
        if not say.text.strip() and not say.uploads:
            raise SayRefused("empty")

    def _add(self, line: Line, key: str = "") -> Line:
        self.change += 1
        line = replace(line, order=self.change, change=self.change)
        lines = self._lines[line.chat]
        lines[line.id] = line
        if len(lines) > LINES_KEPT:
            _, oldest = lines.popitem(last=False)
            self._uploads.drop(photo.ref for photo in oldest.photos)
        self._keys[key or line.id] = line
        if len(self._keys) > KEYS_KEPT:
            self._keys.popitem(last=False)
        self._wake()
        return line

    def _wake(self) -> None:
        for event in self._watchers:
            event.set()
