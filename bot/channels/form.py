"""The web form as a channel: each report is a chat of its own, which is read on a page of its own.

What is said into such a chat needs no sending: the page reads it where it is stored.  Photos are in the
store before the report is, so that none is lost.
"""

from __future__ import annotations

from bot.channels.base import Echo, FetchFailed, Outgoing, SendFailed, Upload
from bot.channels.local import LocalChannel
from bot.channels.media import guess_media_type
from bot.clock import Clock
from handlers.model import Attachment, AttachmentKind, Person
from storage.files import FileStore

NETWORK = "form"
CONTACT = "form:contact:"
#: What somebody is called who gave no name.
NAME = "业主"


def make_person(contact: str) -> Person:
    """Whoever wrote the report: nobody is asked for a name."""
    return Person(contact, NAME)


def make_photo(sha256: str) -> Attachment:
    """A photo of a report that is in the store already."""
    return Attachment(AttachmentKind.IMAGE, NETWORK, sha256, f"{sha256[:12]}.jpg")


class FormChannel(LocalChannel):
    """Takes what is said to somebody who used the form; nothing is heard through it."""

    name = NETWORK
    network = NETWORK
    idempotent = True

    def __init__(self, files: FileStore, clock: Clock) -> None:
        super().__init__(clock)
        self._files = files

    async def send(self, message: Outgoing) -> str | None:
        """Always its key: the page reads what is stored, and the proof that it can is told at once."""
        if not message.chat.startswith(CONTACT):
            raise SendFailed("没有这个网页", retry=False)
        self._require_ready()
        now = self._clock.now()
        self._tell(Echo(account=self.name, chat=message.chat, sent_id=message.key, text=message.text, at=now))
        return message.key

    async def recall(self, chat: str, sent_id: str) -> bool:
        """Always: the page shows nothing that was taken back."""
        return chat.startswith(CONTACT)

    async def fetch(self, attachment: Attachment, limit: int) -> Upload:
        try:
            content = await self._files.get(attachment.ref)
        except (FileNotFoundError, ValueError) as error:
            raise FetchFailed("照片文件已不在") from error
        if len(content) > limit:
            raise FetchFailed(f"{len(content)} 字节，超过 {limit}")
        return Upload(content, attachment.name, guess_media_type(content, attachment.name))
