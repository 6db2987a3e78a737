"""The sheet to forward by hand: what no account could say, to whom, in order; ticked when somebody has."""

from __future__ import annotations

from aiohttp import web

from bot.delivery.sheet import BY_HAND, read_sheet, read_ticked
from bot.desk.refusing import Refused
from bot.web.auth import make_actor, read_form, require_user
from bot.web.context import CONTEXT
from bot.web.lists import find_delivery
from bot.web.page import NOTHING, Remark, find_place, render
from handlers.model import Priority, Role
from storage.users import User

#: As many as one forwards before looking again.
LENGTH = 100


def add_sheet(app: web.Application) -> None:
    app.router.add_get("/sheet", show_sheet)
    app.router.add_post("/sheet/{id:[0-9]{1,18}}", tick)


async def show_sheet(request: web.Request) -> web.StreamResponse:
    return await render_sheet(request, await require_user(request))


async def render_sheet(request: web.Request, user: User, remark: Remark = NOTHING) -> web.StreamResponse:
    context = request.app[CONTEXT]
    async with context.database.view() as uow:
        place = await find_place(request, uow, user, request.query.get("estate", ""))
    estate, now = place.estate.id, context.clock.now()
    values = {
        "lines": await read_sheet(context.database, now, estate, LENGTH),
        "ticked": await read_ticked(context.database, estate),
        "whole": user.role is Role.MANAGER,
        "alert": Priority.ALERT,
        "by_hand": BY_HAND,
    }
    return render(request, "sheet.html", user, place, values, remark)


async def tick(request: web.Request) -> web.StreamResponse:
    """Somebody has forwarded it; who comes second is told so."""
    user = await require_user(request)
    await read_form(request)
    delivery = await find_delivery(request, user, int(request.match_info["id"]))
    try:
        await request.app[CONTEXT].desk.say_by_hand(delivery.estate, delivery.id or 0, make_actor(user))
    except Refused as refusal:
        return await render_sheet(request, user, Remark(refused=refusal.words, status=409))
    raise web.HTTPSeeOther(f"/sheet?estate={delivery.estate}")
