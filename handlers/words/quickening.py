"""Patterns that are looked for only where they can begin.

`re` skips to the letters with which a match may begin where a pattern starts with one set of them.  It does
not find that set by itself where a pattern is an alternation of anything but plain letters, and tries every
alternative at every letter.  So the set is written in front: `[找看](?<=(?=P)(?s:.))` stands where P begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

try:  # How `re` itself reads a pattern: nothing public tells it.
    from re import _parser  # type: ignore[attr-defined]
except ImportError:  # A Python whose `re` is built in another way looks for patterns as they are written.
    _parser = None

_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_NOT_DIGIT": r"\D",
}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
#: What looks round and takes no letter.
_LOOKS = ("ASSERT", "ASSERT_NOT", "AT")


class _Anything(Exception):
    """A match may begin with any letter."""


def quicken(words: Sequence[str], forms: Sequence[str]) -> str:
    """A pattern of which a search finds something in just the texts that hold one of the words or forms.

    What it finds is only the first letter.  `words` are patterns that begin with a plain letter.
    """
    pattern = "|".join((*words, *forms))
    if _parser is None or not forms:  # with words alone `re` knows how to skip
        return pattern
    try:
        letters, may_be_empty = _find_first(_parser.parse("|".join(forms)), folded=False)
    except _Anything:
        return pattern
    if may_be_empty:
        return pattern
    first = "".join(sorted({*letters, *(word[: 2 if word[0] == "\\" else 1] for word in words)}))
    return f"[{first}](?<=(?={pattern})(?s:.))"


def _find_first(parsed: Any, *, folded: bool) -> tuple[set[str], bool]:
    """The letters and sets with which a match may begin, and whether it may have none.  Raises _Anything."""
    letters: set[str] = set()
    for code, value in parsed:
        found, may_be_empty = _find_first_of(str(code), value, folded)
        letters |= found
        if not may_be_empty:
            return letters, False
    return letters, True


def _find_first_of(code: str, value: Any, folded: bool) -> tuple[set[str], bool]:
    if code == "LITERAL":
        letter = chr(value)
        return {re.escape(each) for each in ({letter.lower(), letter.upper()} if folded else {letter})}, False
    if code == "IN":
        return {_spell_item(str(item), what) for item, what in value}, False
    if code in _LOOKS:
        return set(), True
    if code in _REPEATS:
        least, _, inner = value
        letters, may_be_empty = _find_first(inner, folded=folded)
        return letters, may_be_empty or not least
    if code == "SUBPATTERN":
        _, added, _, inner = value
        return _find_first(inner, folded=folded or bool(added & re.IGNORECASE))
    if code == "BRANCH":
        found = [_find_first(branch, folded=folded) for branch in value[1]]
        return {letter for letters, _ in found for letter in letters}, any(empty for _, empty in found)
    raise _Anything


def _spell_item(item: str, what: Any) -> str:
    if item == "LITERAL":
        return re.escape(chr(what))
    if item == "RANGE":
        return f"{re.escape(chr(what[0]))}-{re.escape(chr(what[1]))}"
    if item == "CATEGORY":
        return _CATEGORIES[str(what)]
    raise _Anything
