"""What an estate holds on a person, and that they want it erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handlers.model.messages import Person
from handlers.model.tickets import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Somebody wants what is held on them erased; done only once `confirmed_at` is set."""

    estate: str
    person: Person
    reply_to: str
    asked_at: datetime
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All that is held on a person.

    `own` are the tickets that they reported, `shared` those of others that they added something to, both
    oldest first.  `words` is what they said and `photos` how many they gave, by ticket.  `alerts` are the
    tickets whose alert is still live.
    """

    own: tuple[Ticket, ...] = ()
    shared: tuple[Ticket, ...] = ()
    words: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    photos: Mapping[int, int] = field(default_factory=dict)
    alerts: frozenset[int] = frozenset()
    asked: Erasure | None = None

    @property
    def tickets(self) -> tuple[Ticket, ...]:
        return tuple(sorted((*self.own, *self.shared), key=lambda ticket: ticket.number))
