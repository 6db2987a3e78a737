"""The life of a ticket, written out by hand: every step from every state."""

from __future__ import annotations

from handlers.model import Status, Step

#: Where a step leads to from each state; a dot: it is refused.
LIFE = """
              open       accepted   on_hold    reopened   done       closed    withdrawn  false_alarm  merged
accepted      accepted   .          .          accepted   .          .         .          .            .
transferred   accepted   accepted   .          accepted   .          .         .          .            .
replied       open       accepted   on_hold    reopened   done       closed    .          .            .
reclassed     open       accepted   on_hold    reopened   .          .         .          .            .
held          .          on_hold    .          .          .          .         .          .            .
resumed       .          .          accepted   .          .          .         .          .            .
done          done       done       done       done       .          .         .          .            .
rated         .          .          .          .          closed     closed    .          .            .
closed        .          .          .          .          closed     .         .          .            .
reopened      .          .          .          .          reopened   reopened  .          .            .
withdrawn     withdrawn  withdrawn  withdrawn  withdrawn  .          .         .          .            .
false_alarm   false_alarm false_alarm false_alarm false_alarm false_alarm .    .          .            .
merged        merged     merged     merged     merged     .          .         .          .            .
split         .          .          .          .          .          .         .          .            open
cleared       closed     closed     closed     closed     closed     .         .          .            .
"""


def read_life() -> dict[tuple[Step, Status], Status | None]:
    """The table: (step, state) → the state that it leads to, None where it is refused."""
    head, *rows = [line.split() for line in LIFE.strip().splitlines()]
    states = [Status(name) for name in head]
    return {
        (Step(step), state): None if target == "." else Status(target)
        for step, *targets in rows
        for state, target in zip(states, targets, strict=True)
    }


CELLS = read_life()
