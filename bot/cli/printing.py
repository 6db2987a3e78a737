"""Printing what people wrote: as it stands, whatever signs are in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from handlers.saying.trimming import strip_unseen


def say(words: str) -> None:
    """One line, never cut or wrapped: it may hold a password."""
    Console().print(Text(strip_unseen(words)), soft_wrap=True)


def show_rows(head: Sequence[str], rows: Iterable[Sequence[str]], nothing: str) -> None:
    """The rows as a table, or one sentence where there are none."""
    table = Table(*head)
    for row in rows:
        table.add_row(*(Text(strip_unseen(cell)) for cell in row))
    if table.row_count:
        Console().print(table)
    else:
        say(nothing)
