"""Whether a line is a clue of a live alert, and tables of lines."""

from __future__ import annotations

from handlers.decide import decide
from handlers.model import Step
from handlers.threads import Thread
from nlp.verdict import SILENT, Verdict
from tests.handlers.building import MOTHER, ZHANG, alert, group, hear, ticket, write


def is_clue(call: str, text: str, verdict: Verdict = SILENT) -> bool:
    """Whether a neighbour's words count as a clue while this call is live."""
    of = ticket(kind="urgent", category="missing_person", words=call, reporter=MOTHER.person, room=None)
    live = alert(facts=call)
    thread = Thread(ticket=of, alert=live)
    message = write(ZHANG, group(1), text)
    case = hear(message, verdict, alerts=(live,), alert_tickets=(of,), threads=(thread,))
    return any(event.step is Step.CLUE for event in decide(case).events)


def list_lines(lines: dict[str, str]) -> list[tuple[str, str]]:
    """Each line with the call that it follows."""
    return [(call, line) for call, block in lines.items() for line in block.strip().splitlines()]
