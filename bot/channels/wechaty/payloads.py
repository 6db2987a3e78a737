"""Reads the messages that gateways give: pure functions over their fields, robust against nonsense."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.channels.names import clean_name
from bot.channels.wechaty.quotes import read_tag
from handlers.model import AttachmentKind

#: What WeChat puts after a mention.
AFTER_MENTION = "\u2005"
_MENTION_ENDS = AFTER_MENTION + " \u00a0\u3000\n,，:：、"
_HEAD_MENTION = re.compile(rf"@(?:[^@{AFTER_MENTION}\n]{{1,80}}{AFTER_MENTION}|[^@\s]{{1,80}}$)")
_MENTIONS = re.compile(rf"(?:@[^@{AFTER_MENTION}\n]{{1,80}}{AFTER_MENTION})+")


class Said(enum.Enum):
    """What a message is, where it is no attachment."""

    TEXT = "text"
    RECALL = "recall"
    NOTHING = "nothing"


#: The numbers of npm's wechaty-puppet (types/message.ts), which gateways send as they are.
_BY_NUMBER: tuple[Said | AttachmentKind, ...] = (
    Said.NOTHING,  # 0 unknown: system lines
    AttachmentKind.FILE,
    AttachmentKind.VOICE,
    AttachmentKind.CARD,
    AttachmentKind.LINK,  # 4 forwarded chat history
    AttachmentKind.STICKER,
    AttachmentKind.IMAGE,
    Said.TEXT,
    AttachmentKind.LOCATION,
    AttachmentKind.LINK,  # 9 mini program
    AttachmentKind.LINK,  # 10 group note
    AttachmentKind.CARD,  # 11 transfer
    AttachmentKind.CARD,  # 12 red envelope
    Said.RECALL,
    AttachmentKind.LINK,
    AttachmentKind.VIDEO,
    AttachmentKind.LINK,  # 16 post
)

#: The names of the SDK's enum (wechaty_grpc MessageType), which has other numbers.
_BY_NAME: dict[str, Said | AttachmentKind] = {
    "ATTACHMENT": AttachmentKind.FILE,
    "AUDIO": AttachmentKind.VOICE,
    "CONTACT": AttachmentKind.CARD,
    "EMOTICON": AttachmentKind.STICKER,
    "IMAGE": AttachmentKind.IMAGE,
    "TEXT": Said.TEXT,
    "VIDEO": AttachmentKind.VIDEO,
    "CHAT_HISTORY": AttachmentKind.LINK,
    "LOCATION": AttachmentKind.LOCATION,
    "MINI_PROGRAM": AttachmentKind.LINK,
    "TRANSFER": AttachmentKind.CARD,
    "RED_ENVELOPE": AttachmentKind.CARD,
    "RECALLED": Said.RECALL,
    "URL": AttachmentKind.LINK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """One message of the gateway, with its fields made sound.  Ids are the gateway's own."""

    id: str
    kind: Said | AttachmentKind
    text: str
    file_name: str
    talker: str
    room: str
    listener: str
    mentions: tuple[str, ...]
    sent_at: datetime


def read_kind(type: object) -> Said | AttachmentKind:
    """What a message type means, be it npm's number or the SDK's enum; NOTHING where unknown."""
    if isinstance(type, enum.Enum):
        return _BY_NAME.get(type.name.removeprefix("MESSAGE_TYPE_"), Said.NOTHING)
    if isinstance(type, int) and 0 <= type < len(_BY_NUMBER):
        return _BY_NUMBER[type]
    return Said.NOTHING


def read_time(timestamp: float, now: datetime) -> datetime:
    """Seconds or milliseconds since 1970; `now` where that makes no sense or lies in the future."""
    seconds = timestamp / 1000 if timestamp > 100_000_000_000 else timestamp
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return now
    return at if at.year >= 2011 and at <= now + timedelta(minutes=1) else now


def read_recalled_id(text: str) -> str:
    """The id of the message that was taken back; empty where it is not said."""
    if "<" in text:
        return read_tag(text, "newmsgid") or read_tag(text, "msgid")
    return text.strip()


def name_attachment(payload: Payload) -> str:
    """What to call an attachment: the place, the title, the file's name."""
    text = payload.text
    if payload.kind is AttachmentKind.LOCATION:
        named = [found[1] for key in ("poiname", "label") if (found := re.search(rf'{key}="([^"]+)"', text))]
        return clean_name(" ".join(named) or payload.file_name, limit=80)
    title = read_tag(text, "title") if "<" in text else ""
    return clean_name(title or payload.file_name, limit=80)


def take_off_mention(text: str, names: Iterable[str], *, sure: bool) -> tuple[str, bool]:
    """The text without `@name` at its head, and whether it was there.

    `sure`: the network says that the bot is meant, so that any name before U+2005 is the bot's.
    """
    head = text.lstrip()
    for name in sorted(filter(None, names), key=len, reverse=True):
        after = head[len(name) + 1 :]
        if head.startswith(f"@{name}") and (not after or after[0] in _MENTION_ENDS):
            return after.lstrip(_MENTION_ENDS), True
    if sure and (found := _HEAD_MENTION.match(head)):
        return head[found.end() :].lstrip(), True
    return text, False


def put_mentions(names: Iterable[str], text: str) -> str:
    """The text with `@name` and U+2005 in front for every name that can be shown."""
    return "".join(f"@{name}{AFTER_MENTION}" for name in names if name) + text


def drop_mentions(text: str) -> str:
    """The text without the mentions that `put_mentions` put there."""
    found = _MENTIONS.match(text)
    return text[found.end() :] if found else text
