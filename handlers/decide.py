"""From a Case to an Outcome: an ordered table of deciders; the first that has an answer decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple, TypeVar

from handlers.alerts import announced, clues, drills, ended, sameness, urgent
from handlers.case import Case
from handlers.commands import alert_orders, lists, requests, rework
from handlers.commands.matching import match_broadcast
from handlers.commands.orders import run_command, write_short_help
from handlers.commands.permissions import refuse
from handlers.conversation import (
    adding,
    correcting,
    echoing,
    expecting,
    following,
    forms,
    inquiry,
    joining,
    likes,
    reminding,
    withdrawing,
)
from handlers.conversation.households import join_ticket
from handlers.conversation.rereading import reread
from handlers.kinds import KINDS
from handlers.model import SILENCE, Alert, AttachmentKind, ChatKind, Outcome
from handlers.saying.speak import answer
from handlers.texts import say
from handlers.threads import Thread
from handlers.tickets.gathering import find_burst, is_voice
from handlers.tickets.opening import open_ticket
from handlers.words import acts
from handlers.words.lists import is_small_talk
from nlp.knowledge import Entry

_NOT_TEXT = frozenset(
    {AttachmentKind.VOICE, AttachmentKind.STICKER, AttachmentKind.CARD, AttachmentKind.LINK}
)
_GRIEVANCES = frozenset({"complaint", "suggestion"})
_Found = TypeVar("_Found")

#: What a case leads to, or None where it is not for this decider.
Decider = Callable[[Case], Outcome | None]


def decide(case: Case) -> Outcome:
    """What the message leads to; SILENCE for ordinary talk."""
    alerts, case = (*case.alerts, case.alert), reread(alert_orders.prepare(case))
    outcome = _ask(_TABLES[find_sort(case)], case)
    if case.form and not outcome:
        outcome = forms.take_form(case)
    return drills.contain(outcome, alerts, case.estate)


def _ask(deciders: Iterable[Decider], case: Case) -> Outcome:
    for decider in deciders:
        outcome = decider(case)
        if outcome is not None:
            return outcome
    return SILENCE


class Sort(NamedTuple):
    """Of what sort a case is: whether alerts are live, whether the sender has to do with any ticket, and
    whether it is only talk (no command, no report), as most of what is said."""

    alerts: bool
    own: bool
    talk: bool


def find_sort(case: Case) -> Sort:
    """Says which rows of the table may find something in the case."""
    person = case.message.sender.id
    own = bool(case.own or case.listing)
    for thread in case.threads:
        own = own or person in thread.members
    talk = case.command is None and case.verdict.kind == "other" and not case.form
    return Sort(bool(case.alerts), own, talk)


@dataclass(frozen=True, slots=True)
class Row:
    """A decider, and in which sorts of cases it may find something."""

    decider: Decider
    sorts: frozenset[Sort]


_ANY = frozenset(Sort(*each) for each in product((False, True), repeat=3))
_ALERTS = frozenset(sort for sort in _ANY if sort.alerts)
_OWN = frozenset(sort for sort in _ANY if sort.own)
_NO_TALK = frozenset(sort for sort in _ANY if not sort.talk)


def _where(
    fits: Callable[[Case], bool], act: Callable[[Case], Outcome], sorts: frozenset[Sort] = _ANY
) -> Row:
    """What is done with the cases that fit."""
    return Row(lambda case: act(case) if fits(case) else None, sorts)


def _with(
    find: Callable[[Case], _Found | None],
    act: Callable[[Case, _Found], Outcome],
    sorts: frozenset[Sort] = _ANY,
) -> Row:
    """What is done with the cases in which something is found, and with that."""

    def decider(case: Case) -> Outcome | None:
        found = find(case)
        return None if found is None else act(case, found)

    return Row(decider, sorts)


# --- what is no talk of owners -------------------------------------------------------------------


def _is_nobodys(case: Case) -> bool:
    return case.message.chat.kind is ChatKind.UNASSIGNED


def _keep_silent(case: Case) -> Outcome:
    return SILENCE


def _is_command(case: Case) -> bool:
    """A command; what only looks like one gives way to what it means."""
    if case.command is None:
        return False
    if case.command.gives_way:
        return requests.fits(case)
    return case.command.verb != "unknown" or case.verdict.kind == "other"


def _obey(case: Case) -> Outcome:
    """The command; where it was not the sender's to give, what the words mean besides is heard as well.

    The words of a refused broadcast are a notice, whatever they speak of: only danger is heard in them.
    """
    outcome = run_command(case)
    refused = any(not line.allowed for line in outcome.audits)
    is_notice = case.command is not None and case.command.verb == "broadcast"
    if not refused or case.verdict.kind == "other" or (is_notice and case.verdict.kind != "urgent"):
        return outcome
    return Outcome(audits=outcome.audits) + decide(replace(case, command=None))


def _presumes_to_broadcast(case: Case) -> bool:
    """`广播 物业费翻倍` by an owner in the group is a notice, no grievance; `广播 吵死了` is one."""
    aside = case.message.chat.kind is not ChatKind.OWNERS or case.verdict.kind not in _GRIEVANCES
    return not aside and case.verdict.category != "noise" and match_broadcast(case.message.text) is not None


def _refuse_broadcast(case: Case) -> Outcome:
    return refuse(case, "broadcast")


def _is_known(case: Case) -> bool:
    """The message is in a ticket already: a gateway, or a restart, gave it again."""
    key = case.message.key
    return any(key in thread.messages for thread in case.threads)


def _is_no_text(case: Case) -> bool:
    """Voice, stickers, cards and links open nothing, whatever title they carry."""
    if case.message.attachments and any(each.kind in _NOT_TEXT for each in case.message.attachments):
        return True
    return acts.stands_for_voice(case.message.text) and not case.form


def _answer_voice(case: Case) -> Outcome:
    """A voice message within a report is noted; one to the bot itself is answered, once in a while."""
    message, thread = case.message, adding.find_spoken_of(case)
    if thread is not None:
        return adding.note_voice(case, thread)
    if not is_voice(message) or message.chat.kind is not ChatKind.DIRECT or case.recent:
        return SILENCE
    text = say(case.estate.texts, "no_voice")
    return Outcome(deliveries=(answer(message, text, case.now, case.estate),))


def _is_staff_talk(case: Case) -> bool:
    """What staff say to each other or to owners opens nothing; urgent words to the bot itself do."""
    chat, serves = case.message.chat.kind, case.message.sender.role.serves
    if chat is ChatKind.STAFF or (serves and chat is ChatKind.OWNERS):
        return not _asks_for_help(case)
    return serves and case.verdict.kind != "urgent" and not _asks_for_help(case)


# --- what is found in one way and in two ----------------------------------------------------------


def _ends_alert(case: Case) -> bool:
    return bool(urgent.find_over(case))


def _find_staffs_clue(case: Case) -> Alert | None:
    """A guard has seen the missing person go by: who saw it does not matter."""
    message = case.message
    heard = message.chat.kind in (ChatKind.OWNERS, ChatKind.STAFF)
    return clues.find_clue(case) if heard and message.sender.role.serves else None


def _find_trap(case: Case) -> Thread | None:
    return None if _is_urgent(case) else sameness.find_trap(case)


def _find_clue(case: Case) -> Alert | None:
    return None if _is_urgent(case) else clues.find_clue(case)


def _find_asked(case: Case) -> Thread | None:
    return expecting.find_asked(case) if case.verdict.kind in ("other", "inquiry") else None


def _find_known_question(case: Case) -> Entry | None:
    """Whoever writes again on the form's page was not helped by what is known."""
    return inquiry.find_known(case) if case.form != forms.MORE else None


