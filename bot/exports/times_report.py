"""The report of times as rows for people's tables: one column a number, minutes with one decimal."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import timedelta

from handlers.times.report import Line, Span, TimesReport

Cell = str | int | float | None

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def list_rows(report: TimesReport, names: Mapping[str, str]) -> list[dict[str, Cell]]:
    """The whole report, line by line: all, by category, by member of staff (`names` by contact id)."""
    return [
        _write_row("合计", "", report.total),
        *(_write_row("类别", line.name, line) for line in report.categories),
        *(_write_row("员工", names.get(line.name, line.name), line) for line in report.staff),
    ]


def _write_row(group: str, name: str, line: Line) -> dict[str, Cell]:
    return {
        "分组": group,
        "名称": name,
        "工单": line.tickets,
        "撤单误报合并": line.over,
        "完成": line.finished,
        **_write_span("首次答复", line.answer),
        **_write_span("接单", line.accept),
        **_write_span("完成用时", line.finish),
        **_write_span("挂起", line.held),
        "接单超时": line.accepted_late,
        "完成超时": line.finished_late,
        "评价数": line.rated,
        "平均分": None if line.rating is None else round(line.rating, 2),
        "返修": line.reworked,
        "返修率": None if line.rework_rate is None else round(line.rework_rate, 4),
    }


def _write_span(name: str, span: Span | None) -> dict[str, Cell]:
    return {
        f"{name}(办公分钟)": None if span is None else _minutes(span.working),
        f"{name}(分钟)": None if span is None else _minutes(span.wall),
    }


def _minutes(span: timedelta) -> float:
    return round(span / timedelta(minutes=1), 1)


def write_csv(rows: list[dict[str, Cell]]) -> str:
    """For spreadsheets: with the mark that tells them it is UTF-8, and no name that is a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _tame(cell) for name, cell in row.items()})
    return f"\ufeff{out.getvalue()}"


def _tame(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
