"""The page of one ticket and its buttons."""

from __future__ import annotations

from aiohttp import web

from bot.desk.refusing import Refused
from bot.web.auth import make_actor, read_form, read_text, require_user
from bot.web.context import CONTEXT
from bot.web.folder import Folder
from bot.web.page import NOTHING, Place, Remark, find_place, read_done, render
from bot.web.ticket_list import Row, list_tickets
from handlers.model import Audit, Outcome, Role, Ticket
from handlers.tickets.equipment import find_equipment
from handlers.tickets.recurring import list_earlier
from storage.users import User

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
    return await render_ticket(request, user, read_done(request, ACTS))


async def render_ticket(request: web.Request, user: User, remark: Remark = NOTHING) -> web.StreamResponse:
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
        "kept_words": remark.words,
    }
    return render(request, "ticket.html", user, place, values, remark)


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
        return await render_ticket(request, user, Remark(refused="先写下要回复业主的话。", status=422))
    number = folder.ticket.number
    try:
        await request.app[CONTEXT].desk.act(place.estate.id, number, verb, make_actor(user), words)
    except Refused as refusal:
        return await render_ticket(request, user, Remark(refused=refusal.words, words=words, status=409))
    raise web.HTTPSeeOther(f"/tickets/{place.estate.id}/{number}?did={verb}")
