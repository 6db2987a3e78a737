"""How long after the mother's words the last other group has the alert: `python -m tests.bench.alert`.

Over the real npm gateway: from its telling of the message to its receiving the last relay.  Linli, with
ticket, alert and outbox committed to SQLite before the first send, beside a bare PuppetService script
that stores nothing (its sends gathered, and one after the other) and the JavaScript SDK, in the same
run; the gateway on one core, whoever races on another.  With its pacing off and on, with 5,000 ordinary
deliveries waiting, and right after a start.  Then 500 groups on ten accounts of a simulated gateway beside
the pacing's own floor.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handlers.model import Delivery, DeliveryState, Priority, Purpose
from storage.engine import Database, upgrade
from tests.bench._accounts import race_accounts
from tests.bench._peers import race_script, race_script_first, race_sdk
from tests.bench._track import (
    SECONDS_TO_SETTLE,
    SOURCE,
    STAFF,
    Track,
    go_before_others,
    open_track,
    start_program,
)
from tests.bot.toml import write_toml
from tests.npm import GatewayMissing

CLEAR = "找到了 谢谢大家"
BACKLOG = 5000
FEW, MANY = 5, 500
#: What the settings come with; the floor of five groups is the advice and the relays before the last.
ALERT_INTERVAL = 0.2


# --- Linli ---------------------------------------------------------------------------------------


async def race_linli(track: Track, folder: Path, paced: bool, backlog: int) -> list[float]:
    """Each round is an alert of its own: told, all-clear, and everything said before the next begins."""
    url = f"sqlite:///{folder}/linli-{paced}-{backlog}-{len(track.groups)}.sqlite3"
    await upgrade(url)
    config = folder / "config.toml"
    config.write_text(write_toml(make_tree(track, url, paced)), encoding="utf-8")
    async with start_program(sys.executable, "-m", "bot", "run", "-c", str(config)):
        await track.gateway.wait_until_heard()
        database = await Database.open(url)
        try:
            times = []
            for number in range(track.rounds + 2):
                times.append(await run_round(track, database, number, backlog))
                if paced:
                    # The account rests after the all-clear of this round: not the next one's time.
                    await asyncio.sleep(2 * ALERT_INTERVAL)
            return times[2:]
        finally:
            await database.close()


async def race_first(track: Track, folder: Path, starts: int) -> list[float]:
    """The first alert of a bot that was just started, each with a database of its own."""
    times = []
    for number in range(starts):
        url = f"sqlite:///{folder}/first-{number}.sqlite3"
        await upgrade(url)
        config = folder / "config.toml"
        config.write_text(write_toml(make_tree(track, url, False)), encoding="utf-8")
        async with start_program(sys.executable, "-m", "bot", "run", "-c", str(config)):
            await track.gateway.wait_until_heard()
            await asyncio.sleep(SECONDS_TO_SETTLE)
            times.append(await track.race(number))
        await track.gateway.wait_until_unheard()
    return times


async def run_round(track: Track, database: Database, number: int, backlog: int) -> float:
    if backlog:
        await refill(track, database, backlog)
    elapsed = await track.race(number)
    await track.gateway.race(f"mother{number}", CLEAR, "解除", room=SOURCE, count=len(track.targets))
    await wait_for_calm(database, backlog > 0)
    return elapsed


async def wait_for_calm(database: Database, backlog: bool) -> None:
    """Returns when no alert is waiting any more, and nothing else either unless there is a backlog."""
    while True:
        async with database.view() as uow:
            waiting = await uow.outbox.listing(
                (DeliveryState.PENDING, DeliveryState.SENDING), limit=2 * BACKLOG
            )
        if not any(each.priority is Priority.ALERT or not backlog for each in waiting):
            return
        await asyncio.sleep(0.05)


async def refill(track: Track, database: Database, backlog: int) -> None:
    """So many ordinary deliveries wait, spread over all groups."""
    async with database.transaction() as uow:
        missing = backlog - (await uow.outbox.depth())[DeliveryState.PENDING]
        await uow.outbox.add([make_ordinary(track, number) for number in range(missing)])
        await uow.commit()


def make_ordinary(track: Track, number: int) -> Delivery:
    return Delivery(
        estate="yun",
        chat=f"wechat:room:{track.groups[number % len(track.groups)]}",
        text=f"温馨提示 {number}",
        purpose=Purpose.NOTICE,
        priority=Priority.ROUTINE,
        due_at=datetime.now(UTC),
    )


def make_tree(track: Track, url: str, paced: bool) -> dict[str, Any]:
    fast = {"interval_seconds": 0, "jitter_seconds": 0, "alert_interval_seconds": 0}
    gateway = track.gateway
    return {
        "web": {"port": 0},
        "storage": {"url": url, "files": "files"},
        "log": {"level": "error"},
        "delivery": {"alert_interval_seconds": ALERT_INTERVAL} if paced else fast,
        "channels": {
            "wechaty": [{"name": "wx1", "endpoint": gateway.endpoint, "token": gateway.token, "tls": False}]
        },
        "estates": [
            {
                "id": "yun",
                "name": "云杉里",
                "groups": [
                    {"id": f"wechat:room:{group}", "name": f"{number}号群", "number": number}
                    for number, group in enumerate(track.groups, 1)
                ],
                "staff_groups": [{"id": f"wechat:room:{STAFF}", "name": "员工群"}],
                "settle_seconds": 0,
            }
        ],
    }


# --- the report ----------------------------------------------------------------------------------


def write_line(name: str, times: Sequence[float], beside: float | None = None) -> float:
    """Prints p50 and p99; the p50, in milliseconds."""
    ordered = sorted(times)
    p50, p99 = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    share = f"   {p50 / beside:5.2f} x" if beside else ""
    sys.stdout.write(f"{name:<52} p50 {p50:8.1f} ms   p99 {p99:8.1f} ms  n={len(times)}{share}\n")
    sys.stdout.flush()
    return p50


async def compare(groups: int, rounds: int, folder: Path) -> None:
    sys.stdout.write(f"\nlast of {groups - 1} other groups, beside the script that gathers its sends\n")
    gathered = write_line("script, sends gathered, nothing stored", await race_gathering(groups, rounds))
    async with open_track(groups, rounds) as track:
        write_line("script, one send after the other", await race_script(track, False), gathered)
    try:
        async with open_track(groups, rounds) as track:
            write_line("JavaScript SDK, sends gathered", await race_sdk(track), gathered)
    except (GatewayMissing, TimeoutError) as missing:
        sys.stdout.write(f"JavaScript SDK: {str(missing) or 'was not ready in time'}\n")
    # A machine is not always as fast: each is beside what the script takes right before and after it.
    before = await race_gathering(groups, rounds)
    for backlog in (0, BACKLOG):
        async with open_track(groups, rounds) as track:
            times = await race_linli(track, folder, False, backlog)
        after = await race_gathering(groups, rounds)
        gathered = write_line("script, sends gathered, before and after", before + after)
        write_line(f"Linli, {backlog:,} waiting", times, gathered)
        before = after
    if groups == FEW:
        await compare_first(max(5, rounds // 6), folder, gathered)


async def race_gathering(groups: int, rounds: int) -> list[float]:
    async with open_track(groups, rounds) as track:
        return await race_script(track, True)


async def compare_first(starts: int, folder: Path, beside: float | None = None) -> None:
    """Where there is nothing else to compare with, beside the script's own first."""
    async with open_track(FEW, starts) as track:
        times = await race_script_first(track, starts)
    first = write_line("script, the first message after its start", times, beside)
    async with open_track(FEW, starts) as track:
        times = await race_first(track, folder, starts)
    write_line("Linli, the first alert after its start", times, beside or first)


