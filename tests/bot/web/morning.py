"""A morning's work in the console's database: tickets, an alert, a notice, people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.model import (
    Alert,
    AlertState,
    Attachment,
    AttachmentKind,
    Chat,
    Delivery,
    DeliveryState,
    FileState,
    Notice,
    NoticeState,
    Outcome,
    Person,
    Priority,
    Purpose,
    Role,
    Status,
    Step,
    Ticket,
    TicketEvent,
    TicketFile,
)
from storage.people import RoleGrant
from tests.bot.photos import draw_jpeg
from tests.bot.web.house import GROUPS, LI, LIU, STAFF_GROUP, WANG, XSS, ZHANG, House


def make_ticket(house: House, number: int, **changes: object) -> Ticket:
    """A repair of 张三, ten minutes old; `changes` are fields."""
    now = house.clock.now()
    ticket = Ticket(
        estate="sunny",
        number=number,
        kind="repair",
        category="water",
        status=Status.OPEN,
        summary="厨房漏水",
        words="我家8栋2单元301厨房漏水了，电话13812341234",
        chat=GROUPS[2].id,
        reporter=ZHANG,
        opened_at=now - timedelta(minutes=10),
        respond_by=now + timedelta(minutes=20),
        room="8-2-301",
        phone="13812341234",
    )
    return replace(ticket, **changes)  # type: ignore[arg-type]


def make_event(ticket: Ticket, step: Step, minutes: float, actor: Person, words: str = "") -> TicketEvent:
    at = ticket.opened_at + timedelta(minutes=minutes)
    return TicketEvent(estate=ticket.estate, ticket=ticket.number, step=step, at=at, actor=actor, words=words)


def make_delivery(ticket: Ticket, chat: Chat, purpose: Purpose, text: str, **changes: object) -> Delivery:
    delivery = Delivery(
        estate=ticket.estate,
        chat=chat.id,
        text=text,
        purpose=purpose,
        priority=Priority.REPLY,
        due_at=ticket.opened_at,
        ticket=ticket.number,
    )
    return replace(delivery, **changes)  # type: ignore[arg-type]


async def add_ticket_with_story(house: House) -> Ticket:
    """#1 with a photo, an answer and what was said: accepted by 王师傅."""
    ticket = make_ticket(
        house, 1, status=Status.ACCEPTED, assignee=WANG, photos=1, evidence=("漏水 → 报修·水",)
    )
    sha256 = await house.context.files.put(draw_jpeg(640, 480))
    photo = TicketFile(
        estate="sunny",
        ticket=1,
        attachment=Attachment(AttachmentKind.IMAGE, "webchat", "ref", "p.jpg"),
        added_at=ticket.opened_at,
        added_by=ZHANG,
        message="m1",
        state=FileState.STORED,
        sha256=sha256,
        media_type="image/jpeg",
        size=1,
    )
    card = "【报修 #1】水 · 8-2-301 · 3号群 张三\n厨房漏水（照片1张）\n09:50 登记，10:20 前接单"
    await house.save(
        Outcome(
            tickets=(ticket,),
            events=(
                make_event(ticket, Step.OPENED, 0, ZHANG, ticket.words),
                make_event(ticket, Step.PHOTO, 0.5, ZHANG),
                make_event(ticket, Step.ACCEPTED, 4, WANG, "马上到，约15分钟"),
            ),
            files=(photo,),
            deliveries=(
                make_delivery(
                    ticket,
                    GROUPS[2],
                    Purpose.RECEIPT,
                    "已登记报修 #1",
                    mentions=(ZHANG,),
                    state=DeliveryState.SEEN,
                ),
                make_delivery(ticket, STAFF_GROUP, Purpose.CARD, card, state=DeliveryState.SEEN),
                make_delivery(
                    ticket,
                    GROUPS[2],
                    Purpose.ANSWER,
                    "【#1】王师傅：马上到",
                    state=DeliveryState.DEAD,
                    error="群已解散",
                    attempts=5,
                ),
            ),
        )
    )
    return ticket


async def add_alert(
    house: House,
    number: int,
    state: AlertState = AlertState.UNCONFIRMED,
    policy: str = "confirm",
    category: str = "fire",
) -> Ticket:
    """An urgent ticket with its alert."""
    ticket = make_ticket(
        house,
        number,
        kind="urgent",
        category=category,
        summary="5栋地下车库冒烟",
        words="5栋地下车库冒烟了！",
        reporter=LI,
        chat=GROUPS[0].id,
        phone=None,
        room=None,
    )
    alert = Alert(
        estate="sunny",
        ticket=number,
        category=category,
        policy=policy,
        state=state,
        reporter=LI,
        chat=GROUPS[0].id,
        facts="5栋地下车库冒烟",
        opened_at=ticket.opened_at,
        ends_at=ticket.opened_at + timedelta(hours=4),
    )
    await house.save(
        Outcome(tickets=(ticket,), events=(make_event(ticket, Step.OPENED, 0, LI),), alerts=(alert,))
    )
    return ticket


async def add_notice(house: House) -> None:
    """B1 to two groups: one has it, one has not."""
    now = house.clock.now()
    notice = Notice(
        estate="sunny",
        number=1,
        text="明天 9:00 至 11:00 停水检修，请提前储水。",
        chats=(GROUPS[0].id, GROUPS[1].id),
        author=LIU,
        reply_to=STAFF_GROUP.id,
        state=NoticeState.SENDING,
        created_at=now,
        expires_at=now + timedelta(minutes=10),
    )
    said = [
        Delivery(
            estate="sunny",
            chat=group.id,
            text=notice.text,
            purpose=Purpose.NOTICE,
            priority=Priority.ROUTINE,
            due_at=now,
            notice=1,
            state=state,
        )
        for group, state in ((GROUPS[0], DeliveryState.SEEN), (GROUPS[1], DeliveryState.UNKNOWN))
    ]
    await house.save(Outcome(notices=(notice,), deliveries=tuple(said)))


async def add_people(house: House) -> None:
    """Four people were seen; 王师傅 has a role from the console, 刘经理 one from the settings."""
    now = house.clock.now()
    async with house.database.transaction() as uow:
        for person in (ZHANG, LI, XSS, WANG, LIU):
            await uow.people.remember(person, "sunny", now)
        await uow.people.grant(
            RoleGrant(
                estate="sunny", person=WANG, role=Role.STAFF, source="console", at=now, trades=("水电",)
            )
        )
        await uow.people.grant(
            RoleGrant(estate="sunny", person=LIU, role=Role.MANAGER, source="settings", at=now)
        )
        await uow.commit()
