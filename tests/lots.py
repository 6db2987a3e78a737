"""The written conversations in tests/data: which of them something may be learned from."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"
#: Nothing is learned from these, by weights or by reading them: they show how unseen ones are understood.
HELD_OUT = frozenset({"own", "more11", "more14", "more17", "alarms13", "alarms16", "alarms18"})


def list_to_learn_from() -> list[Path]:
    """The files of the others, in the order of their names."""
    return [
        path for path in sorted(DATA.glob("scenarios-*.jsonl")) if path.stem.split("-")[1] not in HELD_OUT
    ]
