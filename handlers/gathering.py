"""What belongs to a report besides its words: photos and the room that its sender gave just before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.case import Case
from handlers.model import Attachment, AttachmentKind, Message, TicketFile
from nlp.extract import find_room

#: What a ticket keeps; voice, stickers, cards and links are only talk.
KEPT = frozenset({AttachmentKind.IMAGE, AttachmentKind.VIDEO})


def kept_attachments(message: Message) -> tuple[Attachment, ...]:
    """The photos and videos of the message."""
    return tuple(attachment for attachment in message.attachments if attachment.kind in KEPT)


def make_files(
    messages: Iterable[Message], estate: str, ticket: int, now: datetime
) -> tuple[TicketFile, ...]:
    """The photos and videos of the messages as files of the ticket, still to be fetched."""
    return tuple(
        TicketFile(
            estate=estate,
            ticket=ticket,
            attachment=attachment,
            added_at=now,
            added_by=message.sender.person,
            message=message.key,
        )
        for message in messages
        for attachment in kept_attachments(message)
    )


def list_photos(case: Case) -> tuple[TicketFile, ...]:
    """The photos of the report and of its sender's messages shortly before."""
    return make_files((*case.recent, case.message), case.estate.id, case.next_ticket, case.now)


def recall_room(case: Case) -> str | None:
    """The room that the sender named shortly before, in the latest message that names one."""
    rooms = (find_room(message.text) for message in reversed(case.recent))
    return next((room for room in rooms if room), None)
