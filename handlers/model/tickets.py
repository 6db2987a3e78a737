"""Tickets, their events and their files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.model.messages import Attachment, Person


class Status(StrEnum):
    """Where a ticket stands; handlers/tickets/steps.py says which step leads where."""

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
    ASKED = "asked"
    RATED = "rated"
    FOLLOWED = "followed"
    RECLASSED = "reclassed"
    ESTIMATED = "estimated"
    NOTED = "noted"
    RECALLED = "recalled"
    UNSAID = "unsaid"
    GIVEN = "given"
    RECURRED = "recurred"
    TAUGHT = "taught"
    SPLIT = "split"
    LEFT = "left"
    CLUE = "clue"
    ALERTED = "alerted"
    CONFIRMED = "confirmed"
    PAGED = "paged"
    CLEARED = "cleared"
    VERIFIED = "verified"
    DISMISSED = "dismissed"
    EXTENDED = "extended"
    UNREACHED = "unreached"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One report and what became of it.  `number` is per estate and never used again.

    `chat` is where it was reported: answers go there.  `respond_by` and `resolve_by` are the limits for
    accepting and for finishing, the second None where a hold without an end keeps it open; `held_until`
    is when a hold ends by itself.  While it is open, `assignee` is whom it was given to.  `priority`
    counts the reminders, `rating` is 1 to 5 by the reporter.  `version` counts saved changes; a save
    of an older version than the stored one is refused.
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
    resolve_by: datetime | None = None
    held_until: datetime | None = None
    room: str | None = None
    phone: str | None = None
    households: int = 1
    photos: int = 0
    assignee: Person | None = None
    priority: int = 0
    rating: int | None = None
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
    """What became of the content of a file: still to be fetched, stored, or refused."""

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
