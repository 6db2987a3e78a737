"""`linli alert`: the list of alerts, and one of them as a file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.data import with_database
from bot.cli.errors import CommandError
from bot.cli.run import DEFAULT_CONFIG, Config
from bot.web.shown import ALERT_STATES, RELAYS
from bot.web.timeline import AlertFile, describe_alert, read_alert_file, write_html
from handlers.kinds import get_title
from handlers.model import Alert, Estate
from storage.engine import Database

alert = typer.Typer(help="警报：列出，导出时间线。", no_args_is_help=True)
Place = Annotated[str | None, typer.Option("--estate", help="哪个小区", metavar="ID")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.add_typer(alert, name="alert")


@alert.command("list")
def list_alerts(config: Config = DEFAULT_CONFIG, estate: Place = None) -> None:
    """列出警报，新的在前。"""

    async def read(database: Database) -> list[Alert]:
        async with database.view() as uow:
            estates = [estate] if estate else [known.id for known in await uow.estates.all()]
            return [each for known in estates for each in await uow.alerts.listing(known)]

    rows = with_database(config, read)
    table = Table("警报", "小区", "类别", "状态", "转发", "已告知", "开始")
    for row in sorted(rows, key=lambda each: each.opened_at, reverse=True):
        opened = row.opened_at.astimezone().strftime("%m-%d %H:%M:%S")
        table.add_row(
            f"#{row.ticket}", row.estate, get_title(row.category), ALERT_STATES[row.state],
            RELAYS.get(row.policy, row.policy), str(len(row.told)), opened,
        )  # fmt: skip
    Console().print(table if rows else "没有警报。")


@alert.command("export")
def export(
    number: Annotated[int, typer.Argument(help="单号", metavar="单号")],
    config: Config = DEFAULT_CONFIG,
    estate: Place = None,
    form: Annotated[str, typer.Option("--format", help="json，或能打印在 A4 纸上的 html")] = "json",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="写到这个文件，不写就打印出来")] = None,
) -> None:
    """导出一个警报的时间线：每一步的时刻和距第一句话的秒数。"""
    if form not in ("json", "html"):
        raise CommandError(f"--format {form}：只能是 json 或 html")

    async def read(database: Database) -> AlertFile | None:
        async with database.view() as uow:
            place = await _find_estate(await uow.estates.all(), estate)
            return await read_alert_file(uow, place, number)

    file = with_database(config, read)
    if file is None:
        raise CommandError(f"#{number} 没有警报", status=1)
    text = write_html(file, datetime.now(UTC)) if form == "html" else _write_json(file)
    if out is None:
        typer.echo(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"-o {out}：写不进去（{error.strerror}）", status=1) from None


async def _find_estate(estates: tuple[Estate, ...], wanted: str | None) -> Estate:
    found = [each for each in estates if wanted in (None, each.id)]
    if len(found) != 1:
        known = "、".join(each.id for each in estates)
        raise CommandError(f"--estate：请写明哪个小区，现有：{known}")
    return found[0]


def _write_json(file: AlertFile) -> str:
    return json.dumps(describe_alert(file), ensure_ascii=False, indent=2)
