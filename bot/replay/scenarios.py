"""`linli replay --scenarios`: short conversations with roles, each through a fresh bot.

A line in: {"id", "events": [{"t", "group", "sender", "role", "text", "image"?, "mentions"?}]}; `group`
is g1 to g5, `staff` or `dm`.  A line out: {"id", "tickets", "alerts", "said"}, where numbers of events
are places in the scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.channels.base import Heard
from bot.channels.wechaty.quotes import split_quote
from bot.replay.stage import NETWORK, Stage, contact, room
from bot.settings import Settings, build_settings
from handlers.kinds import CATEGORIES
from handlers.model import Alert, Attachment, AttachmentKind, Person, Step, Ticket, TicketEvent
from nlp.verdict import Verdict

Row = Mapping[str, Any]

#: Ten in the morning of an ordinary working Tuesday.
START = datetime(2026, 3, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
#: The clock runs on for so long after the last event.
AFTERWARDS = timedelta(seconds=300)
GROUPS = ("g1", "g2", "g3", "g4", "g5")
BOT_NAME = "物业小助手"
#: How a person may call the bot at the head of a line.
CALLS = (f"@{BOT_NAME}", "@小助手")
PHOTO_WORDS = "[图片]"
TRADES = tuple(sorted({category.trade for category in CATEGORIES.values()}))

#: The steps whose messages make the ticket; the others are told of it, or ask for it.
SOURCES = frozenset({Step.OPENED, Step.DETAIL, Step.PHOTO, Step.JOINED})
ENDS = frozenset({Step.CLEARED, Step.FALSE_ALARM})
CLUE = "clue"


class BadScenario(Exception):
    """A scenario line cannot be played; the text says why."""


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a scenario, in the terms of its output line."""

    id: str
    tickets: tuple[dict[str, Any], ...]
    alerts: tuple[dict[str, Any], ...]
    said: tuple[dict[str, Any], ...]

    def as_row(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "tickets": list(self.tickets),
            "alerts": list(self.alerts),
            "said": list(self.said),
        }


# --- the estate ----------------------------------------------------------------------------------


def build_sample(events: Iterable[Row]) -> Settings:
    """A sample estate of five owners' groups and a staff group; roles as the events give them."""
    roles: dict[str, set[str]] = {}
    for event in events:
        roles.setdefault(str(event["sender"]), set()).add(str(event.get("role", "owner")))
    staff = [describe_person(name) for name, held in roles.items() if "staff" in held]
    managers = [describe_person(name) for name, held in roles.items() if "manager" in held]
    estate = {
        "id": "sample",
        "name": "云杉里",
        "bot_name": BOT_NAME,
        "groups": [
            {"id": room(name), "name": f"{number}号群", "number": number}
            for number, name in enumerate(GROUPS, 1)
        ],
        "staff_groups": [{"id": room("staff"), "name": "员工群"}],
        "staff": staff,
        "managers": managers,
        "roster": staff,
    }
    fast = {"interval_seconds": 0, "jitter_seconds": 0, "alert_interval_seconds": 0}
    return build_settings({"delivery": fast, "estates": [estate]}, Path("scenarios"))


def describe_person(name: str) -> dict[str, Any]:
    return {"id": contact(name), "name": name, "trades": list(TRADES)}


# --- playing -------------------------------------------------------------------------------------


async def replay_scenario(
    scenario: Row, classify: Callable[[str], Verdict], restart_after: int | Collection[int] = ()
) -> Played:
    """Plays one scenario through a fresh bot; it is ended and started anew after the events named.

    Raises BadScenario.
    """
    events = check_events(scenario)
    restarts = {restart_after} if isinstance(restart_after, int) else set(restart_after)
    stage = await Stage.open(build_sample(events), classify, START)
    try:
        for index, event in enumerate(events):
            await stage.hear(build_heard(index, event))
            if index in restarts:
                await stage.restart()
        await stage.advance_to(stage.clock.now() + AFTERWARDS)
        return await collect(str(scenario.get("id", "")), stage)
    finally:
        await stage.close()


