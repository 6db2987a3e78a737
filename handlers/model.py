"""The values that decisions are made of and lead to.  Frozen, aware datetimes only.

Ids are strings that say where they come from: a group is `network:room:ID`, a person
`network:contact:ID`, and the direct chat with a person has the person's id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class Role(StrEnum):
    """What a person may do; held by contact id, never by display name."""

    OWNER = "owner"
    COMMITTEE = "committee"
    STAFF = "staff"
    MANAGER = "manager"

    @property
    def serves(self) -> bool:
        """Whether this person works for the property company."""
        return self in (Role.STAFF, Role.MANAGER)


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


# --- tickets -------------------------------------------------------------------------------------


class Status(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    ON_HOLD = "on_hold"
    DONE = "done"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    FALSE_ALARM = "false_alarm"
    MERGED = "merged"


#: A ticket in one of these has work left in it.
LIVE = frozenset({Status.OPEN, Status.ACCEPTED, Status.ON_HOLD, Status.REOPENED})


class Step(StrEnum):
    """What an event of a ticket says happened."""

    OPENED = "opened"
    DETAIL = "detail"
    PHOTO = "photo"
    JOINED = "joined"
    ACCEPTED = "accepted"
    TRANSFERRED = "transferred"
    REPLIED = "replied"
    HELD = "held"
    RESUMED = "resumed"
    DONE = "done"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    FALSE_ALARM = "false_alarm"
    MERGED = "merged"
    REMINDED = "reminded"
    WARNED = "warned"
    ESCALATED = "escalated"
    RATED = "rated"
    NOTED = "noted"
    RECALLED = "recalled"
    TAUGHT = "taught"
    SPLIT = "split"
    LEFT = "left"
    CLUE = "clue"
    ALERTED = "alerted"
    CONFIRMED = "confirmed"
    PAGED = "paged"
    CLEARED = "cleared"


class Priority(IntEnum):
    """What is sent first: lower goes first."""

    ALERT = 0
    REPLY = 1
    ROUTINE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One report and what became of it.  `number` is per estate and never used again.

    `chat` is where it was reported: answers go there.  `version` counts saved changes; a save of an
    older version than the stored one is refused.
    """

    estate: str
    number: int
    kind: str
    category: str | None
    status: Status
    summary: str
    words: str
    chat: str
    reporter: Person
    opened_at: datetime
    respond_by: datetime
    room: str | None = None
    phone: str | None = None
    households: int = 1
    photos: int = 0
    assignee: Person | None = None
    evidence: tuple[str, ...] = ()
    updated_at: datetime | None = None
    version: int = 0

    @property
    def live(self) -> bool:
        return self.status in LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketEvent:
    """One step in the life of a ticket; appended, never changed."""

    estate: str
    ticket: int
    step: Step
    at: datetime
    actor: Person | None = None
    words: str = ""
    message: str | None = None


class FileState(StrEnum):
    PENDING = "pending"
    STORED = "stored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFile:
    """A photo or other attachment of a ticket.  `sha256` names the stored content once fetched."""

    estate: str
    ticket: int
    attachment: Attachment
    added_at: datetime
    added_by: Person
    message: str
    id: int | None = None
    state: FileState = FileState.PENDING
    sha256: str | None = None
    media_type: str | None = None
    size: int | None = None
    note: str = ""


# --- alerts --------------------------------------------------------------------------------------


class AlertState(StrEnum):
    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    CLEARED = "cleared"
    FALSE_ALARM = "false_alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An urgent ticket that people are paged for, and that other groups may be told of.

    `facts` is the relay text's core: the reporter's words without phone, room and name.
    `told` are the groups that a relay was queued for, in order; none is told twice.
    `paged` counts the steps of the page chain already taken.
    """

    estate: str
    ticket: int
    category: str
    policy: str
    state: AlertState
    reporter: Person
    chat: str
    facts: str
    opened_at: datetime
    ends_at: datetime
    confirmed_at: datetime | None = None
    closed_at: datetime | None = None
    told: tuple[str, ...] = ()
    paged: int = 0
    version: int = 0

    @property
    def live(self) -> bool:
        return self.state in (AlertState.UNCONFIRMED, AlertState.ACTIVE)


# --- broadcasts ----------------------------------------------------------------------------------


class NoticeState(StrEnum):
    PREVIEW = "preview"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A broadcast (B7) to some groups.  `reply_to` is the chat that the preview and result go to."""

    estate: str
    number: int
    text: str
    chats: tuple[str, ...]
    author: Person
    reply_to: str
    state: NoticeState
    created_at: datetime
    expires_at: datetime
    version: int = 0


