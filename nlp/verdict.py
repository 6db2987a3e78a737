"""What the classifier says of one message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

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
    evidence: tuple[Evidence, ...] = ()


SILENT = Verdict("other")
