"""The life of a ticket: which step leads from which state to which, written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.model import LIVE, Person, Status, Step, Ticket
from handlers.saying.showing import show_status
from handlers.texts import say


class IllegalTransition(Exception):
    """A step that the ticket's state does not allow; `text` tells people what is possible instead."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Transition:
    """From any of `sources` to `target`; None stays where it is."""

    sources: frozenset[Status]
    target: Status | None


_WAITING = frozenset({Status.OPEN, Status.REOPENED})
_FINISHED = frozenset({Status.DONE, Status.CLOSED})

TRANSITIONS: dict[Step, Transition] = {
    Step.ACCEPTED: Transition(_WAITING, Status.ACCEPTED),
    Step.TRANSFERRED: Transition(LIVE - {Status.ON_HOLD}, Status.ACCEPTED),
    Step.REPLIED: Transition(LIVE | _FINISHED, None),
    Step.HELD: Transition(frozenset({Status.ACCEPTED}), Status.ON_HOLD),
    Step.RESUMED: Transition(frozenset({Status.ON_HOLD}), Status.ACCEPTED),
    Step.DONE: Transition(LIVE, Status.DONE),
    Step.CLOSED: Transition(frozenset({Status.DONE}), Status.CLOSED),
    Step.RATED: Transition(_FINISHED, Status.CLOSED),
    Step.REOPENED: Transition(_FINISHED, Status.REOPENED),
    Step.RECLASSED: Transition(LIVE, None),
    Step.WITHDRAWN: Transition(LIVE, Status.WITHDRAWN),
    Step.FALSE_ALARM: Transition(LIVE | {Status.DONE}, Status.FALSE_ALARM),
    Step.MERGED: Transition(LIVE, Status.MERGED),
    Step.SPLIT: Transition(frozenset({Status.MERGED}), Status.OPEN),
    Step.CLEARED: Transition(LIVE | {Status.DONE}, Status.CLOSED),
}

#: The steps that staff can choose, in the order in which they are offered.
_OFFERED: dict[Step, str] = {
    Step.ACCEPTED: "can_accept",
    Step.DONE: "can_finish",
    Step.REPLIED: "can_reply",
    Step.TRANSFERRED: "can_transfer",
    Step.HELD: "can_hold",
    Step.RESUMED: "can_resume",
    Step.FALSE_ALARM: "can_false_alarm",
}


def can_step(ticket: Ticket, step: Step) -> bool:
    """Whether the ticket's state allows `step`."""
    return ticket.status in TRANSITIONS[step].sources


def take_step(
    ticket: Ticket, step: Step, now: datetime, texts: Mapping[str, str], assignee: Person | None = None
) -> Ticket:
    """The ticket after `step`, given to `assignee` where one is named.  Raises IllegalTransition."""
    if not can_step(ticket, step):
        raise IllegalTransition(explain_state(ticket, texts))
    status = TRANSITIONS[step].target or ticket.status
    held_until = ticket.held_until if status is Status.ON_HOLD else None
    return replace(
        ticket, status=status, updated_at=now, assignee=assignee or ticket.assignee, held_until=held_until
    )


def explain_state(ticket: Ticket, texts: Mapping[str, str]) -> str:
    """In words, the state of the ticket and the commands that it allows."""
    commands = [
        say(texts, name, number=ticket.number) for step, name in _OFFERED.items() if can_step(ticket, step)
    ]
    possible = _offer(commands, texts)
    return say(texts, "illegal", number=ticket.number, status=show_status(ticket, texts), possible=possible)


def _offer(commands: Iterable[str], texts: Mapping[str, str]) -> str:
    joined = say(texts, "dot").join(commands)
    return say(texts, "illegal_possible", commands=joined) if joined else say(texts, "illegal_nothing")
