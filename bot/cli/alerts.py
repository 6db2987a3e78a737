"""`linli alert`: the list of alerts, and one of them as a file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.data import MAX_ID, choose_estates, read_zones, with_database
from bot.cli.errors import CommandError
from bot.cli.printing import show_rows
from bot.cli.report import find_estate
from bot.cli.run import DEFAULT_CONFIG, Config
from bot.phrases import ALERT_STATES, RELAYS
from bot.problems import tell_system
from bot.web.timeline import AlertFile, describe_alert, read_alert_file, write_html
from handlers.kinds import get_title
from handlers.model import Alert
from storage.engine import Database

alert = typer.Typer(help="警报：列出，导出时间线。", no_args_is_help=True)
Place = Annotated[str | None, typer.Option("--estate", help="哪个小区", metavar="ID")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.add_typer(alert, name="alert")


@alert.command("list")
def list_alerts(config: Config = DEFAULT_CONFIG, estate: Place = None) -> None:
    """列出警报，新的在前。"""
    estates = choose_estates(config, estate)

    async def read(database: Database) -> list[Alert]:
        async with database.view() as uow:
            return [each for known in estates for each in await uow.alerts.listing(known)]

    rows = sorted(with_database(config, read), key=lambda each: each.opened_at, reverse=True)
    head = ("警报", "小区", "类别", "状态", "转发", "已告知", "开始")
    zones = read_zones(config)
    show_rows(head, (_write_row(row, zones[row.estate]) for row in rows), "没有警报。")


def _write_row(row: Alert, zone: ZoneInfo) -> tuple[str, ...]:
    opened = row.opened_at.astimezone(zone).strftime("%m-%d %H:%M:%S")
    return (
        f"#{row.ticket}", row.estate, get_title(row.category), ALERT_STATES[row.state],
        RELAYS.get(row.policy, row.policy), str(len(row.told)), opened,
    )  # fmt: skip


@alert.command("export")
def export(
    number: Annotated[int, typer.Argument(help="单号", metavar="单号", min=1, max=MAX_ID)],
    config: Config = DEFAULT_CONFIG,
    estate: Place = None,
    form: Annotated[str, typer.Option("--format", help="json，或能打印在 A4 纸上的 html")] = "json",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="写到这个文件，不写就打印出来")] = None,
) -> None:
    """导出一个警报的时间线：每一步的时刻和距第一句话的秒数。"""
    if form not in ("json", "html"):
        raise CommandError(f"--format {form}：只能是 json 或 html")

    place = find_estate(config, estate)

    async def read(database: Database) -> AlertFile | None:
        async with database.view() as uow:
            chats = {known.id: known.chats for known in await uow.estates.all()}
            return await read_alert_file(uow, replace(place, chats=chats.get(place.id, ())), number)

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
        raise CommandError(f"-o {out}：写不进去（{tell_system(error)}）", status=1) from None


def _write_json(file: AlertFile) -> str:
    return json.dumps(describe_alert(file), ensure_ascii=False, indent=2)
