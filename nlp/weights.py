"""A small linear model over the features: how much each speaks for each answer. Loaded from JSON."""

from __future__ import annotations

import base64
import json
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.features import Features, measure_length

#: The value of the feature that every message has: when learning, and when weighing. In a group
#: nearly everything is chat, among the labelled lines half is: the constant leans to silence.
ALWAYS, LEANING = 0.3, 1.0
_SCALE = 10  # weights are kept as whole tenths in one byte: small, and the same on every machine
_MOST = 127


@dataclass(frozen=True, slots=True)
class Weights:
    """One choice among answers: for each feature one weight per answer, in tenths.

    `place` is where a feature's weights begin in `table`; the empty name is the constant.
    """

    answers: tuple[str, ...]
    place: Mapping[str, int]
    table: array[int]

    def weigh(self, features: Features) -> list[float]:
        """Return the probability of each answer, in the order of `answers`; they sum to 1."""
        width, table, find = len(self.answers), self.table, self.place.get
        constant = find("")
        sums = (
            [0.0] * width if constant is None else [w * LEANING for w in table[constant : constant + width]]
        )
        length = measure_length(features)
        for value, names in features.items():
            rows = [table[at : at + width] for at in map(find, names) if at is not None]
            share = value / length
            for i, column in enumerate(zip(*rows, strict=True)):
                sums[i] += share * sum(column)
        return _to_probabilities(sums)

    def reasons(self, features: Features, answer: str, count: int = 4) -> list[str]:
        """Return the features that speak most for the answer, strongest first."""
        index, find = self.answers.index(answer), self.place.get
        found = [
            (value * self.table[at + index], name)
            for value, names in features.items()
            for name in names
            if (at := find(name)) is not None
        ]
        return [name for strength, name in sorted(found, reverse=True)[:count] if strength > 0]


def _to_probabilities(sums: Sequence[float]) -> list[float]:
    top = max(sums)
    powers = [math.exp((one - top) / _SCALE) for one in sums]
    total = sum(powers)
    return [power / total for power in powers]


def make_weights(answers: Sequence[str], rows: Mapping[str, Sequence[float]]) -> Weights:
    """Return weights of the rows, rounded to what is kept."""
    table = array("b")
    place: dict[str, int] = {}
    for name in sorted(rows):
        place[name] = len(table)
        table.extend(max(-_MOST, min(_MOST, round(weight * _SCALE))) for weight in rows[name])
    return Weights(tuple(answers), place, table)


def load_weights(path: Path) -> dict[str, Weights]:
    """Return the choices of a weights file by name."""
    found: dict[str, Weights] = {}
    for name, kept in json.loads(path.read_text(encoding="utf-8")).items():
        answers, names = tuple(kept["answers"]), kept["features"]
        place = dict(zip(names, range(0, len(names) * len(answers), len(answers)), strict=True))
        found[name] = Weights(answers, place, array("b", base64.b64decode(kept["weights"])))
    return found


def save_weights(path: Path, choices: Mapping[str, Weights]) -> None:
    """Write the choices to a file that `load_weights` reads."""
    kept = {
        name: {
            "answers": weights.answers,
            "features": list(weights.place),
            "weights": base64.b64encode(weights.table.tobytes()).decode("ascii"),
        }
        for name, weights in sorted(choices.items())
    }
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text.replace('],"', '],\n"').replace("},", "},\n") + "\n", encoding="utf-8")
