"""What is far from acting never acts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.sureness import SURE_ENOUGH, SURE_IF_PLAIN, choose_kind, is_far_from_acting
from nlp.verdict import KINDS
from nlp.weights import to_probabilities

LEANS = st.lists(st.floats(-60, 60), min_size=len(KINDS), max_size=len(KINDS))
#: All kinds alike, some way below `other`: where the bound is as tight as it can be.
EQUALS = st.floats(-5, 40).map(lambda below: [0.0] * (len(KINDS) - 1) + [below])


@given(st.one_of(LEANS, EQUALS), st.integers(1, 6), st.booleans())
def test_what_is_far_from_acting_is_silence(lean: list[float], points: int, plain: bool) -> None:
    if is_far_from_acting(lean, points):
        assert choose_kind(to_probabilities(lean), points, plain) == "other"


def test_of_a_plain_message_no_more_is_asked_and_of_a_danger_the_same() -> None:
    for kind, asked in SURE_ENOUGH.items():
        assert all(plain <= any_ for plain, any_ in zip(SURE_IF_PLAIN[kind], asked, strict=True))
    assert SURE_IF_PLAIN["urgent"] == SURE_ENOUGH["urgent"]


@pytest.mark.parametrize("points", range(1, 7))
def test_the_bound_lies_where_kinds_alike_begin_to_act(points: int) -> None:
    """The kind of which least is asked is a hair ahead of the others; together they have that much or not."""
    least, kind = min((asked[points], kind) for kind, asked in SURE_IF_PLAIN.items())
    below = 10 * math.log(5 * (1 - least) / least)
    for step, acts in ((-0.1, True), (0.1, False)):
        lean = [1e-9 if one == kind else 0.0 for one in KINDS[:-1]] + [below + step]
        assert choose_kind(to_probabilities(lean), points, plain=True) == (kind if acts else "other")
        assert is_far_from_acting(lean, points) != acts
