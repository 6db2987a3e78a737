"""How content an owner says to be: by words, digits and stars."""

from __future__ import annotations

import re

#: How content the owner is, 1 to 5, in the words that people use.
_SCORES: dict[str, int] = {
    **dict.fromkeys(("满意", "滿意", "很满意", "非常满意", "十分满意", "特别满意", "太满意了"), 5),
    **dict.fromkeys(("好评", "五星好评"), 5),
    **dict.fromkeys(("比较满意", "还不错", "挺满意", "基本满意"), 4),
    **dict.fromkeys(("一般", "一般般", "还行", "凑合", "马马虎虎"), 3),
    **dict.fromkeys(("不太满意", "不满意", "不滿意"), 2),
    **dict.fromkeys(("很不满意", "非常不满意", "差评", "太差了", "极差"), 1),
}
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
#: A score by digit or stars: `5分`, `五星`, `⭐⭐⭐`, `4颗星`.
_SIGNS = re.compile(
    r"(?:打|给|评价?)?\s*(?P<digit>[1-5一二两三四五])\s*(?:分|星|颗星|顆星)(?:好评)?|(?P<stars>[⭐★🌟]{1,5})\ufe0f?"
)
_KIND_WORDS = re.compile(
    r"[,，。.！!~～\s]*(?:谢谢|感谢|辛苦|多谢|师傅|了|啦|哈|您|你|物业|大家|[,，。.！!~～\s])*$"
)
#: Every score begins with one of these: most of what is said in a day does not.
BEGINS_SCORE = frozenset({*(words[0] for words in _SCORES), *"打给评一二两三四五12345⭐★🌟"})


def read_score(text: str, bare: bool = False) -> int | None:
    """How content its writer is, 1 to 5; None where the text says anything else.

    With `bare` a digit alone counts: only where it cannot be anything else.
    """
    text = text.replace("\ufe0f", "").strip()
    if text[:1] not in BEGINS_SCORE:
        return None
    core = _KIND_WORDS.sub("", text)
    if core in _SCORES:
        return _SCORES[core]
    match = _SIGNS.fullmatch(core)
    if match:
        return len(match["stars"]) if match["stars"] else _DIGITS.get(match["digit"]) or int(match["digit"])
    return int(core) if bare and core in ("1", "2", "3", "4", "5") else None
