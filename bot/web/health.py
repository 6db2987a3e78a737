"""For machines: is the process alive, can it work, what does it count."""

from __future__ import annotations

import asyncio

from aiohttp import web
from prometheus_client import generate_latest

from bot.web.context import CONTEXT
from storage.errors import StorageError

DATABASE_SECONDS = 3.0


def add_health(app: web.Application) -> None:
    app.router.add_get("/healthz", tell_alive)
    app.router.add_get("/readyz", tell_ready)
    app.router.add_get("/metrics", tell_metrics)


async def tell_alive(request: web.Request) -> web.StreamResponse:
    return web.Response(text="ok\n")


async def tell_ready(request: web.Request) -> web.StreamResponse:
    """200 where every account and the database can be used, else 503; why not, in words."""
    accounts = {
        name: {
            "network": channel.network,
            "ready": channel.health.ready,
            "since": channel.health.since.isoformat(),
            "reason": channel.health.reason,
        }
        for name, channel in request.app[CONTEXT].channels.items()
    }
    database = await try_database(request)
    problem = request.app[CONTEXT].rules_problem()
    ready = not database and all(account["ready"] for account in accounts.values())
    body = {
        "ready": ready,
        "database": {"ready": not database, "reason": database},
        "accounts": accounts,
        # The old rules stay in force, so this does not make it unready.
        "rules": {"ready": not problem, "reason": problem},
    }
    return web.json_response(body, status=200 if ready else 503)


async def try_database(request: web.Request) -> str:
    """Why the database cannot be read or written; empty where it can."""
    waiting = request.app[CONTEXT].unwritten()
    if waiting:
        return f"数据库写不进去（磁盘满了？），{waiting} 条消息先留在内存里，写得进去就补办"
    try:
        async with asyncio.timeout(DATABASE_SECONDS), request.app[CONTEXT].database.view() as uow:
            await uow.estates.all()
    except TimeoutError:
        return f"数据库 {DATABASE_SECONDS:g} 秒内没有回答"
    except (StorageError, OSError) as error:
        return f"数据库不可用：{type(error).__name__}"
    return ""


async def tell_metrics(request: web.Request) -> web.StreamResponse:
    body = generate_latest(request.app[CONTEXT].registry)
    return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})
