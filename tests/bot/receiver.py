"""A real receiver of pushes on this machine."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

SECRET = "geheim-9c1f"


class Receiver:
    """Takes JSON pushes; answers with `status`, for paths with “slow” only once `released`."""

    def __init__(self) -> None:
        self.pushes: list[dict[str, Any]] = []
        self.status = 200
        self.released = asyncio.Event()
        self.port = 0

    async def take(self, request: web.Request) -> web.Response:
        self.pushes.append(await request.json())
        if "slow" in request.path:
            await self.released.wait()
        return web.Response(status=self.status)

    def url(self, path: str = "x") -> str:
        return f"json://user:{SECRET}@127.0.0.1:{self.port}/{path}"
