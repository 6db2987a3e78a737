"""Frozen values to rows and back: what the tables call things that values call otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from handlers.model import (
    Alert,
    AlertState,
    Attachment,
    AttachmentKind,
    Delivery,
    DeliveryState,
    FileState,
    Notice,
    NoticeState,
    Person,
    Priority,
    Purpose,
    Status,
    Ticket,
    TicketEvent,
    TicketFile,
)
from storage.transaction import Row


def _take_fields(value: Any, *left_out: str) -> dict[str, Any]:
    """The fields of a frozen value by name; not deep, unlike `asdict`."""
    names, take = _find_fields(value.__class__, left_out)
    return dict(zip(names, take(value), strict=True))


@cache
def _find_fields(
    kind: Any, left_out: tuple[str, ...]
) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of the fields, and what takes them all from a value of this kind."""
    names = tuple(name for name in kind.__slots__ if name not in left_out)
    return names, attrgetter(*names)


def _find_id(person: Person | None) -> str | None:
    return None if person is None else person.id


def _read_person(row: Row, name: str) -> Person:
    """The person of column `name`, whose name was joined as `name_name`."""
    return Person(row[name], row[f"{name}_name"])


def write_ticket(ticket: Ticket) -> dict[str, Any]:
    row = _take_fields(ticket)
    row["reporter"], row["assignee"] = ticket.reporter.id, _find_id(ticket.assignee)
    return row


def read_ticket(row: Row) -> Ticket:
    values = dict(row)
    values["status"] = Status(row["status"])
    values["reporter"] = _read_person(row, "reporter")
    values["assignee"] = None if row["assignee"] is None else _read_person(row, "assignee")
    del values["reporter_name"], values["assignee_name"]
    return Ticket(**values)


def write_event(event: TicketEvent) -> dict[str, Any]:
    return {**_take_fields(event), "actor": _find_id(event.actor)}


def write_file(file: TicketFile) -> dict[str, Any]:
    row = _take_fields(file, "id", "attachment")
    row["added_by"] = file.added_by.id
    return row | _take_fields(file.attachment)


def read_file(row: Row) -> TicketFile:
    values = dict(row)
    values["attachment"] = Attachment(
        AttachmentKind(values.pop("kind")), values.pop("account"), values.pop("ref"), values.pop("name")
    )
    values["added_by"] = _read_person(row, "added_by")
    values["state"] = FileState(row["state"])
    del values["added_by_name"]
    return TicketFile(**values)


def write_alert(alert: Alert) -> dict[str, Any]:
    return {**_take_fields(alert), "reporter": alert.reporter.id}


def read_alert(row: Row) -> Alert:
    values = dict(row)
    values["state"] = AlertState(row["state"])
    values["reporter"] = _read_person(row, "reporter")
    del values["reporter_name"]
    return Alert(**values)


def write_notice(notice: Notice) -> dict[str, Any]:
    return {**_take_fields(notice), "author": notice.author.id}


def read_notice(row: Row) -> Notice:
    values = dict(row)
    values["state"] = NoticeState(row["state"])
    values["author"] = _read_person(row, "author")
    del values["author_name"]
    return Notice(**values)


def write_delivery(delivery: Delivery) -> dict[str, Any]:
    return {**_take_fields(delivery, "id"), "priority": int(delivery.priority)}


def read_delivery(row: Row) -> Delivery:
    values = {name: row[name] for name in Delivery.__slots__}
    values["purpose"] = Purpose(row["purpose"])
    values["priority"] = Priority(row["priority"])
    values["state"] = DeliveryState(row["state"])
    return Delivery(**values)
