"""Display names as people chose them, made safe to show: one line, visible, short."""

from __future__ import annotations

import unicodedata

#: Longest name that is shown, in characters.
NAME_LIMIT = 40

#: Unicode categories that show nothing or move other text: control, format, surrogate, private use.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})
#: Fillers that are letters to Unicode and nothing to the eye.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def clean_name(raw: str, limit: int = NAME_LIMIT) -> str:
    """`raw` on one line, without invisible characters, at most `limit` long; may be empty."""
    spaced = "".join(" " if char.isspace() or char in _BLANK else char for char in raw)
    visible = "".join(char for char in spaced if unicodedata.category(char) not in _HIDDEN)
    return " ".join(visible.split())[:limit].rstrip()
