"""The files of wordings: ours say all of a wording, an estate's add words to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from nlp.words import RuleError, read_toml

#: The folder of such files, in an estate's own folder as in ours.
FOLDER = "wordings"
_TEXTS = ("title", "words", "forms", "at")
_LISTS = ("unless", "match", "silent")
#: A shorter word of an estate's own would be found in half of all messages.
_SHORTEST_OWN = 2
_REMARK = "# "

#: Makes of a pattern what looks for it in a text.
Look = Callable[[re.Pattern[str]], Callable[[str], re.Match[str] | None]]
#: Where in a text a wording must stand, and what looks for it there.
AT: dict[str, Look] = {
    "": lambda pattern: pattern.search,
    "start": lambda pattern: pattern.match,
    "whole": lambda pattern: pattern.fullmatch,
}

#: The file and the line in which a thing stands.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Wording:
    """How people put one thing: words, forms, what takes it back, and lines that prove it."""

    name: str
    place: Place
    title: str = ""
    words: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    #: Where it must stand: anywhere, at the start, or be the whole text.
    at: str = ""
    #: An estate's words, and where each of them stands.
    own: Mapping[str, Place] = field(default_factory=dict)


def read_file(path: Path) -> Iterator[Wording]:
    """The wordings of a file of ours.  Raises RuleError: file, line and what is wrong."""
    for name, table, place, _ in _read_tables(path, (*_TEXTS, *_LISTS)):
        forms = [form.strip() for form in str(table.get("forms", "")).splitlines()]
        unless, match, silent = (tuple(table.get(key, ())) for key in _LISTS)
        wording = Wording(
            name,
            place,
            title=str(table.get("title", "")),
            words=tuple(str(table.get("words", "")).split()),
            forms=tuple(form for form in forms if form and not form.startswith(_REMARK)),
            unless=unless,
            match=match,
            silent=silent,
            at=str(table.get("at", "")),
        )
        if wording.at not in AT:
            raise RuleError(*place, f"[{name}] 的 at 只能是 start（开头）或 whole（整句）")
        if not wording.words and not wording.forms:
            raise RuleError(*place, f"[{name}] 里没有 words，也没有 forms：那样每句话都算")
        yield wording


def read_own_words(path: Path, known: Mapping[str, Wording]) -> dict[str, dict[str, Place]]:
    """The words that an estate adds to wordings of ours, each with its place.  Raises RuleError."""
    found: dict[str, dict[str, Place]] = {}
    for name, table, place, lines in _read_tables(path, ("words",)):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise RuleError(*place, f"不认识 [{name}]" + (f"：是不是 [{near[0]}]" if near else ""))
        words = str(table.get("words", "")).split()
        found[name] = {word: (str(path), _find_line(lines, word, place[1])) for word in words}
        for word, where in found[name].items():
            if len(word.replace("…", "")) < _SHORTEST_OWN or "…" in (word[0], word[-1]):
                raise RuleError(
                    *where, f"[{name}] 的“{word}”太短，会到处认出来：至少 {_SHORTEST_OWN} 个字，… 在中间"
                )
    return found


def _read_tables(path: Path, keys: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any], Place, list[str]]]:
    tables, lines = read_toml(path)
    for name, table in tables.items():
        place = (str(path), _find_line(lines, f"[{name}]"))
        if not isinstance(table, dict):
            raise RuleError(*place, f"{name} 应当是一张表：写成 [{name}]，下面写 words")
        for key, value in table.items():
            if key not in keys:
                raise RuleError(*place, f"[{name}] 里不认识 {key!r}：只能有 {'、'.join(keys)}")
            if key in _LISTS and not (
                isinstance(value, list) and all(isinstance(each, str) for each in value)
            ):
                raise RuleError(*place, f"[{name}] 的 {key} 应当是几段文字的列表，写在方括号里")
            if key in _TEXTS and not isinstance(value, str):
                raise RuleError(*place, f"[{name}] 的 {key} 应当是一段文字")
        yield name, table, place, lines


def _find_line(lines: list[str], what: str, after: int = 1) -> int:
    """The first line from `after` on in which it stands; that line itself where it stands in none."""
    found = (number for number, line in enumerate(lines, 1) if number >= after and what in line)
    return next(found, after)
