"""Photos of tickets, for those who are signed in and may see the ticket."""

from __future__ import annotations

from aiohttp import web

from bot.web.auth import find_user
from bot.web.context import CONTEXT

#: What a browser may show in a page; everything else is handed out as a file to save.
PHOTOS = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


def add_files(app: web.Application) -> None:
    app.router.add_get("/files/{estate}/{number:[0-9]{1,9}}/{sha256:[0-9a-f]{64}}", show_file)


async def show_file(request: web.Request) -> web.StreamResponse:
    """The content of a ticket's file; whoever may not see the ticket finds nothing here."""
    user, context = await find_user(request), request.app[CONTEXT]
    estate, number = request.match_info["estate"], int(request.match_info["number"])
    if user is None or user.estate not in (None, estate):
        raise web.HTTPNotFound(text="没有这个文件")
    sha256 = request.match_info["sha256"]
    async with context.database.view() as uow:
        files = await uow.tickets.files(estate, number)
    media = next((file.media_type for file in files if file.sha256 == sha256), None)
    if media is None:
        raise web.HTTPNotFound(text="没有这个文件")
    try:
        content = await context.files.get(sha256)
    except FileNotFoundError as error:
        raise web.HTTPNotFound(text="没有这个文件") from error
    photo = media in PHOTOS
    headers = {
        "Content-Type": media if photo else "application/octet-stream",
        "Content-Disposition": "inline" if photo else "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=86400, immutable",
    }
    return web.Response(body=content, headers=headers)
