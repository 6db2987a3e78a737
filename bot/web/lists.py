"""The console's other lists: alerts, deliveries, notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.desk.refusing import Refused
from bot.web.auth import make_actor, read_form, read_text, require_manager, require_user
from bot.web.context import CONTEXT
from bot.web.page import NOTHING, Remark, find_place, render
from handlers.model import Delivery, DeliveryState, Notice, Role
from storage.users import User

PAGE_LENGTH = 50
#: The tabs of the delivery list.
DELIVERY_TABS: dict[str, tuple[str, tuple[DeliveryState, ...]]] = {
    "trouble": ("要处理", (DeliveryState.DEAD, DeliveryState.UNKNOWN)),
    "waiting": ("等待中", (DeliveryState.PENDING, DeliveryState.SENDING)),
    "sent": ("已发出", (DeliveryState.ACCEPTED, DeliveryState.SEEN)),
}


def add_lists(app: web.Application) -> None:
    app.router.add_get("/alerts", list_alerts)
    app.router.add_get("/deliveries", list_deliveries)
    app.router.add_post("/deliveries/{id:[0-9]{1,18}}", requeue_delivery)
    app.router.add_get("/notices", list_notices)


async def list_alerts(request: web.Request) -> web.StreamResponse:
    user = await require_user(request)
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, request.query.get("estate", ""))
        alerts = await uow.alerts.listing(place.estate.id)
    return render(request, "alerts.html", user, place, {"alerts": alerts})


# --- deliveries ----------------------------------------------------------------------------------


async def list_deliveries(request: web.Request) -> web.StreamResponse:
    user = await require_user(request)
    message = "已重新排队，马上再发一次。" if request.query.get("did") == "requeue" else ""
    return await render_deliveries(request, user, Remark(done=message))


async def render_deliveries(request: web.Request, user: User, remark: Remark = NOTHING) -> web.StreamResponse:
    tab = request.query.get("tab", "trouble") if request.query.get("tab") in DELIVERY_TABS else "trouble"
    typed = request.query.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else None
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, request.query.get("estate", ""))
        found = await uow.outbox.listing(
            DELIVERY_TABS[tab][1], limit=PAGE_LENGTH + 1, estate=place.estate.id, before=before
        )
    values = {
        "tab": tab,
        "before": before,
        "more": found[PAGE_LENGTH - 1].id if len(found) > PAGE_LENGTH else None,
        "tabs": [(name, title) for name, (title, _) in DELIVERY_TABS.items()],
        "deliveries": found[:PAGE_LENGTH],
        "whole": user.role is Role.MANAGER,
    }
    return render(request, "deliveries.html", user, place, values, remark)


async def requeue_delivery(request: web.Request) -> web.StreamResponse:
    """Sends once more what is dead or unknown."""
    user = await require_user(request)
    form = await read_form(request)
    delivery = await find_delivery(request, user, int(request.match_info["id"]))
    if delivery.state not in DELIVERY_TABS["trouble"][1]:
        return await render_deliveries(request, user, Remark(refused="这条已经在发送了。", status=409))
    try:
        await request.app[CONTEXT].desk.requeue(int(request.match_info["id"]), make_actor(user))
    except Refused as refusal:
        return await render_deliveries(request, user, Remark(refused=refusal.words, status=409))
    back = (
        "/deliveries"
        if read_text(form, "back") != "ticket"
        else f"/tickets/{delivery.estate}/{delivery.ticket}"
    )
    raise web.HTTPSeeOther(f"{back}?estate={delivery.estate}&did=requeue")


async def find_delivery(request: web.Request, user: User, number: int) -> Delivery:
    async with request.app[CONTEXT].database.view() as uow:
        delivery = await uow.outbox.get(number)
    if delivery is None or user.estate not in (None, delivery.estate):
        raise web.HTTPNotFound(text="没有这条发送记录")
    return delivery


# --- notices -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """A broadcast and what became of it: in how many groups its words are in which state."""

    notice: Notice
    counts: Mapping[DeliveryState, int]

    def count(self, *states: DeliveryState) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def arrived(self) -> int:
        return self.count(DeliveryState.ACCEPTED, DeliveryState.SEEN)

    @property
    def failed(self) -> int:
        return self.count(DeliveryState.DEAD, DeliveryState.UNKNOWN)


async def list_notices(request: web.Request) -> web.StreamResponse:
    user = await require_manager(request)
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, request.query.get("estate", ""))
        notices = await uow.notices.listing(place.estate.id)
        counts = await uow.outbox.count_notices(place.estate.id, [notice.number for notice in notices])
    values = {"notices": [Told(notice, counts[notice.number]) for notice in notices]}
    return render(request, "notices.html", user, place, values)
