"""What every console page has: the estate it is about, who looks, what the menu holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from bot.web.auth import SESSION, make_csrf
from bot.web.context import CONTEXT
from handlers.model import Estate, Role
from storage.unit_of_work import UnitOfWork
from storage.users import User

#: The menu: address, name, and whether managers alone see it.
MENU = (
    ("/", "工单", False),
    ("/alerts", "警报", False),
    ("/deliveries", "发送", False),
    ("/sheet", "人工转发", False),
    ("/notices", "通知", True),
    ("/reports", "报表", True),
    ("/parked", "未处理", True),
    ("/chats", "群聊", True),
    ("/people", "人员", True),
    ("/knowledge", "知识库", True),
    ("/forms", "网页登记", True),
)


@dataclass(frozen=True, slots=True)
class Place:
    """The estate that a page is about, of those that the user may see.

    `alone` says that the installation serves no other.
    """

    estate: Estate
    estates: Sequence[Estate]
    alone: bool

    def name_chat(self, chat: str) -> str:
        """A group as people call it; a direct chat by what it is."""
        found = self.estate.find_chat(chat)
        if found is None and chat.startswith("form:"):
            return "网页"
        if found is None:
            return "私聊" if ":contact:" in chat else "其他群"
        return f"{found.number}号群" if found.number else found.name


async def find_place(request: web.Request, uow: UnitOfWork, user: User, wanted: str) -> Place:
    """The wanted estate, or the first; one that the user may not see does not exist for them.

    Its chats are those of the database, everything else (its time zone) is as the settings have it.
    """
    running = {estate.id: estate for estate in request.app[CONTEXT].estates()}
    stored = await uow.estates.all()
    every = [replace(running.get(estate.id, estate), chats=estate.chats) for estate in stored]
    estates = [estate for estate in every if user.estate in (None, estate.id)]
    found = [estate for estate in estates if not wanted or estate.id == wanted]
    if not found:
        raise web.HTTPNotFound(text="没有这个小区")
    return Place(found[0], estates, len(every) == 1)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a page says of what was asked of it: what was done, or why not; typed `words` are kept."""

    done: str = ""
    refused: str = ""
    words: str = ""
    status: int = 200


NOTHING = Remark()


def read_done(request: web.Request, names: Mapping[str, str]) -> Remark:
    """What the address says was done (`?did=`), by its name."""
    return Remark(done=names.get(request.query.get("did", ""), ""))


def render(
    request: web.Request,
    template: str,
    user: User,
    place: Place,
    values: Mapping[str, Any],
    remark: Remark = NOTHING,
) -> web.Response:
    """A console page; `values` are the page's own, `remark` is said above them."""
    manager = user.role is Role.MANAGER
    common = {
        "user": user,
        "manager": manager,
        "place": place,
        "estate": place.estate,
        "zone": place.estate.timezone,
        "now": request.app[CONTEXT].clock.now(),
        "pages": [path for path, _, _ in MENU],
        "menu": [(path, name) for path, name, managers in MENU if manager or not managers],
        "path": request.path,
        "csrf": make_csrf(request.cookies.get(SESSION, "")),
        "demo": request.app[CONTEXT].options.demo,
        "rules_problem": request.app[CONTEXT].rules_problem() if manager else "",
        "message": remark.done,
        "refused": remark.refused,
    }
    return aiohttp_jinja2.render_template(template, request, common | dict(values), status=remark.status)
