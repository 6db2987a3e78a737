"""`linli report times`: how fast, how often too late, how well; by category and by member of staff."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.data import Estate, with_database
from bot.cli.errors import CommandError
from bot.cli.run import DEFAULT_CONFIG, Config, read_settings
from bot.directory import build_directory
from bot.exports.times_report import Cell, list_rows, write_csv
from bot.reporting import Named, read_report, rebuild
from handlers import model
from storage.engine import Database

report = typer.Typer(help="报表：用时、超时、评价、返修。", no_args_is_help=True)
#: What fits on a screen; the files have everything.
SHOWN = (
    "名称", "工单", "完成", "首次答复(办公分钟)", "接单(办公分钟)", "完成用时(办公分钟)", "接单超时",
    "完成超时", "平均分", "返修率",
)  # fmt: skip


class Format(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"


#: A month of this century, as the console has it as well.
MONTH = re.compile(r"(20\d\d)-(0?[1-9]|1[0-2])", re.ASCII)
Month = Annotated[str | None, typer.Option("--month", help="哪个月登记的工单，如 2026-10", metavar="YYYY-MM")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.add_typer(report, name="report")


@report.callback()
def group() -> None:
    """报表。"""


@report.command("times")
def times(
    config: Config = DEFAULT_CONFIG,
    month: Month = None,
    estate: Estate = None,
    form: Annotated[Format, typer.Option("--format", help="table、csv 或 json")] = Format.TABLE,
    check: Annotated[bool, typer.Option("--check", help="只凭事件重算一遍，看与存的是否一致")] = False,
    repair: Annotated[bool, typer.Option("--rebuild", help="按事件重算，并改正存的")] = False,
) -> None:
    """首次答复、接单、完成、挂起各用多久，超时、评价、返修；按类别和员工。"""
    now, wanted = datetime.now(UTC), read_month(month)
    place = find_estate(config, estate)
    wanted = wanted or now.astimezone(ZoneInfo(place.timezone)).date().replace(day=1)
    if repair:
        changed = with_database(config, lambda database: rebuild(database, place, wanted))
        Console().print(f"已按事件重算，改正了 {changed} 张工单。")
        return
    named = with_database(config, lambda database: read_report(database, place, wanted, now))
    if check:
        compare(named, with_database(config, lambda database: recount(database, place, wanted, now)))
        return
    rows = list_rows(named.report, named.names)
    show(rows, form, f"{place.name} {wanted:%Y-%m}")


async def recount(database: Database, place: model.Estate, month: date, now: datetime) -> Named:
    return await read_report(database, place, month, now, recounted=True)


def compare(kept: Named, counted: Named) -> None:
    """Says whether both are the same.  Raises CommandError where they are not."""
    if kept.report != counted.report:
        raise CommandError("存的用时与按事件重算的不一致，可以用 --rebuild 改正", status=1)
    Console().print(f"一致：{kept.report.total.tickets} 张工单，按事件重算与存的相同。")


def find_estate(config: Config, estate: str | None) -> model.Estate:
    """The estate as the settings have it; the only one where none is named.  Raises CommandError."""
    estates = {place.id: place for place in build_directory(read_settings(config)).estates}
    if estate is None and len(estates) > 1:
        raise CommandError(f"--estate：有多个小区，请写明一个：{'、'.join(estates)}")
    if estate is not None and estate not in estates:
        raise CommandError(f"--estate {estate}：配置里没有这个小区，有 {'、'.join(estates)}")
    return estates[estate] if estate else next(iter(estates.values()))


def read_month(text: str | None) -> date | None:
    """The first day of the month.  Raises CommandError."""
    if text is None:
        return None
    match = MONTH.fullmatch(text)
    if match is None:
        raise CommandError(f"--month {text}：应写成 2026-10")
    return date(int(match[1]), int(match[2]), 1)


def show(rows: list[dict[str, Cell]], form: Format, title: str) -> None:
    if form is Format.CSV:
        typer.echo(write_csv(rows), nl=False)
        return
    if form is Format.JSON:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for group_name in dict.fromkeys(row["分组"] for row in rows):
        table = Table(*SHOWN, title=f"{title} {group_name}")
        for row in rows:
            if row["分组"] == group_name:
                table.add_row(*(escape(_show_cell(name, row[name])) for name in SHOWN))
        Console().print(table)


def _show_cell(name: str, cell: Cell) -> str:
    if cell is None:
        return "-"
    return f"{cell:.1%}" if name == "返修率" and isinstance(cell, float) else str(cell)
