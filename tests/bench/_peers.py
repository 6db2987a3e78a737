"""Whom Linli is compared with: bare scripts that forward at once and store nothing."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from tests.bench._track import SECONDS_TO_SETTLE, SOURCE, WORDS, Track, start_program
from tests.npm import install_modules

SDK = Path(__file__).parent / "sdk"


async def race_script(track: Track, gather: bool) -> list[float]:
    order = describe(track) | {"gather": gather}
    async with start_program(sys.executable, "-m", "tests.bench._forward", json.dumps(order)):
        await track.gateway.wait_until_heard()
        return await race_rounds(track)


async def race_script_first(track: Track, starts: int) -> list[float]:
    """The first message that the script is told after its start."""
    times = []
    order = json.dumps(describe(track) | {"gather": True})
    for number in range(starts):
        async with start_program(sys.executable, "-m", "tests.bench._forward", order):
            await track.gateway.wait_until_heard()
            await asyncio.sleep(SECONDS_TO_SETTLE)
            times.append(await track.race(number))
        await track.gateway.wait_until_unheard()
    return times


async def race_sdk(track: Track) -> list[float]:
    order = describe(track) | {"modules": str(await asyncio.to_thread(install_modules, SDK))}
    async with start_program("node", str(SDK / "forward.js"), json.dumps(order)) as program:
        assert program.stdout is not None
        async with asyncio.timeout(120):
            await program.stdout.readline()
        return await race_rounds(track)


def describe(track: Track) -> dict[str, Any]:
    gateway = track.gateway
    return {
        "endpoint": gateway.endpoint,
        "token": gateway.token,
        "source": SOURCE,
        "targets": track.targets,
        "words": WORDS,
    }


async def race_rounds(track: Track) -> list[float]:
    """The first two rounds warm everybody up and do not count."""
    times = []
    for number in range(track.rounds + 2):
        times.append(await track.race(number))
        await asyncio.sleep(0.05)
    return times[2:]
