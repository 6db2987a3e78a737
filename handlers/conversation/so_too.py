"""`我家也没`, `同`, `整栋都停了`: a short word that says of an outage only that it is so there too."""

from __future__ import annotations

from datetime import timedelta

from handlers.case import Case
from handlers.conversation.said import Said
from handlers.threads import WARM, Thread
from handlers.words import acts
from handlers.words.topics import is_about, list_services

#: What was said so lately by others is what a short word answers first.
_JUST_NOW = timedelta(minutes=3)
_KINDS = frozenset({"other", "repair"})


def is_gone_there_too(thread: Thread, case: Case, said: Said, latest: Thread | None) -> bool:
    """Whether the message says no more than that what is out by the ticket is out with its sender too.

    In the chat that speaks of it just now; elsewhere only with a building, where nobody has said anything
    else that it could answer.
    """
    category, text = thread.ticket.category, said.text
    if said.verdict.kind not in _KINDS or not (said.worse or said.gone_too):
        return False
    named = list_services(text)
    if (named and category not in named) or not (
        said.worse or acts.gone_any(text) or is_about(category, text)
    ):
        return False
    at = thread.touched_at(case.message.chat.id)
    if at is not None and case.now - at <= WARM and (thread is latest or named):
        return acts.says_whose(text) or _was_spoken_of_last(thread, case)
    return bool(said.room) and case.now - thread.latest <= WARM and not _answers_talk(case)


def _was_spoken_of_last(thread: Thread, case: Case) -> bool:
    return bool(case.talk) and case.talk[-1].ticket == thread.ticket.number


def _answers_talk(case: Case) -> bool:
    """Whether others have just said something here that is of no ticket."""
    person = case.message.sender.id
    lately = (r for r in case.talk if case.now - r.message.sent_at <= _JUST_NOW)
    return any(r.ticket is None and r.message.sender.id != person for r in lately)
