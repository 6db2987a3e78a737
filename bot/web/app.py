"""Builds the web application: pages, their headers, and how errors look."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.channels.webchat import WebChat
from bot.web.alerts import add_alerts
from bot.web.auth import add_auth
from bot.web.chat import add_chat
from bot.web.context import CONTEXT, WebContext
from bot.web.files import add_files
from bot.web.forms import add_forms
from bot.web.health import add_health
from bot.web.knowledge import add_knowledge
from bot.web.lists import add_lists
from bot.web.parked import add_parked
from bot.web.people import add_people
from bot.web.posters import add_posters
from bot.web.reports import add_reports
from bot.web.sheet import add_sheet
from bot.web.shown import FILTERS, straighten
from bot.web.tickets import add_tickets

log = logging.getLogger("linli.web")

HERE = Path(__file__).parent
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: Nothing from elsewhere, no script or style inside a page, nobody may put our pages in a frame.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Server": "linli",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REASONS = {
    403: "没有权限",
    404: "没有这个页面",
    405: "不能这样打开",
    413: "内容太大",
    408: "网络太慢，没有收完，请再试一次",
    429: "操作太频繁，请稍后再试",
    503: "暂时不可用",
}


def build_web(context: WebContext) -> web.Application:
    """The application, with the chat's pages where a webchat account exists."""
    app = web.Application(middlewares=[add_headers, show_errors])
    app[CONTEXT] = context
    add_templates(app)
    app.router.add_static("/static", HERE / "static")
    for add in (
        add_health,
        add_auth,
        add_alerts,
        add_tickets,
        add_lists,
        add_parked,
        add_people,
        add_files,
        add_knowledge,
        add_forms,
        add_posters,
        add_reports,
        add_sheet,
    ):
        add(app)
    chat = next((channel for channel in context.channels.values() if isinstance(channel, WebChat)), None)
    if chat is not None:
        add_chat(app, chat)
    return app


def add_templates(app: web.Application) -> None:
    aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=straighten,
        filters=FILTERS,
    )


@web.middleware
async def add_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every answer carries the security headers; what is personal is never kept by a cache."""
    try:
        response = await handler(request)
    except web.HTTPException as leading:  # a redirect: answers of 400 and more are pages by now
        set_headers(request, leading)
        raise
    set_headers(request, response)
    return response


def set_headers(request: web.Request, response: web.StreamResponse) -> None:
    if response.prepared:
        return
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    static = request.path.startswith("/static/")
    response.headers.setdefault("Cache-Control", "no-cache" if static else "no-store")


@web.middleware
async def show_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """An error is a page in Chinese that says what, and never shows a traceback."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return show_error(request, error.status, error.text or "")
    except Exception:  # the serving loop: one page that fails must not show how
        log.exception("%s %s failed", request.method, describe_route(request))
        return show_error(request, 503 if request.path == "/readyz" else 500, "")


def describe_route(request: web.Request) -> str:
    """The route without what people put into it."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "?"


def show_error(request: web.Request, status: int, detail: str) -> web.StreamResponse:
    """`detail` is shown where it is one of our own Chinese sentences."""
    reason = detail if detail and not detail.isascii() else REASONS.get(status, "出了点问题，请稍后再试")
    if "text/html" not in request.headers.get("Accept", ""):
        return web.Response(status=status, text=f"{status} {reason}\n")
    # Who has come to a public page has no business on the console.
    values = {"status": status, "reason": reason, "public": request.path.startswith(("/r/", "/p/"))}
    return aiohttp_jinja2.render_template("error.html", request, values, status=status)
