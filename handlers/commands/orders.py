"""What each command does: a table of verb → function of the Case."""

from __future__ import annotations

from collections.abc import Callable

from handlers.alerts import drills, urgent
from handlers.alerts.steps import is_search
from handlers.case import Case, Command
from handlers.commands import (
    broadcast,
    correcting,
    duty_orders,
    forgetting,
    lists,
    requests,
    rework,
    teaching,
    unsaying,
)
from handlers.commands.alert_orders import ALERT_ORDERS, list_told, list_touches
from handlers.commands.grammar import VERBS, Takes, Who
from handlers.commands.patterns import MORE_NUMBERS
from handlers.commands.permissions import POWERFUL, audit, may_command, refuse, who_may
from handlers.conversation import expecting
from handlers.kinds import get_trade
from handlers.model import SILENCE, Outcome, Role, Status
from handlers.roster import find_staff, list_known
from handlers.saying.showing import show_person
from handlers.saying.speak import among_owners, answer, is_staff_side, tell_staff
from handlers.saying.trimming import clean_name
from handlers.texts import say
from handlers.tickets import holding, noting, showing_work, working
from handlers.tickets.opening import get_named
from handlers.tickets.steps import IllegalTransition

_MAX_ECHO = 20


def run_command(case: Case) -> Outcome:
    """What the command leads to; SILENCE where there is nothing to say or do."""
    command = _need(case)
    if command.verb == "unknown":
        return _explain_unknown(case)
    if not may_command(case.message.sender.role, command.verb):
        return refuse(case, command.verb)
    try:
        outcome = _check_and_run(case, command)
    except IllegalTransition as wrong:
        if who_may(command.verb) is Who.OWNER_OF_IT and not case.message.sender.role.serves:
            return Outcome(deliveries=(answer(case.message, wrong.text, case.now, case.estate),))
        return _say_privately(case, wrong.text)
    if command.verb in POWERFUL and outcome and not _is_refused(outcome):
        outcome += Outcome(audits=(audit(case, command.verb),))
    return outcome


def _check_and_run(case: Case, command: Command) -> Outcome:
    if command.verb in _NEEDS_TICKET:
        if command.number is None:
            return lists.tell_which(case, command)
        if case.named is None:
            return _say_privately(case, say(case.estate.texts, "no_ticket", number=command.number))
    return ORDERS[command.verb](case)


def _is_refused(outcome: Outcome) -> bool:
    return any(not line.allowed for line in outcome.audits)


def _need(case: Case) -> Command:
    if case.command is None:
        raise ValueError("a case without a command")
    return case.command


def _say_privately(case: Case, text: str) -> Outcome:
    """An answer that owners have no use for: said to staff or in a direct chat, else not at all."""
    if not is_staff_side(case.message.chat):
        return SILENCE
    return Outcome(deliveries=(answer(case.message, text, case.now, case.estate),))


def _explain_unknown(case: Case) -> Outcome:
    near = _need(case).words
    texts = case.estate.texts
    typed = clean_name(case.message.text)[:_MAX_ECHO]
    if near:
        return _say_privately(case, say(texts, "unknown_near", text=typed, near=near))
    if case.message.chat.id == case.message.sender.id:
        return _say_privately(case, say(texts, "unknown", text=typed))
    return SILENCE


def _require_one(case: Case) -> None:
    command = _need(case)
    if not command.quoted and MORE_NUMBERS.fullmatch(command.words):
        raise IllegalTransition(say(case.estate.texts, "one_at_a_time", number=command.number))


def _accept(case: Case) -> Outcome:
    _require_one(case)
    ticket, sender = get_named(case), case.message.sender
    words = _need(case).words
    outcome = working.accept(ticket, sender, case.now, case.estate, words, case.message)
    return outcome + urgent.acknowledge(case.alert, case.now)


def _reply(case: Case) -> Outcome:
    ticket, words = get_named(case), _need(case).words
    if not words:
        return _say_privately(case, say(case.estate.texts, "needs_words", number=ticket.number))
    files = showing_work.gather_photos(case, earlier=False)
    outcome = working.reply(ticket, case.message.sender, case.now, case.estate, words, case.message)
    return outcome + Outcome(files=files)


def _finish(case: Case) -> Outcome:
    _require_one(case)
    ticket, words = get_named(case), _need(case).words
    if is_search(case.alert):
        raise IllegalTransition(say(case.estate.texts, "withdraw_alert", number=ticket.number))
    outcome = working.finish(ticket, case.message.sender, case.now, case.estate, words, case.message)
    outcome += Outcome(files=showing_work.gather_photos(case))
    if case.alert is None or not case.alert.live:
        return outcome
    still = tell_staff(
        ticket, get_trade(ticket.category), "alert_still_live", case.now, case.estate, case.message
    )
    return outcome + Outcome(deliveries=still) + urgent.acknowledge(case.alert, case.now)


