"""Emergencies that only the weights hear: what they must weigh, in few words and in many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nlp.building import build_engine
from nlp.engine import EMERGENCY_IN_STORY, FAINT, Engine, Judgement
from nlp.normalise import normalise
from nlp.score import read_labels
from nlp.sureness import choose_kind

DATA = Path(__file__).parents[1] / "data"
NLP = Path(__file__).parents[2] / "nlp"


@cache
def load() -> Engine:
    return build_engine([NLP], NLP / "weights.json")


@cache
def judge_all() -> tuple[Judgement, ...]:
    """What the weights alone decide of the lines in which they hear an emergency first."""
    return tuple(_judge_all(load()))


def _judge_all(engine: Engine) -> Iterator[Judgement]:
    for text in _read_texts():
        found = engine.judge(text, normalise(text))
        if found and found.decided_by is None and _hears_urgent(found):
            yield found


def _read_texts() -> Iterator[str]:
    for file in sorted(DATA.glob("messages-*.jsonl")):
        yield from (label.text for label in read_labels(file))
    for file in sorted(DATA.glob("scenarios-*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield from (event["text"] for event in json.loads(line)["events"])


def _hears_urgent(found: Judgement) -> bool:
    return choose_kind([score for _, score in found.scores], found.points, found.plain) == "urgent"


def _weighs(found: Judgement) -> float:
    return dict(found.scores)["urgent"]


def _is_named(found: Judgement) -> bool:
    return any(one.rule.kind == "urgent" for one in found.fired)


def test_there_are_faint_ones_and_long_ones_to_judge() -> None:
    assert any(_weighs(found) < FAINT and found.kind != "urgent" for found in judge_all())


def test_what_is_taken_for_something_else_was_faint_and_named_by_no_rule() -> None:
    for found in (one for one in judge_all() if one.kind not in ("urgent", "other")):
        assert _weighs(found) < FAINT
        assert not _is_named(found)


def test_who_tells_of_an_emergency_at_length_is_heard_where_the_weights_are_mostly_for_it() -> None:
    for found in judge_all():
        heard = 1.0 - dict(found.scores)["other"] >= EMERGENCY_IN_STORY and _weighs(found) >= FAINT
        if heard and not found.stopped:
            assert found.kind == "urgent"
