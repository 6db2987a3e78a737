"""One written form for every way of typing a thing."""

import pytest

from nlp.normalise import MAX_CHARS, normalise


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("電梯壞了", "电梯坏了"),
        ("８－２－３０１", "8-2-301"),
        ("漏水了😭😭", "漏水了"),
        ("漏水了[捂脸]", "漏水了"),
        ("漏\u200b水\ufeff了", "漏水了"),
        ("  漏水了 \t", "漏水了"),
        ("WiFi断了", "wifi断了"),
        ("啊啊啊啊啊啊啊", "啊啊啊"),
        ("漏\ud800水", "漏 水"),
        ("", ""),
    ],
)
def test_a_text_is_read_in_its_plain_form(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_what_is_longer_than_the_cap_is_cut() -> None:
    assert len(normalise("水管漏了 " * 10_000)) <= MAX_CHARS


def test_reading_the_plain_form_again_changes_nothing() -> None:
    for text in ("電梯壞了 ８栋", "ＷＩＦＩ……", "漏水！！！！！！"):
        assert normalise(normalise(text)) == normalise(text)
