"""The console's ticket list, the ticket page and its buttons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aiohttp import web

from bot.desk.refusing import Refused
from bot.phrases import RELAYS
from bot.web.auth import make_actor, read_form, read_text, require_user
from bot.web.context import CONTEXT
from bot.web.page import Place, find_place, render
from bot.web.shown import TABS, name_some
from handlers.kinds import KINDS
from handlers.model import (
    Alert,
    AlertState,
    Audit,
    Delivery,
    DeliveryState,
    Outcome,
    Purpose,
    Role,
    Status,
    Step,
    Ticket,
    TicketEvent,
    TicketFile,
)
from handlers.tickets.equipment import find_equipment
from handlers.tickets.overdue import find_limit
from handlers.tickets.recurring import list_earlier
from storage.users import User

PAGE_LENGTH = 30
#: More chats than these are shown by their number, and by name where something is wrong there.
FEW = 12
ARRIVED = (DeliveryState.ACCEPTED, DeliveryState.SEEN, DeliveryState.RECALLED)
WORDS_LIMIT = 2_000
#: Each step: what the button says, and what the page says once it is taken.
ACTS = {
    "accept": "已接单，业主已收到通知。",
    "reply": "回复已发给业主。",
    "done": "已完成，业主已收到通知。",
    "false_alarm": "已标为误报。",
    "confirm": "已确认，正在转发各业主群。",
    "clear": "警报已解除，正在通知各群。",
}


def add_tickets(app: web.Application) -> None:
    app.router.add_get("/", list_tickets)
    app.router.add_get("/tickets/{estate}/{number:[0-9]{1,9}}", show_ticket)
    app.router.add_post("/tickets/{estate}/{number:[0-9]{1,9}}", act_on_ticket)


# --- the list ------------------------------------------------------------------------------------


async def list_tickets(request: web.Request) -> web.StreamResponse:
    user = await require_user(request)
    query = request.query
    tab = query.get("tab", "live") if query.get("tab") in TABS else "live"
    kind = query.get("kind") if query.get("kind") in KINDS else None
    text = query.get("q", "").replace("\x00", "").strip()[:100]
    before = (
        int(query["before"]) if query.get("before", "").isdecimal() and len(query["before"]) < 10 else None
    )
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, query.get("estate", ""))
        counts = await uow.tickets.counts(place.estate.id)
        tickets = await uow.tickets.listing(
            place.estate.id,
            statuses=TABS[tab][1],
            kind=kind,
            text=text or None,
            before_number=before,
            limit=PAGE_LENGTH + 1,
        )
    values = {
        "tab": tab,
        "kind": kind,
        "text": text,
        "tabs": [(name, title, count_tickets(counts, statuses)) for name, (title, statuses) in TABS.items()],
        "kinds": KINDS.values(),
        "tickets": [Row(ticket, place, request.app[CONTEXT].clock.now()) for ticket in tickets[:PAGE_LENGTH]],
        "more": tickets[PAGE_LENGTH - 1].number if len(tickets) > PAGE_LENGTH else None,
        "before": before,
    }
    return render(request, "tickets.html", user, place, values)


def count_tickets(counts: dict[Status, int], statuses: Sequence[Status] | None) -> int:
    return sum(count for status, count in counts.items() if statuses is None or status in statuses)


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in the list."""

    ticket: Ticket
    place: Place
    now: datetime

    @property
    def chat(self) -> str:
        return self.place.name_chat(self.ticket.chat)

    @property
    def waits(self) -> bool:
        return self.ticket.status in (Status.OPEN, Status.REOPENED)

    @property
    def limit(self) -> datetime | None:
        """The limit that runs now: for accepting, then for finishing; None where none does."""
        return find_limit(self.ticket)

    @property
    def left(self) -> timedelta:
        """How long until that limit; negative when it is over.  Nothing where none runs."""
        return self.limit - self.now if self.limit else timedelta()


# --- one ticket ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said, in one chat or in several."""

    deliveries: Sequence[Delivery]

    @property
    def first(self) -> Delivery:
        return self.deliveries[0]

    @property
    def alike(self) -> bool:
        """Whether it fared the same everywhere."""
        return len({(delivery.state, delivery.error) for delivery in self.deliveries}) == 1

    @property
    def counts(self) -> list[tuple[DeliveryState, int]]:
        """In how many chats it is in which state, the most frequent first."""
        return Counter(delivery.state for delivery in self.deliveries).most_common()

    @property
    def troubled(self) -> list[Delivery]:
        """Every chat with how it fared there; of many those alone where it has not arrived."""
        if len(self.deliveries) <= FEW:
            return list(self.deliveries)
        return [delivery for delivery in self.deliveries if delivery.state not in ARRIVED]


