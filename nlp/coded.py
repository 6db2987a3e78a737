"""The features of a message in the form that is quickest to look up: numbers for letters, tuples for pairs.

They are the same as `collect_features` collects, one by one. The letters of a text and its pairs of letters
are read as numbers of 16 and 32 bits from its UTF-16 form, where each letter has 16 bits; else they stay
letters.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain, compress, pairwise
from operator import add, eq
from sys import byteorder, intern
from typing import Any, TypeVar

from nlp.features import GAP, NO_WORDS, has_digit
from nlp.reading import Hit, Scan

#: The sorts of features in the order of `Coded`: first those that count whole, then those that count half.
CODED_SORTS = ("w", "2", "c", "r", "f", "l", "fc", "lc", "s", "1", "k", "p", "n")
WHOLE_SORTS = CODED_SORTS.index("1")
_UTF_16 = f"utf-16-{byteorder[0]}e"
_NUMBER = ("digit",)

#: Two concepts: where they stand together, in either order.
Pair = tuple[str, str]
#: What a message has of each sort, each once.
Coded = tuple[Collection[Any], ...]
Value = TypeVar("Value")


def code_features(scan: Scan, rules: Sequence[str], room: bool, phone: bool) -> Coded:
    """Return the features of a scanned message."""
    text, words = scan.text, scan.tokens
    if not text.isalnum():
        words = [word for word in words if word not in NO_WORDS]
        if not text.replace(" ", "").isalnum():  # most pauses are one space already
            text = GAP.sub(" ", text).strip()
    letters, pairs = _list_letters(text)
    shown = [name for name, is_so in (("room", room), ("phone", phone), ("at", "@" in text)) if is_so]
    names = [hit[2] for hit in scan.hits]
    concepts = set(names)
    following, together = _list_pairs(names, scan.hits, len(concepts)) if len(names) > 1 else ((), ())
    return (
        set(words), pairs, concepts, rules, words[:1], words[-1:], names[:1], names[-1:], shown,
        letters, following, together, _NUMBER if has_digit(text) else (),
    )  # fmt: skip


def name_coded(sort: str, key: Any) -> str:
    """Return the name of a feature of one sort, as `collect_features` has it."""
    if isinstance(key, int):
        return key.to_bytes(2 * int(sort), byteorder).decode(_UTF_16, "surrogatepass")
    if isinstance(key, tuple):
        return ">".join(key) if sort == "k" else "+".join(sorted(key))
    return str(key)


def key_by_code(sort: str, names: Sequence[str], rows: Sequence[Value]) -> dict[Any, Value]:
    """Return what is known of the features of one sort, by every coded form of them instead of by name."""
    if sort == "k":
        return {tuple(map(intern, name.split(">"))): row for name, row in zip(names, rows, strict=True)}
    if sort == "p":
        keys = [tuple(map(intern, name.split("+"))) for name in names]
        return dict(zip(keys + [key[::-1] for key in keys], [*rows, *rows], strict=True))
    return _key_letters(int(sort), names, rows) if sort in ("1", "2") else dict(zip(names, rows, strict=True))


def _key_letters(size: int, names: Sequence[str], rows: Sequence[Value]) -> dict[Any, Value]:
    """Return rows of names of so many letters by the numbers of these; names with other letters stay."""
    units = memoryview("".join(names).encode(_UTF_16, "surrogatepass"))
    if len(units) == 2 * size * len(names):
        return dict(zip(units.cast("H" if size == 1 else "I"), rows, strict=True))
    plain = {name: row for name, row in zip(names, rows, strict=True) if max(name) <= "\uffff"}
    others = {name: row for name, row in zip(names, rows, strict=True) if name not in plain}
    return {**others, **_key_letters(size, list(plain), list(plain.values()))}


def _list_letters(text: str) -> tuple[Collection[int | str], Collection[int | str]]:
    """Return the letters of a text, and its pairs of letters."""
    count, units = len(text), memoryview(text.encode(_UTF_16, "surrogatepass"))
    if len(units) != 2 * count:
        return set(text), set(map(add, text, text[1:]))
    if count < 2:
        return units.cast("H"), ()
    even, odd = units[: count // 2 * 4], units[2 : 2 + (count - 1) // 2 * 4]
    return set(units.cast("H")), {*even.cast("I"), *odd.cast("I")}


def _list_pairs(
    names: list[str], hits: list[Hit], distinct: int
) -> tuple[Collection[Pair], Collection[Pair]]:
    """Return which concepts follow each other soon, and which of these stand together in one clause."""
    # Written out for the three steps that PAIR_REACH allows: a loop over them costs as much as the rest.
    following = [*pairwise(names), *zip(names, names[2:]), *zip(names, names[3:])]  # noqa: B905
    together = following
    if hits[0][3] != hits[-1][3]:
        at = [hit[3] for hit in hits]
        same = chain(map(eq, at, at[1:]), map(eq, at, at[2:]), map(eq, at, at[3:]))
        together = list(compress(following, same))
    if distinct == len(names):
        return following, together
    return set(following), {(a, b) if a <= b else (b, a) for a, b in together}
