"""A home and a place are shown as people say them, never with the marks they are kept with."""

from __future__ import annotations

import pytest

from handlers.decide import decide
from handlers.saying.showing import show_room
from handlers.texts import TEXTS
from nlp.extract import find_room
from nlp.verdict import Verdict
from tests.handlers.building import ZHANG, group, hear, write

SHOWN = [
    ("8-2-301 厨房漏水", "8-2-301"),
    ("8栋301 厨房漏水", "8-301"),
    ("2单元301室漏水", "2单元301"),
    ("301室漏水", "301"),
    ("电梯2单元又停了", "2单元"),
    ("5栋3单元楼道灯不亮", "5栋3单元"),
    ("8栋电梯坏了", "8栋"),
    ("楼道灯不亮", ""),
]


@pytest.mark.parametrize(("words", "shown"), SHOWN)
def test_a_room_is_shown_as_people_say_it(words: str, shown: str) -> None:
    assert show_room(find_room(words), TEXTS) == shown


def test_a_lift_known_by_its_unit_alone_is_named_by_it_in_the_receipt_and_on_the_card() -> None:
    verdict = Verdict(kind="repair", category="elevator", room="-2")
    receipt, card, *_ = decide(hear(write(ZHANG, group(3), "电梯2单元又停了"), verdict)).deliveries
    assert "（2单元）" in receipt.text
    assert " · 2单元 · " in card.text
