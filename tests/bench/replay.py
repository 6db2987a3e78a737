"""How fast a month of chat is replayed: `python -m tests.bench.replay [MESSAGES] [--variant NAME]`.

150,000 messages of five groups over thirty days, made from a seed: one in fifty is a report, in the
words of the labelled lines; of the rest one in ten is labelled talk about the estate that opens
nothing, and nine are made from the patterns of chatter.toml.  Who reports danger says half an hour
later that it is over.  Twice: with staff who accept each ticket within minutes and finish it within
hours (what they type comes on top), and with nobody who ever does.  And once, as `plain`, with nothing but
repairs and chat that is taken for chat: what one line in fifty that opens something costs.  Prints the
time, messages per second of the clock and of the processor, what of it was spent on reading words, and
the peak memory.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.exports.lines import Line
from bot.replay.chats import Cast, Run, play, sort_lines
from bot.replay.nearest import find_nearest
from bot.replay.page import render_page
from bot.replay.report import write_report
from nlp.chatter import make_chatter
from nlp.classifier import Classifier
from nlp.verdict import Verdict
from tests.bench._staff import CAST, play_with_staff

VARIANTS = ("served", "never accepted", "plain")
ZONE = ZoneInfo("Asia/Shanghai")
SINCE = datetime(2026, 3, 1, tzinfo=ZONE)
SPAN = timedelta(days=30)
MESSAGES = 150_000
#: One message in so many is a report; of the reports, one in so many tells of danger.
REPORTS_EVERY, URGENT_EVERY = 50, 100
#: Of the other talk one in so many speaks of the estate.
TALK_OF_ESTATE_EVERY = 10
GROUPS = tuple(f"云杉里业主{number}号群" for number in range(1, 6))
PEOPLE = 1_500
DATA = Path(__file__).parent.parent / "data"
#: How busy each hour of the day is, 0 to 23.
HOURS = (3, 1, 1, 1, 1, 3, 10, 25, 30, 28, 28, 30, 34, 26, 22, 24, 26, 32, 40, 46, 48, 44, 30, 12)
OVER = {"missing_person": "找到了 谢谢大家", "fire": "火灭了 没事了", "gas": "阀门关了 没事了 谢谢"}
OVER_ELSE = "没事了 已经处理好了 谢谢大家"


def read_texts() -> dict[str, list[tuple[str, str | None]]]:
    """The labelled lines by kind, each with its category."""
    texts: dict[str, list[tuple[str, str | None]]] = {}
    for file in sorted(DATA.glob("messages-train-*.jsonl")):
        for raw in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(raw)
            texts.setdefault(row["kind"], []).append((row["text"], row["category"]))
    return texts


def make_month(messages: int = MESSAGES, seed: int = 7) -> list[Line]:
    """The same messages for the same seed, in the order of their time."""
    chance = random.Random(seed)
    texts = read_texts()
    talk = [label.text for label in make_chatter(DATA / "chatter.toml", per_pattern=40)]
    reports = [line for kind in ("repair", "complaint", "suggestion", "inquiry") for line in texts[kind]]
    people = [(f"业主{number}", chance.choice(GROUPS)) for number in range(PEOPLE)]
    lines: list[Line] = []
    while len(lines) < messages:
        at, (name, group) = pick_moment(chance), chance.choice(people)
        if chance.randrange(REPORTS_EVERY):
            near = not chance.randrange(TALK_OF_ESTATE_EVERY)
            text = chance.choice(texts["other"])[0] if near else chance.choice(talk)
            lines.append(Line(at, group, name, vary(chance, text), 0))
        elif chance.randrange(URGENT_EVERY):
            lines.append(Line(at, group, name, chance.choice(reports)[0], 0))
        else:
            lines += make_danger(at, group, name, *chance.choice(texts["urgent"]))
    return sort_lines(lines[:messages])


def make_plain(messages: int, classify: Callable[[str], Verdict], seed: int = 7) -> list[Line]:
    """One in fifty is a repair; the rest is made from the patterns, without what reads as a report."""
    chance = random.Random(seed)
    talk = [label.text for label in make_chatter(DATA / "chatter.toml", per_pattern=40)]
    talk = [text for text in talk if classify(text).kind == "other"]
    repairs = [text for text, _ in read_texts()["repair"] if classify(text).kind == "repair"]
    people = [(f"业主{number}", chance.choice(GROUPS)) for number in range(PEOPLE)]
    lines = []
    for _ in range(messages):
        at, (name, group) = pick_moment(chance), chance.choice(people)
        text = chance.choice(talk if chance.randrange(REPORTS_EVERY) else repairs)
        lines.append(Line(at, group, name, text, 0))
    return sort_lines(lines)


def vary(chance: random.Random, text: str) -> str:
    """Chat repeats itself less than our lines do."""
    return text + chance.choice(("", "", " 哈哈", "～", "。", "[呲牙]", f" {chance.randrange(100)}"))


def pick_moment(chance: random.Random) -> datetime:
    day, hour = chance.randrange(SPAN.days), chance.choices(range(24), HOURS)[0]
    return SINCE + timedelta(days=day, hours=hour, seconds=chance.randrange(3600))


def make_danger(at: datetime, group: str, name: str, text: str, category: str | None) -> Iterator[Line]:
    yield Line(at, group, name, text, 0)
    yield Line(at + timedelta(minutes=30), group, name, OVER.get(category or "", OVER_ELSE), 0)


def measure_memory() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_reading(lines: Sequence[Line], classify: Callable[[str], Verdict]) -> float:
    """Seconds of the processor that reading the words of these lines takes, once more and alone."""
    began = time.process_time()
    for line in lines:
        classify(line.text)
    return time.process_time() - began


async def run(messages: int, variant: str, first: int | None = None) -> str:
    """Replays the month or its `first` messages, prints what it took, and returns the page."""
    classifier = Classifier.load()
    plain = variant == "plain"
    month = make_plain(messages, classifier.classify) if plain else make_month(messages)
    lines = month[:first]
    sys.stdout.write(
        f"{variant}: {len(lines):,} messages of {len(GROUPS)} groups; {measure_memory():.0f} MB before\n"
    )
    began, worked = time.perf_counter(), time.process_time()
    cast = CAST if variant == "served" else Cast()
    if variant == "served":
        played = await play_with_staff(lines, classifier.classify)
    else:
        played = await play(lines, classifier.classify, cast)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    report_speed(played, seconds, worked, measure_reading(played.lines, classifier.classify))
    began = time.perf_counter()
    near = find_nearest([played.lines[index] for index in played.left_alone], classifier.explain)
    report = await write_report(played, cast, near, [], ZONE)
    text = render_page(report, ZONE)
    seconds = time.perf_counter() - began
    sys.stdout.write(
        f"{len(report.tickets):,} tickets, {report.joined:,} joined, {len(report.alerts)} alerts; "
        f"report and page {seconds:.1f} s, {len(text) / 1024:,.0f} KB\n"
    )
    sys.stdout.write(f"peak memory {measure_memory():.0f} MB\n")
    await played.stage.close()
    return text


def report_speed(played: Run, seconds: float, worked: float, reading: float) -> None:
    count = len(played.lines)
    decided = count - len(played.left_alone)
    sys.stdout.write(
        f"{seconds:.1f} s, {count / seconds:,.0f} messages/s; {worked:.1f} s of one processor, "
        f"{count / worked:,.0f} messages/s (reading the words alone: {reading:.1f} s); "
        f"{decided:,} led to something, {len(played.stage.said):,} things said\n"
    )


def write_lines(file: Path, lines: list[Line]) -> None:
    """The messages as JSON lines, to try the command with."""
    with file.open("w", encoding="utf-8") as out:
        for line in lines:
            row = {
                "time": line.time.isoformat(),
                "group": line.group,
                "sender": line.sender,
                "text": line.text,
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("messages", nargs="?", type=int, default=MESSAGES)
    parser.add_argument("--first", type=int, help="replay only so many of them, as dense as they are")
    parser.add_argument("--write", type=Path, help="write the messages there instead of replaying them")
    parser.add_argument("--page", type=Path, help="write the HTML page there")
    parser.add_argument("--variant", choices=VARIANTS, help="only this one")
    parser.add_argument(
        "--again",
        action="store_true",
        help="once more in the same process: without what is made only once, patterns and statements",
    )
    options = parser.parse_args()
    if options.write is not None:
        write_lines(options.write, make_month(options.messages))
        return
    variants = [options.variant] if options.variant else list(VARIANTS)
    for variant in [each for each in variants for _ in range(2 if options.again else 1)]:
        page = asyncio.run(run(options.messages, variant, options.first))
        if options.page is not None:
            options.page.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
