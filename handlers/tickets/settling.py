"""When a receipt is said: after its sender has paused; rewritten while it waits; one a group and minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.case import Case
from handlers.kinds import KINDS, get_title, get_trade
from handlers.model import Delivery, DeliveryState, Estate, Purpose, Ticket
from handlers.roster import staff_groups_for
from handlers.saying.showing import show_room, show_summary, write_card
from handlers.saying.speak import tell, tell_chats
from handlers.texts import has_text, say
from handlers.threads import Thread
from handlers.times.dues import promise_contact
from handlers.words.topics import find_matter

#: No receipt waits longer than this, however long its sender goes on.
LONGEST_WAIT = timedelta(seconds=60)
#: At most one receipt a ticket, group and so long.
BETWEEN = timedelta(seconds=60)


def settle_at(kind: str, now: datetime, estate: Estate) -> datetime:
    """When the receipt of a report that came in now may be said."""
    seconds = estate.settle_seconds
    if kind == "inquiry" and seconds:
        seconds = max(seconds, estate.answer_seconds)
    return now + timedelta(seconds=seconds)


def write_receipt_text(ticket: Ticket, estate: Estate, asks_room: bool) -> str:
    """The words of a receipt; of several households' report, how many they are."""
    texts, direct = estate.texts, ticket.chat == ticket.reporter.id
    if ticket.households > 1:
        return write_joined_text(ticket, estate)
    asking, plain = f"receipt_{ticket.kind}_room", f"receipt_{ticket.kind}"
    name = asking if asks_room and has_text(asking) else plain
    return say(
        texts,
        name if has_text(name) else "receipt",
        kind=KINDS[ticket.kind].title,
        number=ticket.number,
        summary=show_summary(ticket),
        room=say(texts, "room_in_brackets", room=show_room(ticket.room, texts)) if ticket.room else "",
        promise=promise_contact(ticket, estate),
        here=say(texts, "here_direct" if direct else "here_group"),
    )


def name_matter(ticket: Ticket) -> str:
    """What many report, in a word."""
    return find_matter(ticket.words) or get_title(ticket.category) or KINDS[ticket.kind].title


def write_joined_text(ticket: Ticket, estate: Estate) -> str:
    return say(
        estate.texts,
        "receipt_joined",
        count=ticket.households,
        number=ticket.number,
        matter=name_matter(ticket),
    )


def rewrite_said(thread: Thread, after: Ticket, case: Case, asks_room: bool) -> tuple[Delivery, ...]:
    """What still waits to be said of the ticket, in the words that fit it now."""
    return tuple(_rewrite(delivery, after, case, asks_room) for delivery in _list_waiting(thread))


def rewrite_receipts(thread: Thread, after: Ticket, case: Case, asks_room: bool) -> tuple[Delivery, ...]:
    """What still waits to be said among owners, in the words that fit it now; the cards are left alone."""
    waiting = (d for d in _list_waiting(thread) if d.purpose is not Purpose.CARD)
    return tuple(_rewrite(delivery, after, case, asks_room) for delivery in waiting)


def _list_waiting(thread: Thread) -> list[Delivery]:
    return [
        d for d in thread.said if d.state is DeliveryState.PENDING and d.id is not None and d.attempts == 0
    ]


def _rewrite(delivery: Delivery, after: Ticket, case: Case, asks_room: bool) -> Delivery:
    if delivery.purpose is Purpose.CARD:
        return replace(
            delivery,
            text=write_card(after, after.opened_at, case.estate),
            due_at=_put_off(delivery, after, case),
        )
    own = delivery.mentions and delivery.mentions[0].id == after.reporter.id and delivery.chat == after.chat
    text = write_receipt_text(after, case.estate, asks_room) if own else write_joined_text(after, case.estate)
    return replace(delivery, text=text, due_at=_put_off(delivery, after, case))


def _put_off(delivery: Delivery, ticket: Ticket, case: Case) -> datetime:
    """A little later, as its sender goes on, but never past the longest wait."""
    longest = ticket.opened_at + LONGEST_WAIT
    if delivery.due_at >= longest:
        return delivery.due_at
    return max(delivery.due_at, min(settle_at("", case.now, case.estate), longest))


def has_waiting_card(thread: Thread) -> bool:
    """Whether staff have not been sent the card yet."""
    return any(d.purpose is Purpose.CARD and d.state is DeliveryState.PENDING for d in thread.said)


def is_unsaid(thread: Thread) -> bool:
    """Whether nobody has been told of the ticket: all that is to be said of it still waits."""
    return bool(thread.said) and all(
        d.state is DeliveryState.PENDING and d.attempts == 0 for d in thread.said
    )


def answer_joined(thread: Thread, after: Ticket, case: Case, asks_room: bool) -> tuple[Delivery, ...]:
    """The receipt for somebody who joined: into what waits, else a new one, and a line for the staff."""
    rewritten = rewrite_said(thread, after, case, asks_room)
    chat = case.message.chat.id
    if any(d.chat == chat and d.purpose is Purpose.RECEIPT for d in rewritten):
        return rewritten
    last = max(
        (d.sent_at or d.due_at for d in thread.said if d.chat == chat and d.purpose is Purpose.RECEIPT),
        default=None,
    )
    due = settle_at("", case.now, case.estate)
    due = max(due, last + BETWEEN) if last else due
    receipt = tell(
        case.estate, chat, write_joined_text(after, case.estate), Purpose.RECEIPT, case.now,
        mention=case.message.sender.person, ticket=after.number, answers=case.message.key, due_at=due,
    )  # fmt: skip
    return (*rewritten, receipt)


def tell_staff_of_more(thread: Thread, name: str, case: Case, /, **values: object) -> tuple[Delivery, ...]:
    """A line for the staff of the ticket and whoever has it; nothing while the card itself still waits."""
    if has_waiting_card(thread):
        return ()
    ticket = thread.ticket
    text = say(case.estate.texts, name, number=ticket.number, **values)
    chats = [chat.id for chat in staff_groups_for(case.estate, get_trade(ticket.category))]
    if ticket.assignee:
        chats.append(ticket.assignee.id)
    key = case.message.key
    return tell_chats(case.estate, chats, text, Purpose.ANSWER, case.now, ticket=ticket.number, answers=key)
