"""The finer answers, and how they are joined to what is to be said for each kind."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.choices import SPANS
from nlp.classifier import Classifier
from nlp.features import measure_length
from nlp.finer import FINER, join_leans, name_finer
from nlp.normalise import normalise
from nlp.score import read_labels
from nlp.verdict import CATEGORIES, KINDS, KindName
from nlp.weights import to_probabilities

DATA = Path(__file__).parents[1] / "data"
FAR_BELOW = -500.0


def lean_on(*answers: str) -> list[float]:
    return [0.0 if one in answers else FAR_BELOW for one in FINER]


def test_every_category_of_every_kind_has_a_finer_answer_of_that_kind() -> None:
    for kind in KINDS:
        for category in CATEGORIES.get(kind, (None,)):
            name = name_finer(kind, category)
            assert name in FINER
            assert (name or "").partition("/")[0] == kind


def test_a_report_without_its_category_has_no_finer_answer() -> None:
    assert [name_finer(kind, None) for kind in CATEGORIES] == [None] * len(CATEGORIES)
    assert name_finer("other", None) == "other"


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        (("urgent/fire",), "urgent"),
        (("urgent/crime",), "urgent"),
        (("repair/pipes",), "repair"),
        (("repair/grounds",), "repair"),
        (("complaint/dirt",), "complaint"),
        (("suggestion",), "suggestion"),
        (("inquiry",), "inquiry"),
        (("other",), "other"),
    ],
)
def test_what_is_said_for_a_finer_answer_is_said_for_its_kind(
    answers: tuple[str, ...], kind: KindName
) -> None:
    joined = join_leans([0.0] * len(KINDS), lean_on(*answers))
    assert KINDS[joined.index(max(joined))] == kind


def test_of_two_answers_of_a_kind_the_nearest_counts() -> None:
    kinds = [0.0] * len(KINDS)
    one = join_leans(kinds, lean_on("urgent/fire"))
    assert join_leans(kinds, lean_on("urgent/fire", "urgent/gas")) == one


@given(st.lists(st.floats(-600, 600), min_size=len(FINER), max_size=len(FINER)))
def test_joined_leans_are_numbers_that_give_probabilities(finer: list[float]) -> None:
    assert sum(to_probabilities(join_leans([0.0] * len(KINDS), finer))) == pytest.approx(1.0)


@given(
    st.lists(st.floats(-60, 60), min_size=len(KINDS), max_size=len(KINDS)),
    st.lists(st.floats(-60, 60), min_size=len(FINER), max_size=len(FINER)),
    st.floats(-40, 40),
)
def test_only_how_far_answers_lie_apart_counts(kinds: list[float], finer: list[float], more: float) -> None:
    before = to_probabilities(join_leans(kinds, finer))
    after = to_probabilities(join_leans([one + more for one in kinds], [one + more for one in finer]))
    assert after == pytest.approx(before, abs=1e-9)


def test_a_category_is_chosen_by_the_features_that_it_was_learned_from() -> None:
    engine = Classifier.load().engine
    for label in read_labels(DATA / "messages-dev.jsonl")[::5]:
        found = engine.judge(label.text, normalise(label.text))
        if found and found.category and found.decided_by is None:
            features = engine.features(label.text)
            shares = engine.table.lean(engine.table.sum(features), measure_length(features))[
                SPANS[found.kind]
            ]
            assert found.category == CATEGORIES[found.kind][shares.index(max(shares))]
