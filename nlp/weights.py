"""A small linear model over the features: how much each speaks for each answer. Loaded from JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SCALE = 10  # weights are stored as whole tenths: small, and the same on every machine
#: The value of the feature that every message has: when learning, and when weighing. In a group
#: nearly everything is chat, among the labelled lines half is: the constant leans to silence.
ALWAYS, LEANING = 0.3, 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """One choice among answers; `rows` holds for each feature one weight per answer, in 1/scale."""

    answers: tuple[str, ...]
    rows: Mapping[str, Sequence[float]]
    scale: float = 1.0

    def weigh(self, features: dict[str, float]) -> list[float]:
        """Return the probability of each answer, in the order of `answers`; they sum to 1."""
        rows = self.rows
        sums = [weight * LEANING for weight in rows.get("", (0.0,) * len(self.answers))]
        for name, value in features.items():
            row = rows.get(name)
            if row is not None:
                for i, weight in enumerate(row):
                    sums[i] += weight * value
        top = max(sums)
        powers = [math.exp((one - top) / self.scale) for one in sums]
        total = sum(powers)
        return [power / total for power in powers]

    def reasons(self, features: dict[str, float], answer: str, count: int = 4) -> list[tuple[str, float]]:
        """Return the features that speak most for the answer, strongest first."""
        index = self.answers.index(answer)
        found = ((n, v * self.rows[n][index]) for n, v in features.items() if n in self.rows)
        return sorted((pair for pair in found if pair[1] > 0), key=lambda pair: -pair[1])[:count]


def load_weights(path: Path) -> dict[str, Weights]:
    """Return the choices of a weights file by name."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Weights(
            tuple(table["answers"]),
            table["rows"],
            _SCALE,
        )
        for name, table in data.items()
    }


def save_weights(path: Path, choices: dict[str, Weights]) -> None:
    """Write the choices to a file that `load_weights` reads; one feature a line."""
    parts = []
    for name, weights in sorted(choices.items()):
        rows = ",\n".join(
            f"{json.dumps(feature, ensure_ascii=False)}:{json.dumps([round(w * _SCALE) for w in row], separators=(',', ':'))}"
            for feature, row in sorted(weights.rows.items())
        )
        parts.append(f'"{name}":{{"answers":{json.dumps(list(weights.answers))},"rows":{{\n{rows}}}}}')
    path.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")
