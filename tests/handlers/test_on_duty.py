"""Who is on duty by the clock of the estate, and which staff group has which trade."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from handlers.model import Chat, ChatKind, Duty
from handlers.roster import on_duty, staff_groups_for
from tests.handlers.building import ESTATE, NOW, STAFF_GROUP, WANG


@pytest.mark.parametrize(
    ("starts", "ends", "hour", "there"),
    [
        (0, 0, 3, True),
        (480, 1020, 9, True),
        (480, 1020, 17, False),
        (1200, 360, 23, True),
        (1200, 360, 5, True),
        (1200, 360, 6, False),
    ],
)
def test_who_is_on_duty_by_the_clock_of_the_estate(starts: int, ends: int, hour: int, there: bool) -> None:
    now = NOW.astimezone(ZoneInfo("Asia/Shanghai")).replace(hour=hour, minute=0)
    duty = Duty(WANG.person, ("水电",), starts, ends)
    assert bool(on_duty((duty,), now, "水电", "Asia/Shanghai")) is there
    assert on_duty((duty,), now, "电梯", "Asia/Shanghai") == ()


def test_a_card_goes_to_the_group_of_its_trade_where_there_is_one() -> None:
    plumbers = Chat("t:room:water", "home", ChatKind.STAFF, "水电组")
    estate = replace(ESTATE, chats=(*ESTATE.chats, plumbers))
    assert staff_groups_for(estate, "水电") == (plumbers,)
    assert staff_groups_for(estate, "电梯") == (STAFF_GROUP,)
