"""The choices that are made of a message, whose answers stand side by side in one table of weights.

A message is weighed once for all of them: its kind, the finer answers, and the category of each kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.finer import FINER
from nlp.verdict import CATEGORIES, KINDS
from nlp.weights import UNKNOWN, Rows, Weights

#: The answers of each choice, in the order of the table.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "finer": FINER,
    **{kind: CATEGORIES[kind] for kind in CATEGORIES},
}
#: The names of all answers in the table.
ANSWERS = tuple(f"{choice}:{answer}" for choice, answers in CHOICES.items() for answer in answers)


def _find_spans() -> dict[str, slice]:
    spans, start = {}, 0
    for choice, answers in CHOICES.items():
        spans[choice] = slice(start, start + len(answers))
        start += len(answers)
    return spans


#: Where the answers of each choice stand in the table.
SPANS: Mapping[str, slice] = _find_spans()


def join_choices(choices: Mapping[str, Weights], order: Sequence[tuple[str, str]]) -> Weights:
    """Return one table of the weights of all choices; what a choice does not know says nothing for it.

    `order` is the sorts and names of all features in the order in which the table is to hold them.
    """
    nothing = {choice: bytes([UNKNOWN]) * len(answers) for choice, answers in CHOICES.items()}
    names: dict[str, list[str]] = {}
    kept: dict[str, bytearray] = {}
    for sort, name in order:
        rows = [choices[choice].find_row(sort, name) if choice in choices else None for choice in CHOICES]
        if any(rows):
            names.setdefault(sort, []).append(name)
            told = zip(CHOICES, rows, strict=True)
            kept.setdefault(sort, bytearray()).extend(b"".join(row or nothing[one] for one, row in told))
    constant = [choices[one].constant if one in choices else (0,) * len(of) for one, of in CHOICES.items()]
    rows_of = {sort: Rows.keep(tuple(of_sort), bytes(kept[sort])) for sort, of_sort in names.items()}
    return Weights(ANSWERS, tuple(weight for part in constant for weight in part), rows_of)
