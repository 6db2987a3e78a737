"""A small linear model over the features: how much each speaks for each answer. Loaded from JSON."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nlp.features import VALUES, Named

#: How much of the learned constant counts: kept small in the file, whole when weighing.
LEANING = 0.58
#: How many reasons are given for an answer.
REASONS = 4
#: A weight is kept as one byte, this much too large, so that none is below zero.
UNKNOWN = 128
_SCALE = 10  # weights are whole tenths: small, and the same on every machine
_MOST = 127
_TENTHS = {sort: round(10 * value) for sort, value in VALUES.items()}


@dataclass(frozen=True)
class Rows:
    """The weights of the features of one sort: their names; for each in turn one byte for each answer."""

    names: tuple[str, ...]
    kept: bytes

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each name."""
        return {name: place for place, name in enumerate(self.names)}


@dataclass(frozen=True, slots=True)
class Weights:
    """One choice among answers: for each feature one weight per answer, in tenths."""

    answers: tuple[str, ...]
    constant: tuple[int, ...]
    rows: Mapping[str, Rows]

    def find_row(self, sort: str, name: str) -> bytes | None:
        """Return the weights of a feature as they are kept, None where nothing is known of it."""
        rows, width = self.rows.get(sort, NO_ROWS), len(self.answers)
        place = rows.places.get(name)
        return None if place is None else rows.kept[place * width : (place + 1) * width]

    def weigh(self, named: Named) -> list[float]:
        """Return the probability of each answer, in the order of `answers`; they sum to 1."""
        return to_probabilities(self.lean(*self.sum(named)))

    def sum(self, named: Named) -> tuple[list[int], int]:
        """Return by answer the sum of the weights of the features, each times its value, and the sum of the
        squares of the values: all in whole numbers, the values in tenths."""
        sums, squares = [0] * len(self.answers), 0
        for sort, names in named.items():
            tenths = _TENTHS[sort]
            squares += tenths * tenths * len(names)
            for row in filter(None, [self.find_row(sort, name) for name in names]):
                sums = [one + tenths * (weight - UNKNOWN) for one, weight in zip(sums, row, strict=True)]
        return sums, squares

    def lean(self, sums: Sequence[int], squares: int) -> list[float]:
        """Return how much is to be said for each answer, as a logarithm of odds in tenths."""
        share = 1.0 / (math.sqrt(squares) or 10.0)
        return [fixed * LEANING + share * one for fixed, one in zip(self.constant, sums, strict=True)]

    def reasons(self, named: Named, answer: str) -> list[str]:
        """Return the features that speak most for the answer, strongest first."""
        place, found = self.answers.index(answer), []
        for sort, names in named.items():
            for name in names:
                row = self.find_row(sort, name)
                if row and row[place] > UNKNOWN:
                    found.append((VALUES[sort] * (row[place] - UNKNOWN), f"{sort}:{name}"))
        return [name for _, name in sorted(found, reverse=True)[:REASONS]]

    def list_strong(self, sort: str, answer: str, least: float) -> dict[str, float]:
        """Return the features of one sort that say at least so much for the answer, each with how much."""
        rows, value = self.rows.get(sort, NO_ROWS), VALUES[sort]
        column = rows.kept[self.answers.index(answer) :: len(self.answers)]
        strong = bytes(range(UNKNOWN + math.ceil(least / value), 256))
        places = [found.start() for found in re.finditer(b"[" + re.escape(strong) + b"]", column)]
        return {rows.names[place]: value * (column[place] - UNKNOWN) for place in places}


#: Of a sort of which nothing is known.
NO_ROWS = Rows((), b"")


def to_probabilities(leaning: Sequence[float]) -> list[float]:
    """Return the probability of each answer; they sum to 1."""
    top = max(leaning)
    powers = [math.exp((one - top) / _SCALE) for one in leaning]
    total = sum(powers)
    return [power / total for power in powers]


def make_weights(answers: Sequence[str], rows: Mapping[str, Sequence[float]]) -> Weights:
    """Return weights of the rows by whole name (the empty one is the constant), rounded to what is kept, in
    the order of the rows."""
    by_sort: dict[str, dict[str, bytes]] = {}
    for name, row in rows.items():
        sort, _, what = name.partition(":")
        if name:
            by_sort.setdefault(sort, {})[what] = bytes(_round(weight) + UNKNOWN for weight in row)
    packed = {sort: Rows(tuple(of_sort), b"".join(of_sort.values())) for sort, of_sort in by_sort.items()}
    return Weights(tuple(answers), tuple(map(_round, rows[""])), packed)


def _round(weight: float) -> int:
    return max(-_MOST, min(_MOST, round(weight * _SCALE)))


def load_weights(path: Path) -> dict[str, Weights]:
    """Return the choices of a weights file by name."""
    found: dict[str, Weights] = {}
    for name, kept in json.loads(path.read_bytes()).items():
        rows = {
            sort: Rows(tuple(names.split("\n")), base64.b64decode(kept["weights"][sort]))
            for sort, names in kept["features"].items()
        }
        found[name] = Weights(tuple(kept["answers"]), tuple(kept["constant"]), rows)
    return found


def save_weights(path: Path, choices: Mapping[str, Weights]) -> None:
    """Write the choices to a file that `load_weights` reads."""
    kept = {name: _keep_weights(weights) for name, weights in sorted(choices.items())}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _keep_weights(weights: Weights) -> dict[str, object]:
    names = {sort: "\n".join(rows.names) for sort, rows in weights.rows.items()}
    numbers = {sort: base64.b64encode(rows.kept).decode() for sort, rows in weights.rows.items()}
    return {"answers": weights.answers, "constant": weights.constant, "features": names, "weights": numbers}
