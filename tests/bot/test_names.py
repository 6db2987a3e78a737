"""Names are whatever people type: what is shown of them is one short visible line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.names import NAME_LIMIT, clean_name


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("张三", "张三"),
        ("  张三 ", "张三"),
        ("张\u200b\u200d三\ufeff", "张三"),
        ("\u202e经理\u202c", "经理"),
        ("8-2-301\n张三", "8-2-301 张三"),
        ("张三\u2005", "张三"),
        ("\u3164\u2800", ""),
        ("\x00\x1b[31m红", "[31m红"),
        ("\ud83d", ""),
        ("😀张三", "😀张三"),
        ("", ""),
    ],
)
def test_a_name_is_one_visible_line(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


@given(st.text(max_size=200))
def test_any_name_becomes_short_printable_and_stays_what_it_is_when_cleaned_again(raw: str) -> None:
    clean = clean_name(raw)
    assert len(clean) <= NAME_LIMIT
    assert "\n" not in clean
    assert clean_name(clean) == clean
    clean.encode()
