"""Dialects as they are typed, read as the common language."""

from __future__ import annotations

#: The small words of Cantonese and Wu as everybody types them; longer ones first.
_DIALECT = tuple(
    (word, common)
    for word, _, common in (
        pair.partition("=")
        for pair in """
        勒浪=在 勒勒=在 伊拉=他们 屋里厢=家里 返嚟=回来 佢哋=他们 细路=孩子 屋企=家 屋头=家里 得啦=好了
        嚟=来 咗=了 喺=在 冇=没 唔=不 佢=他 嘅=的 搵=找 瞓=睡 哉=了 咧=了 咯=了
        """.split()  # noqa: SIM905
    )
)


def fold_dialect(text: str) -> str:
    """The text with the small words of dialects as in the common language: 放咗出嚟 is 放了出来."""
    for word, common in _DIALECT:
        if word in text:
            text = text.replace(word, common)
    return text
