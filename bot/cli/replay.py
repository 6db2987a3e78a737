"""`linli replay`: chat of the past, or written scenarios, through the whole bot."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.cli.errors import CommandError
from bot.exports.chats import Broken, Line, UnreadableExport, read_export
from bot.problems import tell_system
from bot.replay.chats import Cast, play, sort_lines
from bot.replay.nearest import find_nearest
from bot.replay.page import render_page
from bot.replay.report import Report, as_row, write_report
from bot.replay.scenarios import BadScenario, replay_scenario
from bot.replay.score import format_score, score_scenarios
from bot.replay.table import print_report
from handlers.words.hearing import use
from handlers.words.wordings import read_wordings
from nlp.classifier import Classifier, RuleError

#: So many unreadable lines are named on the terminal; the page and the JSON name more.
BROKEN_NAMED = 20

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        help="导出的聊天记录：JSON 行、CSV，或微信里复制出来的文字；--scenarios 时默认读标准输入",
        metavar="文件",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Mount `replay` on the main command."""
    app.command("replay", help="用过去的聊天记录试一试：会登记什么、报什么警、说什么话")(replay)


def replay(
    files: Files = None,
    json_: Annotated[bool, typer.Option("--json", help="写成 JSON")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="写成一个网页，经理上线前可以看", metavar="文件")
    ] = None,
    group: Annotated[
        str, typer.Option("--group", help="记录里没有群名时的群名；不写就用文件名", metavar="群名")
    ] = "",
    staff_group: Annotated[
        list[str] | None, typer.Option("--staff-group", help="这个群是员工群", metavar="群名")
    ] = None,
    staff: Annotated[
        list[str] | None, typer.Option("--staff", help="这个人是员工（群里的名字）", metavar="姓名")
    ] = None,
    manager: Annotated[
        list[str] | None, typer.Option("--manager", help="这个人是经理（群里的名字）", metavar="姓名")
    ] = None,
    timezone: Annotated[str, typer.Option("--timezone", help="记录里的时间是哪个时区的")] = "Asia/Shanghai",
    extra: Annotated[
        Path | None, typer.Option("--extra", help="小区自己的词和规则的文件夹", metavar="文件夹")
    ] = None,
    scenarios: Annotated[
        bool, typer.Option("--scenarios", help="输入是场景（JSON 行），逐行写出每个场景的结果")
    ] = False,
    score: Annotated[
        bool, typer.Option("--score", help="与 --scenarios 一起：和场景里写明的期望比，打分")
    ] = False,
    misses: Annotated[int, typer.Option("--misses", help="与 --score 一起：列出多少个没做对的", min=0)] = 0,
) -> None:
    """Play chat through the whole bot and show what came of it."""
    if scenarios:
        rows = read_rows(files or [])
        asyncio.run(score_rows(rows, extra, misses) if score else play_rows(rows, extra))
        return
    if score:
        raise CommandError("--score：要和 --scenarios 一起用")
    if misses:
        raise CommandError("--misses：要和 --score 一起用")
    if not files:
        raise CommandError("replay：没有文件。把导出的聊天记录写在后面，或者用 --scenarios 读场景")
    zone = load_zone(timezone)
    if html is not None and not html.absolute().parent.is_dir():
        raise CommandError(f"--html：没有文件夹 {html.absolute().parent}")
    broken: list[Broken] = []
    lines = read_files(files, group, zone, broken)
    cast = Cast(
        staff=frozenset(staff or ()),
        managers=frozenset(manager or ()),
        staff_groups=frozenset(staff_group or ()),
    )
    warn_of_strangers(cast, lines)
    wants_near = json_ or html is not None
    report = asyncio.run(play_chats(lines, cast, broken, zone, load_classifier(extra), wants_near))
    show(report, zone, json_, html)


