"""One written form for every way of typing a thing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.extract import find_phone, find_room
from nlp.normalise import (
    MAX_CHARS,
    has_latin,
    is_normalised,
    match_plain,
    match_quiet,
    normalise,
    normalise_plain,
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("電梯壞了", "电梯坏了"),
        ("𨋢壞咗", "电梯坏咗"),
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


ABOUT_ROOMS = "栋幢座楼号单元室期区墅杠壹貳两百〇零一三十aAｂ1８#-_/.， :～…业主的家水电"


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=ABOUT_ROOMS, max_size=12))
def test_a_quiet_text_names_no_phone_and_without_a_latin_letter_no_room(text: str) -> None:
    if match_quiet(text):
        assert find_phone(text) is None
        assert has_latin(text) or find_room(text) is None


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=ABOUT_ROOMS, max_size=12))
def test_a_quiet_text_is_written_plainly(text: str) -> None:
    if match_quiet(text):
        assert normalise_plain(text) == normalise(text)


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=ABOUT_ROOMS + "Kℓſ\u212a\u200b", max_size=12))
def test_a_plain_text_with_numbers_is_written_plainly(text: str) -> None:
    if match_plain(text.lower()):
        assert normalise_plain(text) == normalise(text)
        assert normalise_plain(text) == normalise(text + "\u200b")  # the long way


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=ABOUT_ROOMS + "水电Ａ電\u200b…", max_size=12))
def test_what_is_normalised_stays_as_it_is(text: str) -> None:
    if is_normalised(text):
        assert [normalise(word) for word in text.split()] == text.split()
