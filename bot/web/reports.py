"""The console's report of times: a month, by category and by member of staff; as a table and as a file."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.exports.times_report import list_rows, write_csv
from bot.reporting import Named, read_report
from bot.web.auth import require_manager
from bot.web.context import CONTEXT
from bot.web.page import Place, find_place, render
from storage.users import User

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def add_reports(app: web.Application) -> None:
    app.router.add_get("/reports", show_report)
    app.router.add_get("/reports/{estate}/{month:20[0-9][0-9]-[01][0-9]}.csv", export_csv)


async def read_named(request: web.Request, user: User, wanted: str, month: str) -> tuple[Place, date, Named]:
    """The estate's report of the month, of this one where none is named.  Raises HTTPNotFound."""
    context = request.app[CONTEXT]
    async with context.database.view() as uow:
        place = await find_place(request, uow, user, wanted)
    now, estate = context.clock.now(), place.estate
    match = MONTH.fullmatch(month)
    first = now.astimezone(ZoneInfo(estate.timezone)).date().replace(day=1)
    if match:
        first = date(int(match[1]), int(match[2]), 1)
    return place, first, await read_report(context.database, estate, first, now)


async def show_report(request: web.Request) -> web.StreamResponse:
    user = await require_manager(request)
    query = request.query
    place, month, named = await read_named(request, user, query.get("estate", ""), query.get("month", ""))
    today = request.app[CONTEXT].clock.now().astimezone(ZoneInfo(place.estate.timezone)).date()
    after = (month + timedelta(days=32)).replace(day=1)
    values = {
        "month": month,
        "before": (month - timedelta(days=1)).replace(day=1),
        "after": after if after <= today else None,
        "report": named.report,
        "names": named.names,
    }
    return render(request, "reports.html", user, place, values)


async def export_csv(request: web.Request) -> web.StreamResponse:
    user = await require_manager(request)
    info = request.match_info
    if not MONTH.fullmatch(info["month"]):
        raise web.HTTPNotFound(text="没有这个月")
    place, month, named = await read_named(request, user, info["estate"], info["month"])
    name = f"linli-times-{place.estate.id}-{month:%Y-%m}.csv"
    return web.Response(
        text=write_csv(list_rows(named.report, named.names)),
        content_type="text/csv",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
