"""What the reporter of one fault says of another, where recognition hears no report in it."""

from __future__ import annotations

from handlers.case import Case
from handlers.conversation.own_threads import list_own_threads
from handlers.words import acts
from handlers.words.topics import is_about, tells_failing

#: What a second fault can be of, the plainest first.
_CATEGORIES = ("elevator", "network", "water", "heating", "electric", "door_access", "structure", "facility")


def find_second_fault(case: Case, text: str) -> str | None:
    """What fails besides by the reporter of a repair (`对了阳台推拉门也卡住了`), None where nothing does."""
    if not acts.starts_another(text) or not tells_failing(text) or acts.asks(text) or acts.laughs(text):
        return None
    if acts.speaks_of_elsewhere(text) or acts.says_otherwise(text) or acts.says_solved(text):
        return None
    person = case.message.sender.id
    mine = [t.ticket for t in list_own_threads(case) if t.ticket.reporter.id == person]
    known = {ticket.category for ticket in mine}
    if not any(ticket.kind == "repair" for ticket in mine):
        return None
    return next((each for each in _CATEGORIES if each not in known and is_about(each, text)), None)
