"""更正B7 内容: words that put a broadcast right, for exactly the groups that got it."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.case import Case
from handlers.commands.broadcast import confirm, get_named, require_short
from handlers.model import Delivery, DeliveryState, Notice, NoticeState, Outcome, Purpose
from handlers.texts import say
from handlers.tickets.steps import IllegalTransition

#: A group whose notice is in one of these never got it; one that waits for it gets both, in order.
_NOT_GOT = frozenset({DeliveryState.DEAD, DeliveryState.CANCELLED})


def correct(case: Case) -> Outcome:
    """A notice of its own, sent at once: the wrong one is being read.  Raises IllegalTransition."""
    texts, words = case.estate.texts, case.command.words.strip() if case.command else ""
    if case.command is None or case.command.notice is None or not words:
        raise IllegalTransition(say(texts, "correct_usage"))
    require_short(words, texts)
    wrong = get_named(case)
    sent = [each for each in case.spoken if each.purpose is Purpose.NOTICE]
    if sent and all(each.state is DeliveryState.PENDING and not each.attempts for each in sent):
        raise IllegalTransition(say(texts, "correct_unsent", number=wrong.number))
    chats = list_reached(sent)
    if wrong.state in (NoticeState.PREVIEW, NoticeState.EXPIRED) or not chats:
        raise IllegalTransition(say(texts, "nothing_to_correct", number=wrong.number))
    made = Notice(
        estate=case.estate.id,
        number=case.next_notice,
        text=say(texts, "notice_correction", text=words),
        chats=chats,
        author=case.message.sender.person,
        reply_to=wrong.reply_to,
        state=NoticeState.PREVIEW,
        created_at=case.now,
        expires_at=case.now,
    )
    told = say(texts, "notice_corrected", wrong=wrong.number, number=made.number, count=len(chats))
    return confirm(made, case.message.sender, case.now, case.estate, case.message, told)


def list_reached(sent: Iterable[Delivery]) -> tuple[str, ...]:
    """The groups that got the notice, or are about to."""
    got = (each.chat for each in sent if each.state not in _NOT_GOT)
    return tuple(dict.fromkeys(got))
