"""One webchat account: the bot's side is the Channel protocol, the page's side the rest."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from bot.channels.base import Echo, FetchFailed, Heard, Outgoing, Recalled, Room, SendFailed, Upload
from bot.channels.local import LocalChannel
from bot.channels.webchat.hub import Hub
from bot.channels.webchat.uploads import SayRefused, Stored, Uploads
from bot.channels.webchat.values import (
    BOT,
    CONTACT,
    MENTION_END,
    SHORT_NAME,
    TEXT_LIMIT,
    Line,
    Say,
    WebChatOptions,
    WebPerson,
)
from bot.clock import Clock
from handlers.model import Attachment, AttachmentKind, Person


class WebChat(LocalChannel):
    """What people say on the page is heard, what the bot says is shown there."""

    network = "webchat"
    idempotent = True

    def __init__(self, options: WebChatOptions, clock: Clock) -> None:
        super().__init__(clock)
        self.options = options
        self.uploads = Uploads(clock)
        self.hub = Hub(options, clock, self.uploads)

    # --- the bot's side ----------------------------------------------------------------------

    @property
    def name(self) -> str:
        return self.options.name

    async def send(self, message: Outgoing) -> str | None:
        """Shows the message to the members of the chat; a key that was shown before is not shown again."""
        self._require_ready()
        if repeat := self.hub.find_repeat(message.key):
            return repeat.id
        if self.hub.find_chat(message.chat) is None:
            raise SendFailed(f"no such chat: {message.chat}", retry=False)
        if len(message.text) > TEXT_LIMIT:
            raise SendFailed(f"longer than {TEXT_LIMIT} characters", retry=False)
        photos = (self._keep(message.upload),) if message.upload else ()
        names = "".join(f"@{person.name}{MENTION_END}" for person in message.mentions)
        mentioned = tuple(person.id.removeprefix(CONTACT) for person in message.mentions)
        line = self.hub.add_bot_words(message.key, message.chat, names + message.text, mentioned, photos)
        self._tell(Echo(account=self.name, chat=line.chat, sent_id=line.id, text=message.text, at=line.at))
        return line.id

    async def recall(self, chat: str, sent_id: str) -> bool:
        try:
            self.hub.take_back(BOT, sent_id)
        except SayRefused:
            return False
        return True

    async def fetch(self, attachment: Attachment, limit: int) -> Upload:
        try:
            stored = self.uploads.find(attachment.ref)
        except SayRefused as error:
            raise FetchFailed("the photo is no longer there") from error
        if len(stored.content) > limit:
            raise FetchFailed(f"{len(stored.content)} bytes, more than {limit}")
        self.uploads.mark_fetched(stored.ref)
        return Upload(stored.content, stored.name, stored.media_type)

    async def rooms(self) -> Sequence[Room]:
        return [Room(chat, room.name) for chat, room in self.hub.list_rooms()]

    async def members(self, chat: str) -> Sequence[Person]:
        return [Person(f"{CONTACT}{person.id}", person.name) for person in self.hub.list_members(chat)]

    # --- the page's side ---------------------------------------------------------------------

    def find_person_by_key(self, key: str) -> WebPerson | None:
        """The person whose secret link holds this key."""
        digest = hashlib.sha256(key.encode()).hexdigest()
        for person, stored in self.options.keys.items():
            if secrets.compare_digest(digest, stored):
                return self.hub.find_person(person)
        return None

    def say(self, person: WebPerson, say: Say) -> Line:
        """What a person says reaches the bot and the other pages, once per key.  Raises SayRefused."""
        key = f"{self.name}:{person.id}:{say.key}"
        if repeat := self.hub.find_repeat(key):
            return repeat
        line = self.hub.add_words(person, key, say)
        self._tell(self._hear(line))
        return line

    def take_back(self, person: WebPerson, line_id: str) -> Line:
        """A person recalls their own line.  Raises SayRefused."""
        line = self.hub.take_back(person.id, line_id)
        self._tell(Recalled(key=line.id, account=self.name, chat=line.chat, at=self._clock.now()))
        return line

    def _hear(self, line: Line) -> Heard:
        room = self.hub.find_chat(line.chat)
        head = f"@{self.options.bot_name}"
        return Heard(
            key=line.id,
            account=self.name,
            chat=line.chat,
            chat_name=room.name if room else "",
            sender=Person(f"{CONTACT}{line.author}", line.name),
            text=line.text.removeprefix(head).removeprefix(f"@{SHORT_NAME}").strip(),
            sent_at=line.at,
            quote=line.quote,
            attachments=tuple(self._attach(photo) for photo in line.photos),
            mentions=tuple(f"{CONTACT}{person}" for person in line.mentions if person != BOT),
            mentions_bot=BOT in line.mentions,
        )

    def _attach(self, photo: Stored) -> Attachment:
        return Attachment(AttachmentKind.IMAGE, self.name, photo.ref, photo.name)

    def _keep(self, upload: Upload) -> Stored:
        try:
            stored = self.uploads.add(BOT, upload.name, upload.content)
        except SayRefused as error:
            raise SendFailed(f"upload refused: {error.code}", retry=error.code == "photos_full") from error
        self.uploads.mark_fetched(stored.ref)
        return stored
