"""延长: an alert lasts as long as staff or its reporter say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.alerts.chasing import chase
from handlers.model import Purpose
from tests.handlers.building import ESTATE, NOW, STAFF_GROUP, WANG, ZHANG, alert, chats_of, group, texts_to
from tests.handlers.clues import OWNERS, order


@pytest.mark.parametrize(
    ("text", "hours"),
    [("延长128 6小时", 6), ("延长128 六小时", 6), ("延长6小时", 6), ("延长 90分钟 ", 1.5), ("延长128", 4)],
)
def test_an_alert_goes_on_for_as_long_as_asked(text: str, hours: float) -> None:
    ending = alert(ends_at=NOW + timedelta(minutes=10))
    outcome = order(WANG, STAFF_GROUP, text, ending)
    assert [each.ends_at for each in outcome.alerts] == [NOW + timedelta(hours=hours)]
    assert group(3).id in chats_of(outcome.deliveries)
    assert STAFF_GROUP.id in chats_of(outcome.deliveries)


def test_a_neighbour_makes_no_alert_longer() -> None:
    assert order(ZHANG, group(3), "延长128 2小时").alerts == ()


def test_at_its_end_the_reporter_is_asked_too_and_given_up_every_group_hears_it() -> None:
    past = alert(ends_at=NOW)
    asked = chase([past], ESTATE, NOW)
    assert "延长128" in texts_to(asked, group(3))[0]
    over = chase([replace(past, opened_at=NOW - timedelta(hours=25))], ESTATE, NOW)
    assert sorted(each.chat for each in over.deliveries if each.purpose is Purpose.ALL_CLEAR) == sorted(
        OWNERS
    )
