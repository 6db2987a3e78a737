"""What the weights look at: the concepts of a message, how they follow each other, its words and letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.reading import Scan

#: Names of features by how much each counts.
Features = Mapping[float, set[str]]

_PAIR_REACH = 4
# How people punctuate says who writes, not what they mean.
_PAUSES = frozenset(",.;:!?、。~…()\\\"'“”‘’《》【】|/-—·")
_TO_SPACE = {ord(mark): " " for mark in _PAUSES}
_WHOLE, _LARGE, _HALF = 1.0, 0.7, 0.5


def collect_features(
    scan: Scan, class_of: Mapping[str, str], rules: Sequence[str], room: bool, phone: bool
) -> Features:
    """Return the features of a scanned message, grouped by how much they count.

    `r:` a rule that fired, `c:` a concept (`!` denied), `p:` two concepts of one clause, `k:` a
    concept soon after another, `w:` a word, `1:` and `2:` one or two characters, `f:` and `l:` the
    first and last word, `s:` the outward shape.
    """
    names = [("!" if hit.denied else "") + class_of[hit.word] for hit in scan.hits]
    whole = {"c:" + name for name in names}
    whole.update(["r:" + name for name in rules])
    half = _collect_pairs(scan, names)
    large: set[str] = set()
    if names:
        whole.update(("fc:" + names[0], "lc:" + names[-1]))
    _add_words(scan, whole, large)
    plain = " ".join(scan.text.translate(_TO_SPACE).split())
    half.update(["1:" + letter for letter in plain])
    whole.update(["2:" + plain[i : i + 2] for i in range(len(plain) - 1)])
    _add_shape(scan.text, room, phone, whole, half)
    return {_WHOLE: whole, _LARGE: large, _HALF: half}


def measure_length(features: Features) -> float:
    """Return the length of the features as a vector: dividing by it makes long and short messages equal."""
    return sum(value * value * len(names) for value, names in features.items()) ** 0.5 or 1.0


def _collect_pairs(scan: Scan, names: list[str]) -> set[str]:
    found: set[str] = set()
    hits = scan.hits
    for i, name in enumerate(names):
        for j in range(i + 1, min(i + _PAIR_REACH, len(names))):
            other = names[j]
            found.add(f"k:{name}>{other}")
            if hits[i].clause == hits[j].clause:
                found.add(f"p:{name}+{other}" if name <= other else f"p:{other}+{name}")
    return found


def _add_words(scan: Scan, whole: set[str], large: set[str]) -> None:
    words = [word for word in scan.tokens if word not in _PAUSES and not word.isspace()]
    if words:
        whole.update(["w:" + word for word in words])
        whole.update(("f:" + words[0], "l:" + words[-1]))
        large.update(("l2:" + "".join(words[-2:]), "f2:" + "".join(words[:2])))


def _add_shape(text: str, room: bool, phone: bool, whole: set[str], half: set[str]) -> None:
    if room:
        whole.add("s:room")
    if phone:
        whole.add("s:phone")
    if "@" in text:
        whole.add("s:at")
    if any(map(str.isdigit, text)):
        half.add("s:digit")
