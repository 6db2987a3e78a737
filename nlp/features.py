"""What the weights look at: the concepts of a message, how they follow each other, its words and letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import add

from nlp.reading import Scan

#: What a message has, by sort: `r` rules that fired, `c` concepts (`!` denied), `fc` and `lc` the first
#: and last, `p` two concepts of one clause, `k` a concept soon after another, `w` words, `f` and `l` the
#: first and last, `1` and `2` one or two characters, `s` the outward shape, `n` numbers. A feature's whole
#: name is `sort:what`.
Features = Mapping[str, set[str]]

#: How much each sort counts.
VALUES = {
    "r": 1.0, "c": 1.0, "fc": 1.0, "lc": 1.0, "w": 1.0, "f": 1.0, "l": 1.0, "2": 1.0, "s": 1.0,
    "1": 0.5, "p": 0.5, "k": 0.5, "n": 0.5,
}  # fmt: skip
#: The sorts that count the same, by value: the order in which sums are made, so that they never differ.
SORTS_BY_VALUE: tuple[tuple[float, tuple[str, ...]], ...] = tuple(
    (value, tuple(sort for sort, worth in VALUES.items() if worth == value)) for value in (1.0, 0.5)
)
#: How many hits on a concept still follows another.
PAIR_REACH = 4
# How people punctuate says who writes, not what they mean.
_PAUSES = frozenset(",.;:!?、。~…()\\\"'“”‘’《》【】|/-—·")
#: A pause between words; the tokens that are no words.
GAP = re.compile(f"[{re.escape(''.join(sorted(_PAUSES)))}\\s]+")
NO_WORDS = _PAUSES | {" ", "\n"}  # a normalised text has no other white space
_NOTHING: set[str] = set()
_DIGIT = {"digit"}
#: Whether a text has a digit.
has_digit = re.compile(r"\d").search


def collect_features(scan: Scan, rules: Sequence[str], room: bool, phone: bool) -> Features:
    """Return the features of a scanned message, by sort."""
    names = [name for _, _, name, _, _ in scan.hits]
    found: dict[str, set[str]] = {"c": set(names), "r": set(rules)}
    if names:
        found["fc"], found["lc"] = {names[0]}, {names[-1]}
        found["k"], found["p"] = _collect_pairs(names, [clause for _, _, _, clause, _ in scan.hits])
    words = [word for word in scan.tokens if word not in NO_WORDS]
    if words:
        found["w"], found["f"], found["l"] = set(words), {words[0]}, {words[-1]}
    plain = list(scan.text if scan.text.isalnum() else GAP.sub(" ", scan.text).strip())
    found["1"], found["2"] = set(plain), set(map(add, plain, plain[1:]))
    shape = (("room", room), ("phone", phone), ("at", "@" in scan.text))
    found["s"] = {name for name, is_so in shape if is_so}
    found["n"] = _DIGIT if has_digit(scan.text) else _NOTHING
    return found


def name_features(features: Features) -> dict[str, float]:
    """Return the whole name of each feature with its value, in a fixed order."""
    return {
        name: value
        for value, sorts in SORTS_BY_VALUE
        for name in sorted(f"{sort}:{what}" for sort in sorts for what in features.get(sort, _NOTHING))
    }


def measure_length(features: Features) -> float:
    """Return the length of the features as a vector: dividing by it makes long and short messages equal."""
    square = 0.0
    for value, sorts in SORTS_BY_VALUE:
        square += value * value * sum([len(features[sort]) for sort in sorts if sort in features])
    return square**0.5 or 1.0


def _collect_pairs(names: list[str], clauses: list[int]) -> tuple[set[str], set[str]]:
    """Return which concepts follow each other soon, and which stand together in one clause."""
    following: set[str] = set()
    together: set[str] = set()
    for step in range(1, min(PAIR_REACH, len(names))):
        after = names[step:]
        following.update([f"{a}>{b}" for a, b in zip(names, after, strict=False)])
        pairs = zip(names, after, clauses, clauses[step:], strict=False)
        together.update([f"{a}+{b}" if a <= b else f"{b}+{a}" for a, b, one, other in pairs if one == other])
    return following, together
