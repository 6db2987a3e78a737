"""What a decision changes and says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.model.alerts import Alert
from handlers.model.deliveries import Delivery, Recall
from handlers.model.estates import RosterChange
from handlers.model.held import Erasure
from handlers.model.notices import Notice
from handlers.model.tickets import Ticket, TicketEvent, TicketFile


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
    roster: tuple[RosterChange, ...] = ()
    recalls: tuple[Recall, ...] = ()
    erasures: tuple[Erasure, ...] = ()

    def __bool__(self) -> bool:
        return self is not SILENCE and self != SILENCE

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
            self.roster + other.roster,
            self.recalls + other.recalls,
            self.erasures + other.erasures,
        )


SILENCE = Outcome()
