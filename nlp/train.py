"""Learns the weights: `python -m nlp.train FILE… [--hold-out FILE] [--chatter TOML] [--out JSON]`.

Multinomial logistic regression by AdaGrad in plain Python; the same files give the same weights.
With --hold-out the file is scored and nothing of it is learned.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from nlp.chatter import make_chatter
from nlp.classifier import Classifier
from nlp.features import Features, measure_length, name_features
from nlp.score import Label, format_score, read_labels, score
from nlp.verdict import CATEGORIES, KINDS
from nlp.weights import ALWAYS, Weights, make_weights, save_weights

Example = tuple[dict[str, float], int]

_RATE = 0.2
_SHRINK = 2e-5  # L2 pull per step; the best of 1e-5, 2e-5, 5e-5, 1e-4 by cross-validation
_ROUNDS = 8
_SMALLEST = 0.6  # weights below move no verdict and are not kept
_SEED = 7


def learn(examples: Sequence[Example], answers: Sequence[str], rounds: int = _ROUNDS) -> Weights:
    """Return the weights that separate the examples (features, index of the right answer)."""
    width = len(answers)
    rows: dict[str, list[float]] = {"": [0.0] * width}
    speeds: dict[str, list[float]] = {"": [1e-6] * width}
    order = list(range(len(examples)))
    shuffle = random.Random(_SEED).shuffle
    for _ in range(rounds):
        shuffle(order)
        for index in order:
            _step(examples[index], rows, speeds, width)
    return make_weights(answers, {n: r for n, r in rows.items() if max(map(abs, r)) >= _SMALLEST})


def flatten(features: Features) -> dict[str, float]:
    """Return each feature with its value, scaled so that every message has length 1."""
    length = measure_length(features)
    return {name: value / length for name, value in name_features(features).items()}


def drop_rare(examples: Sequence[Example]) -> list[Example]:
    """Return the examples without the features that only one of them has: nothing general is in those."""
    seen = Counter(name for features, _ in examples for name in features)
    return [({n: v for n, v in features.items() if seen[n] > 1}, right) for features, right in examples]


def _step(example: Example, rows: dict[str, list[float]], speeds: dict[str, list[float]], width: int) -> None:
    features, right = example
    known = [
        (rows.setdefault(name, [0.0] * width), speeds.setdefault(name, [1e-6] * width), value)
        for name, value in features.items()
    ]
    known.append((rows[""], speeds[""], ALWAYS))
    sums = [sum(row[i] * value for row, _, value in known) for i in range(width)]
    top = max(sums)
    powers = [math.exp(one - top) for one in sums]
    total = sum(powers)
    errors = [power / total - (i == right) for i, power in enumerate(powers)]
    for row, speed, value in known:
        for i, error in enumerate(errors):
            pull = error * value + _SHRINK * row[i]
            speed[i] += pull * pull
            row[i] -= _RATE * pull / math.sqrt(speed[i])


def learn_all(labels: Sequence[Label], classifier: Classifier) -> dict[str, Weights]:
    """Return the weights for the kind, and for the category of each kind that has categories."""
    read = [(label, flatten(classifier.features(label.text))) for label in labels]
    choices = {"kind": learn(drop_rare([(f, KINDS.index(label.kind)) for label, f in read]), KINDS)}
    for kind, names in CATEGORIES.items():
        of_kind = [(f, names.index(m.category)) for m, f in read if m.kind == kind and m.category in names]
        if of_kind:
            choices[kind] = learn(drop_rare(of_kind), names)
    return choices


def main(arguments: Sequence[str]) -> int:
    """Learn from the files, then write the weights or score the file held out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--hold-out", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--chatter", type=Path, help="patterns of chat to be silent on")
    parser.add_argument("--per-pattern", type=int, default=8)
    options = parser.parse_args(arguments)
    classifier = Classifier([Path(__file__).parent], weights=None)
    labels = [label for path in options.files if path != options.hold_out for label in read_labels(path)]
    if options.chatter:
        labels += 2 * make_chatter(options.chatter, options.per_pattern)
    choices = learn_all(labels, classifier)
    if options.out:
        save_weights(options.out, choices)
    if options.hold_out:
        held = classifier.with_weights(choices)
        sys.stdout.write(
            format_score(score(read_labels(options.hold_out), held.classify), options.misses) + "\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
