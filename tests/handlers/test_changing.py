"""A changed value is what dataclasses.replace makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from handlers.model import Priority, Status
from handlers.model.changing import change
from handlers.threads import Thread
from nlp.verdict import SILENT
from tests.handlers.building import LI, group, hear, ticket, write


def test_what_is_changed_is_new_the_rest_is_kept_and_the_value_itself_stays() -> None:
    before = ticket(128, words="漏水")
    after = change(before, version=7, status=Status.DONE)
    assert after == replace(before, version=7, status=Status.DONE)
    assert before == ticket(128, words="漏水")
    case = hear(write(LI, group(3), "在吗"), SILENT, command=None)
    assert change(case, next_ticket=9, own=(before,)) == replace(case, next_ticket=9, own=(before,))


def test_a_changed_value_is_as_frozen_as_before() -> None:
    with pytest.raises(AttributeError):
        change(ticket(128), version=7).version = 8  # type: ignore[misc]


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        change(ticket(128), wersion=7)


def test_what_works_something_out_when_it_is_made_is_refused() -> None:
    with pytest.raises(TypeError, match="Thread"):
        change(Thread(ticket=ticket(128)), ticket=ticket(129))


@dataclass(frozen=True, slots=True)
class _Pair:
    first: int
    second: Priority | None = None


def test_any_frozen_value_with_slots_can_be_changed() -> None:
    assert change(_Pair(1), second=Priority.ALERT) == _Pair(1, Priority.ALERT)