def check_events(scenario: Row) -> list[Row]:
    """The events of the line.  Raises BadScenario for what is none."""
    events = scenario.get("events")
    if not isinstance(events, list):
        raise BadScenario("没有 events 列表")
    for index, event in enumerate(events):
        if not isinstance(event, dict) or not isinstance(event.get("t"), int | float):
            raise BadScenario(f"第 {index} 个事件没有时间 t（秒）")
        if event.get("group") not in (*GROUPS, "staff", "dm"):
            raise BadScenario(f"第 {index} 个事件的 group 应是 g1 到 g5、staff 或 dm")
        if not isinstance(event.get("sender"), str) or not isinstance(event.get("text") or "", str):
            raise BadScenario(f"第 {index} 个事件的 sender 和 text 应是文字")
    return events


def build_heard(index: int, event: Row) -> Heard:
    """The event as a channel would give it; `index` is in its key."""
    sender = Person(contact(event["sender"]), event["sender"])
    quote, text = split_quote(event.get("text") or "")
    called = "bot" in (event.get("mentions") or ()) or text.startswith(CALLS)
    photo = bool(event.get("image"))
    if called:
        text = strip_call(text)
    if photo and text.strip() == PHOTO_WORDS:
        text = ""
    image = Attachment(AttachmentKind.IMAGE, NETWORK, f"photo-{index}", "photo.jpg")
    where = event["group"]
    return Heard(
        key=f"e{index}",
        account=NETWORK,
        chat=sender.id if where == "dm" else room(where),
        chat_name=where,
        sender=sender,
        text=text,
        sent_at=START + timedelta(seconds=event["t"]),
        quote=quote,
        attachments=(image,) if photo else (),
        mentions=tuple(contact(name) for name in (event.get("mentions") or ()) if name != "bot"),
        mentions_bot=called,
    )


def strip_call(text: str) -> str:
    """The words after the mention of the bot at their head, as channels give them."""
    call = next((call for call in CALLS if text.startswith(call)), "")
    return text[len(call) :].lstrip(" \u2005\u3000,，:：") if call else text


# --- what came of it -----------------------------------------------------------------------------


async def collect(scenario: str, stage: Stage) -> Played:
    """Reads the database as it is now."""
    async with stage.database.view() as uow:
        tickets = sorted(await uow.tickets.listing("sample", limit=10_000), key=lambda each: each.number)
        events = {each.number: await uow.tickets.events("sample", each.number) for each in tickets}
        alerts = sorted(await uow.alerts.listing("sample", limit=10_000), key=lambda each: each.ticket)
    said = tuple(
        {
            "event": read_index(each.delivery.answers),
            "chat": name_chat(each.delivery.chat),
            "text": "".join(f"@{person.name} " for person in each.delivery.mentions) + each.delivery.text,
        }
        for each in stage.said
    )
    return Played(
        scenario,
        tuple(describe_ticket(ticket, events[ticket.number]) for ticket in tickets),
        tuple(describe_alert(alert, events[alert.ticket]) for alert in alerts),
        said,
    )


def describe_ticket(ticket: Ticket, events: Iterable[TicketEvent]) -> dict[str, Any]:
    events = tuple(events)
    sources = {read_index(event.message) for event in events if event.step in SOURCES}
    joined = {event.actor.id for event in events if event.step is Step.JOINED and event.actor}
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "category": ticket.category,
        "room": ticket.room,
        "status": ticket.status.value,
        "reporters": len({ticket.reporter.id, *joined}),
        "source_events": sorted(index for index in sources if index is not None),
    }


def describe_alert(alert: Alert, events: Iterable[TicketEvent]) -> dict[str, Any]:
    events = tuple(events)
    opened = [event.message for event in events if event.step is Step.ALERTED]
    clues = {read_index(event.message) for event in events if event.step.value == CLUE}
    ends = [event.message for event in events if event.step in ENDS] if not alert.live else []
    return {
        "category": alert.category,
        "opened_by": read_index(opened[0]) if opened else None,
        "clues": sorted(index for index in clues if index is not None),
        "closed_by": read_index(ends[-1]) if ends else None,
    }


def read_index(key: str | None) -> int | None:
    """The place of the event with this key; None where no event caused it."""
    return int(key[1:]) if key else None


def name_chat(chat: str) -> str:
    """`g3`, `staff` or `dm:NAME`."""
    if chat.startswith(room("")):
        return chat.removeprefix(room(""))
    return f"dm:{chat.removeprefix(contact(''))}"
