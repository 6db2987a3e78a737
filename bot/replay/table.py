"""The report as tables on a terminal."""

from __future__ import annotations

from datetime import tzinfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.replay.report import Report, name_category, name_kind, name_status
from nlp.redact import mask_phones

#: As many tickets as a terminal can be read of; the page and the JSON hold more.
SHOWN = 60


def print_report(report: Report, zone: tzinfo, console: Console) -> None:
    """Prints the tickets, the alerts, and the totals last, where they are seen."""
    if report.tickets:
        console.print(make_tickets(report, zone))
        if len(report.tickets) > SHOWN:
            console.print(f"……共 {len(report.tickets)} 张工单，全部见 --html 或 --json")
    if report.alerts:
        console.print(make_alerts(report, zone))
    kinds = "，".join(f"{name_kind(kind)} {count}" for kind, count in report.by_kind.items() if count)
    console.print(
        f"{report.messages} 条消息，{len(report.by_group)} 个群，{report.people} 人；"
        f"工单 {len(report.tickets)} 张{f'（{kinds}）' if kinds else ''}，并入 {report.joined} 条，"
        f"警报 {len(report.alerts)} 次；群里会说 {report.said_to_owners} 句，"
        f"给员工 {report.said_to_staff} 句。",
        soft_wrap=True,
    )


def make_tickets(report: Report, zone: tzinfo) -> Table:
    table = Table("#", "时间", "群", "类别", "房号", "户", "摘要", "状态", title="会登记的工单")
    for filed in report.tickets[:SHOWN]:
        ticket = filed.ticket
        kind = "·".join(part for part in (name_kind(ticket.kind), name_category(ticket.category)) if part)
        cells = (
            str(ticket.number),
            ticket.opened_at.astimezone(zone).strftime("%m-%d %H:%M"),
            filed.group,
            kind,
            ticket.room or "",
            str(filed.reporters),
            mask_phones(ticket.summary),
            name_status(ticket),
        )
        table.add_row(*map(escape, cells))
    return table


def make_alerts(report: Report, zone: tzinfo) -> Table:
    table = Table("工单", "时间", "群", "什么事", "原话", "线索", title="警报")
    for each in report.alerts:
        cells = (
            str(each.alert.ticket),
            each.alert.opened_at.astimezone(zone).strftime("%m-%d %H:%M"),
            each.group,
            name_category(each.alert.category),
            mask_phones(each.alert.facts),
            str(len(each.clues)),
        )
        table.add_row(*map(escape, cells))
    return table
