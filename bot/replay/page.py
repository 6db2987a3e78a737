"""The report as one HTML page that needs nothing else: a manager opens it, prints it, passes it on.

Phones are masked.  Of the chat it holds what became part of a ticket or alert, and the few lines that
came nearest to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from importlib.resources import files

import jinja2

from bot.phrases import STEPS
from bot.replay.report import Filed, Report, name_category, name_kind, name_status
from bot.web.shown import straighten
from handlers.kinds import KINDS, get_title
from handlers.model import AlertState
from nlp.redact import mask_phones

#: As many tickets and broken lines stand on the page; `--json` holds all.
TICKETS_SHOWN, BROKEN_SHOWN = 10_000, 200
#: With more tickets or alerts than this the days and the alerts are closed until somebody opens them.
READ_AT_ONCE = 40
WEEKDAYS = "一二三四五六日"
#: Height of the tallest column of the chart, in pixels.
CHART_HEIGHT = 120

STATES: Mapping[AlertState, str] = {
    AlertState.UNCONFIRMED: "没有人确认",
    AlertState.ACTIVE: "到最后没有人解除",
    AlertState.CLEARED: "已解除",
    AlertState.FALSE_ALARM: "误报",
}


@dataclass(frozen=True, slots=True)
class Day:
    """What was filed on one day: the date as shown, the tickets, and how many of each kind."""

    title: str
    tickets: tuple[Filed, ...]
    kinds: tuple[tuple[str, int], ...]

    @property
    def joined(self) -> int:
        return sum(filed.joined for filed in self.tickets)


def list_days(tickets: Iterable[Filed], zone: tzinfo) -> list[Day]:
    """The days on which anything was filed, in order."""
    days: dict[date, list[Filed]] = {}
    for filed in tickets:
        days.setdefault(filed.ticket.opened_at.astimezone(zone).date(), []).append(filed)
    return [
        Day(
            f"{day:%m-%d} 周{WEEKDAYS[day.weekday()]}",
            tuple(of_day),
            tuple(
                (kind, count) for kind in KINDS if (count := sum(each.ticket.kind == kind for each in of_day))
            ),
        )
        for day, of_day in sorted(days.items())
    ]


def render_page(report: Report, zone: tzinfo) -> str:
    """The whole page."""
    package = files("bot") / "web"
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=straighten,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(
            lambda name: (package / "templates" / "replay" / name).read_text(encoding="utf-8")
        ),
    )

    def show_moment(moment: datetime, form: str = "%m-%d %H:%M") -> str:
        return moment.astimezone(zone).strftime(form)

    environment.filters.update(
        moment=show_moment,
        day=lambda moment: show_moment(moment, "%Y-%m-%d"),
        masked=mask_phones,
        kind=name_kind,
        category=name_category,
        alert=get_title,
        status=name_status,
        number=lambda value: f"{value:,}",
        share=lambda value: f"{value:.0%}",
    )
    return environment.get_template("report.html").render(
        report=report,
        css=(package / "static" / "base.css").read_text(encoding="utf-8"),
        days=max(1, round((report.until - report.since) / timedelta(days=1))),
        chart=draw_chart(report),
        steps=STEPS,
        states=STATES,
        shown=min(len(report.tickets), TICKETS_SHOWN),
        filed_days=list_days(report.tickets[:TICKETS_SHOWN], zone),
        at_once=READ_AT_ONCE,
        broken=report.broken[:BROKEN_SHOWN],
    )


def draw_chart(report: Report) -> list[dict[str, int]]:
    """The columns of the hours: counts and heights in pixels, each series on its own scale."""
    most_messages = max(messages for messages, _ in report.by_hour) or 1
    most_tickets = max(tickets for _, tickets in report.by_hour) or 1
    return [
        {
            "hour": hour,
            "messages": messages,
            "tickets": tickets,
            "messages_high": round(messages / most_messages * CHART_HEIGHT),
            "tickets_high": round(tickets / most_tickets * CHART_HEIGHT),
        }
        for hour, (messages, tickets) in enumerate(report.by_hour)
    ]
