"""Memory is gathered where the system can, and only what is ours."""

from __future__ import annotations

from bot.cli.memory import gather_memory, list_regions

MEGABYTE = 1024 * 1024
MAPS = """\
55d0c0000000-55d0c0400000 r-xp 00000000 fe:00 123 /usr/bin/python3.11
55d0c0500000-55d0c0900000 rw-p 00000000 00:00 0 [heap]
7f0000000000-7f0000100000 rw-p 00000000 00:00 0
7f0010000000-7f0010600000 rw-p 00000000 00:00 0
7f0020000000-7f0020600000 r--p 00000000 00:00 0
7f0030000000-7f0030600000 rw-p 00000000 fe:00 5 /data/my file.sqlite3-shm
7ffd00000000-7ffd00800000 rw-p 00000000 00:00 0 [stack]
"""


def test_whole_huge_pages_of_what_was_written_here_and_of_no_file_are_found() -> None:
    assert list(list_regions(MAPS.splitlines())) == [
        (0x55D0C0600000, 2 * MEGABYTE),
        (0x7F0010000000, 6 * MEGABYTE),
    ]


def test_what_is_in_memory_is_the_same_afterwards() -> None:
    kept = bytearray(range(256)) * 40_000
    before = bytes(kept)
    assert gather_memory() >= 0
    assert kept == before
