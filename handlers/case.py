"""The Case: everything that one decision may look at.  Built by the bot, read by handlers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handlers.model import (
    Alert,
    Delivery,
    Estate,
    Held,
    Message,
    Notice,
    Recall,
    Ticket,
    TicketEvent,
    TicketFile,
)
from handlers.threads import Remark, Thread
from nlp.knowledge import Entry
from nlp.verdict import SILENT, Verdict

_NOTHING_HELD = Held()


@dataclass(frozen=True, slots=True)
class Command:
    """A command as typed: `verb` is the canonical one of `handlers.commands.VERBS`.

    `number` is a ticket's (128) or, with `notice`, a broadcast's (B7); from the words or the quote.
    `asks` says which list of tickets has to be read for it (`mine`, `open`, `today`, `own`), empty for none.
    `gives_way` is of words that are a command only where a ticket fits them: else they are talk.
    """

    verb: str
    number: int | None = None
    notice: int | None = None
    words: str = ""
    quoted: bool = False
    asks: str = ""
    gives_way: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A message, what it seems to be, and what was read for it.

    `own` are the sender's tickets of this estate, newest first, live or of the last 14 days.
    `named` is the ticket that the command names; `alert` its alert, where it has one; `target` the
    second ticket of a command that names two.
    `alerts` are the estate's live alerts.  `recent` are the sender's latest messages in this chat
    that led to nothing, oldest first, at most 10 minutes old.  `listing` answers list commands.
    `threads` are the estate's tickets that are being talked of, newest first; `talk` is what was said in
    this chat in the last 10 minutes, oldest first.  `parts` are the verdicts on the parts of a message
    that tells of two things.  `burst` is the verdict on all of `recent` and the message read as one, where
    they name a home and no one of them is a report by itself.
    `told` are the relays and updates of those live alerts that the sender may add to or end.
    `false_alarms` is how many of the sender's alerts were false; `is_stranger` that nobody knows the sender.
    `alert_tickets` are the tickets of `alerts`.  `files` are the files of `named`,
    `events` all that happened to it, where the command has to know.
    `loads` are how many tickets each member of staff has to see to, by contact id.
    `knowledge` is what the estate knows, where the message may ask for it; `answered` are the answers of
    the last hour in this chat.
    `spoken` is what was said to owners of the ticket or the notice that a command may take back, with the
    `recalls` that were asked for before.
    `held` is what is held on the sender, where they ask for it.
    `drills` are what staff have told owners of drills of today.
    `form` is `new` for what was written into the web form, `more` for what came after on its page.
    `next_ticket` and `next_notice` are the numbers to use for new ones.
    """

    message: Message
    now: datetime
    estate: Estate
    verdict: Verdict = SILENT
    command: Command | None = None
    own: tuple[Ticket, ...] = ()
    named: Ticket | None = None
    target: Ticket | None = None
    alert: Alert | None = None
    alerts: tuple[Alert, ...] = ()
    notice: Notice | None = None
    recent: tuple[Message, ...] = ()
    listing: tuple[Ticket, ...] = ()
    alert_tickets: tuple[Ticket, ...] = ()
    files: tuple[TicketFile, ...] = ()
    told: tuple[Delivery, ...] = ()
    false_alarms: int = 0
    is_stranger: bool = False
    events: tuple[TicketEvent, ...] = ()
    loads: Mapping[str, int] = field(default_factory=dict)
    threads: tuple[Thread, ...] = ()
    talk: tuple[Remark, ...] = ()
    parts: tuple[tuple[str, Verdict], ...] = ()
    burst: Verdict = SILENT
    knowledge: tuple[Entry, ...] = ()
    answered: frozenset[str] = frozenset()
    spoken: tuple[Delivery, ...] = ()
    recalls: tuple[Recall, ...] = ()
    held: Held = _NOTHING_HELD
    drills: tuple[str, ...] = ()
    form: str = ""
    next_ticket: int = 1
    next_notice: int = 1
