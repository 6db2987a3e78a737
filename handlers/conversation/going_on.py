"""Whether what somebody says right after a report of theirs goes on about it."""

from __future__ import annotations

from datetime import timedelta

from handlers.case import Case
from handlers.conversation.naming_rooms import answers_room, find_number
from handlers.conversation.own_threads import TOGETHER, last_word
from handlers.conversation.vague import awaits_matter
from handlers.model import ChatKind, Ticket
from handlers.threads import Thread
from handlers.tickets.gathering import kept_attachments
from handlers.words import acts
from handlers.words.hearing import says
from handlers.words.lists import has_details, is_question, is_small_talk
from handlers.words.parts import says_only_address
from handlers.words.topics import (
    count_shared,
    is_about,
    may_be_one_home,
    names_another_thing,
    same_building,
    tells_failing,
)
from nlp.extract import find_phone
from nlp.verdict import Verdict

#: What its reporter says so soon after the last word goes on about it.
_RIGHT_AFTER = timedelta(seconds=40)
#: And so soon after it, where the words could tell more of a fault.
_SOON_AFTER = timedelta(seconds=75)
#: What is longer has to share a word with the report.
_LONGEST_UNSHARED = 24
_SHORTEST_DETAIL, _LONGEST_DETAIL, _LONGEST_RETORT, _LONGEST_REPLY = 4, 20, 7, 12
#: Whether nobody helped who was told; whether it goes on with a story.
_was_not_helped, _tells_what_followed = says("was_not_helped"), says("tells_what_followed")
_tells_of_manners = says("tells_of_manners")
#: Complaints of those who ought to have helped: beside another complaint they are of how that is handled.
_HANDLING = frozenset({"security", "front_desk", "repair_service", "management", "other_complaint"})


def says_more(thread: Thread, case: Case) -> bool:
    """Whether the message says more of the ticket that its sender spoke of just now, in the same chat."""
    ticket, verdict = thread.ticket, case.verdict
    text = acts.strip_stand_ins(case.message.text)
    if kept_attachments(case.message) and (not text or verdict.kind in ("other", ticket.kind)):
        return True
    if not text or not _fits(thread, case, text) or acts.offers(text):
        return False
    if verdict.kind != "other" or answers_room(ticket, case) or find_number(ticket, case):
        return True
    if verdict.phone or verdict.room or find_phone(text):
        return True
    if is_small_talk(text) or acts.laughs(case.message.text) or acts.says_solved(text):
        return False
    if case.message.chat.kind is ChatKind.DIRECT or _asks_more(thread, case, text):
        return True
    return _answers_staff(case) or _answers_neighbour(thread, case, text) or _talks_on(thread, case, text)


def _talks_on(thread: Thread, case: Case, text: str) -> bool:
    """Talk that goes on about it: it asks nothing, quarrels with nobody, and is of no other matter."""
    if thread.ticket.kind == "complaint" and _tells_on(thread, case, text):
        return True
    if is_question(text) or acts.offers_help(text) or _asks_anew(thread, text):
        return False
    if thread.ticket.kind == "complaint" and acts.calls_in_company(text):
        return True
    if acts.confronts(text) or acts.accepts_answer(text):
        return False
    if _answers_back(thread, case, text) or _turns_away(thread, case, text):
        return False
    if acts.speaks_of_elsewhere(text) and count_shared(text, thread.words) < 2:
        return False
    shared = count_shared(text, thread.words)
    if len(text) > _LONGEST_UNSHARED and not shared:
        return False
    near = is_about(thread.ticket.category, text) or shared >= 1
    return near or acts.arranges(text) or _goes_on(thread, case, text)


def _asks_anew(thread: Thread, text: str) -> bool:
    """`最后一个问题 请问几点下班`: a question that has nothing of the report."""
    near = count_shared(text, thread.words) or is_about(thread.ticket.category, text)
    return acts.asks_politely(text) and acts.asks(text) and not near


def _tells_on(thread: Thread, case: Case, text: str) -> bool:
    """`最后换了个人来 那前面是在耍我们吗`, `保安就站着看`: the story goes on, or nobody helped."""
    if acts.speaks_of_elsewhere(text) or acts.offers_help(text) or acts.offers(text):
        return False
    soon = case.now - last_word(thread, case.message.sender.id) <= _SOON_AFTER
    return _was_not_helped(text) or (soon and _tells_what_followed(text))


def _asks_more(thread: Thread, case: Case, text: str) -> bool:
    """Who has just asked the company something asks on."""
    asked = thread.ticket.kind == "inquiry" and thread.ticket.reporter.id == case.message.sender.id
    soon = case.now - last_word(thread, case.message.sender.id) <= _SOON_AFTER
    return asked and soon and acts.may_ask(text) and not acts.confronts(text)


