"""我要报修: a report that says something is wrong and not yet what.  What its sender says next tells."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.case import Case
from handlers.conversation.threads import Thread
from handlers.model import Delivery, DeliveryState, Purpose, Status, Ticket
from handlers.saying.showing import write_summary
from handlers.tickets.assigning import give_to_one, send_cards
from handlers.times.dues import give_due

_CALLED = re.compile(r"@\S*")
_ASKS_FOR = re.compile("报个?修|报事|维修|修理|投诉|反映|反应")
_AROUND = re.compile(
    r"我们?|家里?|要|想|需要|得|来|个|一下|下|点|这里|这边|有|事情?|问题|情况|登记|申请|安排|派|上门|"
    r"师傅|物业|管家|客服|小?助手|人|你们?|您|好|在吗|在不在|麻烦|请|帮忙?|给|谢谢|辛苦|了|吗|吧|呢|啊|哈|的|[\W_]"
)


def names_no_matter(text: str) -> bool:
    """Whether the text asks for a repair or complains, and of nothing."""
    words = _CALLED.sub("", text)
    return _ASKS_FOR.search(words) is not None and not _AROUND.sub("", _ASKS_FOR.sub("", words))


def awaits_matter(ticket: Ticket) -> bool:
    """Whether nobody has said yet what the ticket is about, nor begun to work on it."""
    return ticket.status is Status.OPEN and ticket.kind != "urgent" and names_no_matter(ticket.words)


def take_matter(ticket: Ticket, case: Case) -> Ticket:
    """The ticket as the message tells it now: kind, category, limits, and who it is given to."""
    verdict = case.verdict
    told = replace(
        ticket,
        kind=verdict.kind,
        category=verdict.category,
        summary=write_summary(case.message.text),
        evidence=tuple(evidence.rule for evidence in verdict.evidence),
        assignee=None,
    )
    return give_to_one(give_due(told, ticket.opened_at, case.estate), case)


def send_cards_anew(thread: Thread, after: Ticket, case: Case) -> tuple[Delivery, ...]:
    """Cards for those whose trade it turned out to be; those that still wait are not sent."""
    stale = (
        d for d in thread.said
        if d.purpose is Purpose.CARD and d.state is DeliveryState.PENDING and not d.attempts
    )  # fmt: skip
    return (*(replace(d, state=DeliveryState.CANCELLED) for d in stale), *send_cards(after, case))
