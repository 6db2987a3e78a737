"""What somebody sent from the web form."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.model import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody sent from the form or its page.  The same `key` is taken once.

    `room` and `phone` are the fields of the form as the classifier would give them.
    """

    key: str
    estate: str
    person: str
    text: str
    room: str | None = None
    phone: str | None = None
    photos: tuple[Attachment, ...] = ()
