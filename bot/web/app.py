"""Builds the web application: pages, their headers, and how errors look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.channels.webchat import WebChat
from bot.web.chat import add_chat
from bot.web.context import CONTEXT, WebContext

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
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REASONS = {
    403: "没有权限",
    404: "没有这个页面",
    405: "不能这样打开",
    413: "内容太大",
    429: "操作太频繁，请稍后再试",
    503: "暂时不可用",
}


def build_web(context: WebContext) -> web.Application:
    """The application, with the chat's pages where a webchat account exists."""
    app = web.Application(middlewares=[add_headers, show_errors])
    app[CONTEXT] = context
    aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    app.router.add_static("/static", HERE / "static")
    chat = next((channel for channel in context.channels.values() if isinstance(channel, WebChat)), None)
    if chat is not None:
        add_chat(app, chat)
    return app


@web.middleware
async def add_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every answer carries the security headers; what is personal is never kept by a cache."""
    response = await handler(request)
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        static = request.path.startswith("/static/")
        response.headers.setdefault("Cache-Control", "no-cache" if static else "no-store")
    return response


@web.middleware
async def show_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """An error is a page in Chinese that says what, and never shows a traceback."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return await show_error(request, error.status, error.text or "")


async def show_error(request: web.Request, status: int, detail: str) -> web.StreamResponse:
    reason = REASONS.get(status, "出了点问题，请稍后再试")
    if "text/html" not in request.headers.get("Accept", ""):
        return web.Response(status=status, text=f"{reason} {detail}".strip())
    return aiohttp_jinja2.render_template(
        "error.html", request, {"status": status, "reason": reason}, status=status
    )
