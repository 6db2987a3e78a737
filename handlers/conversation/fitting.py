"""How well a message fits a ticket of others: what both name, where, how lately it was spoken of."""

from __future__ import annotations

from handlers.case import Case
from handlers.conversation.fitting_reports import (
    is_everywhere,
    joins_chorus,
    score_report,
    score_wave,
    swells,
)
from handlers.conversation.fitting_talk import means_it, score_heard, score_other
from handlers.conversation.reaching import (
    is_area_outage,
    is_elsewhere,
    is_home_fault,
    is_noticed_from,
    may_be_outage,
    meets_there,
    names_other_service,
    stands_as_well,
)
from handlers.conversation.said import Said
from handlers.conversation.so_too import is_gone_there_too
from handlers.threads import WARM, Thread
from handlers.words import acts
from handlers.words.topics import count_shared, is_about


def score_fit(case: Case, thread: Thread, said: Said, latest: Thread | None) -> int:
    """How well the message fits the thread; 0 where it does not."""
    ticket = thread.ticket
    if ticket.kind == "suggestion" and (acts.opposes(said.text) or _proposes_another(said)):
        return 0
    if stands_as_well(thread, case):
        return 9 + count_shared(said.text, thread.words)
    area = is_area_outage(thread)
    if is_noticed_from(thread, case, said):
        return 6 + count_shared(said.text, thread.words)
    if area and is_gone_there_too(thread, case, said, latest):
        return 10 + count_shared(said.text, thread.words)
    touched = thread.touched_at(case.message.chat.id)
    age = case.now - touched if touched else None
    backs = thread is latest and acts.assents(said.text) and (said.echo or (age is not None and age <= WARM))
    if ticket.kind == "suggestion" and backs:
        return 4
    if said.verdict.kind == "other" and not area:
        return score_other(case, thread, said, age, thread is latest)
    if meets_there(thread, case, said):
        return 3 + count_shared(said.text, thread.words)
    if thread is latest and age is not None and age <= WARM and means_it(thread, said):
        return 4 + count_shared(said.text, thread.words)
    apart = is_elsewhere(thread, said, area) and not (thread is latest and is_everywhere(ticket, said))
    if apart or names_other_service(ticket, said):
        return 0
    shared = count_shared(said.text, thread.words)
    if area and said.outage and may_be_outage(thread, case, said, age):
        return 10 + shared
    if area and said.echo and said.room and is_about(ticket.category, said.text):
        return 9 + shared
    if area and not said.echo:
        return 0
    right_after = thread is latest and age is not None and age <= WARM
    if right_after and acts.leads_with_echo(said.text) and not is_home_fault(thread):
        return 5 + shared
    if swells(thread, said, shared):
        return 3 + shared
    if said.verdict.kind == "other":
        return score_heard(case, thread, said, age, thread is latest)
    if thread is latest and age is not None and age <= WARM and joins_chorus(ticket, said, shared):
        return 4 + shared
    return score_report(case, thread, said, shared, area) or score_wave(thread, case, said)


def _proposes_another(said: Said) -> bool:
    """`顺便建议装个洗手池`: beside what others propose, and not the same."""
    return said.verdict.kind == "suggestion" and acts.starts_another(said.text)