@dataclass(frozen=True, slots=True)
class Folder:
    """A ticket with everything that belongs to it."""

    ticket: Ticket
    alert: Alert | None
    events: Sequence[TicketEvent]
    files: Sequence[TicketFile]
    deliveries: Sequence[Delivery]
    #: The faults of the same lift, door or pump in the 30 days before.
    earlier: Sequence[Ticket] = ()

    def list_events(self) -> list[TicketEvent]:
        """What happened, with all who could not be reached at one time in one line."""
        shown: list[TicketEvent] = []
        for event in self.events:
            last = shown[-1] if shown else None
            if event.step is Step.UNREACHED and last is not None and last.step is Step.UNREACHED:
                shown[-1] = replace(last, words=f"{last.words}\n{event.words}")
            else:
                shown.append(event)
        return shown

    def show_event_words(self, event: TicketEvent, place: Place) -> str:
        """The words of an event for people: chats by their names, policies by theirs."""
        if event.step is Step.UNREACHED:
            return name_some([place.name_chat(chat) for chat in event.words.split("\n")])
        return RELAYS.get(event.words, event.words) if event.step is Step.ALERTED else event.words

    def list_acts(self) -> set[str]:
        """The steps that make sense now; the desk has the last word."""
        ticket, alert = self.ticket, self.alert
        acts = {"reply"} if ticket.live or ticket.status is Status.DONE else set()
        if ticket.live:
            acts |= {"done", "false_alarm"}
        if ticket.status in (Status.OPEN, Status.REOPENED):
            acts.add("accept")
        if alert is not None and alert.state is AlertState.UNCONFIRMED:
            acts.add("confirm")
        if alert is not None and alert.live:
            acts |= {"clear", "false_alarm"}
        return acts

    def list_said(self) -> list[Said]:
        """What was said about the ticket, the same words in several chats together."""
        groups: dict[tuple[str, str, object], list[Delivery]] = {}
        for delivery in self.deliveries:
            key = (delivery.purpose.value, delivery.text, delivery.mentions)
            groups.setdefault(key, []).append(delivery)
        return [Said(deliveries) for deliveries in groups.values()]

    def measure_relay(self) -> tuple[timedelta, timedelta, int] | None:
        """From the first word to the first relay and to the last, and how many groups were told."""
        sent = [d.sent_at for d in self.deliveries if d.purpose is Purpose.RELAY and d.sent_at is not None]
        if self.alert is None or not sent:
            return None
        return min(sent) - self.alert.opened_at, max(sent) - self.alert.opened_at, len(sent)


async def read_folder(request: web.Request, user: User) -> tuple[Place, Folder]:
    estate, number = request.match_info["estate"], int(request.match_info["number"])
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, estate)
        ticket = await uow.tickets.get(estate, number)
        if ticket is None:
            raise web.HTTPNotFound(text="没有这张工单")
        return place, Folder(
            ticket,
            await uow.alerts.get(estate, number),
            await uow.tickets.events(estate, number),
            await uow.tickets.files(estate, number),
            await uow.outbox.of_ticket(estate, number),
            list_earlier(ticket, await uow.tickets.before(ticket)) if find_equipment(ticket) else (),
        )


async def show_ticket(request: web.Request) -> web.StreamResponse:
    user = await require_user(request)
    message = ACTS.get(request.query.get("did", ""), "")
    return await render_ticket(request, user, message=message)


async def render_ticket(
    request: web.Request,
    user: User,
    *,
    message: str = "",
    refused: str = "",
    words: str = "",
    status: int = 200,
) -> web.StreamResponse:
    place, folder = await read_folder(request, user)
    whole = may_see_whole(user, folder.ticket)
    if whole and folder.ticket.phone:
        await note_look(request, user, folder.ticket)
    values = {
        "folder": folder,
        "ticket": folder.ticket,
        "alert": folder.alert,
        "acts": folder.list_acts(),
        "relay": folder.measure_relay(),
        "row": Row(folder.ticket, place, request.app[CONTEXT].clock.now()),
        "whole": whole,
        "message": message,
        "refused": refused,
        "kept_words": words,
    }
    return render(request, "ticket.html", user, place, values, status)


def may_see_whole(user: User, ticket: Ticket) -> bool:
    """Whether phones are shown whole: to managers and to whom the ticket is assigned."""
    if user.role is Role.MANAGER:
        return True
    return ticket.assignee is not None and ticket.assignee.id == make_actor(user).id


async def note_look(request: web.Request, user: User, ticket: Ticket) -> None:
    """Every look at personal data is in the audit log."""
    context = request.app[CONTEXT]
    line = Audit(
        estate=ticket.estate,
        at=context.clock.now(),
        actor=make_actor(user).id,
        action="look_phone",
        subject=f"#{ticket.number}",
    )
    async with context.database.transaction() as uow:
        await uow.save(Outcome(audits=(line,)))
        await uow.commit()


async def act_on_ticket(request: web.Request) -> web.StreamResponse:
    """Takes one step; what the desk refuses is said on the page, with the words kept."""
    user = await require_user(request)
    form = await read_form(request)
    verb, words = read_text(form, "verb"), read_text(form, "words", WORDS_LIMIT)
    place, folder = await read_folder(request, user)
    if verb not in ACTS:
        raise web.HTTPBadRequest(text="没有这个操作")
    if verb == "reply" and not words:
        return await render_ticket(request, user, refused="先写下要回复业主的话。", status=422)
    number = folder.ticket.number
    try:
        await request.app[CONTEXT].desk.act(place.estate.id, number, verb, make_actor(user), words)
    except Refused as refusal:
        return await render_ticket(request, user, refused=refusal.words, words=words, status=409)
    raise web.HTTPSeeOther(f"/tickets/{place.estate.id}/{number}?did={verb}")
