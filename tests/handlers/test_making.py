"""A value that is made quickly is made as a dataclass makes it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from handlers.model.making import make_quickly


@dataclass(frozen=True, slots=True)
class _Plain:
    first: int
    second: str = "two"
    known: Mapping[str, int] = field(default_factory=dict)
    last: str = field(default="", kw_only=True)
    fixed: int = field(default=7, init=False)
    both: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "both", f"{self.first} {self.second}")


@make_quickly
@dataclass(frozen=True, slots=True)
class _Quick:
    first: int
    second: str = "two"
    known: Mapping[str, int] = field(default_factory=dict)
    last: str = field(default="", kw_only=True)
    fixed: int = field(default=7, init=False)
    both: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "both", f"{self.first} {self.second}")


def test_every_field_gets_the_value_that_a_dataclass_gives_it() -> None:
    for plain, quick in (
        (_Plain(1), _Quick(1)),
        (_Plain(1, "2", {"a": 3}, last="x"), _Quick(1, "2", {"a": 3}, last="x")),
        (_Plain(second="b", first=9), _Quick(second="b", first=9)),
        (replace(_Plain(1), last="z"), replace(_Quick(1), last="z")),
    ):
        assert repr(quick) == repr(plain).replace("_Plain", "_Quick")
    assert _Quick(1) == _Quick(1) != _Quick(2)


def test_each_value_has_a_default_of_its_own_where_one_is_made() -> None:
    assert _Quick(1).known is not _Quick(1).known


def test_it_takes_what_a_dataclass_takes_and_no_more() -> None:
    known, quick = inspect.signature(_Plain).parameters, inspect.signature(_Quick).parameters
    assert [(each.name, each.kind) for each in quick.values()] == [(e.name, e.kind) for e in known.values()]
    with pytest.raises(TypeError, match="_Quick"):
        _Quick()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="_Quick"):
        _Quick(1, other=2)  # type: ignore[call-arg]


def test_it_stays_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        _Quick(1).first = 2  # type: ignore[misc]
