"""Photos of the webchat: in memory, bounded, told by their first bytes and not by their names."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock

UPLOAD_LIMIT = 10 * 2**20
UPLOADS_LIMIT = 50 * 2**20
#: The bot has this long to fetch a photo before room is made of it.
KEPT_AT_LEAST = timedelta(minutes=10)


class SayRefused(Exception):
    """The webchat does not take what somebody wants to say; the page has the words for `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Stored:
    """A photo in memory; `owner` is the id of who brought it."""

    ref: str
    owner: str
    name: str
    media_type: str
    content: bytes
    added_at: datetime


class Uploads:
    """Photos by ref.  When room is short, what the bot has fetched or what is old goes first."""

    def __init__(self, clock: Clock, limit: int = UPLOAD_LIMIT, total: int = UPLOADS_LIMIT) -> None:
        self.limit = limit
        self._clock = clock
        self._total = total
        self._held: OrderedDict[str, Stored] = OrderedDict()
        self._fetched: set[str] = set()
        self._size = 0

    def add(self, owner: str, name: str, content: bytes) -> Stored:
        """Keeps a photo.  Raises SayRefused: too big, not a photo, no room left."""
        if len(content) > self.limit:
            raise SayRefused("photo_too_big")
        media_type = tell_photo(content)
        if media_type is None:
            raise SayRefused("not_a_photo")
        self._make_room(len(content))
        stored = Stored(secrets.token_urlsafe(16), owner, name[:120], media_type, content, self._clock.now())
        self._held[stored.ref] = stored
        self._size += len(content)
        return stored

    def find(self, ref: str, owner: str | None = None) -> Stored:
        """The photo (of `owner`).  Raises SayRefused where it is gone or somebody else's."""
        stored = self._held.get(ref)
        if stored is None or owner not in (None, stored.owner):
            raise SayRefused("photo_gone")
        return stored

    def is_owner(self, person: str, ref: str) -> bool:
        return ref in self._held and self._held[ref].owner == person

    def mark_fetched(self, ref: str) -> None:
        """The bot has its own copy: this one may go when room is short."""
        if ref in self._held:
            self._fetched.add(ref)

    def drop(self, refs: Iterable[str]) -> None:
        for ref in refs:
            stored = self._held.pop(ref, None)
            self._fetched.discard(ref)
            self._size -= len(stored.content) if stored else 0

    def _make_room(self, size: int) -> None:
        now = self._clock.now()
        spare = [
            ref
            for ref, held in self._held.items()
            if ref in self._fetched or now - held.added_at > KEPT_AT_LEAST
        ]
        while self._size + size > self._total and spare:
            self.drop([spare.pop(0)])
        if self._size + size > self._total:
            raise SayRefused("photos_full")


def tell_photo(content: bytes) -> str | None:
    """The media type of a photo by its first bytes; None for what no browser shows as one."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None
