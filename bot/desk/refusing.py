"""How the desk says no to whoever asks by a page."""

from __future__ import annotations


class Refused(Exception):
    """The desk does not do what was asked; `words` are Chinese and for the person who asked."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words
