"""The console's list of tickets, by tab, words and kind; its rows, and how late they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.web.auth import require_user
from bot.web.context import CONTEXT
from bot.web.page import Place, find_place, render
from bot.web.shown import TABS
from handlers.kinds import DRILL, KINDS
from handlers.model import Status, Ticket
from handlers.tickets.overdue import find_limit
from storage.unit_of_work import UnitOfWork

PAGE_LENGTH = 30


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
        drills = await find_drills(uow, tickets[:PAGE_LENGTH])
    values = {
        "tab": tab,
        "kind": kind,
        "text": text,
        "tabs": [(name, title, count_tickets(counts, statuses)) for name, (title, statuses) in TABS.items()],
        "kinds": KINDS.values(),
        "tickets": [Row(ticket, place, request.app[CONTEXT].clock.now()) for ticket in tickets[:PAGE_LENGTH]],
        "more": tickets[PAGE_LENGTH - 1].number if len(tickets) > PAGE_LENGTH else None,
        "before": before,
        "drills": drills,
    }
    return render(request, "tickets.html", user, place, values)


async def find_drills(uow: UnitOfWork, tickets: Sequence[Ticket]) -> set[int]:
    """The numbers of those that were only an exercise."""
    urgent = [ticket for ticket in tickets if ticket.kind == "urgent"]
    alerts = [await uow.alerts.get(ticket.estate, ticket.number) for ticket in urgent]
    return {alert.ticket for alert in alerts if alert is not None and alert.policy == DRILL}


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
