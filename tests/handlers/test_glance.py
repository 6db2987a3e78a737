"""What a text is at a glance is what each of the quick looks says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.glance import NOTHING, Glance, look_at
from nlp.chatter import make_chatter

CHATTER = Path(__file__).parents[1] / "data" / "chatter.toml"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("晚上吃什么", NOTHING),
        ("人工", NOTHING._replace(order=True)),
        ("进展 128", NOTHING._replace(order=True)),
        ("没修好", NOTHING._replace(order=True, follows_done=True)),
        ("修好了吗", NOTHING._replace(follows_done=True, of_some=True)),
        ("附议", NOTHING._replace(the_same=True, of_any=True)),
        ("俺家也停水了", NOTHING._replace(the_same=True, of_any=True)),
        ("食堂蛋挞涨价了", NOTHING._replace(of_some=True)),
        ("[语音]", NOTHING._replace(more=True)),
        ("@郭嫂 晚上吃什么", NOTHING._replace(order=True, more=True)),
    ],
)
def test_a_text_shows_what_it_may_be(text: str, seen: Glance) -> None:
    assert look_at(text) == seen


def test_most_talk_is_nothing_at_a_glance() -> None:
    talk = [label.text for label in make_chatter(CHATTER, per_pattern=1)]
    assert sum(look_at(text) == NOTHING for text in talk) > len(talk) / 2
