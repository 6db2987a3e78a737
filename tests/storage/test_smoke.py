from storage.engine import Database


async def test_a_saved_estate_is_read_back(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.estates.save("e1", "翠园")
        await unit.commit()
    async with database.view() as unit:
        assert [estate.name for estate in await unit.estates.all()] == ["翠园"]


async def test_an_empty_database_is_empty(empty_url: str) -> None:
    assert empty_url
