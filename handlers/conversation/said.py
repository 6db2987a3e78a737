"""A message as it is held against the tickets of others: without stand-ins, with what it tells."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.case import Case
from handlers.words import acts
from handlers.words.topics import find_room_said, tells_outage
from nlp.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Said:
    """The message as joining sees it."""

    text: str
    verdict: Verdict

    @property
    def room(self) -> str | None:
        return self.verdict.room or find_room_said(self.text)

    @property
    def echo(self) -> bool:
        return acts.echoes(self.text)

    @property
    def bare(self) -> bool:
        return acts.only_echoes(self.text)

    @property
    def outage(self) -> bool:
        return tells_outage(self.text)


def read_said(case: Case) -> Said:
    """The message as joining sees it."""
    return Said(acts.strip_stand_ins(case.message.text), case.verdict)
