"""What every way in and out can do: the Channel protocol and what it yields.

A channel is one account of one chat network.  It knows nothing of estates, roles and tickets.
Chat ids are `network:room:ID` for groups and `network:contact:ID` for direct chats and people.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from handlers.model import Attachment, Person, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message as the network gave it.  `key` is the same when the network repeats the event.

    `text` has no quote prefix (that is `quote`) and no mention of the bot itself at its head.
    """

    key: str
    account: str
    chat: str
    chat_name: str
    sender: Person
    text: str
    sent_at: datetime
    quote: Quote | None = None
    attachments: tuple[Attachment, ...] = ()
    mentions: tuple[str, ...] = ()
    mentions_bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """Somebody took back the message `key`."""

    key: str
    account: str
    chat: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """One of our own messages came back from the network: proof that it arrived."""

    account: str
    chat: str
    sent_id: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The account was deaf from `since` to `until`: what was said then may be lost."""

    account: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersChanged:
    """Somebody joined or left `chat`: ask `members` again."""

    account: str
    chat: str


def let_wait() -> None:
    """They are told as soon as they can be anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """These words will be Heard in a moment: who said them is still being asked for.

    Told so that they can be read meanwhile; a channel need not tell it, and may tell it of what is then
    left out.  `hasten` them where they tell of danger: then they need not wait for what is only ours.
    """

    account: str
    text: str
    hasten: Callable[[], None] = field(default=let_wait, compare=False, repr=False)


Event = Heard | Recalled | Echo | Gap | MembersChanged | Coming


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the account can be used now, since when, and in words why not."""

    ready: bool
    since: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send: its content, a file name and its media type (`image/jpeg`)."""

    content: bytes
    name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to send.  `key` is the same when a send is tried again.

    `mentions` are put in front of the text as `@name`, in the network's own way.  What is `urgent` may use
    what a channel keeps ready for it.
    """

    key: str
    chat: str
    text: str
    mentions: tuple[Person, ...] = ()
    upload: Upload | None = None
    urgent: bool = False


class SendFailed(Exception):
    """A send did not happen.  `retry` says whether trying again can help.

    `unknown` is True where it may have happened all the same (time limit, connection lost).
    """

    def __init__(self, reason: str, *, retry: bool = True, unknown: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry
        self.unknown = unknown


class FetchFailed(Exception):
    """The content of an attachment cannot be had; `reason` says why, `retry` whether it may come."""

    def __init__(self, reason: str, *, retry: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry


@dataclass(frozen=True, slots=True)
class Room:
    """A group that the account is in."""

    id: str
    name: str
    members: tuple[Person, ...] = field(default=())


class Channel(Protocol):
    """One account.  Build it, `start` it, iterate `events`, `send`, `close` it.

    `start` returns at once: connecting and reconnecting go on behind `health`.
    """

    @property
    def name(self) -> str: ...

    @property
    def network(self) -> str: ...

    @property
    def idempotent(self) -> bool:
        """Whether a second send with the same key is shown only once."""

    @property
    def health(self) -> Health: ...

    async def start(self) -> None: ...

    def events(self) -> AsyncIterator[Event]:
        """Everything heard, in order per chat (Coming out of order); ends when the channel is closed."""

    async def send(self, message: Outgoing) -> str | None:
        """Sends; the network's id of the new message, or None where it gives none.

        Raises SendFailed.  Has its own time limit.
        """

    async def recall(self, chat: str, sent_id: str) -> bool:
        """Takes a sent message back; False where the network cannot."""

    async def fetch(self, attachment: Attachment, limit: int) -> Upload:
        """The content of an attachment of at most `limit` bytes.  Raises FetchFailed."""

    async def rooms(self) -> Sequence[Room]:
        """The groups that the account is in, without members."""

    async def members(self, chat: str) -> Sequence[Person]: ...

    async def close(self) -> None: ...


@runtime_checkable
class Attentive(Protocol):
    """A channel that hears of messages before it knows what they say."""

    async def wait_until_told(self) -> None:
        """Returns when all that was heard of has been told, or after a moment: it may be danger.

        For whoever has something to say that is not urgent.
        """

    async def wait_until_others_told(self) -> None:
        """The same, where others than we ourselves may have spoken: for whoever has something to note."""
