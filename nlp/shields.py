"""Common words in which a letter that is an anchor means nothing: the 电 of 电影 is no electricity.

Whether a letter of a text is a word of its own is known when the text is cut. Most texts that have such a
letter have it inside a common word of two letters, a shield, and need not be cut to know it: a shield is
never cut between its letters, but before or after some other letters (电影响 is 电 and 影响), its exceptions.
`nlp/prove_shields.py` finds the shields and proves them. What the segmenter has besides its own words is
likelier than any of these: where such a word may begin inside a shield, or end there, there is none.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Literal

Place = Literal["first", "last"]
#: By which of its letters is shielded: each shield with its exceptions.
Known = Mapping[Place, Mapping[str, str]]

FILE = Path(__file__).with_name("shields.json")


def load_known() -> Known:
    """Return the shields of our own file."""
    known: Known = json.loads(FILE.read_text(encoding="utf-8"))
    return known


class Shields:
    """Tells letters that are no words of their own; `words` are what the segmenter has besides its own."""

    def __init__(self, letters: Collection[str], known: Known, words: Collection[str]) -> None:
        self._first, self._last = known["first"], known["last"]
        self.count = len(letters)
        self._starts = {word[:2] for word in words if len(word) > 1}
        self._ends = {word[-2:] for word in words if len(word) > 1}

    def covers(self, text: str, at: int) -> bool:
        """Return True only where the letter at this place is no word of its own, however the text is cut."""
        exceptions = self._first.get(text[at : at + 2])
        if exceptions is not None:
            after = text[at + 2 : at + 3]
            if not after or (after not in exceptions and text[at + 1 : at + 3] not in self._starts):
                return True
        exceptions = self._last.get(text[at - 1 : at + 1]) if at else None
        if exceptions is None:
            return False
        before = text[at - 2 : at - 1] if at > 1 else ""
        return not before or (before not in exceptions and text[at - 2 : at] not in self._ends)


def list_lone(anchors: Iterable[str]) -> list[str]:
    """Return the anchors of one letter."""
    return sorted(anchor for anchor in anchors if len(anchor) == 1)
