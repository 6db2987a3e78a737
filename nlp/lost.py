"""Who is lost, said in full: 孩子丢了 is 孩子走丢了, 我女儿暖暖不见了 is 我女儿不见了, 我女儿的书包不见了 is
书包不见了.

A name between whose it is and that they are gone is read as whatever its letters mean elsewhere (暖, 萌, 乐);
and what is gone may be a thing of theirs.  Rules and weights see neither.
"""

from __future__ import annotations

from collections.abc import Set

from nlp.lost_words import LostWords
from nlp.words import Lexicon

#: A word of [gone], said of whoever is lost.
_IN_FULL = "走丢了"
_MARKS = frozenset(",.;:!?、。~…()\\\"'“”‘’ \n")
_LONGEST_NAME = 3
#: A thing may be cut into so many words: 电话 手表.
LONGEST_THING = 3


class Lost:
    """Says in full who is lost, by the words of a lexicon and those of `lost.toml`."""

    def __init__(self, lexicon: Lexicon, words: LostWords) -> None:
        def list_words(name: str) -> Set[str]:
            return frozenset(lexicon.concepts[name].words) if name in lexicon.concepts else frozenset()

        self.words = words
        self._children, elders = list_words("child"), list_words("elder")
        self._kin = self._children | elders
        self._gone = list_words("gone")
        self._ends = self._gone | words.lost | words.not_found

    def say_in_full(self, tokens: list[str]) -> list[str]:
        """Return the tokens, the same list where nothing is to be said in full."""
        if self._ends.isdisjoint(tokens):
            return tokens
        for at, token in enumerate(tokens):
            if token in self._ends and (said := self._rewrite(tokens, at)):
                return said
        return tokens

    def _rewrite(self, tokens: list[str], at: int) -> list[str] | None:
        longest_first = range(max(at - LONGEST_THING, 0), at)
        thing = next((thing for thing in longest_first if self._names_thing(tokens[thing:at])), None)
        if thing is not None:
            return self._drop_owner(tokens, thing)
        start = self._find_name(tokens, at)
        whose = tokens[start - 1] if start else ""
        if whose not in self._kin:
            named = whose in self.words.homes and _is_doubled("".join(tokens[start:at]))
            return [*tokens[:start], *self._describe(tokens), *tokens[at:]] if named else None
        if tokens[at] in self._gone:
            return [*tokens[:start], *tokens[at:]] if start < at else None
        if any(self._names_thing(tokens[at + 1 : end]) for end in range(at + 2, at + 2 + LONGEST_THING)):
            return [*tokens[: start - 1], *tokens[at:]]
        return self._call_lost(tokens, start, at, whose)

    def _names_thing(self, tokens: list[str]) -> bool:
        return "".join(tokens) in self.words.belongings

    def _describe(self, tokens: list[str]) -> list[str]:
        """Return what somebody at home is who goes by a name: a child where one is described, else nobody."""
        return ["孩子"] if "岁" in tokens or not self._children.isdisjoint(tokens) else []

    def _call_lost(self, tokens: list[str], start: int, at: int, whose: str) -> list[str] | None:
        end = at + 1
        while end < len(tokens) and tokens[end] in self.words.particles:
            end += 1
        if end < len(tokens) and tokens[end] not in _MARKS:
            return None
        if tokens[at] in self.words.not_found and (whose not in self._children or "了" not in tokens[at:end]):
            return None
        return [*tokens[:start], _IN_FULL, *tokens[end:]]

    def _find_name(self, tokens: list[str], at: int) -> int:
        """Return where a name begins that ends here: letters that are no words, or one twice; else here."""
        start, letters = at, 0
        while start and letters < _LONGEST_NAME and self._may_be_of_name(tokens[start - 1]):
            start -= 1
            letters += len(tokens[start])
        return start if 2 <= letters <= _LONGEST_NAME else at

    def _may_be_of_name(self, token: str) -> bool:
        if token in self._kin:
            return False
        return _is_doubled(token) or (
            len(token) == 1 and _is_letter(token) and token not in self.words.not_in_names
        )

    def _drop_owner(self, tokens: list[str], thing: int) -> list[str] | None:
        """Return the tokens without whose the thing is: nobody is gone."""
        owner = thing - 1 - (thing > 0 and tokens[thing - 1] == "的")
        if owner < 0 or tokens[owner] not in self._kin:
            return None
        return [*tokens[:owner], *tokens[thing:]]


def _is_doubled(text: str) -> bool:
    return len(text) == 2 and text[0] == text[1] and _is_letter(text[0])


def _is_letter(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
