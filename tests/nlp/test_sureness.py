"""What is asked of the weights before anything is done."""

import pytest

from nlp.sureness import SURE_ENOUGH, SURE_IF_PLAIN, ask_of, choose_kind
from nlp.verdict import KINDS, KindName

ACTING = KINDS[:-1]


def test_of_a_plain_message_no_more_is_asked_and_of_a_danger_the_same() -> None:
    for kind, asked in SURE_ENOUGH.items():
        assert all(plain <= any_ for plain, any_ in zip(SURE_IF_PLAIN[kind], asked, strict=True))
    assert SURE_IF_PLAIN["urgent"] == SURE_ENOUGH["urgent"]


@pytest.mark.parametrize("points", range(1, 7))
@pytest.mark.parametrize("kind", ACTING)
@pytest.mark.parametrize("plain", [False, True])
def test_a_kind_is_chosen_as_soon_as_all_kinds_together_reach_what_is_asked_of_it(
    kind: KindName, points: int, plain: bool
) -> None:
    asked = ask_of(kind, points, plain)
    for acting, chosen in ((asked + 1e-6, kind), (asked - 1e-3, "other")):
        each = acting / len(ACTING)
        scores = [each + (1e-9 if one == kind else 0.0) for one in ACTING] + [1.0 - acting]
        assert choose_kind(scores, points, plain) == chosen