def _join(case: Case, thread: Thread) -> Outcome:
    return expecting.add_until(join_ticket(case, thread), thread, case)


def _is_urgent(case: Case) -> bool:
    return case.verdict.kind == "urgent"


def _is_inquiry(case: Case) -> bool:
    return case.verdict.kind == "inquiry"


def _is_form(case: Case) -> bool:
    return bool(case.form)


def _opens_ticket(case: Case) -> bool:
    return case.verdict.kind in KINDS


def _find_burst(case: Case) -> Case | None:
    return find_burst(case) if case.verdict.kind == "other" else None


# --- called, with nothing to do ------------------------------------------------------------------


def _asks_for_help(case: Case) -> bool:
    """The bot was called, or written to, with nothing to do.  Direct chats: once in ten minutes."""
    if case.verdict.kind != "other" or case.message.attachments:
        return False
    if case.message.mentions_bot:
        return True
    direct, serves = case.message.chat.kind is ChatKind.DIRECT, case.message.sender.role.serves
    text = case.message.text
    return direct and not serves and not case.recent and bool(text.strip()) and not _is_closing(text)


def _is_closing(text: str) -> bool:
    return is_small_talk(text) and not any(word in text for word in ("?", "\uff1f"))


def _help(case: Case) -> Outcome:
    """Who calls and waits for something is told how far it is; else what one can ask."""
    if case.message.text.strip() and any(ticket.live for ticket in case.own):
        return lists.list_own(case)
    return Outcome(deliveries=(answer(case.message, write_short_help(case), case.now, case.estate),))


