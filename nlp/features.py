"""What the weights look at: the concepts of a message, how they follow each other, its words and letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.reading import Scan

_PAIR_REACH = 4
# How people punctuate says who writes, not what they mean.
_PAUSES = frozenset(",.;:!?、。~…()\"'“”‘’《》【】|/-—·")
_TO_SPACE = {ord(mark): " " for mark in _PAUSES}
_LENGTHS = (8, 16, 28, 50)


def collect_features(
    scan: Scan, class_of: Mapping[str, str], rules: Sequence[str], room: bool, phone: bool
) -> dict[str, float]:
    """Return the features of a scanned message with their values, scaled to length 1.

    `r:` a rule that fired, `c:` a concept (`!` denied), `p:` two concepts of one clause, `k:` a concept soon after another,
    `w:` a word, `1:` and `2:` one or two characters, `f:` and `l:` the first and last word,
    `s:` the outward shape.
    """
    found: dict[str, float] = {}
    names = [("!" if hit.denied else "") + class_of[hit.word] for hit in scan.hits]
    found.update({"c:" + name: 1.0 for name in names})
    found.update({"r:" + name: 1.0 for name in rules})
    _add_pairs(scan, names, found)
    _add_words(scan, found)
    _add_letters(scan.text, found)
    _add_shape(scan.text, room, phone, found)
    length = sum(value * value for value in found.values()) ** 0.5
    return {name: value / length for name, value in found.items()}


def _add_pairs(scan: Scan, names: list[str], found: dict[str, float]) -> None:
    hits = scan.hits
    for i, name in enumerate(names):
        for j in range(i + 1, min(i + _PAIR_REACH, len(names))):
            found[f"k:{name}>{names[j]}"] = 0.5
            if hits[i].clause == hits[j].clause:
                first, last = sorted((name, names[j]))
                found[f"p:{first}+{last}"] = 0.5
    if names:
        found["fc:" + names[0]] = 1.0
        found["lc:" + names[-1]] = 1.0


def _add_words(scan: Scan, found: dict[str, float]) -> None:
    words = [word for word in scan.tokens if word not in _PAUSES and not word.isspace()]
    found.update(dict.fromkeys(["w:" + word for word in words], 1.0))
    if words:
        found["f:" + words[0]] = 1.0
        found["l:" + words[-1]] = 1.0
        found["l2:" + "".join(words[-2:])] = 0.7
        found["f2:" + "".join(words[:2])] = 0.7


def _add_letters(text: str, found: dict[str, float]) -> None:
    plain = text.translate(_TO_SPACE)
    found.update(dict.fromkeys(["1:" + letter for letter in plain], 0.5))
    found.update(dict.fromkeys(["2:" + plain[i : i + 2] for i in range(len(plain) - 1)], 1.0))


def _add_shape(text: str, room: bool, phone: bool, found: dict[str, float]) -> None:
    found[f"s:length{sum(len(text) >= limit for limit in _LENGTHS)}"] = 1.0
    if room:
        found["s:room"] = 1.0
    if phone:
        found["s:phone"] = 1.0
    if "@" in text:
        found["s:at"] = 1.0
    if any(letter.isdigit() for letter in text):
        found["s:digit"] = 0.5
