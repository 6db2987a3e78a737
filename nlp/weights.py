"""A small linear model over the features: how much each speaks for each answer. Loaded from JSON."""

from __future__ import annotations

import base64
import json
import re
from binascii import a2b_base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp
from pathlib import Path

from nlp.features import Named, measure_length

#: How much of the learned constant counts: kept small in the file, whole when weighing.
LEANING = 0.58
#: How many reasons are given for an answer.
REASONS = 4
#: A weight is kept as one byte, this much too large, so that none is below zero.
UNKNOWN = 128
#: Between this line of a file and the next with a brace stand the weights, those of each sort on a line.
_HEAD = b'"weights": {'
_NUMBERS = re.compile(rb'"\w+": (?="[\w+/=])').match
_SCALE = 10  # weights are whole tenths: small, and the same on every machine
_MOST = 127


@dataclass(frozen=True)
class Rows:
    """The weights of the features of one sort: their names; for each in turn one byte for each answer, all of
    them in base64 as the file has them. Most are never asked for, so each is read when it is."""

    names: tuple[str, ...]
    coded: bytes

    @classmethod
    def keep(cls, names: tuple[str, ...], kept: bytes) -> Rows:
        """Return the rows of these bytes."""
        return cls(names, base64.b64encode(kept))

    @cached_property
    def kept(self) -> bytes:
        """All bytes."""
        return base64.b64decode(self.coded)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each name."""
        return dict(zip(self.names, range(len(self.names)), strict=True))

    def find(self, name: str, width: int) -> bytes | None:
        """Return the row of a name, None where nothing is known of it."""
        place = self.places.get(name)
        if place is None:
            return None
        first, more = divmod(place * width, 3)  # three bytes are four letters
        letters = self.coded[4 * first : 4 * (first - (-(more + width) // 3))]
        return a2b_base64(letters)[more : more + width]


@dataclass(frozen=True, slots=True)
class Weights:
    """One choice among answers: for each feature one weight per answer, in tenths, times its value."""

    answers: tuple[str, ...]
    constant: tuple[int, ...]
    rows: Mapping[str, Rows]

    def find_row(self, sort: str, name: str) -> bytes | None:
        """Return the weights of a feature as they are kept, None where nothing is known of it."""
        return self.rows.get(sort, NO_ROWS).find(name, len(self.answers))

    def weigh(self, named: Named) -> list[float]:
        """Return the probability of each answer, in the order of `answers`; they sum to 1."""
        return to_probabilities(self.lean(self.sum(named), measure_length(named)))

    def sum(self, named: Named) -> tuple[int, ...]:
        """Return by answer the sum of the weights of the features, each times its value, in tenths."""
        sums = [0] * len(self.answers)
        for sort, names in named.items():
            for row in filter(None, [self.find_row(sort, name) for name in names]):
                sums = [one + weight - UNKNOWN for one, weight in zip(sums, row, strict=True)]
        return tuple(sums)

    def lean(self, sums: Sequence[int], length: float) -> list[float]:
        """Return how much is to be said for each answer, as a logarithm of odds in tenths, by the sums of
        features of this length."""
        return [fixed * LEANING + one / length for fixed, one in zip(self.constant, sums, strict=True)]

    def reasons(self, named: Named, answer: str) -> list[str]:
        """Return the features that speak most for the answer, strongest first."""
        place, found = self.answers.index(answer), []
        for sort, names in named.items():
            for name in names:
                row = self.find_row(sort, name)
                if row and row[place] > UNKNOWN:
                    found.append((row[place] - UNKNOWN, f"{sort}:{name}"))
        return [name for _, name in sorted(found, reverse=True)[:REASONS]]


#: Of a sort of which nothing is known.
NO_ROWS = Rows((), b"")


def to_probabilities(leaning: Sequence[float]) -> list[float]:
    """Return the probability of each answer; they sum to 1."""
    top = max(leaning)
    powers = [exp((one - top) / _SCALE) for one in leaning]
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
    packed = {
        sort: Rows.keep(tuple(of_sort), b"".join(of_sort.values())) for sort, of_sort in by_sort.items()
    }
    return Weights(tuple(answers), tuple(map(_round, rows[""])), packed)


def _round(weight: float) -> int:
    return max(-_MOST, min(_MOST, round(weight * _SCALE)))


def load_weights(path: Path) -> dict[str, Weights]:
    """Return the choices of a weights file by name."""
    lines = path.read_bytes().split(b"\n")
    found: dict[str, Weights] = {}
    for name, kept in json.loads(b"\n".join(_leave_out_numbers(lines))).items():
        rows = {
            sort: Rows(tuple(names.split("\n")), _read_numbers(kept["weights"][sort], lines))
            for sort, names in kept["features"].items()
        }
        found[name] = Weights(tuple(kept["answers"]), tuple(kept["constant"]), rows)
    return found


def _leave_out_numbers(lines: list[bytes]) -> Iterator[bytes]:
    """Yield the lines of a weights file with the number of the line in place of the weights that stand on it.

    They are most of the file, and JSON would read them letter by letter, each as two bytes.
    """
    inside = False
    for number, line in enumerate(lines):
        if inside and (key := _NUMBERS(line)):
            yield b"%s%d%s" % (key[0], number, b"," if line.endswith(b",") else b"")
        else:
            inside = line == _HEAD
            yield line


def _read_numbers(kept: str | int, lines: list[bytes]) -> bytes:
    """Return the weights that stand on a line; a file that was laid out otherwise has them in place."""
    return kept.encode() if isinstance(kept, str) else lines[kept].split(b'"')[3]


def save_weights(path: Path, choices: Mapping[str, Weights]) -> None:
    """Write the choices to a file that `load_weights` reads."""
    kept = {name: _keep_weights(weights) for name, weights in sorted(choices.items())}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _keep_weights(weights: Weights) -> dict[str, object]:
    names = {sort: "\n".join(rows.names) for sort, rows in weights.rows.items()}
    numbers = {sort: rows.coded.decode() for sort, rows in weights.rows.items()}
    return {"answers": weights.answers, "constant": weights.constant, "features": names, "weights": numbers}