def _answers_back(thread: Thread, case: Case, text: str) -> bool:
    """A short word after somebody who does not complain of it has spoken: a quarrel, nothing new."""
    if thread.ticket.kind != "complaint" or len(text) > _LONGEST_RETORT or any(map(str.isdigit, text)):
        return False
    last = case.talk[-1].message.sender.id if case.talk else None
    return last is not None and last not in thread.members


def _answers_staff(case: Case) -> bool:
    """Right after staff have asked something here, whoever reported it answers."""
    last = case.talk[-1].message if case.talk else None
    if last is None or not last.sender.role.serves or case.now - last.sent_at > TOGETHER:
        return False
    return acts.asks(last.text) or acts.leaves_a_choice(last.text)


def _answers_neighbour(thread: Thread, case: Case, text: str) -> bool:
    """`小花园`, right after somebody who heard of it has asked where it is."""
    last = case.talk[-1].message if case.talk else None
    before = case.talk[-2].ticket if len(case.talk) > 1 else None
    if last is None or before != thread.ticket.number or len(text) > _LONGEST_REPLY:
        return False
    if last.sender.id == case.message.sender.id or case.now - last.sent_at > _SOON_AFTER:
        return False
    idle = acts.asks(text) or acts.confronts(text) or acts.knows_not(text)
    return acts.asks_which(last.text) and not idle


def _turns_away(thread: Thread, case: Case, text: str) -> bool:
    """`对了晚上几点跳舞`, `好嘞 我带音响`: of something else, or to somebody else who has just spoken."""
    if count_shared(text, thread.words) or is_about(thread.ticket.category, text):
        return False
    if acts.starts_another(text) and acts.asks(text):
        return True
    last = case.talk[-1].message.sender if case.talk else None
    other = last is not None and last.id not in thread.members and not last.role.serves
    return other and acts.agrees(text)


def _goes_on(thread: Thread, case: Case, text: str) -> bool:
    """Whatever its reporter says right after it, as long as it asks nothing and calls nobody."""
    age = case.now - last_word(thread, case.message.sender.id)
    tells = has_details(text) or acts.continues(text) or tells_failing(text)
    if len(text) > _LONGEST_DETAIL or age > (_SOON_AFTER if tells else _RIGHT_AFTER):
        return False
    calls = acts.calls_staff(text) and not (thread.ticket.kind == "complaint" and acts.scolds(text))
    plain = len(text) >= _SHORTEST_DETAIL and not acts.asks(text) and not calls
    return tells or (plain and thread.ticket.kind != "suggestion")


def _fits(thread: Thread, case: Case, text: str) -> bool:
    """Whether the message can be about the ticket's fault: the same sort of thing, no other home."""
    ticket, verdict = thread.ticket, case.verdict
    wonders = verdict.kind == "other" and acts.wonders(text)
    # Who joined it tells where the same is: `21栋1203`, after 1101.
    joined = verdict.kind == "other" and case.message.sender.id != ticket.reporter.id
    there = may_be_one_home(verdict.room, ticket.room) or _names_accused(ticket, verdict)
    if not (there or wonders or (joined and says_only_address(text))):
        return False
    if verdict.kind == "other" or (awaits_matter(ticket) and verdict.kind != "urgent"):
        return True
    if verdict.kind == ticket.kind == "repair" and names_another_thing(text, thread.words):
        return False
    if acts.starts_another(text):
        return verdict.category == ticket.category and verdict.kind == ticket.kind
    if verdict.kind in ("suggestion", "inquiry") or ticket.kind in ("suggestion", "inquiry"):
        near = count_shared(text, thread.words) >= 1
        if verdict.kind == "inquiry" != ticket.kind and not near:
            # A question that a rule knows (`停车费怎么交`) is of another matter than what is broken.
            return not any(evidence.rule != "weights" for evidence in verdict.evidence)
        goes_on = not acts.asks_politely(text) if verdict.kind == ticket.kind else verdict.kind != "repair"
        return near or goes_on
    if verdict.category == ticket.category or is_about(ticket.category, text) or acts.guesses(text):
        return True
    if verdict.kind == "complaint" and (ticket.kind == "repair" or _is_of_handling(verdict, text)):
        return True
    soon = case.now - last_word(thread, case.message.sender.id) <= _SOON_AFTER
    if soon and verdict.kind == ticket.kind == "repair" and acts.asks_the_cause(text):
        return True
    return not is_about(verdict.category, text) or count_shared(text, thread.words) >= 2


def _is_of_handling(verdict: Verdict, text: str) -> bool:
    """`管家微信也不回`: who did not help is scolded besides, and no manners of theirs are told of."""
    return _was_not_helped(text) or (verdict.category in _HANDLING and not _tells_of_manners(text))


def _names_accused(ticket: Ticket, verdict: Verdict) -> bool:
    """Whether the other home may be that of whom the sender complains: one building, one sort."""
    if not ticket.kind == verdict.kind == "complaint":
        return False
    return not (verdict.room or "").split("-")[0] or same_building(verdict.room, ticket.room)
