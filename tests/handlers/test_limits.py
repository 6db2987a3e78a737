"""How soon a ticket is accepted and finished: the table, an estate's own word, holds."""

from __future__ import annotations

import pytest

from handlers.calendar.working_time import Hold
from handlers.kinds import CATEGORIES, KINDS
from handlers.model import Step, TicketEvent
from handlers.times.limits import CATEGORY_LIMITS, LIMITS, Term, find_due, find_limits, list_holds
from tests.handlers.moments import OFFICE, at

DUE: list[tuple[str, str | None, str, str, str]] = [
    # kind, category, opened, accepted by, finished by
    ("repair", None, "03-02 10:00", "03-02 10:30", "03-04 18:00"),
    ("repair", "water", "03-02 10:00", "03-02 10:30", "03-02 16:00"),
    ("repair", "water", "03-06 17:45", "03-09 09:15", "03-09 14:45"),
    ("repair", "structure", "09-30 10:00", "09-30 10:30", "10-15 18:00"),
    ("complaint", None, "03-02 11:00", "03-02 15:00", "03-05 18:00"),
    ("complaint", "noise", "03-02 23:00", "03-03 11:00", "03-03 18:00"),
    ("suggestion", None, "03-02 10:00", "03-05 18:00", "03-05 18:00"),
    ("suggestion", None, "09-30 10:00", "10-10 18:00", "10-10 18:00"),
    ("inquiry", None, "03-02 17:00", "03-03 10:00", "03-03 18:00"),
    ("urgent", "fire", "03-07 23:59", "03-08 00:01", "03-08 03:59"),
    ("urgent", "missing_person", "10-01 12:30", "10-01 12:32", "10-01 16:30"),
]


@pytest.mark.parametrize(("kind", "category", "opened", "accepted", "finished"), DUE)
def test_each_kind_is_due_in_its_time(
    kind: str, category: str | None, opened: str, accepted: str, finished: str
) -> None:
    due = find_due(find_limits(kind, category), at(opened), OFFICE)
    assert (due.respond_by, due.resolve_by) == (at(accepted), at(finished))


def test_every_kind_has_limits_and_every_limit_a_kind_and_category() -> None:
    assert LIMITS.keys() == KINDS.keys()
    assert all(kind in KINDS and category in CATEGORIES for kind, category in CATEGORY_LIMITS)


def test_each_term_is_in_minutes_or_in_days() -> None:
    terms = [
        term
        for limits in (*LIMITS.values(), *CATEGORY_LIMITS.values())
        for term in (limits.accept, limits.finish)
    ]
    assert all((term.minutes > 0) != (term.days > 0) for term in terms)


@pytest.mark.parametrize(
    ("accept", "finish", "category", "terms"),
    [
        ({}, {}, "water", (Term(minutes=30), Term(minutes=240))),
        ({"repair": 45}, {}, "water", (Term(minutes=45), Term(minutes=240))),
        ({"repair": 45, "water": 10}, {}, "water", (Term(minutes=10), Term(minutes=240))),
        ({"repair": 45, "water": 10}, {}, "electric", (Term(minutes=45), Term(minutes=240))),
        ({}, {"repair": 600}, "water", (Term(minutes=30), Term(minutes=600))),
        ({}, {"repair": 600}, None, (Term(minutes=30), Term(minutes=600))),
        ({"complaint": 5}, {"noise": 5}, "water", (Term(minutes=30), Term(minutes=240))),
    ],
)
def test_an_estates_word_goes_before_the_table(
    accept: dict[str, int], finish: dict[str, int], category: str | None, terms: tuple[Term, Term]
) -> None:
    limits = find_limits("repair", category, accept, finish)
    assert (limits.accept, limits.finish) == terms


def test_urgent_counts_at_any_hour_whatever_an_estate_says() -> None:
    limits = find_limits("urgent", "fire", {"urgent": 5}, {"fire": 60})
    due = find_due(limits, at("10-01 23:58"), OFFICE)
    assert (due.respond_by, due.resolve_by) == (at("10-02 00:03"), at("10-02 00:58"))


def test_a_hold_puts_off_the_finish_and_not_the_acceptance() -> None:
    hold = Hold(at("03-02 11:00"), at("03-04 11:00"))
    due = find_due(find_limits("repair", "water"), at("03-02 10:00"), OFFICE, [hold])
    # Of 240 minutes 60 are used on Monday; 60 more before Wednesday's lunch, 120 after it.
    assert (due.respond_by, due.resolve_by) == (at("03-02 10:30"), at("03-04 16:00"))


def test_a_hold_without_an_end_leaves_the_finish_open() -> None:
    due = find_due(find_limits("repair", "water"), at("03-02 10:00"), OFFICE, [Hold(at("03-02 11:00"))])
    assert due.resolve_by is None


HISTORIES: list[tuple[list[tuple[Step, str]], list[tuple[str, str | None]]]] = [
    ([(Step.OPENED, "03-02 10:00"), (Step.ACCEPTED, "03-02 10:10")], []),
    ([(Step.HELD, "03-02 11:00"), (Step.NOTED, "03-02 12:00"), (Step.RESUMED, "03-03 09:00")],
     [("03-02 11:00", "03-03 09:00")]),
    ([(Step.HELD, "03-02 11:00"), (Step.REPLIED, "03-02 12:00")], [("03-02 11:00", None)]),
    ([(Step.HELD, "03-02 11:00"), (Step.DONE, "03-02 12:00"), (Step.REOPENED, "03-03 09:00")],
     [("03-02 11:00", "03-02 12:00")]),
    ([(Step.HELD, "03-02 11:00"), (Step.HELD, "03-02 11:30"), (Step.RESUMED, "03-02 15:00"),
      (Step.HELD, "03-03 09:00")], [("03-02 11:00", "03-02 15:00"), ("03-03 09:00", None)]),
    ([(Step.RESUMED, "03-02 11:00")], []),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "holds"), HISTORIES)
def test_holds_are_read_from_the_events(
    steps: list[tuple[Step, str]], holds: list[tuple[str, str | None]]
) -> None:
    events = [TicketEvent(estate="home", ticket=128, step=step, at=at(moment)) for step, moment in steps]
    expected = [Hold(at(since), at(until) if until else None) for since, until in holds]
    assert list(list_holds(events)) == expected
