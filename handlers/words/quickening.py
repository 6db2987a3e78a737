"""Patterns that are looked for only where they can begin.

`re` skips to the letters with which a match may begin where a pattern starts with one set of them.  It does
not find that set by itself where a pattern is an alternation of anything but plain letters, and tries every
alternative at every letter.  So the set is written in front: `[找看](?<=(?=P)(?s:.))` stands where P begins.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.words.first_letters import find_first


def quicken(words: Sequence[str], forms: Sequence[str]) -> str:
    """A pattern of which a search finds something in just the texts that hold one of the words or forms.

    What it finds is only the first letter.  `words` are patterns that begin with a plain letter.
    """
    pattern = "|".join((*words, *forms))
    if not forms:  # with words alone `re` knows how to skip
        return pattern
    first = find_first("|".join(forms))
    if first.letters is None or first.may_be_empty:
        return pattern
    letters = "".join(sorted({*first.letters, *(word[: 2 if word[0] == "\\" else 1] for word in words)}))
    return f"[{letters}](?<=(?={pattern})(?s:.))"