def show(report: Report, zone: ZoneInfo, json_: bool, html: Path | None) -> None:
    """Writes the report where it is wanted: the page into its file, the rest on standard output."""
    if html is not None:
        try:
            html.write_text(render_page(report, zone), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{html}：写不了：{tell_system(error)}", status=1) from None
    if json_:
        typer.echo(json.dumps(as_row(report), ensure_ascii=False, indent=2))
        return
    print_report(report, zone, Console())
    if html is not None:
        typer.echo(f"网页写在 {html}")


# --- exported chats ------------------------------------------------------------------------------


def read_files(files: Iterable[Path], group: str, zone: ZoneInfo, broken: list[Broken]) -> list[Line]:
    """All lines of all files in the order of their time.  Raises CommandError where there are none."""
    lines: list[Line] = []
    for file in files:
        try:
            found = read_export(file, zone, broken)
        except UnreadableExport as problem:
            raise CommandError(str(problem)) from None
        lines += [line if line.group else name_group(line, group or file.stem) for line in found]
    name_broken(broken)
    if not lines:
        raise CommandError("没有一条能读的消息", status=1)
    return sort_lines(lines)


def name_group(line: Line, group: str) -> Line:
    return Line(line.time, group, line.sender, line.text, line.number, line.attachment)


def name_broken(broken: list[Broken]) -> None:
    for each in broken[:BROKEN_NAMED]:
        typer.echo(str(each), err=True)
    if len(broken) > BROKEN_NAMED:
        typer.echo(f"还有 {len(broken) - BROKEN_NAMED} 行读不了", err=True)


def warn_of_strangers(cast: Cast, lines: Iterable[Line]) -> None:
    """A name given as staff, manager or staff group that nobody in the chats has is most likely a typo."""
    senders = {line.sender for line in lines}
    groups = {line.group for line in lines}
    for name in sorted((cast.staff | cast.managers) - senders):
        typer.echo(f"记录里没有叫“{name}”的人", err=True)
    for name in sorted(cast.staff_groups - groups):
        typer.echo(f"记录里没有叫“{name}”的群", err=True)


async def play_chats(
    lines: list[Line],
    cast: Cast,
    broken: list[Broken],
    zone: ZoneInfo,
    classifier: Classifier,
    wants_near: bool,
) -> Report:
    """Plays the lines and reports; with a progress bar where somebody is watching."""
    with watch_progress(len(lines)) as progress:
        run = await play(
            lines,
            classifier.classify,
            cast,
            lambda done: progress.update(progress.task_ids[0], completed=done),
        )
    try:
        left = [lines[index] for index in run.left_alone]
        near = find_nearest(left, classifier.explain) if wants_near else []
        return await write_report(run, cast, near, broken, zone)
    finally:
        await run.stage.close()


@contextmanager
def watch_progress(total: int) -> Iterator[Progress]:
    """A bar on the terminal, gone at the end; nothing where standard error is none."""
    console = Console(stderr=True)
    columns = (TextColumn("回放"), BarColumn(), MofNCompleteColumn(), TextColumn("条"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        progress.add_task("回放", total=total)
        yield progress


# --- scenarios -----------------------------------------------------------------------------------


async def play_rows(rows: Iterable[tuple[str, dict[str, Any]]], extra: Path | None) -> None:
    """Writes a result line for each scenario; raises CommandError for the first that cannot be played."""
    classifier = load_classifier(extra)
    for place, row in rows:
        result = await play_row(place, row, classifier)
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()


async def score_rows(rows: Iterable[tuple[str, dict[str, Any]]], extra: Path | None, misses: int) -> None:
    """Writes how near the results come to what each scenario expects."""
    classifier = load_classifier(extra)
    wanted, results = [], []
    for place, row in rows:
        if "expect" not in row:
            raise CommandError(f"{place}：没有 expect，不能打分")
        wanted.append(row)
        results.append(await play_row(place, row, classifier))
    typer.echo(format_score(score_scenarios(wanted, results), misses))


async def play_row(place: str, row: dict[str, Any], classifier: Classifier) -> dict[str, Any]:
    try:
        return (await replay_scenario(row, classifier.classify)).as_row()
    except BadScenario as problem:
        raise CommandError(f"{place}：{problem}") from None


def read_rows(files: Iterable[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON lines of the files, or of standard input where there are none, each with its place."""
    for name, lines in open_lines(files):
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            place = f"{name} 第 {number} 行"
            try:
                row = json.loads(raw.decode("utf-8-sig"))
            except (ValueError, RecursionError):
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
            raise CommandError(f"{file}：读不了：{tell_system(error)}") from None


# --- what both need ------------------------------------------------------------------------------


def load_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CommandError(f"--timezone {name}：没有这个时区，例如 Asia/Shanghai") from None


def load_classifier(extra: Path | None) -> Classifier:
    if extra is not None and not extra.is_dir():
        raise CommandError(f"--extra：没有文件夹 {extra}")
    try:
        use(read_wordings(extra))
        return Classifier.load(extra)
    except RuleError as error:
        raise CommandError(str(error)) from None
