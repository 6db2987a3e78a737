"""Reads the report of times: as kept, or counted again from the events alone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime

from handlers.model import Estate
from handlers.times.report import TimesReport, find_month, report_times
from storage.engine import Database


@dataclass(frozen=True, slots=True)
class Named:
    """A report with the names of the people in it, by contact id."""

    report: TimesReport
    names: dict[str, str]


async def read_report(
    database: Database, estate: Estate, month: date, now: datetime, *, recounted: bool = False
) -> Named:
    """The report of a month; with `recounted` nothing is taken but the events and what each was about."""
    since, until = find_month(month, estate.timezone)
    async with database.view() as uow:
        read = uow.reports.recount_month if recounted else uow.reports.month
        found = await read(estate.id, since, until)
    # Thousands of spans of working time: nobody else is to wait for that.
    report = await asyncio.to_thread(report_times, month, found, estate, now)
    async with database.view() as uow:
        people = [await uow.people.find(line.name) for line in report.staff]
    return Named(report, {person.id: person.name for person in people if person is not None})


async def rebuild(database: Database, estate: Estate, month: date) -> int:
    """Counts the month's times again and keeps them; of how many tickets that changed something."""
    since, until = find_month(month, estate.timezone)
    async with database.transaction() as uow:
        numbers = [ticket.number for ticket, _ in await uow.reports.month(estate.id, since, until)]
        changed = await uow.reports.rebuild(estate.id, numbers)
        await uow.commit()
    return changed
