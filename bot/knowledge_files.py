"""The knowledge base as a file: TOML for people who type, CSV for people with a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.problems import tell_system
from nlp.knowledge import Entry

#: The columns of the CSV form; several question forms stand in one cell, parted by this sign.
COLUMNS = ("标题", "问法", "答案")
PARTED_BY = "|"
_LONGEST = {"title": 40, "answer": 500}
_TITLES = {"title": "标题（title）", "answer": "答案（answer）"}


class KnowledgeError(ValueError):
    """The file is no knowledge base: one line in Chinese that names the place and what to do."""


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries in a `.toml` or `.csv` file.  Raises KnowledgeError."""
    table = path.suffix.lower() == ".csv"
    try:
        text = decode(path.read_bytes(), table)
    except UnicodeDecodeError:
        raise KnowledgeError(f"{path}：不是 UTF-8 编码，请另存为 UTF-8") from None
    except OSError as error:
        raise KnowledgeError(f"{path}：读不了：{tell_system(error)}") from None
    try:
        return parse_csv(text) if table else parse_toml(text)
    except KnowledgeError as error:
        raise KnowledgeError(f"{path}：{error}") from None


def decode(content: bytes, table: bool) -> str:
    """The text of a file; Excel on Chinese Windows writes tables as GBK, which GB18030 holds."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if not table:
            raise
    return content.decode("gb18030")


def parse_toml(text: str) -> tuple[Entry, ...]:
    """The entries of `[[entry]]` tables.  Raises KnowledgeError."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"不是正确的 TOML：{error}") from None
    rows = tree.get("entry")
    if not isinstance(rows, list) or set(tree) != {"entry"}:
        raise KnowledgeError("应由 [[entry]] 组成，每条有 title、questions、answer")
    return _check_all((f"第 {number} 条", row) for number, row in enumerate(rows, 1))


def parse_csv(text: str) -> tuple[Entry, ...]:
    """The entries of a table with the columns 标题, 问法, 答案.  Raises KnowledgeError."""
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise KnowledgeError(f"第一行应是 {','.join(COLUMNS)}")
    title, questions, answer = COLUMNS
    return _check_all(
        (
            f"第 {reader.line_num} 行",
            {
                "title": row[title],
                "questions": [form for form in (row[questions] or "").split(PARTED_BY) if form.strip()],
                "answer": row[answer],
            },
        )
        for row in reader
    )


def _check_all(rows: Iterable[tuple[str, Any]]) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    for place, row in rows:
        entry = _check(place, row)
        if entry.title in entries:
            raise KnowledgeError(f"{place}：标题“{entry.title}”写了两次")
        entries[entry.title] = entry
    return tuple(entries.values())


def _check(place: str, row: Any) -> Entry:
    if not isinstance(row, Mapping) or set(row) - {"title", "questions", "answer"}:
        raise KnowledgeError(f"{place}：只能有 title、questions、answer")
    words = {name: _read_words(place, row, name) for name in ("title", "answer")}
    questions = row.get("questions", [])
    if not isinstance(questions, list) or not all(isinstance(form, str) for form in questions):
        raise KnowledgeError(f"{place}：questions 应是一列问法")
    forms = tuple(dict.fromkeys(form.strip() for form in questions if form.strip()))
    return Entry(words["title"], forms, words["answer"])


def build_entry(title: str, questions: Iterable[str], answer: str) -> Entry:
    """The entry, tidied.  Raises KnowledgeError with what is missing or too long."""
    return _check("这一条", {"title": title, "questions": list(questions), "answer": answer})


def _read_words(place: str, row: Mapping[str, Any], name: str) -> str:
    words = row.get(name)
    if not isinstance(words, str) or not words.strip():
        raise KnowledgeError(f"{place}：缺{_TITLES[name]}")
    if len(words.strip()) > _LONGEST[name]:
        raise KnowledgeError(f"{place}：{_TITLES[name]}太长，最多 {_LONGEST[name]} 字")
    return words.strip()


def write_toml(entries: Iterable[Entry]) -> str:
    """The entries as TOML; `parse_toml` reads the same back."""
    return "\n".join(
        f"[[entry]]\ntitle = {_quote(entry.title)}\n"
        f"questions = [{', '.join(map(_quote, entry.questions))}]\nanswer = {_quote(entry.answer)}\n"
        for entry in entries
    )


def _quote(text: str) -> str:
    # A basic string of TOML is one of JSON, but that DEL must be escaped too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_csv(entries: Iterable[Entry]) -> str:
    """The entries as CSV with a header; spreadsheets know it by its byte order mark as UTF-8."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows((entry.title, PARTED_BY.join(entry.questions), entry.answer) for entry in entries)
    return "\ufeff" + lines.getvalue()
