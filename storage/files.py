"""Photos and other attachments: files beside the database, each named by the hash of its content."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import secrets
from pathlib import Path

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


class FileStore:
    """A folder of files that are never changed: `put` twice is one file, a hash is the whole name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, content: bytes) -> str:
        """Keeps the content; its SHA-256 in hex.  On the disk, name and all, when it returns."""
        return await asyncio.to_thread(self._put, content)

    async def get(self, sha256: str) -> bytes:
        """The content.  Raises FileNotFoundError, and ValueError for what is no hash."""
        return await asyncio.to_thread(self.path(sha256).read_bytes)

    async def delete(self, sha256: str) -> bool:
        """Forgets the content; whether it was there."""
        return await asyncio.to_thread(_delete, self.path(sha256))

    def path(self, sha256: str) -> Path:
        """Where the content is or would be.  Raises ValueError for what is no hash."""
        if _HASH.fullmatch(sha256) is None:
            raise ValueError("a stored file is named by 64 hexadecimal digits")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def _put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path(sha256)
        if not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(target, content)
            # The new names must survive a power cut as well: of the file and of its folders.
            for folder in (target.parent, target.parent.parent, self.folder):
                _sync_folder(folder)
        return sha256


def _write_whole(target: Path, content: bytes) -> None:
    """Writes the file under another name first: under its own it is whole or not there."""
    temporary = target.with_name(f".new-{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):  # Windows cannot, and need not
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _delete(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True
