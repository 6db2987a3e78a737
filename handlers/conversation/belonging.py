"""Which ticket that people talk of a message most likely belongs to, where no wording says so.

The wordings of handlers/words know how many people put it; the weights of nlp.joins, learned from written
conversations, know how the rest do.
"""

from __future__ import annotations

from collections.abc import Iterable

from handlers.case import Case
from handlers.conversation.signs import list_signs
from handlers.threads import Thread
from handlers.words import acts
from nlp.joins import weigh_join
from nlp.verdict import Verdict

#: So likely of a ticket must be: talk; what its own people say right after somebody who speaks of something
#: else, for that is an answer; a report of the same sort; one of another, for a report that is lost in
#: another's ticket is worse than one ticket too many.
LIKELY, LIKELY_ANSWER, LIKELY_REPORT, LIKELY_OTHER = 0.7, 0.93, 0.3, 0.8
#: What nothing is.
_NEVER = 1.1


def weigh_belonging(case: Case, thread: Thread) -> float:
    """Return how likely the message is of the ticket, from 0 to 1."""
    ticket, text = thread.ticket, acts.strip_stand_ins(case.message.text)
    return weigh_join(text, ticket.kind, ticket.category, frozenset(list_signs(case, thread)))


def find_likeliest(case: Case, threads: Iterable[Thread]) -> Thread | None:
    """Return the one that the message most likely belongs to, None where it is likely of none."""
    weighed = [(weigh_belonging(case, thread), thread) for thread in threads]
    best, thread = max(weighed, key=lambda pair: pair[0], default=(0.0, None))
    return thread if thread is not None and best >= _get_bar(case, thread) else None


def _get_bar(case: Case, thread: Thread) -> float:
    verdict, ticket = case.verdict, thread.ticket
    if verdict.kind == "other":
        return LIKELY_ANSWER if _answers_another(case, thread) else LIKELY
    if (verdict.kind, verdict.category) == (ticket.kind, ticket.category):
        return LIKELY_REPORT
    return _NEVER if _is_sure(verdict) and case.message.sender.id in thread.members else LIKELY_OTHER


def _is_sure(verdict: Verdict) -> bool:
    """Whether a rule knows what is reported: `道闸又抬不起来了`, after the own water, is another matter."""
    return any(each.rule != "weights" for each in verdict.evidence)


def _answers_another(case: Case, thread: Thread) -> bool:
    """Whether one of the ticket's own people speaks right after another owner who does not speak of it."""
    sender, last = case.message.sender.id, case.talk[-1] if case.talk else None
    if sender not in thread.members or last is None or last.ticket == thread.ticket.number:
        return False
    return last.message.sender.id != sender and not last.message.sender.role.serves
