"""A small linear model over the features: how much each speaks for each answer. Loaded from JSON."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from nlp.features import SORTS_BY_VALUE, VALUES, Features, measure_length

#: The value of the feature that every message has: when learning, and when weighing. In a group
#: nearly everything is chat, among the labelled lines half is: the constant leans to silence.
ALWAYS, LEANING = 0.3, 0.58
_SCALE = 10  # weights are kept as whole tenths in one byte: small, and the same on every machine
_MOST = 127


_FIELD = 24  # bits that one answer has in a packed row: room for the sum of any message
_MASK = (1 << _FIELD) - 1
_UNKNOWN = 128  # every weight is kept this much too large, so that no field is ever below zero


@dataclass(frozen=True, slots=True)
class Weights:
    """One choice among answers: for each feature one weight per answer, in tenths.

    The rows of a sort are packed, all answers in one whole number: a message is weighed by adding
    one number for each of its features.
    """

    answers: tuple[str, ...]
    constant: tuple[int, ...]
    rows: Mapping[str, Mapping[str, int]]

    def weigh(self, features: Features) -> list[float]:
        """Return the probability of each answer, in the order of `answers`; they sum to 1."""
        sums = [weight * LEANING for weight in self.constant]
        length = measure_length(features)
        blank = repeat(_BLANKS[len(sums)])
        for value, sorts in SORTS_BY_VALUE:
            total = count = 0
            for sort in sorts:
                names = features.get(sort)
                if names and sort in self.rows:
                    total += sum(map(self.rows[sort].get, names, blank))
                    count += len(names)
            share = value / length
            for i, weight in enumerate(_unpack_row(total, len(sums), count)):
                sums[i] += share * weight
        return _to_probabilities(sums)

    def reasons(self, features: Features, answer: str, count: int = 4) -> list[str]:
        """Return the features that speak most for the answer, strongest first."""
        shift = _FIELD * self.answers.index(answer)
        found = []
        for sort, names in features.items():
            rows, value = self.rows.get(sort, {}), VALUES[sort]
            for name in rows.keys() & names:
                weight = (rows[name] >> shift & _MASK) - _UNKNOWN
                if weight > 0:
                    found.append((value * weight, f"{sort}:{name}"))
        return [name for _, name in sorted(found, reverse=True)[:count]]


def _to_probabilities(sums: Sequence[float]) -> list[float]:
    top = max(sums)
    powers = [math.exp((one - top) / _SCALE) for one in sums]
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


def _unpack_row(total: int, width: int, count: int) -> list[int]:
    """Return the weights of each answer in a sum of `count` packed rows."""
    return [(total >> (_FIELD * i) & _MASK) - _UNKNOWN * count for i in range(width)]


def _round(weight: float) -> int:
    return max(-_MOST, min(_MOST, round(weight * _SCALE)))


def load_weights(path: Path) -> dict[str, Weights]:
    """Return the choices of a weights file by name."""
    found: dict[str, Weights] = {}
    for name, kept in json.loads(path.read_text(encoding="utf-8")).items():
        width = len(kept["answers"])
        rows = {
            sort: dict(zip(names.split("\n"), _read_rows(kept["weights"][sort], width), strict=True))
            for sort, names in kept["features"].items()
        }
        found[name] = Weights(tuple(kept["answers"]), tuple(kept["constant"]), rows)
    return found


def _read_rows(text: str, width: int) -> list[int]:
    """Return the packed rows: one byte for each answer is spread over a field."""
    kept, step = base64.b64decode(text), _FIELD // 8
    spread = bytearray(len(kept) * step)
    spread[::step] = kept
    size, read = width * step, int.from_bytes
    return [read(spread[i : i + size], "little") for i in range(0, len(spread), size)]


def save_weights(path: Path, choices: Mapping[str, Weights]) -> None:
    """Write the choices to a file that `load_weights` reads."""
    kept = {name: _keep_weights(weights) for name, weights in sorted(choices.items())}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _keep_weights(weights: Weights) -> dict[str, object]:
    step, width = _FIELD // 8, len(weights.answers)
    features, numbers = {}, {}
    for sort, rows in weights.rows.items():
        features[sort] = "\n".join(rows)
        packed = b"".join(row.to_bytes(width * step, "little") for row in rows.values())
        numbers[sort] = base64.b64encode(packed[::step]).decode()
    return {
        "answers": weights.answers, "constant": weights.constant, "features": features, "weights": numbers,
    }  # fmt: skip
