"""Learns the weights: `python -m nlp.train FILE… [--hold-out FILE] [--chatter TOML] [--out JSON]`.

For each answer the plane that parts its examples from all others with the widest margin (a support vector
machine with squared hinge loss), by dual coordinate descent in plain Python; the same files give the same
weights. With --hold-out the file is scored and nothing of it is learned.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from nlp import gate
from nlp.chatter import make_chatter
from nlp.choices import join_choices
from nlp.classifier import Classifier
from nlp.features import VALUES, Named, measure_length
from nlp.finer import FINER, name_finer
from nlp.score import Label, format_score, read_labels, score
from nlp.verdict import CATEGORIES, KINDS
from nlp.weights import LEANING, Weights, make_weights, save_weights

Example = tuple[dict[str, float], int]
#: The numbers of an example's features, together with the value that these have.
Shares = list[tuple[float, tuple[int, ...]]]

_COST = 1.0  # of an example on the wrong side of its margin; 0.5 and 2 are no better by cross-validation
_ODDS = 3.0  # one margin as a logarithm of odds
_ROUNDS = 15
_STILL = 1e-3  # a whole round in which no example moves further is the last
_WHOLE = 7  # every so many rounds all examples are looked at; else those that pull, or are not far off
_CLEAR = 1.1
_SMALLEST = 0.5  # weights below are written as nothing: nothing is lost by cross-validation
_SMALLEST_FINER = 0.6  # the same of the finer answers, which are many
_SMALLEST_CATEGORY = 0.3  # and of the categories, of which there are fewer examples
#: How much of a sort is believed while learning. What a concept said of the lines that it was written for is
#: too good to be true of others' lines: believed less, authors who were never learned from are read better.
_BELIEF = {"c": 0.7, "fc": 0.25, "lc": 0.25, "e": 0.5}
_SEED = 7
#: How often each line of chat counts: there is far more of it than of reports.
_OFTEN = 3


def learn(examples: Sequence[Example], answers: Sequence[str], smallest: float = _SMALLEST) -> Weights:
    """Return the weights that separate the examples (features, index of the right answer).

    The commonest features come first: those that most messages have stand close together in memory.
    """
    number: dict[str, int] = {}
    shares = [_number_features(_believe(features), number) for features, _ in examples]
    planes = [
        _part(shares, [right == answer for _, right in examples], len(number), _ROUNDS)
        for answer in range(len(answers))
    ]
    rows = {name: [_ODDS * plane[i] * _get_belief(name) for plane in planes] for name, i in number.items()}
    seen = Counter(name for features, _ in examples for name in features)
    common = sorted((-count, name) for name, count in seen.items() if max(map(abs, rows[name])) >= smallest)
    rows = {name: [_get_value(name) * one for one in rows[name]] for _, name in common}
    rows[""] = [_ODDS / LEANING * plane[-1] for plane in planes]
    return make_weights(answers, rows)


def _get_value(name: str) -> float:
    return VALUES[name.partition(":")[0]]


def _get_belief(name: str) -> float:
    return _BELIEF.get(name.partition(":")[0], 1.0)


def _believe(features: dict[str, float]) -> dict[str, float]:
    return {name: value * _get_belief(name) for name, value in features.items()}


def _number_features(features: dict[str, float], number: dict[str, int]) -> Shares:
    by_value: dict[float, list[int]] = {}
    for name, value in features.items():
        by_value.setdefault(value, []).append(number.setdefault(name, len(number)))
    return [(value, tuple(named)) for value, named in by_value.items()]


def _part(shares: Sequence[Shares], ours: Sequence[bool], width: int, rounds: int) -> list[float]:
    """Return the weight of each feature, the constant last: positive speaks for ours."""
    plane, pulls = [0.0] * (width + 1), [0.0] * len(shares)
    slack = 0.5 / _COST
    steep = [1.0 + slack + sum(value * value * len(named) for value, named in one) for one in shares]
    every, shuffle = list(range(len(shares))), random.Random(_SEED).shuffle
    get = plane.__getitem__
    close = every
    for number in range(rounds):
        order = list(close if number % _WHOLE else every)
        shuffle(order)
        close, furthest = [], 0.0
        for index in order:
            side = 1.0 if ours[index] else -1.0
            reach = side * (plane[-1] + sum([value * sum(map(get, named)) for value, named in shares[index]]))
            pull = pulls[index]
            wanted = max(0.0, pull - (reach - 1.0 + slack * pull) / steep[index])
            if wanted or reach < _CLEAR:
                close.append(index)
            if wanted != pull:
                pulls[index] = wanted
                step = side * (wanted - pull)
                furthest = max(furthest, abs(step))
                for value, named in shares[index]:
                    share = step * value
                    for i in named:
                        plane[i] += share
                plane[-1] += step
        if furthest < _STILL and not number % _WHOLE:
            break
    return plane


def flatten(named: Named) -> dict[str, float]:
    """Return each feature with its value, scaled so that every message has length 1; in a fixed order."""
    length = measure_length(named)
    return {f"{sort}:{name}": VALUES[sort] / length for sort in sorted(named) for name in sorted(named[sort])}


def drop_rare(examples: Sequence[Example]) -> list[Example]:
    """Return the examples without the features that only one of them has: nothing general is in those."""
    seen = Counter(name for features, _ in examples for name in features)
    return [({n: v for n, v in features.items() if seen[n] > 1}, right) for features, right in examples]


def learn_all(labels: Sequence[Label], classifier: Classifier) -> dict[str, Weights]:
    """Return the gate, and one table of the kind, the finer answers, and the category of each kind."""
    read = [(m, flatten(classifier.features(m.text))) for m in labels]
    choices = {"kind": learn(drop_rare([(f, KINDS.index(m.kind)) for m, f in read]), KINDS)}
    finer = [(f, FINER.index(name)) for m, f in read if (name := name_finer(m.kind, m.category))]
    choices["finer"] = learn(drop_rare(finer), FINER, smallest=_SMALLEST_FINER)
    for kind, names in CATEGORIES.items():
        of_kind = [(f, names.index(m.category)) for m, f in read if m.kind == kind and m.category in names]
        if of_kind:
            choices[kind] = learn(drop_rare(of_kind), names, smallest=_SMALLEST_CATEGORY)
    return {"gate": learn_gate(labels, classifier), "all": join_choices(choices, _order_features(read))}


def learn_gate(labels: Sequence[Label], classifier: Classifier) -> Weights:
    """Return the weights of the first look, learned from words and concepts alone."""
    examples = []
    for label in labels:
        named = classifier.features(label.text)
        features = flatten({sort: names for sort, names in named.items() if sort in gate.SORTS})
        examples.append((features, int(label.kind != "other")))
    return learn(drop_rare(examples), gate.ANSWERS, smallest=_SMALLEST_CATEGORY)


def _order_features(read: Sequence[tuple[Label, dict[str, float]]]) -> list[tuple[str, str]]:
    """Return the sort and name of every feature, the commonest first: what most messages have stands close
    together in memory."""
    seen = Counter(name for _, features in read for name in features)
    common = sorted((-count, name) for name, count in seen.items() if count > 1)
    return [(sort, what) for _, name in common for sort, _, what in [name.partition(":")]]


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
        labels += _OFTEN * make_chatter(options.chatter, options.per_pattern)
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
