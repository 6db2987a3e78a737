"""An engine made of files: of the words and rules of all folders, and of weights."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp import gate
from nlp.candidates import Candidates
from nlp.choices import join_choices
from nlp.engine import Engine
from nlp.lost import Lost
from nlp.lost_words import read_lost_words
from nlp.memo import Memo
from nlp.normalise import is_steady
from nlp.points import read_points
from nlp.reading import Reader
from nlp.reasons import Reasons
from nlp.rules import load_rules
from nlp.segment import build_segmenter
from nlp.shields import Shields, list_lone, load_known
from nlp.tally import Tally
from nlp.verdict import KindName
from nlp.weights import Weights, load_weights, make_weights
from nlp.words import RuleError, load_lexicon

_DOUBTS = ("joke", "hypothetical", "news", "other_place", "solved", "asking_neighbours", "media", "elsewhere")
#: Of these the words that take back what a letter says as well.
_AFAR = ("joke", "hypothetical", "other_place", "solved")
_NO_WEIGHTS = {"all": join_choices({}, ()), "gate": make_weights(gate.ANSWERS, {"": [0.0]})}


def build_engine(folders: list[Path], weights: Path | None) -> Engine:
    """Return the engine of the folders; without weights it can only be learned from. Raises RuleError."""
    for folder in folders:
        if not folder.is_dir():
            raise RuleError(str(folder), 1, "没有这个文件夹：里面应当有 lexicon/ 或 rules/")
    lexicon = load_lexicon([folder / "lexicon" for folder in folders])
    rules = load_rules([folder / "rules" for folder in folders], lexicon)
    points, choices = read_points(lexicon), load_weights(weights) if weights else _NO_WEIGHTS
    lone = list_lone(points.anchors)
    return Engine(
        lexicon=lexicon,
        rules=rules,
        reader=Reader(lexicon, build_segmenter(lexicon.class_of)),
        lost=Lost(lexicon, read_lost_words(folders)),
        table=choices["all"],
        tally=Tally(choices["all"]),
        gate=gate.Gate(choices["gate"]),
        reasons=_keep_reasons(choices["all"]),
        points=points,
        find_anchors=_seek_anchors(lone, points.anchors).find_matches_as_indexes,
        shields=Shields(lone, load_known(), lexicon.class_of),
        anchors_are_steady=all(map(is_steady, points.anchors)),
        candidates=Candidates(rules),
        doubt=reduce(or_, map(lexicon.bit, _DOUBTS)),
        afar=reduce(or_, map(lexicon.bit, _AFAR)),
        peril=lexicon.bit("peril"),
    )


def _seek_anchors(lone: list[str], anchors: frozenset[str]) -> AhoCorasick:
    """Return what finds the anchors of one letter, and those longer ones that hold no other: where an anchor
    of several letters stands, one of these does.

    The longest at a place: where only letters are found no longer anchor is hidden by one.

    """
    longer = anchors.difference(lone)
    least = [word for word in longer if len(word) == 2 or not _holds_another(word, longer)]
    return AhoCorasick([*lone, *least], MatchKind.LeftmostLongest)


def _holds_another(word: str, words: frozenset[str]) -> bool:
    """Whether a part of the word, of two letters or more, is one of the words."""
    past = len(word) + 1
    parts = (word[first:last] for first in range(past) for last in range(first + 2, past))
    return any(part in words and part != word for part in parts)


def with_weights(engine: Engine, weights: dict[str, Weights]) -> Engine:
    """Return the same engine with other weights."""
    table = weights["all"]
    return replace(
        engine, table=table, tally=Tally(table), gate=gate.Gate(weights["gate"]), reasons=_keep_reasons(table)
    )


def _keep_reasons(table: Weights) -> Memo[KindName, Reasons]:
    return Memo(lambda kind: Reasons(table, f"kind:{kind}"))
