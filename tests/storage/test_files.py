"""The file store."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from storage.files import FileStore

PHOTO = b"\xff\xd8\xff photo"
NAME = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def list_files(store: FileStore) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


async def test_content_is_named_by_its_hash_two_folders_deep(store: FileStore) -> None:
    assert await store.put(PHOTO) == NAME
    assert await store.get(NAME) == PHOTO
    assert store.path(NAME) == store.folder / NAME[:2] / NAME[2:4] / NAME
    assert list_files(store) == [store.path(NAME)]


async def test_the_same_content_is_one_file_however_often_and_at_once_it_is_put(store: FileStore) -> None:
    assert set(await asyncio.gather(*(store.put(PHOTO) for _ in range(20)))) == {NAME}
    assert list_files(store) == [store.path(NAME)]
    assert await store.get(NAME) == PHOTO


async def test_empty_content_is_content(store: FileStore) -> None:
    assert await store.get(await store.put(b"")) == b""


async def test_deleted_content_is_gone(store: FileStore) -> None:
    await store.put(PHOTO)
    assert await store.delete(NAME)
    assert not await store.delete(NAME)
    with pytest.raises(FileNotFoundError):
        await store.get(NAME)


NO_HASHES = [
    "",
    "..",
    "../" * 21 + "x",
    NAME[:-1],
    NAME + "0",
    NAME.upper(),
    "g" * 64,
    NAME + "\n",
    "０" * 64,
]


@pytest.mark.parametrize("name", NO_HASHES)
async def test_what_is_no_hash_is_no_name_of_a_file(store: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match="64"):
        store.path(name)
    with pytest.raises(ValueError, match="64"):
        await store.get(name)
    with pytest.raises(ValueError, match="64"):
        await store.delete(name)


async def test_a_failed_write_leaves_nothing_behind(store: FileStore) -> None:
    store.path(NAME).mkdir(parents=True)
    with pytest.raises(OSError, match=r"(?i)directory"):
        await store.put(PHOTO)
    assert list_files(store) == []
