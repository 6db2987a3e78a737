"""Who is told that a ticket waits: before the limit the assignee, after it those above, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calendar.working_time import WorkingHours, at_any_hour
from handlers.model import Person, Status, Step, Ticket, TicketEvent
from handlers.tickets.escalation import Chain, Level, Stage, WarningStep, next_warning, record_warning
from tests.handlers.building import ticket
from tests.handlers.moments import OFFICE, at

WANG, HE = Person("t:contact:wang", "王师傅"), Person("t:contact:he", "何师傅")
LEADER, BOSS, OWNER = Person("t:lead", "陈队长"), Person("t:boss", "戴经理"), Person("t:owner", "张三")
CHAIN = Chain((WANG,), (LEADER,), (BOSS,))


OPEN = ticket(opened_at=at("2 10:00"), respond_by=at("2 10:30"))
TAKEN = replace(OPEN, status=Status.ACCEPTED, assignee=WANG)
FINISH_BY = at("2 16:00")


def event(step: Step, moment: str, actor: Person | None = None) -> TicketEvent:
    return TicketEvent(estate="home", ticket=128, step=step, at=at(moment), actor=actor)


OPENED = event(Step.OPENED, "2 10:00", OWNER)
ACCEPTED = event(Step.ACCEPTED, "2 10:10", WANG)


def play(
    subject: Ticket,
    moments: list[str],
    chain: Chain = CHAIN,
    events: tuple[TicketEvent, ...] = (OPENED,),
    resolve_by: datetime | None = FINISH_BY,
    hours: WorkingHours = OFFICE,
) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is told at each of the moments, as a job that runs then would; silence is left out."""
    told = []
    for moment in moments:
        step = next_warning(subject, events, at(moment), chain, hours, resolve_by)
        if step:
            told.append((moment, step.level.value, tuple(person.name for person in step.people)))
            events += record_warning(step, subject, at(moment))
    return told


def every(minutes: int, first: str, last: str) -> list[str]:
    start, end, moments = at(first), at(last), []
    while start <= end:
        moments.append(f"{start.day} {start:%H:%M}")
        start += timedelta(minutes=minutes)
    return moments


def test_an_open_ticket_goes_up_step_by_step_and_then_it_is_quiet() -> None:
    # A third of 30 minutes is left at 10:20; each level has 30 minutes.
    assert play(OPEN, every(1, "2 10:00", "3 18:00")) == [
        ("2 10:20", "assignee", ("王师傅",)),
        ("2 10:30", "leader", ("陈队长",)),
        ("2 11:00", "manager", ("戴经理",)),
    ]


def test_an_accepted_ticket_is_warned_of_before_its_finish_and_goes_up_after_it() -> None:
    # 10:00 to 16:00 are 240 working minutes, of which the last third begins at 14:40.
    assert play(TAKEN, every(5, "2 10:00", "3 18:00"), events=(OPENED, ACCEPTED)) == [
        ("2 14:40", "assignee", ("王师傅",)),
        ("2 16:00", "leader", ("陈队长",)),
        ("2 16:30", "manager", ("戴经理",)),
    ]


def test_a_long_limit_is_warned_of_two_hours_before_it() -> None:
    told = play(TAKEN, every(5, "2 10:00", "4 17:55"), events=(OPENED, ACCEPTED), resolve_by=at("4 18:00"))
    assert told == [("4 16:00", "assignee", ("王师傅",))]


def test_what_was_told_before_the_acceptance_does_not_silence_the_finish() -> None:
    before = (OPENED, event(Step.WARNED, "2 10:20", WANG), event(Step.ESCALATED, "2 10:30", LEADER))
    taken = event(Step.ACCEPTED, "2 10:40", WANG)
    told = play(TAKEN, ["2 15:00", "2 16:00", "2 16:30"], events=(*before, taken))
    assert [level for _, level, _ in told] == ["assignee", "leader", "manager"]


def test_one_level_at_a_time_however_long_nobody_looked() -> None:
    assert play(OPEN, ["5 10:00", "5 10:01", "5 10:29", "5 10:30", "6 10:00"]) == [
        ("5 10:00", "leader", ("陈队长",)),
        ("5 10:30", "manager", ("戴经理",)),
    ]


@pytest.mark.parametrize("step", [Step.REPLIED, Step.NOTED])
def test_the_first_action_ends_it(step: Step) -> None:
    assert play(OPEN, ["2 10:20", "2 10:30"], events=(OPENED, event(step, "2 10:15", WANG))) == []
    raised = (OPENED, event(Step.ESCALATED, "2 10:30", LEADER))
    assert play(OPEN, ["2 11:30"], events=(*raised, event(step, "2 10:45", LEADER))) == []
    assert play(OPEN, ["2 11:30"], events=raised) == [("2 11:30", "manager", ("戴经理",))]


