"""What a played chat came to: filed, joined, alerted, said, left alone; and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from bot.exports.lines import Broken, Line
from bot.phrases import STATUSES
from bot.replay.chats import ESTATE, NAMELESS, Cast, Run
from bot.replay.nearest import Near
from bot.replay.scenarios import SOURCES, describe_alert, describe_ticket, read_index
from bot.replay.stage import room
from handlers.kinds import CATEGORIES, KINDS
from handlers.model import Alert, Step, Ticket, TicketEvent


@dataclass(frozen=True, slots=True)
class Part:
    """A message that became part of a ticket: opened it, told more, or joined it."""

    line: Line
    step: Step


@dataclass(frozen=True, slots=True)
class Filed:
    """A ticket with the messages that it was made of, and what the groups were told."""

    ticket: Ticket
    group: str
    reporters: int
    parts: tuple[Part, ...]
    said: tuple[str, ...]

    @property
    def joined(self) -> int:
        return sum(part.step is Step.JOINED for part in self.parts)


@dataclass(frozen=True, slots=True)
class Alerted:
    """An alert: who opened it, what was seen, what ended it; None where the chat never says."""

    alert: Alert
    group: str
    opened: Line | None
    clues: tuple[Line, ...]
    closed: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the table, the JSON and the page are made of.  Hours are of the chat's own zone."""

    since: datetime
    until: datetime
    messages: int
    people: int
    by_group: dict[str, tuple[int, int, int]]
    by_hour: tuple[tuple[int, int], ...]
    by_kind: dict[str, int]
    tickets: tuple[Filed, ...]
    alerts: tuple[Alerted, ...]
    said_to_owners: int
    said_to_staff: int
    near: tuple[Near, ...]
    broken: tuple[Broken, ...]

    @property
    def joined(self) -> int:
        return sum(filed.joined for filed in self.tickets)

    @property
    def parts(self) -> int:
        """How many messages became part of a ticket."""
        return sum(len(filed.parts) for filed in self.tickets)


async def write_report(
    run: Run, cast: Cast, near: Sequence[Near], broken: Sequence[Broken], zone: tzinfo
) -> Report:
    """Reads what the played chat left in the database."""
    async with run.stage.database.view() as uow:
        tickets = sorted(await uow.tickets.listing(ESTATE, limit=1_000_000), key=lambda each: each.number)
        events = {each.number: await uow.tickets.events(ESTATE, each.number) for each in tickets}
        alerts = sorted(await uow.alerts.listing(ESTATE, limit=1_000_000), key=lambda each: each.ticket)
    names = {room(line.group or NAMELESS): line.group or NAMELESS for line in run.lines}
    owners = {chat for chat, name in names.items() if name not in cast.staff_groups}
    said = list_said(run, owners)
    filed = tuple(
        make_filed(ticket, events[ticket.number], run.lines, names, tuple(said.get(ticket.number, ())))
        for ticket in tickets
    )
    return Report(
        since=run.lines[0].time,
        until=run.lines[-1].time,
        messages=len(run.lines),
        people=len({line.sender for line in run.lines}),
        by_group=count_groups(run, filed, names),
        by_hour=count_hours(run.lines, tickets, zone),
        by_kind={kind: sum(each.kind == kind for each in tickets) for kind in KINDS},
        tickets=filed,
        alerts=tuple(make_alerted(each, events[each.ticket], run.lines, names) for each in alerts),
        said_to_owners=sum(each.delivery.chat in owners for each in run.stage.said),
        said_to_staff=sum(each.delivery.chat not in owners for each in run.stage.said),
        near=tuple(near),
        broken=tuple(broken),
    )


def list_said(run: Run, owners: set[str]) -> dict[int, list[str]]:
    """What the owners' groups were told, by ticket; the same words in several groups once."""
    said: dict[int, dict[str, None]] = {}
    for each in run.stage.said:
        delivery = each.delivery
        if delivery.chat in owners and delivery.ticket is not None:
            mentions = "".join(f"@{person.name} " for person in delivery.mentions)
            said.setdefault(delivery.ticket, {})[mentions + delivery.text] = None
    return {ticket: list(texts) for ticket, texts in said.items()}


def make_filed(
    ticket: Ticket,
    events: Sequence[TicketEvent],
    lines: Sequence[Line],
    names: dict[str, str],
    said: tuple[str, ...],
) -> Filed:
    steps = {
        index: event.step
        for event in reversed(events)
        if event.step in SOURCES and (index := read_index(event.message)) is not None
    }
    parts = tuple(Part(lines[index], step) for index, step in sorted(steps.items()))
    reporters = describe_ticket(ticket, events)["reporters"]
    return Filed(ticket, names.get(ticket.chat, ""), reporters, parts, said)


