"""What a chat is talking of: a ticket with everybody who said something to it, and the talk beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from handlers.model import Alert, Delivery, Message, Step, Ticket

K = TypeVar("K")
#: So long after its last word a thread is what a chat is talking of: perhaps, and surely.
HOT = timedelta(minutes=30)
WARM = timedelta(minutes=10)
#: The steps by which owners make a ticket grow.
GROWING = frozenset({Step.OPENED, Step.DETAIL, Step.PHOTO, Step.JOINED})
#: The steps that say who was told, not who did something.
TOLD = frozenset({Step.WARNED, Step.ESCALATED})


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said lately.  `ticket` is the ticket that it went into.

    What was taken for chat comes with `calls`: it says of a text whether it asks who joins in.
    """

    message: Message
    ticket: int | None = None
    calls: Callable[[str], bool] | None = field(default=None, repr=False, compare=False)
    _offer: bool | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def offer(self) -> bool:
        """Whether it asks who joins in; looked at when somebody wants to know, which is seldom, and once."""
        if self._offer is None:
            object.__setattr__(self, "_offer", self.calls is not None and self.calls(self.message.text))
        return bool(self._offer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One step of a ticket, and in which chat it was taken."""

    step: Step
    person: str
    name: str
    chat: str | None
    at: datetime
    words: str = ""
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A ticket, what owners did to it in order, and what was or is to be said of it.

    `said` are its receipts in any state, and its cards that still wait.
    """

    ticket: Ticket
    touches: tuple[Touch, ...] = ()
    said: tuple[Delivery, ...] = ()
    alert: Alert | None = None
    #: Who reported it or joined it, and was not taken out of it again.
    members: frozenset[str] = field(init=False, compare=False)
    #: All that its reporters said of it.
    words: str = field(init=False, compare=False)
    #: The steps by which it grew, and when it last did in each chat.
    growth: tuple[Touch, ...] = field(init=False, compare=False)
    lately: Mapping[str | None, datetime] = field(init=False, compare=False)
    #: When each person last made it grow.
    spoken: Mapping[str, datetime] = field(init=False, compare=False)
    #: Everybody who ever did anything to it.
    people: frozenset[str] = field(init=False, compare=False)
    #: When anybody last did anything to it; that somebody was told of its limit is no deed.
    latest: datetime = field(init=False, compare=False)
    #: The keys of the messages that it was made of.
    messages: frozenset[str] = field(init=False, compare=False)
    #: When staff said until when it will last.
    estimates: tuple[Touch, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # Asked for more often than a thread is made.
        growth = tuple([touch for touch in self.touches if touch.step in GROWING])
        said = [touch.words for touch in growth if touch.words]
        keep = object.__setattr__
        keep(self, "members", _list_members(self.ticket, self.touches))
        keep(self, "words", "\n".join((self.ticket.words, *said)))
        keep(self, "growth", growth)
        keep(self, "lately", _find_latest([(touch.chat, touch.at) for touch in growth]))
        keep(self, "spoken", _find_latest([(touch.person, touch.at) for touch in growth]))
        keep(self, "people", frozenset([touch.person for touch in self.touches]))
        done = (touch.at for touch in reversed(self.touches) if touch.step not in TOLD)
        keep(self, "latest", next(done, self.ticket.opened_at))
        keep(self, "messages", frozenset([touch.message for touch in self.touches if touch.message]))
        keep(self, "estimates", tuple([touch for touch in self.touches if touch.step is Step.ESTIMATED]))

    def tell(self, said: tuple[Delivery, ...]) -> Thread:
        """The same thread of which this was or is to be said: nothing that was worked out depends on it."""
        told = object.__new__(Thread)
        for name in Thread.__slots__:
            object.__setattr__(told, name, said if name == "said" else getattr(self, name))
        return told

    def touched_at(self, chat: str | None = None, person: str | None = None) -> datetime | None:
        """When somebody (or `person`) last said something to it (in `chat`)."""
        if person is None and chat is not None:
            return self.lately.get(chat)
        if person is not None and chat is None:
            return self.spoken.get(person)
        times = [
            touch.at
            for touch in self.growth
            if (chat is None or touch.chat == chat) and (person is None or touch.person == person)
        ]
        return max(times, default=None)

    def knows(self, message: str) -> bool:
        """Whether this message is in it already."""
        return message in self.messages


def _list_members(ticket: Ticket, touches: tuple[Touch, ...]) -> frozenset[str]:
    people = {ticket.reporter.id}
    for touch in touches:
        if touch.step in (Step.OPENED, Step.JOINED):
            people.add(touch.person)
        elif touch.step is Step.LEFT:
            people.discard(touch.person)
    return frozenset(people)


def _find_latest(said: Iterable[tuple[K, datetime]]) -> dict[K, datetime]:
    latest: dict[K, datetime] = {}
    for key, at in said:
        known = latest.get(key)
        latest[key] = at if known is None or at > known else known
    return latest
