"""How much a message speaks of an estate: points from 0, not at all, to 6, of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from nlp.words import Lexicon

#: A message without a word of these groups is silence, wherever the other words come from.
ANCHORS = ("estate", "half", "trouble", "peril")
_STRONG, _WEAK, _FAR, _NEITHER = range(4)
_NEAR = (_STRONG, _WEAK)
_NOTHING: frozenset[str] = frozenset()


class _Worth(NamedTuple):
    side: int
    name: str
    peril: bool
    trouble: bool


_NO_WORTH = _Worth(_NEITHER, "", False, False)


@dataclass(frozen=True, slots=True)
class Points:
    """What each word counts. Neither the order of the words nor a denial changes anything."""

    anchors: frozenset[str]
    counted: frozenset[str]
    worth: Mapping[str, _Worth]

    def find(self, tokens: list[str]) -> frozenset[str]:
        """Return the words that count, each once; none where none is an anchor."""
        found = self.counted.intersection(tokens)
        return _NOTHING if found.isdisjoint(self.anchors) else found

    def count(self, found: frozenset[str], room: bool) -> int:
        """Return the points of a message with these words, and with a room or without."""
        strong = far = 0
        troubled = False
        weak: set[str] = set()
        perils: set[str] = set()
        for word in found:
            side, name, peril, trouble = self.worth[word]
            if side == _STRONG:
                strong += 1
            elif side == _WEAK:
                weak.add(name)
            elif side == _FAR:
                far += 1
            if peril:
                perils.add(name)
            troubled = troubled or trouble
        points = 2 * min(strong, 2) + min(len(weak), 2) + min(len(perils), 2) + 2 * room
        points += troubled - min(far, 3)
        return max(1 if perils else 0, min(6, points))


def read_points(lexicon: Lexicon) -> Points:
    """Return what the words of a lexicon count."""
    bits = {name: lexicon.bit(name) for name in (*ANCHORS, "elsewhere")}
    of_class = {name: _weigh_class(name, lexicon.class_bits(name)[0], bits) for name in lexicon.concepts}
    worth = {word: one for word, name in lexicon.class_of.items() if (one := of_class[name]) != _NO_WORTH}
    anchors = frozenset(word for word, one in worth.items() if one.side in _NEAR or one.peril or one.trouble)
    return Points(anchors, frozenset(worth), worth)


def _weigh_class(name: str, said: int, bits: Mapping[str, int]) -> _Worth:
    groups = {group for group, bit in bits.items() if said & bit}
    order = (("estate", _STRONG), ("half", _WEAK), ("elsewhere", _FAR))
    side = next((side for group, side in order if group in groups), _NEITHER)
    worth = _Worth(side, name, "peril" in groups, "trouble" in groups)
    return worth if groups else _NO_WORTH
