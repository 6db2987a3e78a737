"""Lexicons: which word stands for which concept. Every word once, in TOML that anybody can extend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.normalise import is_normalised, normalise

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BETWEEN_WORDS = re.compile("[\\s\"']+")
_KEYS = {"title", "words", "is", "negatable"}


class RuleError(Exception):
    """A lexicon or rule file that cannot be used: where, what is wrong, what to do."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")
        self.file = file
        self.line = line
        self.what = what

    @property
    def name(self) -> str:
        """The name of the file without its folders."""
        return Path(self.file).name


@dataclass(frozen=True, slots=True)
class Concept:
    """A class of words: its title for people, the groups it belongs to, where it was defined."""

    name: str
    title: str
    groups: tuple[str, ...]
    negatable: bool
    words: tuple[str, ...]
    file: str
    line: int


@dataclass(slots=True)
class Lexicon:
    """All concepts, and for each word the bits that it sets.

    Concept number i owns two bits: 2i "said" and 2i+1 "said and denied" (没坏). A word sets the
    bits of its class and of the groups the class belongs to.
    """

    concepts: dict[str, Concept] = field(default_factory=dict)
    class_of: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    number: dict[str, int] = field(default_factory=dict)

    def bit(self, name: str, denied: bool = False) -> int:
        """Return the bit of a concept; KeyError for a class that no file defines."""
        return 1 << (2 * self.number[name] + denied)

    def bits_of(self, word: str) -> tuple[int, int]:
        """Return the bits that a word sets when said, and when denied."""
        return self.class_bits(self.class_of[word])

    def class_bits(self, name: str) -> tuple[int, int]:
        """Return the bits that any word of a class sets when said, and when denied."""
        concept = self.concepts[name]
        names = (concept.name, *concept.groups)
        said = sum(self.bit(name) for name in names)
        return said, (sum(self.bit(name, True) for name in names) if concept.negatable else said)


def load_lexicon(folders: list[Path]) -> Lexicon:
    """Return the lexicon of every *.toml in the folders; a later folder may extend a class.

    Raises RuleError for a bad file, a word in two classes, an unknown group.
    """
    return read_lexicon(path for folder in folders for path in sorted(folder.glob("*.toml")))


def read_lexicon(files: Iterable[Path]) -> Lexicon:
    """Return the lexicon of the files; a later one may extend a class.  Raises RuleError as above."""
    lexicon = Lexicon()
    for path in files:
        _read_file(path, lexicon)
    _check_groups(lexicon)
    for number, name in enumerate(lexicon.concepts):
        lexicon.number[name] = number
    return lexicon


def read_toml(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Return the parsed file and its lines. Raises RuleError with the parser's own line."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors on Windows put a mark in front
        return tomllib.loads(text), text.splitlines()
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise RuleError(str(path), int(found[1]) if found else 1, f"不是有效的 TOML：{error}") from None
    except UnicodeDecodeError:
        raise RuleError(str(path), 1, "不是 UTF-8 编码：另存为 UTF-8") from None
    except OSError as error:
        raise RuleError(str(path), 1, f"读不了这个文件：{error.strerror}") from None


def _read_file(path: Path, lexicon: Lexicon) -> None:
    tables, lines = read_toml(path)
    heads = {line.strip(): number for number, line in reversed(list(enumerate(lines, 1))) if "[" in line}
    for name, table in tables.items():
        line = heads.get(f"[{name}]", 1)
        concept = _read_concept(name, table, str(path), line)
        known = lexicon.concepts.get(name)
        if known:
            groups = tuple(dict.fromkeys(known.groups + concept.groups))
            concept = Concept(
                name, known.title, groups, known.negatable or concept.negatable,
                known.words + concept.words, known.file, known.line,
            )  # fmt: skip
        lexicon.concepts[name] = concept
        place = str(path), line
        for word in concept.words[len(known.words) if known else 0 :]:
            if word in lexicon.class_of:
                owner = lexicon.class_of[word]
                what = f"“{word}” 已经在 [{owner}] 里：一个词只属于一个类，删掉一处"
                raise RuleError(str(path), _line_of(lines, word, line), what)
            lexicon.class_of[word] = name
            lexicon.places[word] = place


def _read_concept(name: str, table: Any, file: str, line: int) -> Concept:
    if not _NAME.fullmatch(name):
        raise RuleError(file, line, f"类名 {name!r} 只能用小写字母、数字和下划线")
    if not isinstance(table, dict):
        raise RuleError(file, line, f"{name} 应当是一张表：写成 [{name}]，下面写 words")
    for key in table.keys() - _KEYS:
        raise RuleError(file, line, f"[{name}] 里不认识 {key!r}：只能有 {'、'.join(sorted(_KEYS))}")
    words, groups = table.get("words", ""), table.get("is", [])
    if not isinstance(words, str) or not isinstance(groups, list):
        raise RuleError(file, line, f"[{name}] 的 words 应当是用空格隔开的一段文字，is 应当是类名的列表")
    listed = words.split()
    # Words that are written plainly, as most are, stay what they are; to find out one by one takes long.
    as_is = is_normalised("\n".join(listed))
    clean = dict(zip(listed, listed, strict=True)) if as_is else {word: normalise(word) for word in listed}
    for word in clean:
        if not clean[word]:
            raise RuleError(file, line, f"[{name}] 的“{word}”里没有能认的字（表情和符号不算）：删掉它")
    return Concept(
        name, str(table.get("title", name)), tuple(map(str, groups)), bool(table.get("negatable", False)),
        tuple(map(clean.__getitem__, listed)), file, line,
    )  # fmt: skip


def _check_groups(lexicon: Lexicon) -> None:
    for concept in lexicon.concepts.values():
        for group in concept.groups:
            if group not in lexicon.concepts:
                raise RuleError(
                    concept.file, concept.line, f"[{concept.name}] 的 is 里有不认识的类 {group!r}"
                )


def find_word(lexicon: Lexicon, word: str) -> tuple[str, int]:
    """Return the file and the line in which a word of the lexicon stands."""
    file, line = lexicon.places[word]
    try:
        return file, _line_of(Path(file).read_text(encoding="utf-8-sig").splitlines(), word, line)
    except (OSError, UnicodeDecodeError):  # changed since it was read
        return file, line


def _line_of(lines: list[str], what: str, after: int = 0) -> int:
    """Return the line of a table's head, or of a word at or after the line of its table."""
    if what.startswith("["):
        return next((number for number, line in enumerate(lines, 1) if line.strip() == what), 1)
    for number, line in enumerate(lines[max(after - 1, 0) :], max(after, 1)):
        if what in map(normalise, _BETWEEN_WORDS.split(line)):
            return number
    return max(after, 1)
