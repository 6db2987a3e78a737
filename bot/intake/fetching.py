"""Fetches the photos of tickets from the accounts that heard them, beside everything else.

A photo is a row (pending) before it is a file, so a crash loses none while the gateway still has it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.channels.base import Channel, FetchFailed, Upload
from bot.clock import Clock
from bot.intake.pictures import NotAPicture, check_picture
from handlers.model import AttachmentKind, FileState, TicketFile
from storage.engine import Database
from storage.files import FileStore

log = logging.getLogger("linli.fetching")

AT_ONCE = 4
LOOK_AGAIN_SECONDS = 5.0
TRIES = 4
TRY_AGAIN_SECONDS = 3.0

NoteFile = Callable[[TicketFile], Awaitable[None]]


class Fetcher:
    """Works off the pending files.  `run` until cancelled; `wake` when there are new ones."""

    def __init__(
        self,
        clock: Clock,
        database: Database,
        files: FileStore,
        channels: Mapping[str, Channel],
        limit_bytes: int,
        note: NoteFile,
    ) -> None:
        self._clock = clock
        self._database = database
        self._files = files
        self._channels = channels
        self._limit = limit_bytes
        self._note = note
        self._woken = asyncio.Event()
        self._tries: dict[int, int] = {}

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self.fetch_pending()
            except Exception:  # the delivering loop's other half: it must not end
                log.exception("pending photos could not be read")
            waiting = LOOK_AGAIN_SECONDS if not self._tries else TRY_AGAIN_SECONDS
            try:
                async with asyncio.timeout(waiting):
                    await self._woken.wait()
            except TimeoutError:
                pass

    async def fetch_pending(self) -> None:
        """Fetches everything that waits now, a few at a time."""
        async with self._database.view() as uow:
            pending = await uow.tickets.pending_files(limit=50)
        gate = asyncio.Semaphore(AT_ONCE)

        async def fetch(file: TicketFile) -> None:
            async with gate:
                await self._fetch_one(file)

        await asyncio.gather(*(fetch(file) for file in pending))

    async def _fetch_one(self, file: TicketFile) -> None:
        assert file.id is not None
        try:
            upload = await self._load(file)
            media_type = await asyncio.to_thread(self._check, file, upload)
            sha256 = await self._files.put(upload.content)
        except FetchFailed as failure:
            await self._fail(file, failure)
        except NotAPicture as refusal:
            await self._note(replace(file, state=FileState.REFUSED, note=str(refusal)))
        else:
            self._tries.pop(file.id, None)
            size = len(upload.content)
            await self._note(
                replace(file, state=FileState.STORED, sha256=sha256, media_type=media_type, size=size)
            )

    async def _load(self, file: TicketFile) -> Upload:
        channel = self._channels.get(file.attachment.account)
        if channel is None:
            raise FetchFailed("收到照片的账号已不在配置里")
        if not channel.health.ready:
            raise FetchFailed("账号暂时不在线", retry=True)
        return await channel.fetch(file.attachment, self._limit)

    @staticmethod
    def _check(file: TicketFile, upload: Upload) -> str:
        if file.attachment.kind is AttachmentKind.IMAGE:
            return check_picture(upload.content)
        return upload.media_type

    async def _fail(self, file: TicketFile, failure: FetchFailed) -> None:
        assert file.id is not None
        offline = failure.retry and not self._is_ready(file)
        tries = self._tries.get(file.id, 0) + (0 if offline else 1)
        self._tries[file.id] = tries
        if failure.retry and tries < TRIES:
            return
        self._tries.pop(file.id, None)
        await self._note(replace(file, state=FileState.REFUSED, note=failure.reason))

    def _is_ready(self, file: TicketFile) -> bool:
        channel = self._channels.get(file.attachment.account)
        return channel is not None and channel.health.ready
