"""`linli report times` and the console's page of it: the same numbers, counted again on request."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.exports.times_report import list_rows, write_csv
from handlers.model import Estate, Outcome, Person, Role, Step
from handlers.times.report import report_times
from handlers.times.spent import TicketTimes
from storage.engine import Database, upgrade
from tests.bot.command_line import linli
from tests.bot.toml import write_toml
from tests.bot.web.form_house import FormHouse, open_form
from tests.storage.building import OWNER, STAFF, make_event, make_ticket

OPENED = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
TREE = {"estates": [{"id": "cuiyuan", "name": "翠园", "working_hours": "全天", "working_days": "every_day"}]}


async def fill(url: str) -> None:
    """One repair: answered and taken after 10 minutes, done after 60, rated 4."""
    await upgrade(url)
    database = await Database.open(url)
    steps = ((10, Step.ACCEPTED, STAFF), (60, Step.DONE, STAFF), (90, Step.RATED, OWNER))
    events = [make_event(1, at=OPENED)]
    events += [
        make_event(1, step, at=OPENED + timedelta(minutes=after), actor=who, words="4")
        for after, step, who in steps
    ]
    ticket = make_ticket(1, opened_at=OPENED, assignee=STAFF)
    try:
        async with database.transaction() as uow:
            await uow.estates.save("cuiyuan", "翠园")
            await uow.save(Outcome(tickets=(ticket,), events=tuple(events)))
            await uow.commit()
    finally:
        await database.close()


@pytest.fixture
async def config(tmp_path: Path) -> str:
    await fill(f"sqlite:///{tmp_path}/data/linli.sqlite3")
    path = tmp_path / "config.toml"
    path.write_text(write_toml(TREE), encoding="utf-8")
    return str(path)


def test_the_report_of_a_month_on_the_command_line(config: str) -> None:
    table = linli("report", "times", "-c", config, "--month", "2026-10")
    assert table.returncode == 0, table.stderr
    for words in ("翠园 2026-10 类别", "报修 · 水", "王师傅", "10.0", "60.0"):
        assert words in table.stdout
    rows = json.loads(linli("report", "times", "-c", config, "--month", "2026-10", "--format", "json").stdout)
    assert [row["分组"] for row in rows] == ["合计", "类别", "员工"]
    assert (rows[0]["工单"], rows[0]["完成"], rows[0]["接单(分钟)"], rows[0]["平均分"]) == (1, 1, 10.0, 4.0)
    sheet = linli("report", "times", "-c", config, "--month", "2026-10", "--format", "csv").stdout
    assert next(csv.DictReader(io.StringIO(sheet.lstrip("\ufeff"))))["工单"] == "1"
    empty = linli("report", "times", "-c", config, "--month", "2026-09", "--format", "json")
    assert json.loads(empty.stdout)[0]["工单"] == 0


def test_what_is_kept_is_checked_against_the_events_and_put_right(config: str, tmp_path: Path) -> None:
    times = ("report", "times", "-c", config, "--month", "2026-10")
    good = linli(*times, "--check")
    assert (good.returncode, "一致：1 张工单" in good.stdout) == (0, True)
    with closing(sqlite3.connect(tmp_path / "data/linli.sqlite3")) as database:
        database.execute("UPDATE ticket_times SET accepted_at = '2026-10-12 02:59:00'")
        database.commit()
    bad = linli(*times, "--check")
    assert (bad.returncode, bad.stderr.count("\n")) == (1, 1)
    assert "不一致" in bad.stderr
    assert "改正了 1 张" in linli(*times, "--rebuild").stdout
    assert linli(*times, "--check").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--month", "10月"), "应写成 2026-10"),
        (("--month", "2026-13"), "应写成"),
        (("--estate", "x"), "没有这个小区"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(config: str, arguments: tuple[str, ...], words: str) -> None:
    done = linli("report", "times", "-c", config, *arguments)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert words in done.stderr


def test_no_name_becomes_a_formula_in_a_spreadsheet() -> None:
    holder = Person("t:contact:x", "=HYPERLINK(1)")
    ticket = make_ticket(1, assignee=holder)
    estate = replace(Estate(id="cuiyuan", name="翠园"))
    found = [(ticket, TicketTimes(estate="cuiyuan", ticket=1))]
    report = report_times(date(2025, 3, 1), found, estate, ticket.opened_at)
    rows = list(
        csv.reader(io.StringIO(write_csv(list_rows(report, {holder.id: holder.name})).lstrip("\ufeff")))
    )
    assert "'=HYPERLINK(1)" in {cell for row in rows for cell in row}


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[FormHouse]:
    async with open_form(tmp_path) as opened:
        yield opened


async def test_the_page_shows_the_month_and_gives_it_as_a_file(town: FormHouse) -> None:
    channel = town.house.channel
    channel.say("张三", "g1", "我家8-2-301厨房漏水了")
    await channel.wait_for("staff", "【报修 #1】")
    town.staff("接单1")
    await channel.wait_for("g1", "已接单")
    town.staff("完成1")
    await channel.wait_for("g1", "已完成")
    manager = await town.sign_in("陈经理")
    page = await manager.read("/reports")
    assert "报修 · 水" in page
    assert "王师傅" in page
    assert ">1</dd>" in page
    today = town.house.app.clock.now()
    sheet = await manager.get(f"/reports/yun/{today:%Y-%m}.csv")
    assert sheet.content_type == "text/csv"
    assert "王师傅" in await sheet.text()


@pytest.mark.parametrize("month", ["", "x", "2026-99", "1999-01", "2019-12", "%00"])
async def test_any_month_is_a_page(town: FormHouse, month: str) -> None:
    assert "用时报表" in await (await town.sign_in("陈经理")).read(f"/reports?month={month}")


@pytest.mark.parametrize("path", ["/reports", "/reports/yun/2026-10.csv"])
async def test_only_managers_compare_people(town: FormHouse, path: str) -> None:
    assert (await (await town.sign_in("小王", Role.STAFF, "yun")).get(path)).status == 403
