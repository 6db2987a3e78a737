"""Words of staff to an owner, and what takes them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers.decide import decide
from handlers.model import (
    Delivery,
    DeliveryState,
    Outcome,
    Priority,
    Purpose,
    Recall,
    RecallState,
    Sender,
    Status,
    Step,
    TicketEvent,
)
from tests.handlers.building import NOW, STAFF_GROUP, WANG, group, hear, ticket, write

TOLD = "【#128】已转告业主。"
SAID_AT = NOW - timedelta(minutes=1)


def step(number: int, who: Sender, kind: Step, minutes: float = 1) -> TicketEvent:
    return TicketEvent(
        estate="home", ticket=128, step=kind, at=NOW - timedelta(minutes=minutes), actor=who.person,
        words=f"第{number}句", message=f"m{number}",
    )  # fmt: skip


def reply(number: int, state: DeliveryState = DeliveryState.SEEN, **changes: Any) -> Delivery:
    made = Delivery(
        estate="home", chat=group(3).id, text=f"【#128】水电 王师傅：第{number}句", purpose=Purpose.REPLY,
        priority=Priority.REPLY, due_at=SAID_AT, ticket=128, answers=f"m{number}", id=number, state=state,
        account="wx1", sent_id=f"s{number}", sent_at=SAID_AT,
    )  # fmt: skip
    return replace(made, **changes)


def order(
    text: str,
    sender: Sender = WANG,
    events: Sequence[TicketEvent] = (step(1, WANG, Step.REPLIED),),
    spoken: Sequence[Delivery] = (reply(1),),
    quote: str | None = None,
    **rest: Any,
) -> Outcome:
    named = {"named": ticket(status=Status.ACCEPTED, assignee=WANG.person), **rest}
    message = write(sender, STAFF_GROUP, text, quote=quote)
    return decide(hear(message, events=tuple(events), spoken=tuple(spoken), **named))


def recall(number: int = 1, state: RecallState = RecallState.ASKED, **changes: Any) -> Recall:
    made = Recall(
        estate="home", delivery=number, person=WANG.person, reply_to=STAFF_GROUP.id, asked_at=NOW, ticket=128,
        answers="k1", origin="m1", state=state,
    )  # fmt: skip
    return replace(made, **changes)
