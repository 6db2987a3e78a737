"""Who writes next."""

from __future__ import annotations

import asyncio

import pytest

from storage.turns import Turns


async def let_others_run() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def queue(turns: Turns, order: list[str], *names: str) -> dict[str, asyncio.Task[None]]:
    """Tasks that wait for their turn, in this order; those with a `!` are urgent."""

    async def take(name: str) -> None:
        async with turns.turn(0 if name.endswith("!") else 1):
            order.append(name)
            await asyncio.sleep(0)

    tasks = {}
    for name in names:
        tasks[name] = asyncio.create_task(take(name))
        await asyncio.sleep(0)
    return tasks


async def test_the_urgent_go_before_all_who_wait_and_everybody_else_in_order() -> None:
    turns, order = Turns(), list[str]()
    async with turns.turn(1):
        tasks = await queue(turns, order, "a", "b", "fire!", "c", "flood!")
        assert order == []
    await asyncio.gather(*tasks.values())
    assert order == ["fire!", "flood!", "a", "b", "c"]


@pytest.mark.parametrize("gone", ["a", "fire!"])
async def test_who_is_cancelled_while_waiting_holds_nobody_up(gone: str) -> None:
    turns, order = Turns(), list[str]()
    async with turns.turn(1):
        tasks = await queue(turns, order, "a", "fire!", "b")
        tasks[gone].cancel()
        await let_others_run()
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    assert order == [name for name in ("fire!", "a", "b") if name != gone]


async def test_who_is_cancelled_when_called_gives_the_turn_on() -> None:
    turns, order = Turns(), list[str]()
    async with turns.turn(1):
        tasks = await queue(turns, order, "a", "b")
    # Called, but it has not run yet.
    tasks["a"].cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    assert order == ["b"]
    async with asyncio.timeout(5), turns.turn(1):
        pass


async def test_who_fails_gives_the_turn_on() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError):
        async with turns.turn(1):
            raise ZeroDivisionError
    async with asyncio.timeout(5), turns.turn(1):
        pass
