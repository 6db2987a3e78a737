"""Who may give which command; held by the role of the contact id, never by a name."""

from __future__ import annotations

from handlers.case import Case
from handlers.commands.grammar import NOTICE_VERBS, NOTICE_WHO, VERBS, Who
from handlers.model import Audit, Outcome, Role
from handlers.saying.speak import answer, is_staff_side
from handlers.texts import say

#: Commands that reach many people or take something back: each is written down.
POWERFUL = frozenset(
    {"broadcast", "confirm_notice", "cancel_notice", "confirm", "clear", "false_alarm", "transfer"}
    | {"clue_true", "clue_false", "extend", "drill"}
    | {"held", "erase", "erase_sure"}
    | {"unsay", "unsay_notice", "correct"}
    | {"merge", "split", "cancel", "reclass"}
)


def who_may(verb: str) -> Who:
    """Whom the verb is for."""
    return NOTICE_WHO if verb in NOTICE_VERBS.values() else VERBS[verb].who


def may_command(role: Role, verb: str) -> bool:
    """Whether the role alone allows the verb; the reporter's own right to `clear` is decided there."""
    who = who_may(verb)
    if who is Who.MANAGER:
        return role is Role.MANAGER
    return role.serves if who is Who.STAFF else True


def refuse(case: Case, verb: str, subject: str = "") -> Outcome:
    """No effect, a line in the audit log, and a short word where no owner reads it."""
    key = "role_manager" if who_may(verb) is Who.MANAGER else "role_staff"
    text = say(case.estate.texts, "refused", role=say(case.estate.texts, key))
    said = (answer(case.message, text, case.now, case.estate),) if is_staff_side(case.message.chat) else ()
    return Outcome(deliveries=said, audits=(audit(case, verb, allowed=False, subject=subject),))


def audit(case: Case, verb: str, *, allowed: bool = True, subject: str = "") -> Audit:
    """The audit line of a command."""
    return Audit(
        estate=case.estate.id,
        at=case.now,
        actor=case.message.sender.id,
        action=verb,
        subject=subject or name_subject(case),
        allowed=allowed,
    )


def name_subject(case: Case) -> str:
    """What the command is about: #128, B7 or nothing."""
    command = case.command
    if command is None:
        return ""
    if command.notice is not None:
        return f"B{command.notice}"
    return f"#{command.number}" if command.number is not None else ""
