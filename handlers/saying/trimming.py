"""What people typed, made fit to be stored and shown: short, visible, without numbers to call."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from handlers.texts import say

#: Longest words of a report that are stored, in characters.
MAX_WORDS = 2000
#: Longest words that go on a card or are passed on to an owner, in characters.
MAX_CARD_WORDS = 140
MAX_PASSED_WORDS = 500
MAX_NAME = 20

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_SPACES = re.compile(r"\s+")


def strip_unseen(text: str) -> str:
    """The text without control, formatting and broken characters; line breaks stay."""
    if text.isprintable():
        return text
    return "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def clean_name(name: str) -> str:
    """A display name on one line, at most MAX_NAME characters; never empty."""
    cleaned = _SPACES.sub(" ", strip_unseen(name.replace("\n", " "))).strip()
    return cleaned[:MAX_NAME] or "-"


def put_on_one_line(text: str) -> str:
    """The text with every run of blanks as one space."""
    return _SPACES.sub(" ", strip_unseen(text)).strip()


def cap_words(text: str, texts: Mapping[str, str]) -> str:
    """The words to store: all of them, or the first MAX_WORDS and a note of how many there were."""
    cleaned = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").strip()
    if len(cleaned) <= MAX_WORDS:
        return cleaned
    note = say(texts, "words_cut", count=len(cleaned), kept=MAX_WORDS)
    return cleaned[:MAX_WORDS] + note


def mask_phones(text: str) -> str:
    """The text with mobile numbers as 138****1234."""
    return _MOBILE.sub(r"\1****\3", text)


def end_sentence(words: str, texts: Mapping[str, str]) -> str:
    """The words with a full stop where they end without any mark."""
    bare = words.strip()
    ends_open = bool(bare) and unicodedata.category(bare[-1])[0] in "LN"
    return bare + say(texts, "full_stop") if ends_open else bare
