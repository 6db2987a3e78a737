"""What staff taught: kept as labelled examples, and the words that would have caught what was missed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import nlp
from bot.cli.errors import CommandError
from bot.cli.rules import add_to
from bot.lessons import (
    Findings,
    Lesson,
    find_candidates,
    read_lessons,
    write_example,
    write_files,
)
from bot.replay.scenarios import START, build_heard, build_sample
from bot.replay.stage import Stage
from handlers.model import Outcome, Person, Status, Step, Ticket, TicketEvent
from nlp.classifier import Classifier
from nlp.score import Label
from storage import engine
from storage.engine import Database
from tests.bot.toml import write_toml

OURS = Path(nlp.__file__).parent
QUOTE = "「{name}：{text}」\n- - - - - - - - - - - - - - -\n{words}"
#: What nobody calls it but this estate: the pump room is 龙王庙, the gate 阎王口.
PUMP, PUMP_TOO, GATE = "龙王庙又发威了 快来人", "龙王庙发威 没完没了", "阎王口又不认人了"


@pytest.fixture(scope="module")
def ours() -> Classifier:
    return Classifier.load()


def find(ours: Classifier, lessons: Sequence[Lesson], labels: Sequence[Label] = ()) -> Findings:
    return find_candidates(lessons, labels, lambda more: Classifier([OURS, *more]) if more else ours)


def lesson(number: int, text: str, kind: Any = "repair", category: str | None = "water") -> Lesson:
    return Lesson("home", number, Label(f"home-{number}", text, kind, category))


async def stage_of(*lines: tuple[int, str, str, str, str]) -> Stage:
    events = [
        {"t": t, "group": group, "sender": who, "role": role, "text": text}
        for t, group, who, role, text in lines
    ]
    stage = await Stage.open(build_sample(events), Classifier.load().classify, START)
    for index, event in enumerate(events):
        await stage.hear(build_heard(index, event))
    return stage


async def test_a_missed_report_and_a_wrong_one_are_kept_as_examples() -> None:
    stage = await stage_of(
        (0, "g1", "张三", "owner", PUMP),
        (60, "g1", "师傅王", "staff", QUOTE.format(name="张三", text=PUMP, words="建单")),
        (200, "g2", "李四", "owner", "我家厨房漏水了 8-2-301"),
        (300, "staff", "师傅王", "staff", "误报2"),
        (400, "g2", "王五", "owner", "5栋电梯坏了"),
    )
    async with stage.database.view() as uow:
        lessons = await read_lessons(uow, "sample")
    await stage.close()
    assert [(one.ticket, one.label.text, one.label.kind) for one in lessons] == [
        (1, PUMP, "repair"),
        (2, "我家厨房漏水了 8-2-301", "other"),
    ]
    row = json.loads(write_example(lessons[1]))
    assert (row["kind"], row["category"], "301" in row["text"]) == ("other", None, False)


async def test_a_drill_that_was_a_false_alarm_is_no_example() -> None:
    stage = await stage_of((0, "staff", "师傅王", "staff", "演练"), (60, "staff", "师傅王", "staff", "误报1"))
    async with stage.database.view() as uow:
        ticket = await uow.tickets.get("sample", 1)
        lessons = await read_lessons(uow, "sample")
    await stage.close()
    assert ticket is not None
    assert ticket.status is Status.FALSE_ALARM
    assert lessons == ()


def test_the_word_of_several_missed_messages_comes_first(ours: Classifier) -> None:
    found = find(ours, [lesson(1, PUMP), lesson(2, PUMP_TOO)])
    assert [one.ticket for one in found.missed] == [1, 2]
    assert [one.word for one in found.candidates[:2]] == ["龙王庙", "发威"]
    assert found.candidates[0].caught == ("home-1", "home-2")
    assert found.caught == ("home-1", "home-2")


def test_what_is_recognised_by_now_needs_no_word(ours: Classifier) -> None:
    found = find(ours, [lesson(1, "我家厨房漏水了")])
    assert found.missed == ()
    assert found.candidates == ()


@pytest.mark.parametrize("kept_as", ["label", "counter-example"])
def test_a_word_of_ordinary_talk_is_not_proposed(ours: Classifier, kept_as: str) -> None:
    chat = "龙王庙今天有庙会 谁去 发威火锅打折"
    lessons, labels = [lesson(1, PUMP)], [Label("a", chat, "other")]
    if kept_as == "counter-example":
        lessons, labels = [*lessons, lesson(9, chat, "other", None)], []
    words = {one.word for one in find(ours, lessons, labels).candidates}
    assert words
    assert not any(word in chat for word in words)


def test_a_word_of_another_sort_is_not_proposed(ours: Classifier) -> None:
    labels = [Label("a", "阎王口的保安又骂人了", "complaint", "security")]
    words = {one.word for one in find(ours, [lesson(1, GATE, "repair", "door_access")], labels).candidates}
    assert not any("阎王" in word for word in words)


def test_all_words_together_make_nothing_newly_wrong_on_the_labelled_data(ours: Classifier) -> None:
    rows = (Path(__file__).parents[1] / "data/messages-dev.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(row) for row in rows]
    labels = [Label(row["id"], row["text"], row["kind"], row["category"]) for row in read]
    lessons = [lesson(1, PUMP), lesson(2, PUMP_TOO), lesson(3, GATE, "repair", "door_access")]
    found = find(ours, lessons, labels)
    assert found.labelled == len(labels)
    assert found.caught == ("home-1", "home-2", "home-3")
    assert found.new_false == ()


def test_the_written_files_are_sound_and_do_what_was_promised(ours: Classifier, tmp_path: Path) -> None:
    found = find(ours, [lesson(1, PUMP), lesson(2, GATE, "repair", "door_access")])
    write_files(found.candidates, tmp_path)
    better = Classifier([OURS, tmp_path])
    assert better.check() == ours.check()
    assert [better.classify(text).kind for text in (PUMP, GATE, PUMP_TOO)] == ["repair"] * 3
    assert better.classify("今晚吃什么").kind == "other"


# --- the commands --------------------------------------------------------------------------------

ZHANG = Person("t:contact:zhang", "张三")


def make_ticket(number: int, words: str, status: Status) -> Ticket:
    return Ticket(
        estate="yun", number=number, kind="repair", category="water", status=status, summary=words[:10],
        words=words, chat="t:room:g1", reporter=ZHANG, opened_at=START, respond_by=START,
    )  # fmt: skip


def write_event(number: int, step: Step, words: str = "") -> TicketEvent:
    return TicketEvent(estate="yun", ticket=number, step=step, at=START, actor=ZHANG, words=words)


@pytest.fixture
async def config(tmp_path: Path) -> str:
    """An estate in which one report was missed and one was filed wrongly."""
    url = f"sqlite+aiosqlite:///{tmp_path}/linli.sqlite3"
    path = tmp_path / "config.toml"
    tree = {"estates": [{"id": "yun", "name": "云杉里"}], "storage": {"url": url}}
    path.write_text(write_toml(tree), encoding="utf-8")
    await engine.upgrade(url)
    database = await Database.open(url)
    tickets = (
        make_ticket(1, PUMP, Status.OPEN),
        make_ticket(2, "老家漏水 138 0000 2210", Status.FALSE_ALARM),
    )
    events = (write_event(1, Step.OPENED), write_event(1, Step.TAUGHT, PUMP), write_event(2, Step.OPENED))
    async with database.transaction() as uow:
        await uow.estates.save("yun", "云杉里")
        await uow.save(Outcome(tickets=tickets, events=events))
        await uow.commit()
    await database.close()
    return str(path)


def run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    add_to(app)
    done = CliRunner().invoke(app, ["rules", *arguments])
    if isinstance(done.exception, CommandError):
        return done.exception.status, str(done.exception)
    return done.exit_code, done.output


def test_the_command_shows_what_is_missed_and_the_words_for_it(config: str, tmp_path: Path) -> None:
    labels = tmp_path / "labels.jsonl"
    labels.write_text('{"id": "a", "text": "今晚吃什么", "kind": "other"}\n', encoding="utf-8")
    folder = tmp_path / "own"
    status, said = run("candidates", str(labels), "-c", config, "--write", str(folder))
    assert status == 0
    assert "还认不出的漏报 1 条：\n  yun-1 repair / water：龙王庙又发威了" in said
    assert "龙王庙" in said
    assert "全部加上：认出 1/1 条漏报，2 条标注里新增误报 0 条。" in said
    assert Classifier([OURS, folder]).classify(PUMP).kind == "repair"


def test_examples_are_labelled_lines_without_personal_data(config: str) -> None:
    status, said = run("examples", "-c", config)
    rows = [json.loads(line) for line in said.splitlines()]
    assert status == 0
    assert [(row["id"], row["kind"]) for row in rows] == [("yun-1", "repair"), ("yun-2", "other")]
    assert "2210" not in said


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("candidates", "/nowhere.jsonl"), "/nowhere.jsonl：读不了：没有这个文件或文件夹"),
        (("candidates", "--estate", "moon"), "--estate moon：没有这个小区"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(config: str, arguments: tuple[str, ...], what: str) -> None:
    status, said = run(*arguments, "-c", config)
    assert status == 2
    assert what in said
    assert len(said.splitlines()) == 1
