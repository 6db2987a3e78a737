"""The report as one HTML page that needs nothing else: a manager opens it, prints it, passes it on.

Phones are masked.  Of the chat it holds what became part of a ticket or alert, and the few lines that
came nearest to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from importlib.resources import files

import jinja2

from bot.replay.report import Report, name_category, name_kind, name_status
from bot.web.shown import STEPS
from handlers.kinds import get_title
from handlers.model import AlertState
from nlp.redact import mask_phones

#: As many tickets, alerts and broken lines stand on the page; `--json` holds all.
TICKETS_SHOWN, BROKEN_SHOWN = 2_000, 200
#: Height of the tallest column of the chart, in pixels.
CHART_HEIGHT = 120

STATES: Mapping[AlertState, str] = {
    AlertState.UNCONFIRMED: "没有人确认",
    AlertState.ACTIVE: "到最后没有人解除",
    AlertState.CLEARED: "已解除",
    AlertState.FALSE_ALARM: "误报",
}


def render_page(report: Report, zone: tzinfo) -> str:
    """The whole page."""
    package = files("bot") / "web"
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
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
        tickets=report.tickets[:TICKETS_SHOWN],
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
