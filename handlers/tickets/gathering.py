"""What belongs to a report besides its words: photos and the room that its sender gave just before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.case import Case
from handlers.model import Attachment, AttachmentKind, ChatKind, Message, TicketFile
from handlers.words import acts, parts
from handlers.words.lists import names_public_place
from handlers.words.topics import count_shared, is_about, is_home, may_be_one_home
from nlp.extract import find_phone, find_room

#: What was said so long before a report may belong to it.
JUST_BEFORE = timedelta(minutes=5)

#: What a ticket keeps; voice, stickers, cards and links are only talk.
KEPT = frozenset({AttachmentKind.IMAGE, AttachmentKind.VIDEO})


def kept_attachments(message: Message) -> tuple[Attachment, ...]:
    """The photos and videos of the message."""
    return tuple(attachment for attachment in message.attachments if attachment.kind in KEPT)


def is_voice(message: Message) -> bool:
    """Whether it is a voice message, which nobody has listened to."""
    spoken = any(attachment.kind is AttachmentKind.VOICE for attachment in message.attachments)
    return spoken or acts.stands_for_voice(message.text)


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


def list_earlier(case: Case) -> tuple[Message, ...]:
    """The sender's messages of just before that belong to the report: photos, the room, the call for help."""
    return tuple(message for message in case.recent if _belongs(message, case))


def _belongs(message: Message, case: Case) -> bool:
    if case.now - message.sent_at > JUST_BEFORE and not kept_attachments(message):
        return False
    if is_voice(message):
        return True
    text = acts.strip_stand_ins(message.text)
    if acts.offers(text) or acts.laughs(text):
        return False
    if kept_attachments(message) or find_room(text) or find_phone(text) or acts.calls_staff(text):
        return True
    if acts.asks(text):
        return False
    return is_about(case.verdict.category, text) or count_shared(text, case.message.text) >= 1


def join_burst(message: Message, recent: Iterable[Message]) -> str:
    """What its sender said just now and says here, as one text; nothing where no home is named in it."""
    near = [m for m in recent if message.sent_at - m.sent_at <= JUST_BEFORE]
    if message.mentions_bot or message.chat.kind is ChatKind.DIRECT:
        return _address((*near, message))
    called = any(acts.calls_company(m.text) for m in near)
    if not called and not any(acts.may_name_home(m.text) for m in (*near, message)):
        return ""
    said = [text for m in (*near, message) if (text := acts.strip_stand_ins(m.text)) and not is_voice(m)]
    if len(said) < 2 or any(acts.offers(text) or acts.laughs(text) or acts.orders(text) for text in said):
        return ""
    greeted = any(acts.only_calls(text) for text in said)
    named = any(is_home(room) or (greeted and room) for text in said if (room := find_room(text)))
    return "\uff0c".join(said) if named or called else ""


def _address(messages: Iterable[Message]) -> str:
    """What was said to the bot, as said to the company: in a chat with it 窗户关不严 is no remark."""
    said = [text for m in messages if (text := acts.strip_stand_ins(m.text)) and not is_voice(m)]
    talk = any(acts.laughs(text) or acts.offers(text) for text in said)
    return "\uff0c".join((acts.COMPANY, *said)) if said and not talk else ""


def find_burst(case: Case) -> Case | None:
    """The case of the report that the messages make together, told by the one that says most; or None."""
    if case.burst.kind not in ("repair", "complaint"):
        return None
    near = [m for m in case.recent if case.message.sent_at - m.sent_at <= JUST_BEFORE]
    said = [m for m in (*near, case.message) if not parts.says_only_address(m.text)]
    main = max(said, key=lambda m: (is_about(case.burst.category, m.text), len(m.text)), default=None)
    if main is None:
        return None
    rest = tuple(m for m in (*case.recent, case.message) if m.key != main.key)
    return replace(case, message=main, recent=rest, verdict=case.burst, parts=())


def list_photos(case: Case) -> tuple[TicketFile, ...]:
    """The photos of the report and of its sender's messages shortly before."""
    return make_files((*list_earlier(case), case.message), case.estate.id, case.next_ticket, case.now)


def recall_room(case: Case) -> str | None:
    """The room that the sender named shortly before, in the latest message that names one."""
    rooms = (find_room(message.text) for message in reversed(case.recent))
    return next((room for room in rooms if room), None)


def complete_room(room: str | None, case: Case) -> str | None:
    """The whole room where only its number is named and the sender named it whole before: 404 is 3-2-404."""
    if room is None or not room.startswith("--"):
        return room
    known = (ticket.room for ticket in case.own if ticket.reporter.id == case.message.sender.id)
    return next((each for each in known if is_home(each) and each and may_be_one_home(room, each)), room)


def recall_phone(case: Case) -> str | None:
    """The telephone number that the sender gave shortly before."""
    phones = (find_phone(message.text) for message in reversed(list_earlier(case)))
    return next((phone for phone in phones if phone), None)


def _recall_known_home(case: Case) -> str | None:
    """The home that the sender last reported from, for what is wrong in `我家`."""
    if case.verdict.kind != "repair" or not acts.tells_of_home(case.message.text):
        return None
    if names_public_place(case.message.text):
        return None
    person = case.message.sender.id
    return next((t.room for t in case.own if t.reporter.id == person and is_home(t.room)), None)


def recall_home(case: Case) -> str | None:
    """The home of the repair that the sender has just reported: a second fault there is in the same home."""
    if case.verdict.kind != "repair" or names_public_place(case.message.text):
        return None
    person, chat = case.message.sender.id, case.message.chat.id
    mine = (
        t for t in case.threads if t.ticket.reporter.id == person and t.ticket.chat == chat and t.ticket.live
    )
    another = acts.starts_another(case.message.text)
    fresh = (t.ticket.room for t in mine if another or case.now - t.ticket.opened_at <= JUST_BEFORE)
    return next((room for room in fresh if is_home(room)), None) or _recall_known_home(case)
