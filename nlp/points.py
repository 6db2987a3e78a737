"""How much a message speaks of an estate: points from 0, not at all, to 6, of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nlp.words import Lexicon

#: A message without a word of these groups is silence, wherever the other words come from.
ANCHORS = ("estate", "half", "trouble", "peril")
_NOTHING: frozenset[str] = frozenset()
#: What one word adds: strong words are counted, and in a field above them those of elsewhere.
_STRONG, _FIELD = 1, 16
_FAR = 1 << _FIELD
_MOST = _FAR - 1

#: What a word adds to the counts, and the bits that it sets: one for each class of weak words, one for each
#: of danger, and one for trouble.
Worth = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Points:
    """What each word counts. Neither the order of the words nor a denial changes anything."""

    anchors: frozenset[str]
    counted: frozenset[str]
    worth: Mapping[str, Worth]
    weak: int
    perils: int
    trouble: int

    def find(self, tokens: list[str]) -> frozenset[str]:
        """Return the words that count, each once; none where none is an anchor."""
        found = self.counted.intersection(tokens)
        return _NOTHING if found.isdisjoint(self.anchors) else found

    def count(self, found: frozenset[str], room: bool) -> int:
        """Return the points of a message with these words, and with a room or without."""
        total = marks = 0
        for word in found:
            more, mark = self.worth[word]
            total += more
            marks |= mark
        strong, far = total & _MOST, total >> _FIELD
        weak, perils = marks & self.weak, marks & self.perils
        points = (4 if strong > 1 else 2 * strong) - (far if far < 3 else 3) + _count_to_two(weak)
        points += _count_to_two(perils) + (1 if marks & self.trouble else 0) + (2 if room else 0)
        least = 1 if perils else 0
        return least if points < least else 6 if points > 6 else points


def _count_to_two(bits: int) -> int:
    """Return how many bits are set, 2 where there are more."""
    if not bits:
        return 0
    return 2 if bits & (bits - 1) else 1


def read_points(lexicon: Lexicon) -> Points:
    """Return what the words of a lexicon count."""
    bits = {name: lexicon.bit(name) for name in (*ANCHORS, "elsewhere")}
    groups = {name: _list_groups(lexicon.class_bits(name)[0], bits) for name in lexicon.concepts}
    counting = [name for name, found in groups.items() if found]
    many = len(counting)
    of_class = {name: _weigh_class(number, many, groups[name]) for number, name in enumerate(counting)}
    worth = {word: of_class[name] for word, name in lexicon.class_of.items() if name in of_class}
    anchors = frozenset(word for word, (more, marks) in worth.items() if marks or more & _MOST)
    weak = (1 << many) - 1
    return Points(anchors, frozenset(worth), worth, weak, weak << many, 1 << 2 * many)


def _list_groups(said: int, bits: Mapping[str, int]) -> set[str]:
    return {group for group, bit in bits.items() if said & bit}


def _weigh_class(number: int, many: int, groups: set[str]) -> Worth:
    """Return what a word of a class counts; a word is strong, weak or of elsewhere, the first that it is."""
    more = marks = 0
    if "estate" in groups:
        more = _STRONG
    elif "half" in groups:
        marks = 1 << number
    elif "elsewhere" in groups:
        more = _FAR
    if "peril" in groups:
        marks |= 1 << (many + number)
    if "trouble" in groups:
        marks |= 1 << 2 * many
    return more, marks
