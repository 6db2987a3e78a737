"""What the tests of a live alert with clues are made of: its ticket, its clues, orders given in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers.decide import decide
from handlers.model import Alert, Chat, Delivery, DeliveryState, Outcome, Purpose, Sender, Step
from handlers.saying.speak import tell
from handlers.threads import Thread, Touch
from nlp.verdict import SILENT
from tests.handlers.building import ESTATE, GROUPS, LI, MOTHER, NOW, ZHANG, alert, group, hear, ticket, write

WORDS = "孩子自己跑出去了 穿蓝色校服 12岁 不会说话"
OWNERS = [chat.id for chat in GROUPS]
TICKET = ticket(kind="urgent", category="missing_person", words=WORDS, reporter=MOTHER.person, room=None)


def give(index: int, words: str, sender: Sender = LI, minutes: float = 5) -> Touch:
    return Touch(
        step=Step.CLUE, person=sender.id, name=sender.name, chat=group(1).id,
        at=NOW - timedelta(minutes=minutes), words=words, message=f"clue{index}",
    )  # fmt: skip


CLUES = (
    give(1, "我在环桥下面看到一个男孩 蓝衣服 电话13812341234"),
    give(2, "公路大桥这边 我跟着他呢", ZHANG, 3),
)


def order(sender: Sender, chat: Chat, text: str, live: Alert | None = None, **rest: Any) -> Outcome:
    running = live or alert(facts=WORDS)
    thread = Thread(ticket=TICKET, touches=CLUES, alert=running)
    values: dict[str, Any] = {
        "alerts": (running,), "alert_tickets": (TICKET,), "threads": (thread,), "verdict": SILENT, **rest
    }  # fmt: skip
    return decide(hear(write(sender, chat, text, quote=values.pop("quote", None)), **values))


def relay_to(chat: str, state: DeliveryState, id_: int, attempts: int = 1) -> Delivery:
    made = tell(ESTATE, chat, "【紧急寻人】", Purpose.RELAY, NOW, ticket=128)
    return replace(made, state=state, id=id_, attempts=attempts)
