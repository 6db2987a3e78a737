"""When a failed delivery is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from handlers.model import Priority
from handlers.saying.pacing import next_try
from tests.handlers.building import NOW


def list_tries(priority: Priority) -> list[datetime]:
    tries: list[datetime] = [NOW]
    while (again := next_try(len(tries), True, tries[-1], priority)) is not None:
        tries.append(again)
    return tries


@pytest.mark.parametrize("priority", list(Priority))
def test_each_wait_is_at_least_as_long_as_the_one_before_and_it_ends(priority: Priority) -> None:
    tries = list_tries(priority)
    waits = [later - earlier for earlier, later in pairwise(tries)]
    assert waits == sorted(waits)
    assert 5 < len(tries) < 100


def test_an_alert_is_tried_sooner_and_more_often_and_for_half_an_hour() -> None:
    alert, rest = list_tries(Priority.ALERT), list_tries(Priority.ROUTINE)
    assert alert[1] < rest[1]
    assert len(alert) > len(rest)
    assert alert[-1] - NOW >= timedelta(minutes=30)


@pytest.mark.parametrize("priority", list(Priority))
def test_what_trying_again_cannot_help_is_given_up_at_once(priority: Priority) -> None:
    assert next_try(1, False, NOW, priority) is None
