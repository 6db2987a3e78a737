"""A question for the property company: answered from what is known, else a ticket for the front desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.case import Case
from handlers.model import SILENCE, ChatKind, Message, Outcome, Purpose
from handlers.saying.speak import answer
from handlers.texts import say
from handlers.tickets.opening import open_ticket
from nlp.knowledge import Entry, find_answer
from nlp.verdict import Verdict

#: What a group was told it is not told again for so long.
NOT_AGAIN = timedelta(hours=1)


def may_be_known(message: Message, verdict: Verdict) -> bool:
    """Whether the message may be a question that the knowledge base answers: one to the company."""
    if message.sender.role.serves or not message.text.strip():
        return False
    called = message.mentions_bot or message.chat.kind is ChatKind.DIRECT
    return verdict.kind == "inquiry" or (called and verdict.kind == "other")


def find_known(case: Case) -> Entry | None:
    """The entry that surely answers the message, or None."""
    if not case.knowledge or not may_be_known(case.message, case.verdict):
        return None
    return find_answer(case.message.text, case.knowledge)


def answer_known(case: Case, entry: Entry) -> Outcome:
    """The answer with its title; in a group once an hour: who asks again finds it a little above."""
    text = say(case.estate.texts, "known", title=entry.title, answer=entry.answer)
    if text in case.answered and case.message.chat.kind is not ChatKind.DIRECT:
        return SILENCE
    said = answer(case.message, text, case.now, case.estate)
    return Outcome(deliveries=(replace(said, purpose=Purpose.KNOWLEDGE),))


def open_inquiry(case: Case) -> Outcome:
    """The question as a ticket for the front desk."""
    return open_ticket(case)
