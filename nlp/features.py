"""What the weights look at: the concepts of a message, how they follow each other, its words and letters."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Set
from itertools import pairwise
from operator import add
from typing import NamedTuple

from nlp.reading import PAUSES, Scan

#: How much each sort of features counts: `w` words, `c` concepts (`!` denied), `fc` and `lc` the first and
#: last of them, `s` the outward shape, `k` a concept soon after another, `1` letters, `2` two letters that
#: follow each other, `e` the words at both ends.
VALUES = {
    "w": 1.0,
    "c": 1.0,
    "fc": 1.0,
    "lc": 1.0,
    "s": 1.0,
    "2": 1.0,
    "e": 1.0,
    "k": 0.7,
    "1": 0.5,
    "r": 0.45,
}

#: Two concepts, of which one soon follows the other.
Pair = tuple[str, str]


class Features(NamedTuple):
    """What a message has of each sort, each once."""

    words: Set[str]
    concepts: Set[str]
    first: Collection[str]
    last: Collection[str]
    shape: Collection[str]
    following: Set[Pair]
    letters: Set[str]
    runs: Set[str]
    ends: Collection[str]


#: The sorts in the order of the fields.
SORTS = ("w", "c", "fc", "lc", "s", "k", "1", "2", "e")
#: Features by name of the sort and their own.
Named = Mapping[str, Set[str]]

#: What stands for all pauses between two words.
GAP = " "
#: Whether a text has a digit.
has_digit = re.compile(r"\d").search


def collect_features(scan: Scan, room: bool, phone: bool) -> Features:
    """Return the features of a scanned message."""
    text, words = scan.text, scan.tokens
    if not text.isalnum():
        words = join_pauses(words)
        text = "".join(words)
    said, letters = set(words), set(text)
    if words is not scan.tokens:
        said.discard(GAP)
    names = scan.names
    return Features(
        said, set(names), names[:1], names[-1:], list_shape(text, room, phone),
        list_following(names),
        letters, set(map(add, text, text[1:])), ("^" + words[0], words[-1] + "$") if words else (),
    )  # fmt: skip


def list_following(names: list[str]) -> set[Pair]:
    """Return each two concepts of which one follows the other, or the next but one."""
    return {*pairwise(names), *zip(names, names[2:], strict=False)}


def name_features(features: Features) -> Named:
    """Return the features by sort and name."""
    parts: dict[str, Collection[str | Pair]] = dict(zip(SORTS, features, strict=True))
    return {sort: set(map(_name, found)) for sort, found in parts.items() if found}


def _name(found: str | Pair) -> str:
    return found if isinstance(found, str) else ">".join(found)


def measure_length(named: Named) -> float:
    """Return the length of the features as a vector: dividing by it makes long and short messages equal."""
    return sum(VALUES[sort] ** 2 * len(names) for sort, names in named.items()) ** 0.5 or 1.0


def list_shape(text: str, room: bool, phone: bool) -> list[str]:
    shape = ["digit"] if has_digit(text) else []
    if room:
        shape.append("room")
    if phone:
        shape.append("phone")
    if "@" in text:
        shape.append("at")
    return shape


def join_pauses(tokens: list[str]) -> list[str]:
    """Return the words, with one gap for the pauses between two of them and none at either end."""
    words: list[str] = []
    pausing = True
    for token in tokens:
        if token not in PAUSES:
            words.append(token)
            pausing = False
        elif not pausing:
            words.append(GAP)
            pausing = True
    if pausing and words:
        words.pop()
    return words