@pytest.mark.parametrize("step", [Step.REPLIED, Step.TRANSFERRED, Step.NOTED])
def test_after_the_finish_has_passed_the_first_action_ends_it_and_not_an_earlier_one(step: Step) -> None:
    early = (OPENED, ACCEPTED, event(step, "2 15:00", WANG))
    assert play(TAKEN, ["2 16:00"], events=early) == [("2 16:00", "leader", ("陈队长",))]
    late = (*early, event(Step.ESCALATED, "2 16:00", LEADER), event(step, "2 16:10", WANG))
    assert play(TAKEN, ["2 16:30", "3 10:00"], events=late) == []


@pytest.mark.parametrize("step", [Step.REMINDED, Step.DETAIL, Step.PHOTO, Step.JOINED])
def test_what_owners_do_ends_nothing(step: Step) -> None:
    assert play(OPEN, ["2 10:30"], events=(OPENED, event(step, "2 10:15", OWNER))) == [
        ("2 10:30", "leader", ("陈队长",))
    ]


@pytest.mark.parametrize(
    "status",
    [Status.ON_HOLD, Status.DONE, Status.CLOSED, Status.WITHDRAWN, Status.FALSE_ALARM, Status.MERGED],
)
def test_nobody_is_told_of_what_does_not_wait(status: Status) -> None:
    assert (
        play(replace(TAKEN, status=status), every(30, "2 10:00", "3 18:00"), events=(OPENED, ACCEPTED)) == []
    )


def test_an_accepted_ticket_without_a_time_to_finish_by_is_left_alone() -> None:
    assert play(TAKEN, every(30, "2 10:00", "3 18:00"), events=(OPENED, ACCEPTED), resolve_by=None) == []


def test_nobody_on_duty_goes_up_at_once_and_on_once_the_limit_has_passed() -> None:
    assert play(OPEN, every(1, "2 10:00", "3 18:00"), Chain((), (LEADER,), (BOSS,))) == [
        ("2 10:00", "leader", ("陈队长",)),
        ("2 10:30", "manager", ("戴经理",)),
    ]


def test_who_has_the_ticket_is_not_passed_over_before_its_finish_because_nobody_can_be_told() -> None:
    taken = (OPENED, ACCEPTED)
    assert play(TAKEN, every(5, "2 10:10", "2 16:00"), Chain((), (LEADER,), (BOSS,)), taken) == [
        ("2 16:00", "leader", ("陈队长",))
    ]


def test_nobody_on_duty_at_night_goes_up_when_the_clock_begins_to_run() -> None:
    night = replace(OPEN, opened_at=at("2 23:00"), respond_by=at("3 09:30"))
    opened = (event(Step.OPENED, "2 23:00", OWNER),)
    assert play(night, every(5, "2 23:00", "3 09:20"), Chain((), (LEADER,), (BOSS,)), opened) == [
        ("3 09:00", "leader", ("陈队长",))
    ]
    urgent = play(
        night, ["2 23:00"], Chain((), (LEADER,), (BOSS,)), opened, hours=at_any_hour("Asia/Shanghai")
    )
    assert urgent == [("2 23:00", "leader", ("陈队长",))]


def test_an_evening_and_a_weekend_make_nobody_impatient() -> None:
    friday = replace(OPEN, opened_at=at("6 17:20"), respond_by=at("6 17:50"))
    opened = (event(Step.OPENED, "6 17:20", OWNER),)
    # The leader has from 17:50 to 18:00 on Friday and from 09:00 to 09:20 on Monday.
    assert play(friday, every(5, "6 17:20", "9 18:00"), events=opened) == [
        ("6 17:40", "assignee", ("王师傅",)),
        ("6 17:50", "leader", ("陈队长",)),
        ("9 09:20", "manager", ("戴经理",)),
    ]