def make_alerted(
    alert: Alert, events: Sequence[TicketEvent], lines: Sequence[Line], names: dict[str, str]
) -> Alerted:
    told = describe_alert(alert, events)
    opened, closed = told["opened_by"], told["closed_by"]
    return Alerted(
        alert,
        names.get(alert.chat, ""),
        None if opened is None else lines[opened],
        tuple(lines[index] for index in told["clues"]),
        None if closed is None else lines[closed],
    )


def count_groups(run: Run, filed: Sequence[Filed], names: dict[str, str]) -> dict[str, tuple[int, int, int]]:
    """By group: messages, tickets, lines said by the bot."""
    messages = Counter(line.group or NAMELESS for line in run.lines)
    tickets = Counter(each.group for each in filed)
    said = Counter(names.get(each.delivery.chat, "") for each in run.stage.said)
    return {name: (messages[name], tickets[name], said[name]) for name in sorted(messages)}


def count_hours(
    lines: Sequence[Line], tickets: Sequence[Ticket], zone: tzinfo
) -> tuple[tuple[int, int], ...]:
    """Messages and tickets of each hour of the day."""
    messages = Counter(line.time.astimezone(zone).hour for line in lines)
    opened = Counter(ticket.opened_at.astimezone(zone).hour for ticket in tickets)
    return tuple((messages[hour], opened[hour]) for hour in range(24))


def name_kind(kind: str) -> str:
    return KINDS[kind].title if kind in KINDS else kind


def name_category(category: str | None) -> str:
    return CATEGORIES[category].title if category in CATEGORIES else ""


def as_row(report: Report) -> dict[str, Any]:
    """The report as plain values for JSON; times are ISO 8601 with their zone."""
    return {
        "totals": {
            "since": report.since.isoformat(),
            "until": report.until.isoformat(),
            "messages": report.messages,
            "people": report.people,
            "tickets": len(report.tickets),
            "by_kind": report.by_kind,
            "messages_in_tickets": report.parts,
            "joined": report.joined,
            "alerts": len(report.alerts),
            "said_to_owners": report.said_to_owners,
            "said_to_staff": report.said_to_staff,
            "broken": len(report.broken),
        },
        "groups": [
            {"group": name, "messages": messages, "tickets": tickets, "said": said}
            for name, (messages, tickets, said) in report.by_group.items()
        ],
        "hours": [
            {"hour": hour, "messages": messages, "tickets": tickets}
            for hour, (messages, tickets) in enumerate(report.by_hour)
        ],
        "tickets": [_ticket_row(filed) for filed in report.tickets],
        "alerts": [_alert_row(alerted) for alerted in report.alerts],
        "near": [
            {**_line_row(near.line), "kind": near.kind, "likely": round(near.likely, 3),
             "rules": list(near.rules), "words": list(near.words)}
            for near in report.near
        ],
        "broken": [
            {"file": each.file, "line": each.number, "reason": each.reason} for each in report.broken
        ],
    }  # fmt: skip


def _line_row(line: Line) -> dict[str, Any]:
    return {"time": line.time.isoformat(), "group": line.group, "sender": line.sender, "text": line.text}


def _ticket_row(filed: Filed) -> dict[str, Any]:
    ticket = filed.ticket
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "category": ticket.category,
        "room": ticket.room,
        "status": ticket.status.value,
        "summary": ticket.summary,
        "group": filed.group,
        "opened_at": ticket.opened_at.isoformat(),
        "reporters": filed.reporters,
        "photos": ticket.photos,
        "rules": list(ticket.evidence),
        "messages": [{**_line_row(part.line), "step": part.step.value} for part in filed.parts],
        "said": list(filed.said),
    }


def _alert_row(alerted: Alerted) -> dict[str, Any]:
    return {
        "ticket": alerted.alert.ticket,
        "category": alerted.alert.category,
        "group": alerted.group,
        "opened_at": alerted.alert.opened_at.isoformat(),
        "state": alerted.alert.state.value,
        "policy": alerted.alert.policy,
        "facts": alerted.alert.facts,
        "told": len(alerted.alert.told),
        "clues": [_line_row(line) for line in alerted.clues],
        "closed_by": _line_row(alerted.closed) if alerted.closed else None,
    }


def name_status(ticket: Ticket) -> str:
    return STATUSES[ticket.status]
