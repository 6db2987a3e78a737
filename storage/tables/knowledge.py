"""What is known: questions and their answers."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table

from storage.columns import Strings, Words
from storage.tables.shared import metadata

knowledge = Table(
    "knowledge",
    metadata,
    Column("estate", Words, ForeignKey("estates.id"), primary_key=True),
    Column("title", Words, primary_key=True),
    Column("questions", Strings, nullable=False),
    Column("answer", Words, nullable=False),
)
