"""The words of `lost.toml`: ours, with those that an estate's own folder adds to their classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from nlp.words import Lexicon, RuleError, read_lexicon

FILE = Path(__file__).with_name("lost.toml")


@dataclass(frozen=True, slots=True)
class LostWords:
    """What people have lost and how they say so, class by class."""

    lexicon: Lexicon
    belongings: frozenset[str]
    lost: frozenset[str]
    not_found: frozenset[str]
    homes: frozenset[str]
    particles: frozenset[str]
    not_in_names: frozenset[str]


def read_lost_words(folders: Iterable[Path]) -> LostWords:
    """Return our words and those of each folder's `lost.toml`.  Raises RuleError with file and line."""
    found = [folder / FILE.name for folder in folders]
    added = [path for path in found if path.is_file() and not path.samefile(FILE)]
    lexicon = read_lexicon([FILE, *added])
    ours = [concept.name for concept in lexicon.concepts.values() if concept.file == str(FILE)]
    for concept in lexicon.concepts.values():
        if concept.name not in ours:
            near = get_close_matches(concept.name, ours, n=1)
            what = f"是不是 [{near[0]}]" if near else f"只有 {'、'.join(ours)}"
            raise RuleError(concept.file, concept.line, f"不认识 [{concept.name}]：{what}")
    return LostWords(lexicon, **{name: frozenset(lexicon.concepts[name].words) for name in ours})
