"""The timeline of an alert: first word, relays, clues, all-clear, with the seconds between, and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2

from bot.phrases import ALERT_STATES, DELIVERY_STATES, RELAYS, STEPS
from bot.web.shown import straighten
from handlers.alerts.clue_list import Clue, list_clues, list_places
from handlers.kinds import get_title
from handlers.model import (
    Alert,
    Delivery,
    DeliveryState,
    Estate,
    Purpose,
    Step,
    Ticket,
    TicketEvent,
    TicketFile,
)
from handlers.saying.showing import show_chat
from nlp.redact import mask_phones
from storage.unit_of_work import UnitOfWork

TEMPLATES = Path(__file__).parent / "templates"
#: What the milestones of the outbox are called: the first and the last that was sent of each.
_MILESTONES = {
    Purpose.ADVICE: ("给报告人的第一句话", None),
    Purpose.RELAY: ("第一个群收到转发", "最后一个群收到转发"),
    Purpose.PROGRESS: ("第一个群收到进展", "最后一个群收到进展"),
    Purpose.ALL_CLEAR: ("第一个群收到解除", "最后一个群收到解除"),
    Purpose.CORRECTION: ("第一个群收到更正", "最后一个群收到更正"),
}
#: What was said, also where it was taken back when all was over.
_OUT = (DeliveryState.ACCEPTED, DeliveryState.SEEN, DeliveryState.RECALLED)


#: A group that was to be told: its name, its relay, and its all-clear or correction.
Group = tuple[str, Delivery | None, Delivery | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment.  `seconds` since the first word; `sign` is the step or the purpose that it came from."""

    at: datetime
    seconds: float
    sign: str
    title: str
    who: str = ""
    where: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFile:
    """An alert with everything that belongs to it, as it was read at one moment."""

    alert: Alert
    ticket: Ticket
    estate: Estate
    events: Sequence[TicketEvent]
    deliveries: Sequence[Delivery]
    files: Sequence[TicketFile]
    clues: Sequence[Clue]

    @property
    def places(self) -> tuple[Clue, ...]:
        """Where somebody was seen, in order of time."""
        return list_places(self.clues)

    @property
    def groups(self) -> list[Group]:
        """Each group that was to be told: its name, its relay, and its all-clear or correction.

        Also those where only a witness was answered.
        """
        relays = {each.chat: each for each in self.deliveries if each.purpose is Purpose.RELAY}
        ends = {
            each.chat: each
            for each in self.deliveries
            if each.purpose in (Purpose.ALL_CLEAR, Purpose.CORRECTION)
        }
        answered = [chat for chat in ends if chat != self.alert.chat]
        chats = dict.fromkeys((*self.alert.told, *relays, *answered))
        return [(show_chat(chat, self.estate), relays.get(chat), ends.get(chat)) for chat in chats]

    def list_entries(self) -> list[Entry]:
        """The timeline, the earliest first."""
        found = [self._read_event(event) for event in self.events]
        for purpose, titles in _MILESTONES.items():
            found += self._mark(purpose, titles)
        return sorted(found, key=lambda entry: entry.at)

    def _since(self, at: datetime) -> float:
        return round((at - self.alert.opened_at).total_seconds(), 3)

    def _read_event(self, event: TicketEvent) -> Entry:
        words = event.words
        if event.step is Step.ALERTED:
            words = RELAYS.get(words, words)
        elif event.step is Step.UNREACHED:
            words = show_chat(words, self.estate)
        elif event.step is Step.OPENED:
            words = self.ticket.words
        clue = next((c for c in self.clues if event.step is Step.CLUE and c.message == event.message), None)
        title = STEPS.get(event.step, event.step.value)
        if clue is not None:
            title = f"{title}{clue.index}"
        elif event.step in (Step.VERIFIED, Step.DISMISSED):
            title, words = f"{title}（线索{words}）", ""
        where = show_chat(clue.chat, self.estate) if clue and clue.chat else ""
        who = event.actor.name if event.actor else ""
        sign = "first_word" if event.step is Step.OPENED else event.step.value
        return Entry(event.at, self._since(event.at), sign, title, who, where, mask_phones(words))

    def _mark(self, purpose: Purpose, titles: tuple[str, str | None]) -> Iterable[Entry]:
        sent = sorted(
            (
                (each.sent_at, each.chat)
                for each in self.deliveries
                if each.purpose is purpose and each.sent_at is not None and each.state in _OUT
            ),
        )
        if not sent:
            return
        first, last = sent[0], sent[-1]
        yield self._make_mark(first, f"first_{purpose.value}", titles[0])
        if titles[1] and last != first:
            yield self._make_mark(last, f"last_{purpose.value}", f"{titles[1]}（共{len(sent)}条）")

    def _make_mark(self, sent: tuple[datetime, str], sign: str, title: str) -> Entry:
        return Entry(sent[0], self._since(sent[0]), sign, title, "", show_chat(sent[1], self.estate))


