"""A pattern that is looked for only where it can begin finds just what it finds anywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.words.first_letters import First, find_first
from handlers.words.quickening import quicken

LETTERS = "没好看找ab1. ，"
SMALL = st.sampled_from(
    [
        "好",
        "看见",
        "a",
        "1",
        r"\.",
        " ",
        r"\d",
        r"\s",
        r"\W",
        ".",
        "[好看]",
        "[^好]",
        "[a-c1]",
        r"[\d，]",
        "^",
        "$",
    ]
)
LOOKS = st.sampled_from(["(?={})", "(?!{})", "(?<=好)", "(?<!看)", r"(?=$|\s)"])
REPEATS = st.sampled_from(["", "", "?", "*", "+", "{0,2}", "{2}", "??", "{1,}?"])


def grow(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    branch = st.lists(parts, min_size=1, max_size=3).map("".join)
    group = st.lists(branch, min_size=1, max_size=3).map("|".join)
    groups = st.builds("{}{}){}".format, st.sampled_from(["(?:", "(", "(?i:"]), group, REPEATS)
    return groups | st.builds(lambda look, what: look.format(what), LOOKS, group)


PATTERNS = st.lists(st.recursive(SMALL, grow, max_leaves=8), min_size=1, max_size=3).map("".join)


@settings(max_examples=300, deadline=None)
@given(PATTERNS, st.lists(st.text(LETTERS + "AB\n", max_size=8), min_size=5, max_size=5))
def test_it_finds_just_what_the_pattern_finds_anywhere(pattern: str, texts: list[str]) -> None:
    quick = re.compile(quicken([], [pattern]))
    assert [bool(quick.search(text)) for text in texts] == [bool(re.search(pattern, text)) for text in texts]


@pytest.mark.parametrize("pattern", ["(?P<verb>.)不(?P=verb)", "(?>好)看", "(?s:.)看", "(好)?(?(1)看|见)"])
def test_of_what_it_cannot_read_any_letter_may_be_the_first(pattern: str) -> None:
    assert find_first(pattern) == First(None, False)
