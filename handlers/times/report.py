"""The report of times: how fast, how often too late, how well, how often again; by category and person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.calendar.working_time import Hold, WorkingHours, measure_working_time
from handlers.kinds import KINDS, get_title
from handlers.model import Estate, Ticket
from handlers.times.dues import read_hours, read_limits
from handlers.times.limits import find_due
from handlers.times.spent import TicketTimes

_ZERO = timedelta()


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, by the clock and in working time."""

    wall: timedelta
    working: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one ticket took; None for what has not happened.  Time on hold is not in `finish`."""

    ticket: Ticket
    times: TicketTimes
    answer: Span | None
    accept: Span | None
    finish: Span | None
    held: Span
    accepted_late: bool
    finished_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the report; means, None where there is nothing to take a mean of.

    `over` were withdrawn, false alarms or merged, and count nowhere else.  `reworked` came back at least
    once, of `finished` and what was finished before.
    """

    name: str
    tickets: int
    over: int
    finished: int
    answer: Span | None
    accept: Span | None
    finish: Span | None
    held: Span | None
    accepted_late: int
    finished_late: int
    rated: int
    rating: float | None
    reworked: int
    rework_rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesReport:
    """The times of the tickets that were opened in one month."""

    month: date
    total: Line
    categories: tuple[Line, ...]
    staff: tuple[Line, ...]


def find_month(month: date, timezone: str) -> tuple[datetime, datetime]:
    """The first moment of the month where the estate is, and that of the next."""
    zone = ZoneInfo(timezone)
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return tuple(datetime(d.year, d.month, 1, tzinfo=zone).astimezone(UTC) for d in (first, after))  # type: ignore[return-value]


def measure(ticket: Ticket, times: TicketTimes, estate: Estate, now: datetime) -> Spent:
    """What the ticket took up to `now`, and whether it was, or is by now, too late."""
    hours, limits = read_hours(ticket, estate), read_limits(ticket, estate)
    holds = tuple(hold if hold.until else Hold(hold.since, now) for hold in times.holds)
    held = _add_up([measure_span(hold.since, hold.until or now, hours) for hold in holds])
    first = find_due(limits, ticket.opened_at, estate.hours).respond_by
    since = times.reopened_at or ticket.opened_at
    due = find_due(limits, since, estate.hours, [hold for hold in holds if hold.since >= since]).resolve_by
    finish = _measure_from(ticket, times.finished_at, hours)
    return Spent(
        ticket=ticket,
        times=times,
        answer=_measure_from(ticket, times.answered_at, hours),
        accept=_measure_from(ticket, times.accepted_at, hours),
        finish=finish
        and Span(max(_ZERO, finish.wall - held.wall), max(_ZERO, finish.working - held.working)),
        held=held,
        accepted_late=_is_late(times.accepted_at or times.finished_at, first, now),
        finished_late=due is not None and _is_late(times.finished_at, due, now),
    )


def measure_span(a: datetime, b: datetime, hours: WorkingHours) -> Span:
    """From `a` to `b`; nothing where `b` is not after `a`."""
    return Span(max(_ZERO, b - a), measure_working_time(a, b, hours))


def _measure_from(ticket: Ticket, moment: datetime | None, hours: WorkingHours) -> Span | None:
    return None if moment is None else measure_span(ticket.opened_at, moment, hours)


def _is_late(moment: datetime | None, due: datetime, now: datetime) -> bool:
    return (moment or now) > due


def _add_up(spans: Sequence[Span]) -> Span:
    return Span(sum((span.wall for span in spans), _ZERO), sum((span.working for span in spans), _ZERO))


def report_times(
    month: date, found: Iterable[tuple[Ticket, TicketTimes]], estate: Estate, now: datetime
) -> TimesReport:
    """The report of these tickets, the most frequent category and the busiest person first."""
    spent = [measure(ticket, times, estate, now) for ticket, times in found]
    return TimesReport(
        month=month,
        total=_draw_line("", spent),
        categories=_draw_lines(spent, lambda each: (_name_category(each.ticket),)),
        staff=_draw_lines(spent, _list_staff),
    )


def _name_category(ticket: Ticket) -> str:
    kind = KINDS[ticket.kind].title if ticket.kind in KINDS else ticket.kind
    return " · ".join(filter(None, (kind, get_title(ticket.category))))


def _list_staff(spent: Spent) -> tuple[str, ...]:
    """The contact id of who finished it, else of who has it; nobody's line where nobody has."""
    holder = spent.ticket.assignee.id if spent.ticket.assignee else None
    person = spent.times.finished_by or holder
    return () if person is None or spent.times.over else (person,)


def _draw_lines(spent: Iterable[Spent], name: Callable[[Spent], tuple[str, ...]]) -> tuple[Line, ...]:
    groups: dict[str, list[Spent]] = {}
    for each in spent:
        for group in name(each):
            groups.setdefault(group, []).append(each)
    lines = [_draw_line(group, found) for group, found in groups.items()]
    return tuple(sorted(lines, key=lambda line: (-line.tickets, line.name)))


def _draw_line(name: str, spent: Sequence[Spent]) -> Line:
    counted = [each for each in spent if not each.times.over]
    finished = [each for each in counted if each.times.finished_at]
    ratings = [each.times.rating for each in counted if each.times.rating is not None]
    back = [each for each in counted if each.times.reopened]
    ever_finished = len({each.ticket.number for each in (*finished, *back)})
    return Line(
        name=name,
        tickets=len(counted),
        over=len(spent) - len(counted),
        finished=len(finished),
        answer=_find_mean([each.answer for each in counted]),
        accept=_find_mean([each.accept for each in counted]),
        finish=_find_mean([each.finish for each in finished]),
        held=_find_mean([each.held for each in counted if each.times.holds]),
        accepted_late=sum(each.accepted_late for each in counted),
        finished_late=sum(each.finished_late for each in counted),
        rated=len(ratings),
        rating=sum(ratings) / len(ratings) if ratings else None,
        reworked=len(back),
        rework_rate=len(back) / ever_finished if ever_finished else None,
    )


def _find_mean(spans: Iterable[Span | None]) -> Span | None:
    there = [span for span in spans if span is not None]
    if not there:
        return None
    whole = _add_up(there)
    return Span(whole.wall / len(there), whole.working / len(there))
