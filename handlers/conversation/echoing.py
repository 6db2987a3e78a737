"""What was not heard at first: a report that is an echo makes one of what it echoes."""

from __future__ import annotations

from dataclasses import replace

from handlers.case import Case
from handlers.conversation.households import write_joined
from handlers.conversation.overhearing import find_question_repeated
from handlers.model import Message, Outcome
from handlers.threads import WARM
from handlers.tickets.assigning import send_cards
from handlers.tickets.opening import file_report, write_receipt
from handlers.words import acts, sightings
from handlers.words.topics import is_about, may_be_one_home, tells_outage
from nlp.extract import find_phone, find_room
from nlp.verdict import Verdict

_SHORTEST_REPORT = 5


def find_echoed(case: Case) -> Message | None:
    """What a report that is an echo echoes, where that was taken for talk: what a neighbour just said."""
    verdict, text = case.verdict, case.message.text
    if verdict.kind == "inquiry":
        others = [r for r in case.talk if r.message.sender != case.message.sender]
        return find_question_repeated(acts.strip_stand_ins(text), others)
    if verdict.kind not in ("repair", "complaint") or case.message.quote:
        return None
    if not (acts.echoes(text) or tells_outage(text) or acts.is_gone_too(text)):
        return None
    person = case.message.sender.id
    unheard = [
        remark.message
        for remark in case.talk
        if remark.ticket is None and not remark.offer and case.now - remark.message.sent_at <= WARM
    ]
    # What is given again after a restart is in its ticket already.
    fresh = (m for m in unheard if not any(thread.knows(m.key) for thread in case.threads))
    return next((m for m in fresh if m.sender.id != person and _may_report(m, verdict)), None)


def _may_report(message: Message, verdict: Verdict) -> bool:
    text = acts.strip_stand_ins(message.text)
    if message.sender.role.serves or not is_about(verdict.category, text):
        return False
    if len(text) < _SHORTEST_REPORT and not tells_outage(text):
        return False
    talk = acts.laughs(text) or acts.offers(text) or acts.orders(text) or sightings.forwards(text)
    # 大家有水吗 asks after it; 我家有水 says that all is well.
    well = acts.says_otherwise(text) and not acts.asks(text)
    over = well or acts.says_solved(text) or acts.advises(text)
    return not (talk or over or acts.asks_politely(text)) and may_be_one_home(find_room(text), verdict.room)


def open_echoed(case: Case, original: Message) -> Outcome:
    """A ticket of who said it first; who echoed it since is counted with it."""
    verdict = replace(
        case.verdict, room=find_room(original.text) or case.verdict.room, phone=find_phone(original.text)
    )
    own = (r.message for r in case.talk if r.ticket is None and r.message.sender.id == original.sender.id)
    recent = tuple(message for message in own if message.key != original.key)
    first = replace(case, message=original, verdict=verdict, parts=(), recent=recent)
    since = [m for m in _list_echoes(case, original) if m.sender.id != original.sender.id]
    ticket, filed = file_report(first)
    ticket = replace(ticket, households=1 + len({message.sender.id for message in since}))
    joined = tuple(write_joined(ticket, replace(case, message=message)) for message in since)
    said = (write_receipt(ticket, first), *send_cards(ticket, first))
    return replace(filed, tickets=(ticket,), events=(*filed.events, *joined), deliveries=said)


def _list_echoes(case: Case, original: Message) -> tuple[Message, ...]:
    """The message and the echoes between the two."""
    between = (
        remark.message
        for remark in case.talk
        if remark.ticket is None and not remark.offer and remark.message.sent_at > original.sent_at
    )
    echoes = (
        m
        for m in between
        if (acts.echoes(m.text) or acts.is_gone_too(m.text))
        and not acts.orders(m.text)
        and not acts.laughs(m.text)
    )
    return (*echoes, case.message)
