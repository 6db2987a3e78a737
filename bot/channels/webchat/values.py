"""Who and what the webchat knows: people, rooms, what is said and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channels.webchat.uploads import Stored
from handlers.model import Quote

ROOM = "webchat:room:"
CONTACT = "webchat:contact:"
BOT = "bot"
#: What people call the bot by hand, whatever its name is here.
SHORT_NAME = "小助手"
LINES_KEPT = 200
KEYS_KEPT = 5_000
TEXT_LIMIT = 20_000
PHOTOS_LIMIT = 9
RECALL_WITHIN = timedelta(minutes=2)
#: What WeChat puts behind a mention, so that a name may be followed by any word.
MENTION_END = "\u2005"


@dataclass(frozen=True, slots=True)
class WebPerson:
    """Somebody who may chat.  `id` is the part behind `webchat:contact:`.

    `role` is a label for the page alone and gives no right; `colour` (`#rrggbb`) is the avatar's, empty
    lets the page choose.
    """

    id: str
    name: str
    role: str = "业主"
    colour: str = ""


@dataclass(frozen=True, slots=True)
class WebRoom:
    """A group.  `id` is the part behind `webchat:room:`, `members` are ids of people."""

    id: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebChatOptions:
    """One webchat account.  `keys` holds, for each person, the sha256 (hex) of the secret of their link.

    `open` lets anyone choose who they are: for the demo and for tests alone.
    """

    name: str
    people: tuple[WebPerson, ...]
    rooms: tuple[WebRoom, ...]
    open: bool = False
    bot_name: str = "物业小助手"
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """What a person wants to say; `key` is chosen by the page, so that a repeat is known as one."""

    key: str
    chat: str
    text: str = ""
    quote: str = ""
    uploads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One bubble.  `order` never changes; `change` is newer after a recall."""

    id: str
    order: int
    change: int
    chat: str
    author: str
    name: str
    at: datetime
    text: str = ""
    quote: Quote | None = None
    photos: tuple[Stored, ...] = ()
    mentions: tuple[str, ...] = ()
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """How many lines a person has not read in a chat, and whether one of them mentions them."""

    count: int
    mentioned: bool
