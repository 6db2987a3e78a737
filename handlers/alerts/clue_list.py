"""The clues of an alert as a list: each with its number, and whether anybody has checked it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handlers.model import Person, Step
from handlers.threads import Touch
from nlp.facts import find_facts


class ClueState(StrEnum):
    NEW = "new"
    TRUE = "true"
    FALSE = "false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """Something that somebody saw.  `index` is its number within the alert, from 1.

    `message` is the key of the message that gave it; its photos have the same.  `chat` is the group,
    None where nobody knows it any more.  `place` is the place or direction that its words name.
    """

    index: int
    at: datetime
    person: Person
    chat: str | None
    words: str
    message: str | None
    state: ClueState = ClueState.NEW
    place: str | None = None


_STATES = {Step.VERIFIED: ClueState.TRUE, Step.DISMISSED: ClueState.FALSE}


def list_clues(touches: Iterable[Touch]) -> tuple[Clue, ...]:
    """The clues in the order they came; `touches` are all steps of the alert's ticket, in order."""
    found: dict[int, Clue] = {}
    known: set[str | None] = set()
    for touch in touches:
        if touch.step is Step.CLUE and (touch.message is None or touch.message not in known):
            known.add(touch.message)
            found[len(found) + 1] = _make_clue(len(found) + 1, touch)
        elif touch.step in _STATES and (index := read_index(touch.words)) in found:
            found[index] = replace(found[index], state=_STATES[touch.step])
    return tuple(found.values())


def read_index(words: str) -> int:
    """The number of the clue that a judging step is about; 0 where it names none."""
    return int(words) if words.isdecimal() else 0


def _make_clue(index: int, touch: Touch) -> Clue:
    facts = find_facts(touch.words)
    return Clue(
        index=index,
        at=touch.at,
        person=Person(touch.person, touch.name),
        chat=touch.chat,
        words=touch.words,
        message=touch.message,
        place=facts.last_place or facts.direction,
    )


def list_places(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    """Those that name a place and were not dismissed, the earliest first."""
    named = [clue for clue in clues if clue.place and clue.state is not ClueState.FALSE]
    return tuple(sorted(named, key=lambda clue: clue.at))