TABLE: tuple[Row, ...] = (
    _where(_is_nobodys, _keep_silent),
    _where(_is_command, _obey, _NO_TALK),
    _where(_is_known, _keep_silent),
    _where(_is_no_text, _answer_voice),
    _where(_ends_alert, urgent.end_alert, _ALERTS),
    _with(_find_staffs_clue, clues.take_clue, _ALERTS),
    _where(_is_staff_talk, _keep_silent),
    _with(correcting.find_corrected, correcting.correct, _OWN),
    _with(clues.find_taken_back, clues.take_back, _ALERTS),
    _with(_find_trap, urgent.upgrade_lift),
    _with(announced.find_drill, announced.ask_staff, _NO_TALK),
    _with(ended.find_ended, ended.ask_staff, _NO_TALK),
    _where(_is_urgent, urgent.hear_urgent, _NO_TALK),
    _where(_presumes_to_broadcast, _refuse_broadcast, _NO_TALK),
    _with(urgent.find_own_alert, urgent.update_alert, _ALERTS),
    _with(urgent.find_family_alert, urgent.join_family, _ALERTS),
    _with(_find_clue, clues.take_clue, _ALERTS),
    _with(withdrawing.find_ended, withdrawing.end, _OWN),
    _with(_find_asked, expecting.answer_asked),
    _with(reminding.find_reminded, reminding.remind, _OWN),
    _with(rework.find_asked_done, rework.tell_done, _OWN),
    _with(_find_known_question, inquiry.answer_known),
    _with(rework.find_broken_again, rework.reopen_broken, _OWN),
    _with(following.find_followed, adding.add_to_ticket, _OWN),
    _with(joining.find_joined, _join),
    _with(likes.find_like, likes.open_like),
    _with(echoing.find_echoed, echoing.open_echoed, _NO_TALK),
    _where(_is_inquiry, inquiry.open_inquiry, _NO_TALK),
    _where(_opens_ticket, open_ticket, _NO_TALK),
    _where(_is_form, forms.take_form, _NO_TALK),
    _with(_find_burst, lambda _, whole: open_ticket(whole)),
    _with(withdrawing.find_taken_up, withdrawing.put_off),
    _where(_asks_for_help, _help),
)

#: The rows that each sort of case is asked by, in the order of the table.
_TABLES = {sort: tuple(row.decider for row in TABLE if sort in row.sorts) for sort in _ANY}
