"""Fixtures of the storage tests."""

from __future__ import annotations

import pytest

from storage.engine import Database
from tests.storage.building import add_estate


@pytest.fixture
async def estate(database: Database) -> Database:
    """An open database with one estate in it, on each of the two."""
    await add_estate(database)
    return database
