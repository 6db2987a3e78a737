"""A message as it is held against the tickets of others: without stand-ins, with what it tells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from handlers.case import Case
from handlers.words import acts
from handlers.words.topics import find_room_said, tells_outage
from nlp.verdict import Verdict


@dataclass(frozen=True)
class Said:
    """The message as joining sees it.

    What it tells is found when it is first asked for, and kept: one ticket after the other asks for it.
    """

    text: str
    verdict: Verdict

    @cached_property
    def room(self) -> str | None:
        return self.verdict.room or find_room_said(self.text)

    @cached_property
    def echo(self) -> bool:
        return acts.echoes(self.text)

    @cached_property
    def bare(self) -> bool:
        return acts.only_echoes(self.text)

    @cached_property
    def outage(self) -> bool:
        return tells_outage(self.text)

    @cached_property
    def worse(self) -> bool:
        """Whether it says of its sender's own that it is no better, or worse, there."""
        if not acts.says_whose(self.text):
            return False
        return acts.outdoes(self.text) or (acts.leads_with_echo(self.text) and bool(self.room))

    @cached_property
    def gone_too(self) -> bool:
        """Whether it is a short word that only says that something is out with its sender too."""
        return acts.is_gone_too(self.text)


def read_said(case: Case) -> Said:
    """The message as joining sees it."""
    return Said(acts.strip_stand_ins(case.message.text), case.verdict)
