"""Numbers as owners write them: full-width digits, Chinese numerals, numerals read out one by one."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"

_VALUES = {c: n for n, c in enumerate(DIGITS)} | {"〇": 0, "两": 2, "幺": 1}

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_VARIANTS = str.maketrans(
    "棟樓號單層區門戶間號兩貳壹\u3000－—–−‐～·．", "栋楼号单层区门户间号两二一 -----~.."
)
_FOLD = _FULL_WIDTH | _VARIANTS
_is_to_fold = re.compile(f"[{''.join(map(chr, _FOLD))}]").search


def fold(text: str) -> str:
    """Return the text with full-width, dash and traditional forms folded; its length never changes,
    so a place in the result is the same place in the text."""
    return text.translate(_FOLD) if _is_to_fold(text) else text


def read_number(numeral: str) -> int | None:
    """Return the value of `16`, `十六`, `二十`, `三百零一` or the read-out `一一零三`, else None."""
    if numeral.isascii():
        return int(numeral) if numeral.isdigit() else None
    if "十" in numeral or "百" in numeral:
        return _read_counted(numeral)
    if numeral and all(c in _VALUES for c in numeral):
        return int("".join(str(_VALUES[c]) for c in numeral))
    return None


def _read_counted(numeral: str) -> int | None:
    total, digit = 0, None
    for char in numeral:
        if char in _VALUES:
            digit = _VALUES[char]
        elif char in "十百":
            total += (1 if digit is None else digit) * (10 if char == "十" else 100)
            digit = None
        else:
            return None
    return total + (digit or 0)