def _transfer(case: Case) -> Outcome:
    ticket, name, texts = get_named(case), _need(case).words, case.estate.texts
    if not name:
        return _say_privately(case, say(texts, "needs_name", number=ticket.number))
    target = find_staff(case.estate, name)
    if target is None:
        names = say(texts, "comma").join(show_person(person) for person in list_known(case.estate))
        return _say_privately(case, say(texts, "transfer_unknown", name=clean_name(name), names=names))
    if ticket.status is Status.ACCEPTED and ticket.assignee == target:
        raise IllegalTransition(say(texts, "transfer_same", number=ticket.number, name=show_person(target)))
    return working.transfer(ticket, case.message.sender, target, case.now, case.estate, case.message)


def _mark_false_alarm(case: Case) -> Outcome:
    ticket = get_named(case)
    if case.alert is not None and case.alert.live:
        said = list_told(case, case.alert)
        return urgent.retract(
            case.alert, ticket, case.message.sender, case.now, case.estate, case.message,
            _need(case).words, said,
        )  # fmt: skip
    return working.mark_false_alarm(ticket, case.message.sender, case.now, case.estate, case.message)


def _confirm_alert(case: Case) -> Outcome:
    ticket = get_named(case)
    if case.alert is None:
        raise IllegalTransition(say(case.estate.texts, "no_alert", number=ticket.number))
    sender = case.message.sender
    outcome = urgent.confirm(case.alert, ticket, sender, case.now, case.estate, case.message, case.files)
    return outcome + drills.go_on(case.alert, case) if drills.is_drill(case.alert) else outcome


def _clear_alert(case: Case) -> Outcome:
    ticket = get_named(case)
    if case.alert is None:
        raise IllegalTransition(say(case.estate.texts, "no_alert", number=ticket.number))
    if not urgent.may_clear(case.alert, case.message.sender):
        return refuse(case, "clear")
    sender, words = case.message.sender, _need(case).words
    said = list_told(case, case.alert)
    outcome = urgent.clear(case.alert, ticket, sender, case.now, case.estate, words, case.message, said)
    if not drills.is_drill(case.alert):
        return outcome
    return outcome + drills.score(case.alert, list_touches(case, case.alert), case.now, case.estate)


def _help(case: Case) -> Outcome:
    return Outcome(deliveries=(answer(case.message, write_help(case), case.now, case.estate),))


def _ask_for_human(case: Case) -> Outcome:
    """Staff are the humans: in a direct chat they are told what they can do."""
    serves, direct = case.message.sender.role.serves, not among_owners(case.message)
    return _help(case) if serves and direct else requests.ask_for_human(case)


def write_short_help(case: Case) -> str:
    """Two lines for who calls the bot with nothing to do; staff on their own side get the whole."""
    if case.message.sender.role.serves and not among_owners(case.message):
        return write_help(case)
    return say(case.estate.texts, "help_short")


def write_help(case: Case) -> str:
    """What this person can do here; among owners only what owners can."""
    role, texts = case.message.sender.role, case.estate.texts
    if not role.serves or among_owners(case.message):
        return say(texts, "help_owner")
    return say(texts, "help_staff") + (say(texts, "help_manager") if role is Role.MANAGER else "")


def _confirm_notice(case: Case) -> Outcome:
    return broadcast.confirm(
        broadcast.get_named(case), case.message.sender, case.now, case.estate, case.message
    )


def _cancel_notice(case: Case) -> Outcome:
    return broadcast.cancel(
        broadcast.get_named(case), case.message.sender, case.now, case.estate, case.message
    )


ORDERS: dict[str, Callable[[Case], Outcome]] = {
    **ALERT_ORDERS,
    "accept": _accept,
    "reply": _reply,
    "finish": _finish,
    "transfer": _transfer,
    "false_alarm": _mark_false_alarm,
    "hold": holding.order_hold,
    "resume": holding.order_resume,
    "overdue": lists.list_overdue,
    "roster": duty_orders.order_roster,
    "leave": duty_orders.order_leave,
    "back": duty_orders.order_back,
    "file": teaching.file_missed,
    "merge": teaching.merge,
    "split": teaching.split,
    "estimate": expecting.expect,
    "note": noting.note,
    "reclass": noting.reclass,
    "why": noting.explain,
    "remind": requests.remind,
    "follow": requests.follow,
    "cancel": requests.withdraw,
    "rate": rework.rate,
    "reopen": rework.reopen,
    "human": _ask_for_human,
    "confirm": _confirm_alert,
    "clear": _clear_alert,
    "progress": lists.show_progress,
    "own": lists.list_own,
    "mine": lists.list_mine,
    "open": lists.list_open,
    "today": lists.list_today,
    "help": _help,
    "broadcast": broadcast.preview,
    "correct": correcting.correct,
    "held": forgetting.tell_held,
    "erase": forgetting.ask_erase,
    "erase_sure": forgetting.confirm_erase,
    "photo": showing_work.order_photos,
    "unsay": unsaying.order_unsay,
    "unsay_notice": unsaying.order_unsay_notice,
    "confirm_notice": _confirm_notice,
    "cancel_notice": _cancel_notice,
}

_NEEDS_TICKET = frozenset(
    name
    for name, verb in VERBS.items()
    if verb.takes in (Takes.TICKET, Takes.EITHER)
    and name not in ("progress", "unsay")
    and verb.who is not Who.OWNER_OF_IT
)
