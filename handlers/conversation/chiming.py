"""`我白天补觉 他们早上六点又来一场`: what somebody else goes through, in words that no wording knows.

Right after a report of what is everybody's it is of that where the weights of nlp.joins, learned from lines,
say that so people join in.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.conversation.reaching import is_home_fault
from handlers.conversation.said import Said
from handlers.threads import WARM, Thread
from handlers.words import acts
from handlers.words.hearing import says
from handlers.words.lists import is_question
from handlers.words.topics import count_shared
from nlp.joins import weigh_join

#: So likely it must be: after reports not learned from, four of ten who have it too are heard, and one of
#: fifty who have not (tests/data/SCORES.md).
LIKELY = 0.6
#: And where recognition takes it for a report of the same sort.
LIKELY_SAME = 0.3
_KINDS = frozenset({"repair", "complaint", "suggestion"})
#: Nobody knows what these are of, so nothing was learned of them.
_UNKNOWN = frozenset({"other_repair", "other_complaint"})
_SHORTEST = 4
#: Whether it may tell of what its sender goes through: a quick look.
may_chime_in = says("may_chime_in")


def chimes_in(
    thread: Thread, said: Said, age: timedelta | None, is_latest: bool, bar: float = LIKELY
) -> bool:
    """Whether the message, which no wording knows, tells that it is so with its sender too."""
    if age is None or age > WARM or thread.ticket.kind not in _KINDS or len(said.text) < _SHORTEST:
        return False
    shared = count_shared(said.text, thread.words)
    if not (is_latest or shared > 1) or is_home_fault(thread) or _is_idle(said.text):
        return False
    ticket = thread.ticket
    known = ticket.category not in _UNKNOWN
    return known and weigh_join(said.text, ticket.kind, ticket.category, shared) >= bar


def _is_idle(text: str) -> bool:
    """It jests, sells, advises, helps, asks the company, is against it or knows nothing."""
    talk = acts.laughs(text) or acts.offers(text) or acts.orders(text) or acts.opposes(text)
    kind = acts.advises(text) or acts.offers_help(text) or acts.knows_not(text)
    asks = is_question(text) or acts.asks_which(text) or acts.asks_politely(text)
    return talk or kind or asks or acts.says_otherwise(text)
