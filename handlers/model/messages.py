"""Who says what where: people, chats and messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may do; held by contact id, never by display name."""

    OWNER = "owner"
    COMMITTEE = "committee"
    STAFF = "staff"
    MANAGER = "manager"

    def __init__(self, word: str) -> None:
        #: Whether this person works for the property company: asked several times of each message.
        self.serves = word in ("staff", "manager")


class ChatKind(StrEnum):
    """What a chat is for.  A new group is UNASSIGNED until a manager says."""

    OWNERS = "owners"
    STAFF = "staff"
    DIRECT = "direct"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by contact id; the name is only for showing."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Chat:
    """A group, or the direct chat with one person.  `number` orders the owners' groups (3 → 3号群)."""

    id: str
    estate: str
    kind: ChatKind
    name: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a message, with the role that the estate gives this contact id."""

    id: str
    name: str
    role: Role = Role.OWNER
    trades: tuple[str, ...] = ()

    @property
    def person(self) -> Person:
        return Person(self.id, self.name)


class AttachmentKind(StrEnum):
    """What came with a message."""

    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    STICKER = "sticker"
    CARD = "card"
    LINK = "link"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something beside the words.  `ref` is how the account that heard it fetches the content."""

    kind: AttachmentKind
    account: str
    ref: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The earlier message that a message answers, as the chat network shows it."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message, with its chat and sender already looked up."""

    key: str
    chat: Chat
    sender: Sender
    text: str
    sent_at: datetime
    quote: Quote | None = None
    attachments: tuple[Attachment, ...] = ()
    mentions_bot: bool = False
