"""Who is signed in to the console, and whether a form is one of ours."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import web
from multidict import MultiDictProxy
from yarl import URL

from bot.passwords import verify_password
from bot.web.context import CONTEXT
from bot.web.peers import find_peer, is_own_origin
from bot.web.tries import Tries
from handlers.model import Person, Role
from storage.users import User

SESSION = "linli_session"
#: Ties the sign-in form to the browser that got it, before there is a session.
VISITOR = "linli_visitor"
USER: web.RequestKey[User] = web.RequestKey("user", User)
TRIES: web.AppKey[Tries] = web.AppKey("tries", Tries)
#: Argon2 takes 64 MB a try: not more than two at once.
HASHING: web.AppKey[asyncio.Semaphore] = web.AppKey("hashing", asyncio.Semaphore)
#: The hash of 32 random bytes that nobody kept: names that do not exist take as long as those that do.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$CDcOxPBQzy5O64YjF774sQ$E1nTv/QWV0jd9MGApaaUc43N+HQ0jyUDs8ECT6rxqKs"
PASSWORD_LIMIT = 256

Form = MultiDictProxy[str | bytearray | bytes | web.FileField]


def add_auth(app: web.Application) -> None:
    app[TRIES] = Tries()
    app[HASHING] = asyncio.Semaphore(2)
    app.router.add_get("/sign-in", show_sign_in)
    app.router.add_post("/sign-in", sign_in)
    app.router.add_post("/sign-out", sign_out)


# --- who -----------------------------------------------------------------------------------------


async def find_user(request: web.Request) -> User | None:
    """The signed-in user, None where there is no session or it has expired."""
    token = request.cookies.get(SESSION)
    if not token:
        return None
    context = request.app[CONTEXT]
    async with context.database.view() as uow:
        session = await uow.sessions.get(hash_token(token))
        if session is None or session.expires_at <= context.clock.now():
            return None
        return await uow.users.get(session.user)


async def require_user(request: web.Request) -> User:
    """The signed-in user; everybody else is sent to sign in, and comes back after it."""
    user = await find_user(request)
    if user is None:
        if request.method != "GET":
            raise web.HTTPForbidden(text="请重新登录")
        raise web.HTTPSeeOther(URL("/sign-in").with_query(next=request.path_qs))
    request[USER] = user
    return user


async def require_manager(request: web.Request) -> User:
    user = await require_user(request)
    if user.role is not Role.MANAGER:
        raise web.HTTPForbidden(text="只有经理可以打开这一页")
    return user


def make_actor(user: User) -> Person:
    """The user as a person: the contact they are tied to, else one of the console's own."""
    return Person(user.person_id or f"console:contact:{user.name}", user.name)


# --- forms ---------------------------------------------------------------------------------------


def make_csrf(secret: str) -> str:
    """The token that every form carries; made of the cookie that the form is tied to."""
    return hashlib.sha256(f"form:{secret}".encode()).hexdigest() if secret else ""


async def read_form(request: web.Request, cookie: str = SESSION) -> Form:
    """The form that was sent; refuses one that did not come from a page of ours."""
    if not is_own_origin(request):
        raise web.HTTPForbidden(text="这个表单不是从本站打开的")
    form = await request.post()
    expected, given = make_csrf(request.cookies.get(cookie, "")), str(form.get("csrf", ""))
    if not expected or not secrets.compare_digest(expected.encode(), given.encode("utf-8", "replace")):
        raise web.HTTPForbidden(text="页面已过期，请返回刷新后再试")
    return form


def read_text(form: Form, name: str, limit: int = 2_000) -> str:
    """A field's text, trimmed and without what no database can hold."""
    value = form.get(name, "")
    text = value if isinstance(value, str) else ""
    return text.replace("\x00", "").encode("utf-8", "replace").decode().strip()[:limit]


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- signing in and out --------------------------------------------------------------------------


async def show_sign_in(request: web.Request) -> web.StreamResponse:
    if await find_user(request) is not None:
        raise web.HTTPSeeOther(read_next(request.query.get("next", "")))
    return render_sign_in(request, "", 200)


def render_sign_in(request: web.Request, error: str, status: int, name: str = "") -> web.StreamResponse:
    """The sign-in page, with a visitor's cookie that its form is tied to."""
    visitor = request.cookies.get(VISITOR) or secrets.token_urlsafe(24)
    values = {
        "error": error,
        "name": name,
        "next": read_next(request.query.get("next", "")),
        "csrf": make_csrf(visitor),
        "demo": request.app[CONTEXT].options.demo,
    }
    response = aiohttp_jinja2.render_template("sign_in.html", request, values, status=status)
    set_cookie(request, response, VISITOR, visitor, timedelta(hours=1))
    if request.cookies.get(SESSION):
        response.del_cookie(SESSION)
    return response


async def sign_in(request: web.Request) -> web.StreamResponse:
    """Opens a session.  A wrong name, a wrong password: one answer, after the same time."""
    form = await read_form(request, VISITOR)
    name, password = read_text(form, "name", 64), str(form.get("password", ""))[:PASSWORD_LIMIT]
    context, tries = request.app[CONTEXT], request.app[TRIES]
    now, address = context.clock.now(), find_peer(request)
    if tries.is_over(name, address, now):
        return render_sign_in(request, "尝试次数太多，请 5 分钟后再试。", 429, name)
    user = await check_password(request.app, name, password)
    if user is None:
        tries.note_failure(name, address, now)
        return render_sign_in(request, "用户名或密码不对。", 401, name)
    tries.note_success(name, address)
    token, lasts = secrets.token_urlsafe(32), timedelta(hours=context.options.session_hours)
    async with context.database.transaction() as uow:
        await uow.sessions.add(hash_token(token), user.name, now + lasts)
        await uow.commit()
    response = web.HTTPSeeOther(read_next(read_text(form, "next")))
    set_cookie(request, response, SESSION, token, lasts)
    response.del_cookie(VISITOR)
    raise response


async def check_password(app: web.Application, name: str, password: str) -> User | None:
    async with app[CONTEXT].database.view() as uow:
        user = await uow.users.get(name)
    async with app[HASHING]:
        right = await verify_password(user.password_hash if user else NOBODY, password)
    return user if right else None


async def sign_out(request: web.Request) -> web.StreamResponse:
    await read_form(request)
    context = request.app[CONTEXT]
    async with context.database.transaction() as uow:
        await uow.sessions.delete(hash_token(request.cookies.get(SESSION, "")))
        await uow.commit()
    response = web.HTTPSeeOther("/sign-in")
    response.del_cookie(SESSION)
    raise response


def set_cookie(
    request: web.Request, response: web.StreamResponse, name: str, value: str, lasts: timedelta
) -> None:
    response.set_cookie(
        name,
        value,
        httponly=True,
        samesite="Lax",
        secure=request.app[CONTEXT].options.cookie_secure,
        max_age=int(lasts.total_seconds()),
        path="/",
    )


def read_next(address: str) -> str:
    """Where to go after signing in: a page of ours, never another site."""
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc
    return address if ours and "\\" not in address and address.isprintable() else "/"
