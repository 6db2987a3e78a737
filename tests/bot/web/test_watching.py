"""Pages that watch the same thing cost one look at it."""

from __future__ import annotations

import asyncio
import gc

import pytest

from bot.web.watching import Watch


class Eye:
    """Says how often it has looked."""

    def __init__(self) -> None:
        self.looks = 0

    async def read(self) -> str:
        self.looks += 1
        await asyncio.sleep(0)
        return str(self.looks)


async def test_two_hundred_who_watch_one_alert_are_one_look() -> None:
    watch, eye = Watch(3600), Eye()
    look = watch.find("sunny 128")
    assert await asyncio.gather(*(watch.read(look, eye.read) for _ in range(200))) == ["1"] * 200
    assert eye.looks == 1


async def test_what_was_seen_long_ago_is_looked_at_again() -> None:
    watch, eye = Watch(0), Eye()
    look = watch.find("sunny 128")
    assert [await watch.read(look, eye.read) for _ in range(3)] == ["1", "2", "3"]


async def test_another_alert_is_another_look() -> None:
    watch = Watch(3600)
    assert watch.find("sunny 128") is watch.find("sunny 128")
    first, second = watch.find("sunny 128"), watch.find("sunny 129")
    assert first is not second


async def test_a_look_that_failed_fails_the_next_one_too_and_is_not_kept() -> None:
    async def fail() -> str:
        raise LookupError

    watch, eye = Watch(3600), Eye()
    look = watch.find("sunny 128")
    for _ in range(2):
        with pytest.raises(LookupError):
            await watch.read(look, fail)
    assert await watch.read(look, eye.read) == "1"


async def test_what_nobody_watches_any_more_is_forgotten() -> None:
    watch, eye = Watch(3600), Eye()
    look = watch.find("sunny 128")
    await watch.read(look, eye.read)
    del look
    gc.collect()
    assert watch.find("sunny 128").seen == ""