async def compare_paced(rounds: int, folder: Path) -> None:
    floor = 4 * ALERT_INTERVAL * 1000
    sys.stdout.write(f"\nthe same with pacing on, beside the pacing's own {floor:.0f} ms\n")
    for backlog in (0, BACKLOG):
        async with open_track(FEW, rounds) as track:
            times = await race_linli(track, folder, True, backlog)
        write_line(f"Linli paced, {backlog:,} waiting", times, floor)


async def compare_accounts(rounds: int, folder: Path) -> None:
    floor, times = await race_accounts(folder, rounds)
    sys.stdout.write(
        f"\n500 groups on ten accounts of a simulated gateway, beside the pacing's {floor:.0f} ms\n"
    )
    write_line("Linli paced", times, floor)


async def run(only: Sequence[str], rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as name:
        folder = Path(name)
        if "five" in only:
            await compare(FEW, rounds, folder)
        if "first" in only:
            await compare_first(max(5, rounds // 6), folder)
        if "many" in only:
            await compare(MANY, max(5, rounds // 5), folder)
        if "paced" in only:
            await compare_paced(max(5, rounds // 10), folder)
        if "accounts" in only:
            await compare_accounts(3, folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", default=["five", "many", "paced", "accounts"])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument(
        "--before-others",
        action="store_true",
        help="at real-time priority: where others use the same cores, and for as short as possible",
    )
    options = parser.parse_args()
    if options.before_others:
        go_before_others()
    asyncio.run(run(options.only, options.rounds))


if __name__ == "__main__":
    main()
