"""Lines by the sort of danger that they are about, one a row."""

from __future__ import annotations


def list_lines(table: dict[str, str]) -> list[tuple[str, str]]:
    """Each line with its category."""
    return [(category, text) for category, texts in table.items() for text in texts.split("\n") if text]
