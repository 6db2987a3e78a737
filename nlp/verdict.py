"""What the classifier says of one message."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, SupportsIndex, get_args, overload

KindName = Literal["urgent", "repair", "complaint", "suggestion", "inquiry", "other"]

#: Every kind in the order of precedence: where a message does two things, the earlier wins.
KINDS: tuple[KindName, ...] = get_args(KindName)

#: The categories of each kind; kinds that are not named here have none.
CATEGORIES: dict[KindName, tuple[str, ...]] = {
    "urgent": (
        "missing_person", "fire", "gas", "elevator_trapped", "medical", "flood",
        "electric_hazard", "falling_object", "crime", "other_urgent",
    ),
    "repair": (
        "water", "electric", "elevator", "door_access", "heating", "structure",
        "facility", "network", "other_repair",
    ),
    "complaint": (
        "security", "cleaning", "repair_service", "front_desk", "noise", "parking", "pets",
        "fees", "environment", "neighbour", "management", "other_complaint",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rule that fired, and the words of the message that made it fire."""

    rule: str
    words: tuple[str, ...] = ()


class Later(Sequence[Evidence]):
    """Evidence that is gathered when it is first asked for; it equals the tuple of it, and hashes as that."""

    __slots__ = ("_found", "_gather")

    def __init__(self, gather: Callable[[], tuple[Evidence, ...]]) -> None:
        self._gather: Callable[[], tuple[Evidence, ...]] | None = gather
        self._found: tuple[Evidence, ...] = ()

    def _ask(self) -> tuple[Evidence, ...]:
        gather = self._gather
        if gather is not None:
            self._found = gather()
            self._gather = None  # what it was gathered from is needed no more
        return self._found

    def __len__(self) -> int:
        return len(self._ask())

    def __iter__(self) -> Iterator[Evidence]:
        return iter(self._ask())

    @overload
    def __getitem__(self, at: SupportsIndex) -> Evidence: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Evidence, ...]: ...
    def __getitem__(self, at: SupportsIndex | slice) -> Evidence | tuple[Evidence, ...]:
        return self._ask()[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | Later) and self._ask() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._ask())

    def __repr__(self) -> str:
        return repr(self._ask())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one message is about, and why.

    `room` is `building-unit-room` with unnamed parts empty and trailing ones dropped (`8-2-301`,
    `3--1203`, `12`); `phone` is digits only. `certain` is False where an alert should ask first.
    """

    kind: KindName
    category: str | None = None
    room: str | None = None
    phone: str | None = None
    certain: bool = True
    evidence: Sequence[Evidence] = ()


SILENT = Verdict("other")
