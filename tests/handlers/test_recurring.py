"""The same lift, door or pump: what is the same thing, what counts, who is told and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.model import SILENCE, Status, Step, Ticket, TicketEvent
from handlers.tickets.equipment import find_equipment, is_same
from handlers.tickets.recurring import list_earlier, note_recurring
from tests.handlers.building import CHEN, DAI, ESTATE, NOW, texts_to, ticket


def fault(words: str, room: str | None = None, category: str = "elevator", **changes: Any) -> Ticket:
    return ticket(words=words, summary=words, room=room, category=category, **changes)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("电梯坏了", "8-2"), ("电梯又停了", "8-2"), True),
        (("电梯坏了", "8-2"), ("电梯又停了", "8-3"), False),
        (("电梯坏了", "8-2"), ("电梯又停了", "9-2"), False),
        (("电梯坏了", "8"), ("电梯又停了", "8-2"), True),
        (("电梯坏了", "8-2-301"), ("电梯抖得厉害", "8-2-1502"), True),
        (("左边电梯坏了", "8-2"), ("右边电梯坏了", "8-2"), False),
        (("左梯坏了", "8-2"), ("电梯坏了", "8-2"), True),
        (("货梯停了", "8"), ("客梯停了", "8"), False),
        (("1号梯停了", "8"), ("一号电梯停了", "8"), True),
        (("1号梯停了", "8"), ("2号梯停了", "8"), False),
        (("东门道闸不抬杆", None, "door_access"), ("东门的闸杆又坏了", None, "door_access"), True),
        (("东门道闸不抬杆", None, "door_access"), ("西门道闸不抬杆", None, "door_access"), False),
        (("东门道闸不抬杆", None, "door_access"), ("东门门禁刷不开", None, "door_access"), False),
        (("单元门锁坏了", "8-2", "door_access"), ("单元门关不上", "8-2-301", "door_access"), True),
        (("我家入户门锁坏了", "8-2-301", "door_access"), ("单元门关不上", "8-2", "door_access"), False),
        (("我家防盗门坏了", "8-2-301", "door_access"), ("防盗门打不开", "8-2-301", "door_access"), True),
        (("我家防盗门坏了", "8-2-301", "door_access"), ("防盗门打不开", "8-2-302", "door_access"), False),
        (("水泵房的水泵坏了", None, "water"), ("增压泵又停了", None, "facility"), True),
        (("3栋水泵坏了", "3", "water"), ("5栋水泵坏了", "5", "water"), False),
        (("电梯坏了", "8-2"), ("电梯困人", "8-2", "elevator_trapped"), True),
    ],
)
def test_what_is_the_same_thing(one: tuple[str, ...], other: tuple[str, ...], same: bool) -> None:
    first, second = find_equipment(fault(*one)), find_equipment(fault(*other))
    assert first is not None
    assert second is not None
    assert is_same(first, second) is same
    assert is_same(second, first) is same


@pytest.mark.parametrize(
    "made",
    [
        fault("厨房漏水", "8-2-301", "water"),
        fault("电梯坏了"),
        fault("门禁坏了", None, "door_access"),
        fault("电梯什么时候修", "8-2", kind="inquiry"),
    ],
)
def test_what_is_no_equipment_or_has_no_spot(made: Ticket) -> None:
    assert find_equipment(made) is None


def lift(number: int, days: float, **changes: Any) -> Ticket:
    made = fault("电梯又停了", "8-2", opened_at=NOW - timedelta(days=days))
    return replace(made, **{"number": number, "status": Status.CLOSED, **changes})


THIRD = lift(128, 0, status=Status.OPEN)


@pytest.mark.parametrize(
    ("others", "numbers"),
    [
        ((lift(100, 20), lift(110, 10)), [110, 100]),
        ((lift(90, 31), lift(110, 10)), [110]),
        ((lift(100, 20, status=Status.WITHDRAWN), lift(110, 10, status=Status.FALSE_ALARM)), []),
        ((lift(100, 20, status=Status.MERGED),), []),
        ((lift(100, 20, room="8-3"), lift(110, 10)), [110]),
        ((lift(128, 0), lift(130, 0)), []),
    ],
)
def test_what_counts_is_of_the_last_thirty_days_and_was_a_fault(
    others: tuple[Ticket, ...], numbers: list[int]
) -> None:
    assert [other.number for other in list_earlier(THIRD, others)] == numbers


def test_the_third_is_shown_to_the_managers_with_the_earlier_ones() -> None:
    outcome = note_recurring(THIRD, (), (lift(110, 10), lift(100, 20)), ESTATE, NOW)
    (text,) = texts_to(outcome, DAI)
    assert "8栋2单元电梯30天内第3次" in text
    assert "#110 2月20日 电梯又停了：已结单" in text
    assert "#100 2月10日" in text
    assert [(event.step, event.words) for event in outcome.events] == [
        (Step.RECURRED, "30天内第3次，之前：#110、#100")
    ]


def test_the_second_is_nothing_yet() -> None:
    assert note_recurring(THIRD, (), (lift(110, 10),), ESTATE, NOW) == SILENCE


def test_nobody_is_told_the_same_twice_and_the_fourth_is_news() -> None:
    earlier = (lift(110, 10), lift(100, 20))
    told = TicketEvent(estate="home", ticket=128, step=Step.RECURRED, at=NOW)
    assert note_recurring(THIRD, (told,), earlier, ESTATE, NOW) == SILENCE
    fourth = note_recurring(replace(THIRD, number=129), (), (THIRD, *earlier), ESTATE, NOW)
    assert "第4次" in texts_to(fourth, DAI)[0]


def test_without_managers_the_leaders_hear_it() -> None:
    estate = replace(ESTATE, managers=(), leaders=(CHEN.person,))
    assert "第3次" in texts_to(note_recurring(THIRD, (), (lift(110, 1), lift(100, 2)), estate, NOW), CHEN)[0]
