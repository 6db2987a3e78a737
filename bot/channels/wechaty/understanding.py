"""What a message of the gateway means outside: words, a recall, our own echo, or nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.channels.base import Echo, Event, Heard, Recalled
from bot.channels.wechaty.directory import Directory
from bot.channels.wechaty.ids import name_contact_id, name_key, name_room_id
from bot.channels.wechaty.link import Link
from bot.channels.wechaty.payloads import (
    Payload,
    Said,
    drop_mentions,
    name_attachment,
    read_recalled_id,
    take_off_mention,
)
from bot.channels.wechaty.quotes import split_quote
from handlers.model import Attachment, AttachmentKind, Person

log = logging.getLogger("linli.wechaty")

#: Told of words that are coming, before it is known who says them.
TellComing = Callable[[str], None]


class Understanding:
    """Makes events of what the gateway gives; `name_first` names the message that one repeats."""

    def __init__(
        self, account: str, link: Link, directory: Directory, name_first: Callable[[str], str]
    ) -> None:
        self._account, self._link, self._directory = account, link, directory
        self._name_first = name_first

    async def understand(self, payload: Payload, tell_coming: TellComing) -> Event | None:
        """None for a message that says nothing.  Raises GATEWAY_ERRORS."""
        own = payload.talker == self._link.self_id
        other = payload.listener if own else payload.talker
        chat = name_room_id(payload.room) if payload.room else name_contact_id(other)
        if not payload.talker or payload.kind is Said.NOTHING:
            log.debug("account %s: message %s says nothing", self._account, payload.id)
            return None
        if payload.kind is Said.RECALL:
            return self._read_recall(payload, chat)
        if own:
            text = drop_mentions(payload.text) if payload.kind is Said.TEXT else ""
            return Echo(account=self._account, chat=chat, sent_id=payload.id, text=text, at=payload.sent_at)
        return await self._read_words(payload, chat, tell_coming)

    def _read_recall(self, payload: Payload, chat: str) -> Recalled | None:
        recalled = read_recalled_id(payload.text)
        if not recalled:
            log.warning("account %s: recall %s does not say of what", self._account, payload.id)
            return None
        key = name_key(self._name_first(recalled))
        return Recalled(account=self._account, key=key, chat=chat, at=payload.sent_at)

    async def _read_words(self, payload: Payload, chat: str, tell_coming: TellComing) -> Heard:
        is_text = payload.kind is Said.TEXT or "<refermsg>" in payload.text
        quote, text = split_quote(payload.text) if is_text else (None, "")
        talker = payload.talker
        sender, chat_name = await self._name(payload.room, talker, text, tell_coming)
        text, named = await self._find_mention(payload, text)
        return Heard(
            key=name_key(payload.id),
            account=self._account,
            chat=chat,
            chat_name=chat_name,
            sender=Person(name_contact_id(talker), sender),
            text=text,
            sent_at=payload.sent_at,
            quote=quote,
            attachments=() if is_text else (self._attach(payload),),
            mentions=tuple(name_contact_id(id) for id in payload.mentions if "@all" not in id),
            mentions_bot=named or self._link.self_id in payload.mentions,
        )

    async def _name(self, room: str, talker: str, text: str, tell_coming: TellComing) -> tuple[str, str]:
        """The names of the sender and of the chat, asked for together; of the words is told meanwhile.

        What is told is thought over at once: the requests must have left before.
        """
        naming = None
        if room and not self._directory.knows_room(room):
            naming = asyncio.create_task(self._directory.name_room(room))
            await asyncio.sleep(0)
        if text:
            tell_coming(text)
        if not room:
            sender = await self._directory.name_contact(talker)
            return sender, sender
        sender = await self._directory.name_member(room, talker)
        return sender, await (naming or self._directory.name_room(room))

    async def _find_mention(self, payload: Payload, text: str) -> tuple[str, bool]:
        own = self._link.self_id
        if not payload.room or not own or not (own in payload.mentions or text.lstrip().startswith("@")):
            return text, False
        names = await self._directory.list_own_names(payload.room, own)
        return take_off_mention(text, names, sure=payload.mentions == (own,))

    def _attach(self, payload: Payload) -> Attachment:
        assert isinstance(payload.kind, AttachmentKind)
        return Attachment(payload.kind, self._account, payload.id, name_attachment(payload))
