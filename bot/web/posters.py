"""The code for the notice board that leads to the form: on a page to print, as SVG and as PNG."""

from __future__ import annotations

import io

import segno
from aiohttp import web

from bot.web.auth import require_manager
from bot.web.context import CONTEXT
from bot.web.page import find_place, render
from bot.web.peers import find_origin

#: Pixels a square, so that the PNG is sharp on A4.
SCALE = 24
#: Addresses that only this machine knows.
AT_HOME = ("://127.", "://localhost", "://[::1]")


def add_posters(app: web.Application) -> None:
    app.router.add_get("/forms", show_poster)
    app.router.add_get("/forms/{estate}/code.{kind:svg|png}", draw_code)


def write_address(request: web.Request, estate: str) -> str:
    return f"{find_origin(request)}/r/{estate}"


def has_form(request: web.Request, estate: str) -> bool:
    forms = request.app[CONTEXT].forms
    return forms is not None and forms.find_estate(estate) is not None


async def show_poster(request: web.Request) -> web.StreamResponse:
    user = await require_manager(request)
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, request.query.get("estate", ""))
    address = write_address(request, place.estate.id)
    values = {
        "address": address,
        "on": has_form(request, place.estate.id),
        "at_home": any(mark in address for mark in AT_HOME),
        "plain": address.startswith("http://"),
    }
    return render(request, "forms.html", user, place, values)


async def draw_code(request: web.Request) -> web.StreamResponse:
    """The code of an estate that the manager may see.  It stands a torn or dirty corner (level Q)."""
    user = await require_manager(request)
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, request.match_info["estate"])
    if not has_form(request, place.estate.id):
        raise web.HTTPNotFound(text="这个小区没有开网页登记")
    kind, drawn = request.match_info["kind"], io.BytesIO()
    code = segno.make(write_address(request, place.estate.id), error="q", micro=False)
    code.save(drawn, kind=kind, scale=SCALE)
    headers = {"Content-Disposition": f'inline; filename="linli-{place.estate.id}.{kind}"'}
    media_type = "image/svg+xml" if kind == "svg" else "image/png"
    return web.Response(body=drawn.getvalue(), content_type=media_type, headers=headers)
