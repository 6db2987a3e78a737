"""Making deliveries: one thing to say, to whom, and how urgent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.model import Chat, ChatKind, Delivery, Estate, Message, Person, Priority, Purpose, Ticket
from handlers.roster import staff_groups_for
from handlers.texts import say

PRIORITY: dict[Purpose, Priority] = {
    Purpose.RECEIPT: Priority.REPLY,
    Purpose.CARD: Priority.REPLY,
    Purpose.ANSWER: Priority.REPLY,
    Purpose.KNOWLEDGE: Priority.REPLY,
    Purpose.REPLY: Priority.REPLY,
    Purpose.RESULT: Priority.REPLY,
    Purpose.NOTICE: Priority.ROUTINE,
    Purpose.PAGE: Priority.ALERT,
    Purpose.ADVICE: Priority.ALERT,
    Purpose.RELAY: Priority.ALERT,
    Purpose.UPDATE: Priority.ALERT,
    Purpose.CLUE: Priority.ALERT,
    Purpose.PROGRESS: Priority.ALERT,
    Purpose.ALL_CLEAR: Priority.ALERT,
    Purpose.CORRECTION: Priority.ALERT,
}


def tell(
    estate: Estate,
    chat: str,
    text: str,
    purpose: Purpose,
    now: datetime,
    *,
    mention: Person | None = None,
    ticket: int | None = None,
    notice: int | None = None,
    answers: str | None = None,
    file: str | None = None,
    due_at: datetime | None = None,
) -> Delivery:
    """Something to say into `chat`, due now unless `due_at` is given.

    Nobody is mentioned in a direct chat: there is nobody else to mistake.
    """
    return Delivery(
        estate=estate.id,
        chat=chat,
        text=text,
        purpose=purpose,
        priority=PRIORITY[purpose],
        due_at=due_at or now,
        mentions=() if mention is None or mention.id == chat else (mention,),
        file=file,
        ticket=ticket,
        notice=notice,
        answers=answers,
    )


def answer(
    message: Message, text: str, now: datetime, estate: Estate, *, ticket: int | None = None
) -> Delivery:
    """What the bot answers to `message`, where it was said; owners in a group are mentioned."""
    in_group = message.chat.kind is ChatKind.OWNERS
    return tell(
        estate,
        message.chat.id,
        text,
        Purpose.ANSWER,
        now,
        mention=message.sender.person if in_group else None,
        ticket=ticket,
        answers=message.key,
    )


def answer_reporter(
    ticket: Ticket, name: str, now: datetime, estate: Estate, via: Message | None = None, /, **values: object
) -> Delivery:
    """The sentence `name` for the reporter, in the chat where the ticket was opened."""
    direct = ticket.chat == ticket.reporter.id
    here = say(estate.texts, "here_direct" if direct else "here_group")
    text = say(estate.texts, name, number=ticket.number, here=here, **values)
    return tell(
        estate, ticket.chat, text, Purpose.REPLY, now,
        mention=ticket.reporter, ticket=ticket.number, answers=via.key if via else None,
    )  # fmt: skip


def tell_staff(
    ticket: Ticket,
    trade: str,
    name: str,
    now: datetime,
    estate: Estate,
    via: Message | None = None,
    /,
    **values: object,
) -> tuple[Delivery, ...]:
    """The sentence `name` for the staff groups of the ticket's trade, and where the step was taken.

    A step taken in an owners' group is never confirmed there.
    """
    text = say(estate.texts, name, number=ticket.number, **values)
    chats = [chat.id for chat in staff_groups_for(estate, trade)]
    if via and is_staff_side(via.chat):
        chats = [via.chat.id, *chats] if via.chat.kind is ChatKind.DIRECT else [via.chat.id]
    return tell_chats(
        estate, chats, text, Purpose.ANSWER, now, ticket=ticket.number, answers=via.key if via else None
    )


def tell_chats(
    estate: Estate,
    chats: Iterable[str],
    text: str,
    purpose: Purpose,
    now: datetime,
    *,
    ticket: int | None = None,
    answers: str | None = None,
    due_at: datetime | None = None,
) -> tuple[Delivery, ...]:
    """The same words into several chats, once into each."""
    return tuple(
        tell(estate, chat, text, purpose, now, ticket=ticket, answers=answers, due_at=due_at)
        for chat in dict.fromkeys(chats)
    )


def is_staff_side(chat: Chat) -> bool:
    """Whether a refusal or a confirmation may be said here: not among owners."""
    return chat.kind in (ChatKind.STAFF, ChatKind.DIRECT)


def among_owners(message: Message) -> bool:
    """Whether owners read what is answered here."""
    return message.chat.kind is ChatKind.OWNERS