async def read_alert_file(uow: UnitOfWork, estate: Estate, number: int) -> AlertFile | None:
    """The alert of this ticket with all that belongs to it, None where there is none."""
    alert, ticket = await uow.alerts.get(estate.id, number), await uow.tickets.get(estate.id, number)
    if alert is None or ticket is None:
        return None
    touches = await uow.tickets.touches(estate.id, (number,))
    return AlertFile(
        alert=alert,
        ticket=ticket,
        estate=estate,
        events=await uow.tickets.events(estate.id, number),
        deliveries=await uow.outbox.of_ticket(estate.id, number),
        files=await uow.tickets.files(estate.id, number),
        clues=list_clues(touches[number]),
    )


# --- as a file -----------------------------------------------------------------------------------


def describe_alert(file: AlertFile) -> dict[str, Any]:
    """The whole file as plain values for JSON; times in the estate's zone, spans in seconds."""
    alert, zone = file.alert, ZoneInfo(file.estate.timezone)

    def show(at: datetime | None) -> str | None:
        return at.astimezone(zone).isoformat(timespec="milliseconds") if at else None

    def show_said(delivery: Delivery | None) -> dict[str, Any] | None:
        if delivery is None:
            return None
        return {"state": delivery.state.value, "sent_at": show(delivery.sent_at), "error": delivery.error}

    return {
        "estate": file.estate.name,
        "ticket": alert.ticket,
        "category": alert.category,
        "title": get_title(alert.category),
        "policy": alert.policy,
        "state": alert.state.value,
        "reported_in": show_chat(alert.chat, file.estate),
        "facts": alert.facts,
        "opened_at": show(alert.opened_at),
        "closed_at": show(alert.closed_at),
        "timeline": [
            {
                "at": show(entry.at), "seconds": entry.seconds, "step": entry.sign, "title": entry.title,
                "who": entry.who, "where": entry.where, "words": entry.words,
            }
            for entry in file.list_entries()
        ],
        "groups": [
            {"name": name, "relay": show_said(relay), "end": show_said(end)}
            for name, relay, end in file.groups
        ],
        "clues": [
            {
                "number": clue.index, "at": show(clue.at), "group": show_chat(clue.chat, file.estate)
                if clue.chat else None, "words": mask_phones(clue.words), "place": clue.place,
                "state": clue.state.value,
            }
            for clue in file.clues
        ],
    }  # fmt: skip


def write_html(file: AlertFile, now: datetime) -> str:
    """One HTML page without anything from elsewhere, made to be printed on A4."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=straighten,
    )
    zone = ZoneInfo(file.estate.timezone)
    environment.filters["clock"] = lambda at: f"{at.astimezone(zone):%H:%M:%S}"
    environment.filters["day"] = lambda at: f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    environment.filters["after"] = show_seconds
    environment.filters["state"] = lambda state: DELIVERY_STATES.get(state, state)
    environment.filters["plain"] = mask_phones
    values = {
        "file": file,
        "alert": file.alert,
        "title": get_title(file.alert.category),
        "state": ALERT_STATES[file.alert.state],
        "origin": show_chat(file.alert.chat, file.estate),
        "show_chat": lambda chat: show_chat(chat, file.estate) if chat else "",
        "now": now,
    }
    return environment.get_template("export/alert.html").render(values)


def show_seconds(seconds: float) -> str:
    """A span since the first word: +0.4秒, +1分12秒, +2小时5分."""
    if abs(seconds) < 60:
        return f"+{seconds:.1f}秒"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"+{minutes}分{rest}秒"
    hours, minutes = divmod(minutes, 60)
    return f"+{hours}小时{minutes}分"
