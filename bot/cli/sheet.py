"""`linli sheet`: what to forward by hand where no account could say it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.data import MAX_ID, Estate, Limit, choose_estates, with_database
from bot.cli.errors import CommandError
from bot.cli.printing import say, show_rows
from bot.cli.run import DEFAULT_CONFIG, Config
from bot.delivery.sheet import read_sheet, tick_off
from bot.phrases import DELIVERY_STATES


def add_to(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command()(sheet)


def sheet(
    config: Config = DEFAULT_CONFIG,
    estate: Estate = None,
    limit: Limit = 200,
    said: Annotated[
        list[int] | None,
        typer.Option("--said", help="这一条已经人工转发（可写多次）", metavar="ID", min=1, max=MAX_ID),
    ] = None,
) -> None:
    """列出要人工转发的消息：发往哪个群、说什么，紧急的在前。"""
    now = datetime.now(UTC)
    if said:
        ticked = with_database(config, lambda database: tick_off(database, said, now))
        if ticked < len(set(said)):
            raise CommandError(f"--said：{len(set(said)) - ticked} 条不在清单上", status=1)
        say(f"已勾销 {ticked} 条。")
        return
    choose_estates(config, estate)
    lines = with_database(config, lambda database: read_sheet(database, now, estate, limit))
    cells = (
        (str(each.id), line.name, each.text, DELIVERY_STATES[each.state], each.error)
        for line in lines
        for each in (line.delivery,)
    )
    show_rows(("编号", "发往", "内容", "状态", "原因"), cells, "没有要人工转发的。")
