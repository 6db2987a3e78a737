"""A small linear model over the features: how much each speaks for each answer. Loaded from JSON."""

from __future__ import annotations

import base64
import json
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from nlp.features import Features, measure_length

#: The value of the feature that every message has: when learning, and when weighing. In a group
#: nearly everything is chat, among the labelled lines half is: the constant leans to silence.
ALWAYS, LEANING = 0.3, 0.58
_SCALE = 10  # weights are kept as whole tenths in one byte: small, and the same on every machine
_MOST = 127


@dataclass(frozen=True, slots=True)
class Weights:
    """One choice among answers: for each feature one weight per answer, in tenths.

    The empty name is the constant.
    """

    answers: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]

    def weigh(self, features: Features) -> list[float]:
        """Return the probability of each answer, in the order of `answers`; they sum to 1."""
        find = self.rows.get
        sums = [weight * LEANING for weight in find("", (0,) * len(self.answers))]
        length = measure_length(features)
        for value, names in features.items():
            rows = [row for row in map(find, names) if row]
            share = value / length
            for i, column in enumerate(zip(*rows, strict=True)):
                sums[i] += share * sum(column)
        return _to_probabilities(sums)

    def reasons(self, features: Features, answer: str, count: int = 4) -> list[str]:
        """Return the features that speak most for the answer, strongest first."""
        index, rows = self.answers.index(answer), self.rows
        found = [
            (value * rows[name][index], name)
            for value, names in features.items()
            for name in names
            if name in rows
        ]
        return [name for strength, name in sorted(found, reverse=True)[:count] if strength > 0]


def _to_probabilities(sums: Sequence[float]) -> list[float]:
    top = max(sums)
    powers = [math.exp((one - top) / _SCALE) for one in sums]
    total = sum(powers)
    return [power / total for power in powers]


def make_weights(answers: Sequence[str], rows: Mapping[str, Sequence[float]]) -> Weights:
    """Return weights of the rows, rounded to what is kept."""
    return Weights(tuple(answers), {name: tuple(map(_round, rows[name])) for name in sorted(rows)})


def _round(weight: float) -> int:
    return max(-_MOST, min(_MOST, round(weight * _SCALE)))


def load_weights(path: Path) -> dict[str, Weights]:
    """Return the choices of a weights file by name."""
    found: dict[str, Weights] = {}
    for name, kept in json.loads(path.read_text(encoding="utf-8")).items():
        answers = tuple(kept["answers"])
        numbers = iter(array("b", base64.b64decode(kept["weights"])))
        rows = zip(*[numbers] * len(answers), strict=True)
        found[name] = Weights(answers, dict(zip(kept["features"], rows, strict=True)))
    return found


def save_weights(path: Path, choices: Mapping[str, Weights]) -> None:
    """Write the choices to a file that `load_weights` reads."""
    kept = {
        name: {
            "answers": weights.answers,
            "features": list(weights.rows),
            "weights": base64.b64encode(array("b", chain.from_iterable(weights.rows.values()))).decode(),
        }
        for name, weights in sorted(choices.items())
    }
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text.replace('],"', '],\n"').replace("},", "},\n") + "\n", encoding="utf-8")
