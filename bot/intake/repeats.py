"""What was heard before: under the same key, under another one, or by another account in the same group."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.channels.base import Heard

#: Gateways repeat an event under a new id within seconds (python-wechaty #266); accounts are not one as
#: fast as the other.
REPEAT_WITHIN = timedelta(seconds=3)
#: Keys remembered; words are for no longer than they are needed.
REMEMBERED, WORDS_REMEMBERED = 20_000, 10 * REPEAT_WITHIN

#: Chat, sender, and the words or else the kinds of what was shown.
Mark = tuple[str, str, str]


class _Sight(NamedTuple):
    account: str
    key: str
    at: datetime
    noted_at: datetime


class Repeats:
    """`find` says of what a message is the repetition; `note` each, `forget` it if handling it failed.

    `take` does both.

    The same words are the same message, whoever heard them.  Without words only what another account
    heard can be the same: two photos in a row are two photos, but two accounts tell of each.
    """

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._sights: dict[Mark, list[_Sight]] = {}
        #: Both in the order in which they were noted, to be forgotten from the front.
        self._keys_noted: deque[str] = deque()
        self._marks_noted: deque[tuple[datetime, Mark]] = deque()

    def take(self, heard: Heard, now: datetime) -> str | None:
        """Finds of what it is the repetition, and notes it; most of what is heard is new."""
        key, mark = heard.key, _mark(heard)
        if key not in self._keys and mark not in self._sights:
            self._note_key(key, key)
            self._note_mark(mark, [_Sight(heard.account, key, heard.sent_at, now)], now)
            return None
        first = self.find(heard)
        self.note(heard, now, first)
        return first

    def find(self, heard: Heard) -> str | None:
        """The key under which it was handled before; None for something new."""
        known = self._keys.get(heard.key)
        if known is not None:
            return known
        sights = self._sights.get(_mark(heard))
        if sights is None:
            return None
        near = [sight for sight in sights if abs(heard.sent_at - sight.at) < REPEAT_WITHIN]
        if heard.text:
            return near[0].key if near else None
        # The how-manieth of this account: the one of that number that another account told was the same.
        number = sum(sight.account == heard.account for sight in near)
        for account in {sight.account for sight in near} - {heard.account}:
            others = [sight for sight in near if sight.account == account]
            if len(others) > number:
                return others[number].key
        return None

    def note(self, heard: Heard, now: datetime, first: str | None = None) -> None:
        """It was heard: as something new, or as the repetition of the message `first`."""
        self._note_key(heard.key, first or heard.key)
        if first is not None and heard.text:
            return
        mark = _mark(heard)
        seen = [sight for sight in self._sights.get(mark, ()) if heard.sent_at - sight.at < REPEAT_WITHIN]
        self._note_mark(mark, [*seen, _Sight(heard.account, first or heard.key, heard.sent_at, now)], now)

    def _note_key(self, key: str, first: str) -> None:
        if key not in self._keys:
            self._keys_noted.append(key)
        self._keys[key] = first
        if len(self._keys_noted) > REMEMBERED:
            self._keys.pop(self._keys_noted.popleft(), None)

    def _note_mark(self, mark: Mark, sights: list[_Sight], now: datetime) -> None:
        """Forgets those that were noted some time ago, and not again since."""
        self._sights[mark] = sights
        self._marks_noted.append((now, mark))
        before = now - WORDS_REMEMBERED
        while self._marks_noted[0][0] < before:
            noted_at, mark = self._marks_noted.popleft()
            known = self._sights.get(mark)
            if known is not None and known[-1].noted_at <= noted_at:
                del self._sights[mark]

    def forget(self, heard: Heard) -> None:
        """It was not handled after all: the same event must be able to come again."""
        self._keys.pop(heard.key, None)
        mark = _mark(heard)
        left = [sight for sight in self._sights.get(mark, ()) if sight.key != heard.key]
        if left:
            self._sights[mark] = left
        else:
            self._sights.pop(mark, None)

    def name_first(self, key: str) -> str:
        """The key under which the message with this key was handled."""
        return self._keys.get(key, key)


def _mark(heard: Heard) -> Mark:
    said = heard.text or "\0".join(["", *(each.kind for each in heard.attachments)])
    return heard.chat, heard.sender.id, said
