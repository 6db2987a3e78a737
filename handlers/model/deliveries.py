"""What is to be said, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from handlers.model.messages import Person


class Priority(IntEnum):
    """What is sent first: lower goes first."""

    ALERT = 0
    REPLY = 1
    ROUTINE = 2


class DeliveryState(StrEnum):
    """pending → sending → accepted (the gateway took it) → seen (its echo came back).

    `unknown`: the bot died or the time limit passed while it was being sent, so nobody knows.
    `dead`: given up after the last try; listed for people to look at.
    `recalled`: it was said, and the network took it back.
    """

    PENDING = "pending"
    SENDING = "sending"
    ACCEPTED = "accepted"
    SEEN = "seen"
    UNKNOWN = "unknown"
    DEAD = "dead"
    CANCELLED = "cancelled"
    RECALLED = "recalled"


class Purpose(StrEnum):
    """Why something is said; one alert says `relay` at most once into one chat."""

    RECEIPT = "receipt"
    CARD = "card"
    PAGE = "page"
    ADVICE = "advice"
    RELAY = "relay"
    UPDATE = "update"
    CLUE = "clue"
    PROGRESS = "progress"
    ALL_CLEAR = "all_clear"
    CORRECTION = "correction"
    ANSWER = "answer"
    KNOWLEDGE = "knowledge"
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


class RecallState(StrEnum):
    """asked → taken_back, or why not.

    `unsent`: it never went out, nor will it.  `late`: the network's time is over.  `refused`: it cannot.
    """

    ASKED = "asked"
    TAKEN_BACK = "taken_back"
    UNSENT = "unsent"
    LATE = "late"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Something said is to be taken back, because `person` asked for it; `reply_to` hears what came of it.
    Where `reply_to` is empty nobody does: an alert is over, and with it what other groups read of it.

    `delivery` is its number.  `answers` is the key of the message that asked, `origin` of the one whose
    words it was.  `told`: the answer is given.
    """

    estate: str
    delivery: int
    person: Person
    reply_to: str
    asked_at: datetime
    ticket: int | None = None
    notice: int | None = None
    answers: str | None = None
    origin: str | None = None
    state: RecallState = RecallState.ASKED
    told: bool = False
