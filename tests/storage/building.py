"""Values for storage tests: one estate, its people, and whatever a test names itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.model import (
    Alert,
    AlertState,
    Attachment,
    AttachmentKind,
    Audit,
    Delivery,
    Notice,
    NoticeState,
    Outcome,
    Person,
    Priority,
    Purpose,
    Status,
    Step,
    Ticket,
    TicketEvent,
    TicketFile,
)
from storage.engine import Database

ESTATE = "cuiyuan"
NOW = datetime(2025, 3, 4, 1, 12, 0, 250_000, tzinfo=UTC)
OWNER = Person("web:contact:zhang", "张三")
NEIGHBOUR = Person("web:contact:li", "李四")
STAFF = Person("web:contact:wang", "王师傅")
GROUP = "web:room:g3"


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def make_ticket(number: int = 1, **changes: Any) -> Ticket:
    values: dict[str, Any] = {
        "estate": ESTATE,
        "number": number,
        "kind": "repair",
        "category": "water",
        "status": Status.OPEN,
        "summary": "厨房漏水",
        "words": "我家8栋2单元301厨房漏水了",
        "chat": GROUP,
        "reporter": OWNER,
        "opened_at": NOW,
        "respond_by": NOW + minutes(30),
        "room": "8-2-301",
        "phone": "13800001234",
        "evidence": ("leak", "room"),
        "updated_at": NOW,
    }
    return Ticket(**(values | changes))


def make_event(ticket: int = 1, step: Step = Step.OPENED, **changes: Any) -> TicketEvent:
    values: dict[str, Any] = {"estate": ESTATE, "ticket": ticket, "step": step, "at": NOW, "actor": OWNER}
    return TicketEvent(**(values | changes))


def make_file(ticket: int = 1, **changes: Any) -> TicketFile:
    values: dict[str, Any] = {
        "estate": ESTATE,
        "ticket": ticket,
        "attachment": Attachment(AttachmentKind.IMAGE, "web", "photo-1", "漏水.jpg"),
        "added_at": NOW,
        "added_by": OWNER,
        "message": "m1",
    }
    return TicketFile(**(values | changes))


def make_alert(ticket: int = 1, **changes: Any) -> Alert:
    values: dict[str, Any] = {
        "estate": ESTATE,
        "ticket": ticket,
        "category": "missing_person",
        "policy": "auto",
        "state": AlertState.ACTIVE,
        "reporter": OWNER,
        "chat": GROUP,
        "facts": "12岁男孩，蓝色校服",
        "opened_at": NOW,
        "ends_at": NOW + timedelta(hours=4),
    }
    return Alert(**(values | changes))


def make_notice(number: int = 1, **changes: Any) -> Notice:
    values: dict[str, Any] = {
        "estate": ESTATE,
        "number": number,
        "text": "明天停水",
        "chats": ("web:room:g1", "web:room:g2"),
        "author": STAFF,
        "reply_to": "web:room:staff",
        "state": NoticeState.PREVIEW,
        "created_at": NOW,
        "expires_at": NOW + minutes(10),
    }
    return Notice(**(values | changes))


def make_delivery(text: str = "已登记", **changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "estate": ESTATE,
        "chat": GROUP,
        "text": text,
        "purpose": Purpose.RECEIPT,
        "priority": Priority.REPLY,
        "due_at": NOW,
    }
    return Delivery(**(values | changes))


def make_audit(action: str = "confirm", **changes: Any) -> Audit:
    values: dict[str, Any] = {"estate": ESTATE, "at": NOW, "actor": STAFF.id, "action": action}
    return Audit(**(values | changes))


async def add_estate(database: Database, estate: str = ESTATE, name: str = "翠园") -> None:
    async with database.transaction() as unit:
        await unit.estates.save(estate, name)
        await unit.commit()


async def save(database: Database, outcome: Outcome) -> tuple[Delivery, ...]:
    """Saves and commits; the deliveries with their ids."""
    async with database.transaction() as uow:
        saved = await uow.save(outcome)
        await uow.commit()
    return saved
