"""The way of an alert gone once at the start and forgotten: the first real one is as fast as the tenth.

Words are read, a decision is made and saved, in a transaction that is never committed; nothing is said.
What costs time the first time only (statements are built, rules are loaded) is paid before anybody speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.desk.desk import Desk
from bot.directory import Directory
from handlers.model import ChatKind, Delivery, Message, Sender
from nlp.verdict import Verdict
from storage.engine import Database
from storage.unit_of_work import UnitOfWork

WORDS = "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看"
KEY = "rehearsal"


class Worker(Protocol):
    """What delivery would do with what was saved."""

    async def rehearse(self, uow: UnitOfWork, saved: Sequence[Delivery]) -> None: ...


async def rehearse(
    database: Database,
    directory: Directory,
    desk: Desk,
    worker: Worker,
    classify: Callable[[str], Verdict],
    now: datetime,
) -> None:
    """Goes the way once; where there is no owners' group yet there is nothing to rehearse."""
    message = make_message(directory, now)
    if message is None:
        return
    case = desk.make_case(message, classify(message.text), None)
    async with database.transaction() as uow:
        await worker.rehearse(uow, await desk.rehearse(uow, case))


def make_message(directory: Directory, now: datetime) -> Message | None:
    """An alert in the first owners' group, by nobody."""
    groups = (chat for estate in directory.estates for chat in estate.chats if chat.kind is ChatKind.OWNERS)
    chat = next(groups, None)
    return None if chat is None else Message(KEY, chat, Sender(KEY, ""), WORDS, now)
