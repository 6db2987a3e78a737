"""Words are read once, whether they were told of beforehand or not."""

from __future__ import annotations

from bot.intake.foresight import MOST, Foresight
from nlp.verdict import SILENT, Verdict


def test_what_was_foreseen_is_not_read_again_but_the_next_one_who_says_it_is_read_anew() -> None:
    read: list[str] = []

    def classify(text: str) -> Verdict:
        read.append(text)
        return SILENT

    foresight = Foresight(classify)
    assert foresight.foresee("着火了") is SILENT
    assert read == ["着火了"]
    assert foresight.classify("着火了") is SILENT
    assert read == ["着火了"]
    foresight.classify("着火了")
    foresight.classify("早上好")
    assert read == ["着火了", "着火了", "早上好"]


def test_what_is_never_asked_for_is_forgotten() -> None:
    read: list[str] = []

    def classify(text: str) -> Verdict:
        read.append(text)
        return SILENT

    foresight = Foresight(classify)
    for number in range(MOST + 1):
        foresight.foresee(f"第{number}句")
    foresight.classify("第0句")
    foresight.classify(f"第{MOST}句")
    assert len(read) == MOST + 2