@pytest.mark.parametrize(
    ("chain", "told"),
    [
        (Chain((LEADER,), (LEADER,), (BOSS,)), [("assignee", ("陈队长",)), ("manager", ("戴经理",))]),
        (Chain((WANG,), (BOSS,), (BOSS,)), [("assignee", ("王师傅",)), ("leader", ("戴经理",))]),
        (Chain((WANG,), (), (BOSS,)), [("assignee", ("王师傅",)), ("manager", ("戴经理",))]),
        (Chain((WANG, HE), (LEADER,)), [("assignee", ("王师傅", "何师傅")), ("leader", ("陈队长",))]),
        (Chain((WANG,), (LEADER, WANG)), [("assignee", ("王师傅",)), ("leader", ("陈队长",))]),
        (Chain((BOSS,), (BOSS,), (BOSS,)), [("assignee", ("戴经理",))]),
        (Chain(), []),
    ],
)
def test_nobody_is_told_twice_and_an_empty_level_is_passed_over(
    chain: Chain, told: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = play(OPEN, every(1, "2 10:00", "3 18:00"), chain)
    assert [(level, names) for _, level, names in found] == told


def test_a_new_leader_at_the_change_of_shift_is_not_told_what_the_old_one_was() -> None:
    raised = (OPENED, event(Step.WARNED, "2 10:20", WANG), event(Step.ESCALATED, "2 10:30", LEADER))
    later = Chain((WANG,), (Person("t:lead2", "孙队长"),), (BOSS,))
    assert play(OPEN, ["2 11:00"], later, raised) == [("2 11:00", "manager", ("戴经理",))]


def test_whoever_gets_the_ticket_by_transfer_is_warned_too() -> None:
    warned = (OPENED, ACCEPTED, event(Step.WARNED, "2 14:40", WANG), event(Step.TRANSFERRED, "2 14:50", WANG))
    assert play(TAKEN, ["2 15:00", "2 15:30"], Chain((HE,), (LEADER,), (BOSS,)), warned) == [
        ("2 15:00", "assignee", ("何师傅",))
    ]


def test_a_reopened_ticket_begins_anew() -> None:
    again = replace(OPEN, status=Status.REOPENED, respond_by=at("4 09:30"))
    past = (
        OPENED, event(Step.ESCALATED, "2 10:30", LEADER), event(Step.ACCEPTED, "2 10:40", WANG),
        event(Step.DONE, "2 15:00", WANG), event(Step.REOPENED, "4 09:00", OWNER),
    )  # fmt: skip
    assert play(again, every(1, "4 09:00", "4 12:00"), events=past) == [
        ("4 09:20", "assignee", ("王师傅",)),
        ("4 09:30", "leader", ("陈队长",)),
        ("4 10:00", "manager", ("戴经理",)),
    ]


def test_a_hold_that_puts_the_limit_off_is_a_new_time_to_be_told_of() -> None:
    held = (
        OPENED, ACCEPTED, event(Step.WARNED, "2 14:40", WANG), event(Step.HELD, "2 15:00", WANG),
        event(Step.RESUMED, "3 09:00"),
    )  # fmt: skip
    # 60 of 240 minutes were left when it was held.
    assert play(TAKEN, every(5, "3 09:00", "3 10:00"), events=held, resolve_by=at("3 10:00")) == [
        ("3 09:00", "assignee", ("王师傅",)),
        ("3 10:00", "leader", ("陈队长",)),
    ]


def test_a_hold_after_the_limit_has_passed_puts_nothing_off() -> None:
    held = (
        OPENED, ACCEPTED, event(Step.WARNED, "2 14:40", WANG), event(Step.ESCALATED, "2 16:00", LEADER),
        event(Step.HELD, "2 16:10", WANG), event(Step.RESUMED, "3 09:00"),
    )  # fmt: skip
    assert play(TAKEN, every(5, "3 09:00", "3 18:00"), events=held) == []


def test_a_step_says_what_it_is_about_and_is_recorded_for_each_person() -> None:
    step = next_warning(OPEN, (OPENED,), at("2 10:30"), Chain((), (LEADER, BOSS)), OFFICE)
    assert step == WarningStep(Stage.ACCEPT, Level.LEADER, (LEADER, BOSS), at("2 10:30"), late=True)
    assert step is not None
    events = record_warning(step, OPEN, at("2 10:30"))
    assert [(e.step, e.actor, e.ticket, e.at) for e in events] == [
        (Step.ESCALATED, LEADER, 128, at("2 10:30")),
        (Step.ESCALATED, BOSS, 128, at("2 10:30")),
    ]
    early = next_warning(OPEN, (OPENED,), at("2 10:25"), CHAIN, OFFICE)
    assert early is not None
    assert not early.late
    assert [e.step for e in record_warning(early, OPEN, at("2 10:25"))] == [Step.WARNED]


PEOPLE = st.lists(st.sampled_from([WANG, HE, LEADER, BOSS]), max_size=3).map(tuple)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), PEOPLE, PEOPLE, PEOPLE), max_size=30))
def test_whoever_is_on_duty_when_nobody_is_told_twice(
    looks: list[tuple[int, tuple[Person, ...], tuple[Person, ...], tuple[Person, ...]]],
) -> None:
    events: tuple[TicketEvent, ...] = (OPENED,)
    levels = []
    for minutes, assignees, leaders, managers in sorted(looks, key=lambda look: look[0]):
        now = OPEN.opened_at + timedelta(minutes=minutes)
        step = next_warning(OPEN, events, now, Chain(assignees, leaders, managers), OFFICE)
        if step:
            events += record_warning(step, OPEN, now)
            levels.append(step.level)
            assert step.late is (now >= OPEN.respond_by)
    told = [e.actor.id for e in events[1:] if e.actor]
    assert len(told) == len(set(told))
    above = [level for level in levels if level is not Level.ASSIGNEE]
    assert len(above) <= 2
    assert above == sorted(above, key=list(Level).index)
