"""The sums of the weights for one message, without naming its features one by one.

What `Weights.sum` sums for the features of a scan, to the last number, in less time: letters and pairs of
letters are looked up by the numbers that they are stored as, concepts by what stands in the scan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from sys import byteorder, intern
from typing import Literal

from nlp.features import GAP, NO_WORDS, PAIR_REACH, has_digit
from nlp.reading import Hit, Scan
from nlp.weights import Sums, Weights

_UTF_32 = "utf-32-le" if byteorder == "little" else "utf-32-be"
_SORTS = ("w", "f", "l", "c", "fc", "lc", "r", "s", "n")


class Tally:
    """Sums up scans for one choice."""

    def __init__(self, weights: Weights) -> None:
        self._blank = weights.blank
        self._get = {sort: weights.rows.get(sort, {}).get for sort in _SORTS}
        self._letters = _key_by_code(weights.rows.get("1", {}), "I")
        self._pairs = _key_by_code(weights.rows.get("2", {}), "Q")
        self._following = _key_by_names(weights.rows.get("k", {}), ">")
        self._together = _key_by_names(weights.rows.get("p", {}), "+")

    def sum(self, scan: Scan, rules: Sequence[str], room: bool, phone: bool) -> Sums:
        """Return the sums of the scan's features, as `Weights.sum` does."""
        whole, tenths, squares = self._sum_words(scan)
        meant, shown = self._sum_concepts(scan.hits), self._sum_marks(scan.text, rules, room, phone)
        return whole + meant[0] + shown[0], tenths + meant[1] + shown[1], squares + meant[2] + shown[2]

    def _sum_words(self, scan: Scan) -> Sums:
        blank, get, text, words = self._blank, self._get, scan.text, scan.tokens
        if not text.isalnum():
            text = GAP.sub(" ", text).strip()
            words = [word for word in words if word not in NO_WORDS]
        letters, pairs, distinct = *_list_codes(text), set(words)
        whole, half = len(distinct) + len(pairs), len(letters)
        total = sum(map(get["w"], distinct, repeat(blank))) + sum(map(self._pairs.get, pairs, repeat(blank)))
        if words:
            total += get["f"](words[0], blank) + get["l"](words[-1], blank)
            whole += 2
        total = 10 * total + 5 * sum(map(self._letters.get, letters, repeat(blank)))
        return total, 10 * whole + 5 * half, 100 * whole + 25 * half

    def _sum_concepts(self, hits: list[Hit]) -> Sums:
        if not hits:
            return 0, 0, 0
        names, blank, get = [hit[2] for hit in hits], self._blank, self._get
        distinct = set(names)
        following, together = _list_pairs(names, hits)
        total = sum(map(get["c"], distinct, repeat(blank)))
        total += get["fc"](names[0], blank) + get["lc"](names[-1], blank)
        near = sum(map(self._following.get, following, repeat(blank)))
        near += sum(map(self._together.get, together, repeat(blank)))
        whole, half = len(distinct) + 2, len(following) + len(together)
        return 10 * total + 5 * near, 10 * whole + 5 * half, 100 * whole + 25 * half

    def _sum_marks(self, text: str, rules: Sequence[str], room: bool, phone: bool) -> Sums:
        blank, get = self._blank, self._get
        shown = [name for name, is_so in (("room", room), ("phone", phone), ("at", "@" in text)) if is_so]
        distinct = set(rules)
        total = sum([get["r"](name, blank) for name in distinct]) + sum(
            [get["s"](name, blank) for name in shown]
        )
        whole = len(distinct) + len(shown)
        if not has_digit(text):
            return 10 * total, 10 * whole, 100 * whole
        return 10 * total + 5 * get["n"]("digit", blank), 10 * whole + 5, 100 * whole + 25


def _list_pairs(names: list[str], hits: list[Hit]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return which concepts follow each other soon, and which stand together in one clause."""
    following: set[tuple[str, str]] = set()
    for step in range(1, min(PAIR_REACH, len(names))):
        following.update(zip(names, names[step:], strict=False))
    if hits[0][3] == hits[-1][3]:
        return following, {(a, b) if a <= b else (b, a) for a, b in following}
    together: set[tuple[str, str]] = set()
    for step in range(1, min(PAIR_REACH, len(names))):
        for one, other in zip(hits, hits[step:], strict=False):
            if one[3] == other[3]:
                a, b = one[2], other[2]
                together.add((a, b) if a <= b else (b, a))
    return following, together


def _list_codes(text: str) -> tuple[set[int], set[int]]:
    """Return the letters of a text as numbers of 32 bits, and its pairs of letters as numbers of 64."""
    units = memoryview(text.encode(_UTF_32, "surrogatepass"))
    count = len(text)
    pairs = set(units[: count // 2 * 8].cast("Q"))
    if count > 1:
        pairs.update(units[4 : 4 + (count - 1) // 2 * 8].cast("Q"))
    return set(units.cast("I")), pairs


def _key_by_code(rows: Mapping[str, int], form: Literal["I", "Q"]) -> dict[int, int]:
    """Return the rows of letters, or of pairs of letters, by the numbers that `_list_codes` makes of them."""
    codes = memoryview("".join(rows).encode(_UTF_32, "surrogatepass")).cast(form)
    return dict(zip(codes, rows.values(), strict=True))


def _key_by_names(rows: Mapping[str, int], sign: str) -> dict[tuple[str, str], int]:
    """Return the rows of pairs of concepts by both names, the same objects as the scans have."""
    found = {}
    for pair, row in rows.items():
        one, _, other = pair.partition(sign)
        found[intern(one), intern(other)] = row
    return found
