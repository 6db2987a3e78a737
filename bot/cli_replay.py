"""`linli replay`: chat of the past, or written scenarios, through the whole bot."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import CommandError
from bot.replay.scenarios import BadScenario, replay_scenario
from nlp.classifier import Classifier


def add_to(app: typer.Typer) -> None:
    """Mount `replay` on the main command."""
    app.command("replay", help="用过去的聊天记录试一试：会登记什么、报什么警、说什么话")(replay)


def replay(
    files: Annotated[
        list[Path] | None, typer.Argument(help="导出的聊天记录；--scenarios 时默认读标准输入", metavar="文件")
    ] = None,
    scenarios: Annotated[
        bool, typer.Option("--scenarios", help="输入是场景（JSON 行），逐行写出每个场景的结果")
    ] = False,
) -> None:
    """Play chat through the whole bot and show what came of it."""
    if scenarios:
        asyncio.run(play_scenarios(read_rows(files or [])))
        return
    raise CommandError("replay：还没有文件。写在后面，或者用 --scenarios 从标准输入读场景")


async def play_scenarios(rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Writes a result line for each scenario; raises CommandError for the first that cannot be played."""
    classify = Classifier.load().classify
    for place, row in rows:
        try:
            played = await replay_scenario(row, classify)
        except BadScenario as problem:
            raise CommandError(f"{place}：{problem}") from None
        sys.stdout.write(json.dumps(played.as_row(), ensure_ascii=False) + "\n")
        sys.stdout.flush()


def read_rows(files: Iterable[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON lines of the files, or of standard input where there are none, each with its place."""
    for name, lines in open_lines(files):
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            place = f"{name} 第 {number} 行"
            try:
                row = json.loads(raw.decode("utf-8-sig"))
            except ValueError:
                raise CommandError(f"{place}：不是 JSON") from None
            if not isinstance(row, dict):
                raise CommandError(f"{place}：应当是一个 JSON 对象")
            yield place, row


def open_lines(files: Iterable[Path]) -> Iterator[tuple[str, Iterable[bytes]]]:
    named = list(files)
    if not named:
        yield "标准输入", sys.stdin.buffer
    for file in named:
        try:
            yield str(file), file.read_bytes().splitlines()
        except OSError as error:
            raise CommandError(f"{file}：读不了：{error.strerror}") from None
