"""Column types: what goes in comes out, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from handlers.model import Person
from storage.columns import UtcDateTime, clean_text
from storage.engine import Database
from tests.storage.building import NOW, make_delivery

SHANGHAI = timezone(timedelta(hours=8))


async def test_an_instant_comes_back_aware_in_utc_to_the_microsecond(estate: Database) -> None:
    due = datetime(2025, 3, 4, 9, 12, 0, 250_001, tzinfo=SHANGHAI)
    async with estate.transaction() as unit:
        (saved,) = await unit.outbox.add([make_delivery(due_at=due)])
        found = await unit.outbox.get(saved.id or 0)
    assert found is not None
    assert found.due_at == due
    assert found.due_at.tzinfo is UTC


async def test_instants_of_several_zones_are_compared_as_instants(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.outbox.add([make_delivery(due_at=NOW.astimezone(SHANGHAI))])
        assert await unit.outbox.claim(NOW - timedelta(seconds=1)) == ()
        assert len(await unit.outbox.claim(NOW.astimezone(timezone(timedelta(hours=-5))))) == 1


async def test_a_naive_datetime_is_refused(estate: Database) -> None:
    async with estate.transaction() as unit:
        with pytest.raises(sa.exc.StatementError, match="naive"):
            await unit.outbox.add([make_delivery(due_at=datetime(2025, 3, 4, 9))])  # noqa: DTZ001


def test_what_stands_in_for_no_instant_stays_nothing() -> None:
    dialect = sa.create_mock_engine("sqlite://", executor=lambda *_: None).dialect
    assert UtcDateTime().process_bind_param(None, dialect) is None
    assert UtcDateTime().process_result_value(None, dialect) is None


HARD_TEXTS = (
    "\x00漏水\x00",
    "half a pair \ud83d of surrogates",
    "‮右到左​零宽👨‍👩‍👧",
    "'; DROP TABLE tickets; --",
    "{ticket}<script>alert(1)</script>%s%(x)s:name",
    "长" * 20_000,
)


@pytest.mark.parametrize("text", HARD_TEXTS, ids=range(len(HARD_TEXTS)))
async def test_any_text_is_stored_on_both_databases(estate: Database, text: str) -> None:
    said = make_delivery(text, mentions=(Person("p:\x00", text),), error=text)
    async with estate.transaction() as unit:
        (saved,) = await unit.outbox.add([said])
        found = await unit.outbox.get(saved.id or 0)
    assert found is not None
    assert found.text == clean_text(text)
    assert found.mentions == (Person("p:", clean_text(text)),)


def test_only_what_no_database_holds_is_taken_out_of_a_text() -> None:
    assert clean_text("漏水👨‍👩‍👧 plain") == "漏水👨‍👩‍👧 plain"
    assert clean_text("a\x00b") == "ab"
    assert clean_text("a\ud83db") == "a?b"
