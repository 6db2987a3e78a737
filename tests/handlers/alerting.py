"""What the tests of alerts are made of: the call, orders in an alert, what is heard in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.decide import decide
from handlers.model import Alert, AlertState, FileState, Message, Outcome, Sender, Ticket, TicketFile
from nlp.verdict import Verdict
from tests.handlers.building import (
    GROUPS,
    MISSING,
    MOTHER,
    NOW,
    STAFF_GROUP,
    ZHANG,
    alert,
    group,
    hear,
    photo,
    ticket,
    write,
)

CALL = "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看 电话13812341234 我家8-2-301"
OTHERS = [chat.id for chat in GROUPS if chat.number != 3]


def call(verdict: Verdict = MISSING, text: str = CALL, **rest: Any) -> Outcome:
    return decide(hear(write(MOTHER, group(3), text), verdict, **rest))


WAITING: dict[str, Any] = {
    "category": "fire",
    "policy": "confirm",
    "state": AlertState.UNCONFIRMED,
    "told": (),
    "facts": "8栋着火了",
    "reporter": ZHANG.person,
}


def urgent_ticket(**changes: Any) -> Ticket:
    given: dict[str, Any] = {"kind": "urgent", "category": "fire", "room": None, **changes}
    return ticket(**given)


def order(sender: Sender, text: str, given: Alert, **rest: Any) -> Outcome:
    message = write(sender, rest.pop("chat", STAFF_GROUP), text)
    return decide(hear(message, named=urgent_ticket(), alert=given, alerts=(given,), **rest))


def hear_in_alert(message: Message, verdict: Verdict | None = None, **changes: Any) -> Outcome:
    given = alert(**changes)
    live = urgent_ticket(category=given.category, reporter=given.reporter)
    return decide(hear(message, verdict, alerts=(given,), alert_tickets=(live,)))


def stored_file(**changes: Any) -> TicketFile:
    made = TicketFile(
        estate="home", ticket=128, attachment=photo(), added_at=NOW, added_by=MOTHER.person, message="k",
        id=1, state=FileState.STORED, sha256="a" * 64, media_type="image/jpeg", size=9,
    )  # fmt: skip
    return replace(made, **changes)
