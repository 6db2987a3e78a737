"""Pushes to staff who live elsewhere (Apprise): which target hears of what; ordinary tickets in bundles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.kinds import get_trade
from handlers.model import Delivery, Estate, Outcome, Purpose, PushTarget, Ticket
from handlers.saying.showing import show_about, show_person, show_summary
from handlers.saying.speak import tell, tell_chats
from handlers.texts import say
from handlers.tickets.escalation import Level

#: Whom a step of escalation concerns, and what a target calls it.
_HEARS: dict[Level, tuple[str, str]] = {
    Level.ASSIGNEE: ("staff", "warning"),
    Level.LEADER: ("leader", "escalation"),
    Level.MANAGER: ("manager", "escalation"),
}
#: More lines than these are too long for a push.
MAX_LINES = 20


def push_warning(
    level: Level, ticket: Ticket, text: str, estate: Estate, now: datetime
) -> tuple[Delivery, ...]:
    """The words of a warning or an escalation for the targets of those who are told; never bundled."""
    role, wanted = _HEARS[level]
    targets = _list_targets(estate.pushes, role, wanted, get_trade(ticket.category))
    return tell_chats(estate, targets, text, Purpose.ANSWER, now, ticket=ticket.number)


def bundle_tickets(tickets: Sequence[Ticket], estate: Estate, now: datetime) -> Outcome:
    """The tickets opened in a stretch of time: one push a target, for its trades; none that is urgent."""
    said = (_bundle(target, tickets, estate, now) for target in estate.pushes if "ticket" in target.levels)
    return Outcome(deliveries=tuple(delivery for delivery in said if delivery))


def _bundle(target: PushTarget, tickets: Iterable[Ticket], estate: Estate, now: datetime) -> Delivery | None:
    wanted = [
        ticket
        for ticket in tickets
        if ticket.live and ticket.kind != "urgent" and _covers(target, get_trade(ticket.category))
    ]
    if not wanted:
        return None
    lines = [_write_line(ticket, estate) for ticket in sorted(wanted, key=lambda each: each.number)]
    if len(lines) > MAX_LINES:
        lines = [*lines[:MAX_LINES], say(estate.texts, "list_more", count=len(lines) - MAX_LINES)]
    text = say(estate.texts, "push_bundle", count=len(wanted), lines="\n".join(lines))
    return tell(estate, target.id, text, Purpose.CARD, now)


def _write_line(ticket: Ticket, estate: Estate) -> str:
    staff = say(estate.texts, "card_given", staff=show_person(ticket.assignee)) if ticket.assignee else ""
    about = show_about(ticket, estate, named=False)
    return say(
        estate.texts,
        "push_line",
        number=ticket.number,
        about=about,
        summary=show_summary(ticket),
        given=staff,
    )


def _list_targets(pushes: Iterable[PushTarget], role: str, level: str, trade: str) -> list[str]:
    return [
        target.id
        for target in pushes
        if target.role == role and level in target.levels and _covers(target, trade)
    ]


def _covers(target: PushTarget, trade: str) -> bool:
    return not target.trades or trade in target.trades
