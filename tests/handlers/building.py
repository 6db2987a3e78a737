"""Values that the tests of decisions are made of: one small estate and its people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.case import Case
from handlers.commands.reading import parse
from handlers.model import (
    Alert,
    AlertState,
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    Delivery,
    Duty,
    Estate,
    Message,
    Outcome,
    Person,
    Purpose,
    Quote,
    Role,
    Sender,
    Status,
    Ticket,
)  # fmt: skip
from nlp.verdict import Verdict

#: 2026-03-02 is a Monday; ten past nine in Shanghai.
NOW = datetime(2026, 3, 2, 1, 12, tzinfo=UTC)

GROUPS = tuple(Chat(f"t:room:g{n}", "home", ChatKind.OWNERS, f"业主{n}群", n) for n in range(1, 6))
STAFF_GROUP = Chat("t:room:staff", "home", ChatKind.STAFF, "员工群")

ZHANG = Sender("t:contact:zhang", "张三")
LI = Sender("t:contact:li", "李四")
MOTHER = Sender("t:contact:mother", "小宝妈妈")
COMMITTEE = Sender("t:contact:committee", "赵委员", Role.COMMITTEE)
WANG = Sender("t:contact:wang", "王师傅", Role.STAFF, ("水电",))
CHEN = Sender("t:contact:chen", "陈队长", Role.STAFF, ("安保",))
HE = Sender("t:contact:he", "何师傅", Role.STAFF, ("水电",))
DAI = Sender("t:contact:dai", "戴经理", Role.MANAGER)

ESTATE = Estate(
    id="home",
    name="向阳花园",
    chats=(*GROUPS, STAFF_GROUP),
    roster=(
        Duty(WANG.person, ("水电",)),
        Duty(CHEN.person, ("安保",)),
        Duty(HE.person, ("水电",), 1200, 360),
    ),
    managers=(DAI.person,),
    apprise=("apprise:target:0",),
)


def group(number: int) -> Chat:
    return GROUPS[number - 1]


def direct(sender: Sender) -> Chat:
    return Chat(sender.id, "home", ChatKind.DIRECT, sender.name)


_KEYS = iter(range(1, 1_000_000))


def photo(ref: str = "p1") -> Attachment:
    return Attachment(AttachmentKind.IMAGE, "t", ref, "photo.jpg")


def write(sender: Sender, chat: Chat, text: str = "", **rest: Any) -> Message:
    """A message; `quote` may be the quoted text alone."""
    if isinstance(rest.get("quote"), str):
        rest["quote"] = Quote("物业小助手", rest["quote"])
    return Message(key=f"k{next(_KEYS)}", chat=chat, sender=sender, text=text, sent_at=NOW, **rest)


#: A card as staff quote it.
CARD = (
    "【报修 #128】水 · 8-2-301 · 3号群 张三\n"
    "厨房水管漏水，地板泡了（照片1张）\n"
    "09:12 登记，09:42 前接单，派给王师傅\n"
    "回复本条，或：接单128 · 完成128 说明 · 回复128 内容 · 转派128 姓名 · 误报128"
)

REPAIR = Verdict("repair", "water", "8-2-301")
NO_ROOM = Verdict("repair", "water")
MISSING = Verdict("urgent", "missing_person")
FIRE = Verdict("urgent", "fire", "8-2-301")


def hear(message: Message, verdict: Verdict | None = None, **rest: Any) -> Case:
    """The case of a message, with its command read from it."""
    values: dict[str, Any] = {
        "now": NOW,
        "estate": ESTATE,
        "command": parse(message),
        "next_ticket": 128,
        "next_notice": 7,
    }
    if verdict is not None:
        values["verdict"] = verdict
    return Case(message=message, **{**values, **rest})


def ticket(number: int = 128, **changes: Any) -> Ticket:
    made = Ticket(
        estate="home", number=number, kind="repair", category="water", status=Status.OPEN, summary="厨房漏水",
        words="我家厨房漏水了", chat=group(3).id, reporter=ZHANG.person, opened_at=NOW - timedelta(minutes=5),
        respond_by=NOW + timedelta(minutes=25), room="8-2-301", version=1,
    )  # fmt: skip
    return replace(made, **changes)


def alert(number: int = 128, **changes: Any) -> Alert:
    made = Alert(
        estate="home", ticket=number, category="missing_person", policy="auto", state=AlertState.ACTIVE,
        reporter=MOTHER.person, chat=group(3).id, facts="孩子12岁，蓝色校服",
        opened_at=NOW - timedelta(minutes=1),
        ends_at=NOW + timedelta(hours=4), told=tuple(g.id for g in GROUPS if g.number != 3), version=1,
    )  # fmt: skip
    return replace(made, **changes)


def texts_to(outcome: Outcome, chat: Chat | Person | Sender) -> list[str]:
    return [delivery.text for delivery in outcome.deliveries if delivery.chat == chat.id]


def said(outcome: Outcome, purpose: Purpose) -> tuple[Delivery, ...]:
    return tuple(delivery for delivery in outcome.deliveries if delivery.purpose is purpose)


def chats_of(deliveries: tuple[Delivery, ...]) -> list[str]:
    return [delivery.chat for delivery in deliveries]
