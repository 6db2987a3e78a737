"""What the documents say of the tree is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: A file or a folder of ours, by its whole path.
PLACE = re.compile(
    r"(?<![\w/.<-])(?:bot|handlers|storage|nlp|tests)/(?:[\w-]+/)*(?:[\w-]+\.(?:py|toml|md|jsonl?|js)\b)?"
)
DOCUMENTS = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "config.example.toml", "pyproject.toml"]


def list_modules() -> list[str]:
    """Every module of the bot and of its tests."""
    folders = ("bot", "handlers", "nlp", "storage", "tests")
    return [
        str(path.relative_to(ROOT)) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))
    ]


def find_missing(name: str) -> list[str]:
    """The places that a file speaks of and that are not there."""
    spoken = PLACE.findall((ROOT / name).read_text(encoding="utf-8"))
    return [place for place in spoken if not (ROOT / place).exists()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_place_that_a_document_names_is_there(name: str) -> None:
    assert find_missing(name) == []


def test_every_place_that_a_comment_names_is_there() -> None:
    missing = {name: found for name in list_modules() if (found := find_missing(name))}
    assert missing == {}


def test_no_test_imports_another() -> None:
    imports = re.compile(r"^\s*from tests\.[\w.]*\btest_\w+ import", re.MULTILINE)
    tests = [name for name in list_modules() if name.startswith("tests/")]
    assert [name for name in tests if imports.search((ROOT / name).read_text(encoding="utf-8"))] == []
