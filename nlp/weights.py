"""A small linear model over the features: how much each speaks for each answer. Loaded from JSON."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import unpack

from nlp.features import SORTS_BY_VALUE, VALUES, Features

#: How much of the learned constant counts: kept small in the file, whole when weighing.
LEANING = 0.58
_SCALE = 10  # weights are kept as whole tenths in one byte: small, and the same on every machine
_MOST = 127


_FIELD = 32  # bits that one answer has in a packed row: room for the sum of any message
#: How many bytes one answer has in a packed row.
STEP = _FIELD // 8
_BYTE = 255
_UNKNOWN = 128  # every weight is kept this much too large, so that no field is ever below zero
_TENTHS = tuple((round(10 * value), sorts) for value, sorts in SORTS_BY_VALUE)


#: How many reasons are given for an answer.
REASONS = 4
#: By answer, the sum of weights, each times the value of its feature; the sum of the squares of the values:
#: all in whole numbers, the values in tenths.
Sums = tuple[Sequence[int], int]


@dataclass(frozen=True, slots=True)
class Weights:
    """One choice among answers: for each feature one weight per answer, in tenths.

    The rows of a sort are packed, all answers in one whole number: a message is weighed by adding
    one number for each of its features.
    """

    answers: tuple[str, ...]
    constant: tuple[int, ...]
    rows: Mapping[str, Mapping[str, int]]

    @property
    def blank(self) -> int:
        """The row of a feature of which nothing is known."""
        return _BLANKS[len(self.answers)]

    def find_row(self, sort: str, name: str) -> int:
        """Return the packed row of a feature, the blank one where nothing is known of it."""
        return self.rows.get(sort, _NO_ROWS).get(name, self.blank)

    def weigh(self, features: Features) -> list[float]:
        """Return the probability of each answer, in the order of `answers`; they sum to 1."""
        return to_probabilities(self.lean(self.sum(features)))

    def sum(self, features: Features) -> Sums:
        """Return the sums of the features."""
        whole = weight = square = 0
        for tenths, sorts in _TENTHS:
            found = [self.find_row(sort, name) for sort in sorts for name in features.get(sort, ())]
            whole += tenths * sum(found)
            weight += tenths * len(found)
            square += tenths * tenths * len(found)
        fields = unpack(f"<{len(self.answers)}I", whole.to_bytes(len(self.answers) * STEP, "little"))
        return [field - _UNKNOWN * weight for field in fields], square

    def lean(self, sums: Sums) -> list[float]:
        """Return how much is to be said for each answer, as a logarithm of odds in tenths."""
        values, squares = sums
        share = 1.0 / (math.sqrt(squares) or 10.0)
        return [fixed * LEANING + share * value for fixed, value in zip(self.constant, values, strict=True)]

    def reasons(self, features: Features, answer: str) -> list[str]:
        """Return the features that speak most for the answer, strongest first."""
        found = [
            (VALUES[sort] * weight, f"{sort}:{name}")
            for sort, names in features.items()
            for weight, name in self.list_speaking(sort, names, answer)
        ]
        return [name for _, name in sorted(found, reverse=True)[:REASONS]]

    def list_speaking(self, sort: str, names: Iterable[str], answer: str) -> list[tuple[int, str]]:
        """Return those of the features of one sort that speak for the answer, each with its weight."""
        get, shift = self.rows.get(sort, _NO_ROWS).get, _FIELD * self.answers.index(answer)
        return [
            (weight, name)
            for name in names
            if (row := get(name)) and (weight := (row >> shift & _BYTE) - _UNKNOWN) > 0
        ]


def to_probabilities(leaning: Sequence[float]) -> list[float]:
    """Return the probability of each answer; they sum to 1."""
    top = max(leaning)
    powers = [math.exp((one - top) / _SCALE) for one in leaning]
    total = sum(powers)
    return [power / total for power in powers]


def make_weights(answers: Sequence[str], rows: Mapping[str, Sequence[float]]) -> Weights:
    """Return weights of the rows by whole name (the empty one is the constant), rounded to what is kept."""
    by_sort: dict[str, dict[str, int]] = {}
    for name in sorted(rows.keys() - {""}):
        sort, _, what = name.partition(":")
        by_sort.setdefault(sort, {})[what] = _pack_row([_round(weight) for weight in rows[name]])
    return Weights(tuple(answers), tuple(map(_round, rows[""])), by_sort)


def _pack_row(weights: Sequence[int]) -> int:
    return sum((weight + _UNKNOWN) << (_FIELD * i) for i, weight in enumerate(weights))


#: A row that says nothing, by how many answers it has.
_BLANKS = tuple(_pack_row([0] * width) for width in range(16))
_NO_ROWS: Mapping[str, int] = {}


def _round(weight: float) -> int:
    return max(-_MOST, min(_MOST, round(weight * _SCALE)))


def load_weights(path: Path) -> dict[str, Weights]:
    """Return the choices of a weights file by name."""
    found: dict[str, Weights] = {}
    for name, kept in json.loads(path.read_bytes()).items():
        width = len(kept["answers"])
        rows = {
            sort: dict(zip(names.split("\n"), _read_rows(kept["weights"][sort], width), strict=True))
            for sort, names in kept["features"].items()
        }
        found[name] = Weights(tuple(kept["answers"]), tuple(kept["constant"]), rows)
    return found


def _read_rows(text: str, width: int) -> list[int]:
    """Return the packed rows: one byte for each answer is spread over a field."""
    kept = base64.b64decode(text)
    spread = bytearray(len(kept) * STEP)
    spread[::STEP] = kept
    cells = unpack(f"{width * STEP}s" * (len(kept) // width), spread)
    return [int.from_bytes(cell, "little") for cell in cells]


def save_weights(path: Path, choices: Mapping[str, Weights]) -> None:
    """Write the choices to a file that `load_weights` reads."""
    kept = {name: _keep_weights(weights) for name, weights in sorted(choices.items())}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _keep_weights(weights: Weights) -> dict[str, object]:
    width = len(weights.answers)
    features, numbers = {}, {}
    for sort, rows in weights.rows.items():
        features[sort] = "\n".join(rows)
        packed = b"".join(row.to_bytes(width * STEP, "little") for row in rows.values())
        numbers[sort] = base64.b64encode(packed[::STEP]).decode()
    return {
        "answers": weights.answers, "constant": weights.constant, "features": features, "weights": numbers,
    }  # fmt: skip