# --- what is to be said --------------------------------------------------------------------------


class DeliveryState(StrEnum):
    """pending → sending → accepted (the gateway took it) → seen (its echo came back).

    `unknown`: the bot died or the time limit passed while it was being sent, so nobody knows.
    `dead`: given up after the last try; listed for people to look at.
    """

    PENDING = "pending"
    SENDING = "sending"
    ACCEPTED = "accepted"
    SEEN = "seen"
    UNKNOWN = "unknown"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Purpose(StrEnum):
    """Why something is said; one alert says `relay` at most once into one chat."""

    RECEIPT = "receipt"
    CARD = "card"
    PAGE = "page"
    ADVICE = "advice"
    RELAY = "relay"
    UPDATE = "update"
    ALL_CLEAR = "all_clear"
    CORRECTION = "correction"
    ANSWER = "answer"
    REPLY = "reply"
    NOTICE = "notice"
    RESULT = "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One thing to say into one chat: a row before it is a message.

    `text` does not hold the mentions: the channel puts `@name` in front in its own way.
    `file` is the sha256 of a stored file that goes along.  `answers` is the key of the message that
    this answers, None where time alone caused it.
    """

    estate: str
    chat: str
    text: str
    purpose: Purpose
    priority: Priority
    due_at: datetime
    mentions: tuple[Person, ...] = ()
    file: str | None = None
    ticket: int | None = None
    notice: int | None = None
    answers: str | None = None
    id: int | None = None
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    account: str | None = None
    sent_id: str | None = None
    sent_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One line of the append-only audit log: who did or tried what."""

    estate: str
    at: datetime
    actor: str
    action: str
    subject: str = ""
    allowed: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a decision changes and says; saved whole or not at all.  SILENCE is the empty one.

    `dropped` are tickets that nobody was told of and that were taken back: they leave no trace.
    """

    tickets: tuple[Ticket, ...] = ()
    events: tuple[TicketEvent, ...] = ()
    files: tuple[TicketFile, ...] = ()
    alerts: tuple[Alert, ...] = ()
    notices: tuple[Notice, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    audits: tuple[Audit, ...] = ()
    dropped: tuple[Ticket, ...] = ()

    def __bool__(self) -> bool:
        return self != SILENCE

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.tickets + other.tickets,
            self.events + other.events,
            self.files + other.files,
            self.alerts + other.alerts,
            self.notices + other.notices,
            self.deliveries + other.deliveries,
            self.audits + other.audits,
            self.dropped + other.dropped,
        )


SILENCE = Outcome()


# --- what a decision may look at -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the roster (值班表): this person, these trades, these hours (minutes after midnight).

    `starts == ends` is all day; `ends < starts` runs over midnight.
    """

    person: Person
    trades: tuple[str, ...] = ()
    starts: int = 0
    ends: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """An estate as decisions see it: its chats, people on duty and its own settings."""

    id: str
    name: str
    bot_name: str = "物业小助手"
    timezone: str = "Asia/Shanghai"
    chats: tuple[Chat, ...] = ()
    roster: tuple[Duty, ...] = ()
    managers: tuple[Person, ...] = ()
    apprise: tuple[str, ...] = ()
    relay: dict[str, str] = field(default_factory=dict)
    accept_minutes: dict[str, int] = field(default_factory=dict)
    confirm_minutes: int = 2
    alert_hours: int = 4
    settle_seconds: float = 0.0
    answer_seconds: float = 0.0
    broadcast_minutes: int = 10
    broadcast_interval_seconds: float = 3.0
    quiet_from: int = 22 * 60
    quiet_to: int = 8 * 60
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def owners_groups(self) -> tuple[Chat, ...]:
        """Every owners' group, in the order of its number."""
        groups = [chat for chat in self.chats if chat.kind is ChatKind.OWNERS]
        return tuple(sorted(groups, key=lambda chat: (chat.number or 0, chat.id)))

    @property
    def staff_groups(self) -> tuple[Chat, ...]:
        return tuple(chat for chat in self.chats if chat.kind is ChatKind.STAFF)

    def find_chat(self, chat_id: str) -> Chat | None:
        return next((chat for chat in self.chats if chat.id == chat_id), None)
