"""Plays exported chats through the whole bot, as if it had sat in those groups all the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from bot.channels.base import Heard
from bot.channels.wechaty.quotes import split_quote
from bot.exports.lines import Line
from bot.replay.ahead import AHEAD, ReadingAhead
from bot.replay.memory import leave_loaded_alone
from bot.replay.scenarios import BOT_NAME, CALLS, TRADES, strip_call
from bot.replay.stage import NETWORK, Stage, contact, room
from bot.settings import Settings, build_settings
from handlers.model import Attachment, Person
from nlp.verdict import Verdict

ESTATE = "replay"
#: The name of a group whose export does not say it and whose file neither does.
NAMELESS = "群"
#: What time brings after the last message is played for so long.
AFTERWARDS = timedelta(minutes=10)
#: After so many messages `tell` is called.
TOLD_EVERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who is who in the chats, by the names there: an export holds no contact ids."""

    staff: frozenset[str] = frozenset()
    managers: frozenset[str] = frozenset()
    staff_groups: frozenset[str] = frozenset()


@dataclass(slots=True)
class Run:
    """A played chat: the stage as it stands at the end, and what became of each message."""

    lines: Sequence[Line]
    stage: Stage
    #: The numbers of the lines that led to nothing, in owners' groups and by owners.
    left_alone: list[int] = field(default_factory=list)


def sort_lines(lines: Iterable[Line]) -> list[Line]:
    """In the order of their time; what has the same time stays in the order given."""
    return sorted(lines, key=lambda line: line.time)


def build_estate(lines: Iterable[Line], cast: Cast) -> Settings:
    """An estate with the groups of the lines, and the people of the cast."""
    names = list(dict.fromkeys(line.group or NAMELESS for line in lines))
    owners = [name for name in names if name not in cast.staff_groups]
    staff = [describe_person(name) for name in sorted(cast.staff)]
    estate: dict[str, Any] = {
        "id": ESTATE,
        "name": "回放",
        "bot_name": BOT_NAME,
        "groups": [
            {"id": room(name), "name": name, "number": number} for number, name in enumerate(owners, 1)
        ],
        "staff_groups": [
            {"id": room(name), "name": name} for name in sorted(cast.staff_groups) or ["员工群"]
        ],
        "staff": staff,
        "managers": [describe_person(name) for name in sorted(cast.managers)],
        "roster": staff,
    }
    fast = {"interval_seconds": 0, "jitter_seconds": 0, "alert_interval_seconds": 0}
    return build_settings({"delivery": fast, "estates": [estate]}, Path("replay"))


def describe_person(name: str) -> dict[str, Any]:
    return {"id": contact(name), "name": name[:40], "trades": list(TRADES)}


async def play(
    lines: Sequence[Line],
    classify: Callable[[str], Verdict],
    cast: Cast,
    tell: Callable[[int], None] = lambda _: None,
) -> Run:
    """Plays lines in the order of their time; `tell` hears from time to time how many are done.

    The stage of the run stays open: close it.
    """
    ahead = ReadingAhead(classify, [line.text for line in lines])
    estate = build_estate(lines, cast)
    stage = await Stage.open(estate, ahead.classify, lines[0].time, look=ahead.look)
    run = Run(lines, stage)
    try:
        with leave_loaded_alone():
            await _play_lines(run, cast, ahead, tell)
    except BaseException:
        await stage.close()
        raise
    return run


async def _play_lines(run: Run, cast: Cast, ahead: ReadingAhead, tell: Callable[[int], None]) -> None:
    stage, serving = run.stage, cast.staff | cast.managers
    left_alone = run.left_alone
    for index, (line, heard) in enumerate(_hear_ahead(run.lines)):
        if index % TOLD_EVERY == 0:
            tell(index)
        ahead.move_on()
        outcome = await stage.hear(heard)
        if not outcome and line.text and line.group not in cast.staff_groups and line.sender not in serving:
            left_alone.append(index)
    await stage.advance_to(stage.clock.now() + AFTERWARDS)
    tell(len(run.lines))


def _hear_ahead(lines: Sequence[Line]) -> Iterator[tuple[Line, Heard]]:
    """Each line with what a channel would give of it, which is made of many at a time as they are read."""
    people: dict[str, Person] = {}
    rooms: dict[str, str] = {}
    for first in range(0, len(lines), AHEAD):
        batch, heard = lines[first : first + AHEAD], []
        for index, line in enumerate(batch, first):
            person = people.get(line.sender) or people.setdefault(
                line.sender, Person(contact(line.sender), line.sender)
            )
            chat = rooms.get(line.group) or rooms.setdefault(line.group, room(line.group or NAMELESS))
            heard.append(build_heard(index, line, person, chat))
        yield from zip(batch, heard, strict=True)


def build_heard(index: int, line: Line, person: Person, chat: str) -> Heard:
    """The line as a channel would give it; `index` is in its key."""
    text, quote = line.text, None
    if text[:1] in '「『“"' and "\n" in text:
        quote, text = split_quote(text)
    called = text.startswith(CALLS)
    attachments: tuple[Attachment, ...] = ()
    if line.attachment is not None:
        attachments = (Attachment(line.attachment, NETWORK, f"file-{index}"),)
    return Heard(
        key=f"e{index}",
        account=NETWORK,
        chat=chat,
        chat_name=line.group,
        sender=person,
        text=strip_call(text) if called else text,
        sent_at=line.time.astimezone(UTC),
        quote=quote,
        attachments=attachments,
        mentions_bot=called,
    )
