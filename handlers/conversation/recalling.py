"""A message that its sender took back within WeChat's two minutes."""

from __future__ import annotations

from handlers.case import Case
from handlers.conversation.withdrawing import strike
from handlers.model import SILENCE, Outcome


def recall(case: Case) -> Outcome:
    """What the recall of `case.message` changes; SILENCE where it was in no ticket."""
    known = (thread for thread in case.threads if thread.knows(case.message.key))
    thread = next(known, None)
    return strike(case, thread) if thread else SILENCE
