"""A backup is whole, can be started from, and is nobody else's to read."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from storage.backup import NoBackup, back_up
from storage.engine import Database, upgrade
from tests.storage.building import add_estate


def list_copies(folder: Path) -> list[str]:
    return [each.name for each in folder.glob("copy*")]


async def test_a_backup_of_a_running_database_can_be_started_from(tmp_path: Path) -> None:
    url, target = f"sqlite:///{tmp_path}/linli.sqlite3", tmp_path / "copy.sqlite3"
    await upgrade(url)
    database = await Database.open(url)
    try:
        await add_estate(database)
        async with database.transaction() as uow:
            await uow.estates.save("half", "只写了一半的小区")
            size = back_up(url, target)
            await uow.commit()
    finally:
        await database.close()
    assert size == target.stat().st_size
    assert list_copies(tmp_path) == ["copy.sqlite3"]
    copy = await Database.open(f"sqlite:///{target}")
    try:
        async with copy.view() as uow:
            known = {estate.id for estate in await uow.estates.all()}
    finally:
        await copy.close()
    assert known
    assert "half" not in known


async def test_only_its_owner_reads_a_backup(tmp_path: Path) -> None:
    url, target = f"sqlite:///{tmp_path}/linli.sqlite3", tmp_path / "copy.sqlite3"
    await upgrade(url)
    back_up(url, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


async def test_a_backup_never_goes_over_a_file_that_is_there(tmp_path: Path) -> None:
    url, target = f"sqlite:///{tmp_path}/linli.sqlite3", tmp_path / "copy.sqlite3"
    await upgrade(url)
    target.write_text("mine")
    with pytest.raises(FileExistsError):
        back_up(url, target)
    assert target.read_text() == "mine"


@pytest.mark.parametrize("url", ["postgresql://u:p@h/n", "sqlite://", "sqlite:////nowhere/at/all.db"])
def test_what_is_no_sqlite_file_is_not_copied(tmp_path: Path, url: str) -> None:
    with pytest.raises(NoBackup):
        back_up(url, tmp_path / "copy.sqlite3")
    assert list(tmp_path.iterdir()) == []
