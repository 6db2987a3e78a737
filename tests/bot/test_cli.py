"""The command line: what is wrong is one line on stderr with the right exit status, never a traceback."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.exceptions import TyperException

from bot.cli.errors import CommandError
from bot.cli.main import app, explain_usage
from bot.cli.printing import say, show_rows
from handlers.model import Alert, AlertState, Outcome, Person, Status, Ticket
from storage.engine import Database
from tests.bot.command_line import linli, write_config


@pytest.mark.parametrize(
    "command", [("run",), ("doctor",), ("tickets",), ("db", "upgrade"), ("user", "add", "x")]
)
def test_a_wrong_setting_is_one_line_and_status_2(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = linli(*command, "-c", write_config(tmp_path, web={"prot": 1}))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "web.prot = 1：不认识的键" in done.stderr


def test_a_database_that_was_never_made_says_what_to_run(tmp_path: Path) -> None:
    done = linli("run", "-c", write_config(tmp_path))
    assert done.returncode == 2
    assert "linli db upgrade" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    assert linli("db", "upgrade", "-c", config).returncode == 0
    file = tmp_path / "data/linli.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = file.read_bytes()
    done = linli("run", "-c", config)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert file.read_bytes() == before


def test_the_doctor_names_an_unreachable_gateway_and_what_to_do(tmp_path: Path) -> None:
    account = {"name": "wx1", "endpoint": "127.0.0.1:9", "token": "t", "tls": False}
    config = write_config(tmp_path, channels={"wechaty": [account]})
    linli("db", "upgrade", "-c", config)
    done = linli("doctor", "-c", config)
    assert done.returncode == 1
    assert "wx1" in done.stdout
    assert "endpoint" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_first_user_gets_a_password_once_and_only_once(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    linli("db", "upgrade", "-c", config)
    added = linli("user", "add", "经理", "-c", config)
    assert added.returncode == 0
    password = added.stdout.strip().rsplit("：", 1)[1]
    assert len(password) >= 12
    again = linli("user", "add", "经理", "-c", config)
    assert again.returncode == 1
    assert "已经有了" in again.stderr
    assert password.encode() not in (tmp_path / "data/linli.sqlite3").read_bytes()


def test_lists_are_empty_but_polite_on_a_new_database(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    linli("db", "upgrade", "-c", config)
    assert "还没有工单" in linli("tickets", "-c", config).stdout
    assert "没有失败的发送" in linli("deliveries", "-c", config).stdout


def test_classify_reads_and_writes_json_lines() -> None:
    feed = "".join(json.dumps({"id": n, "text": "厨房水管漏水了 8-2-301"}) + "\n" for n in range(3))
    done = linli("classify", "--jsonl", feed=feed)
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [0, 1, 2]
    assert {answer["kind"] for answer in answers} == {"repair"}
    assert set(answers[0]) == {"id", "kind", "category", "room", "phone", "certain", "evidence"}


def test_classify_names_the_line_that_is_no_json() -> None:
    done = linli("classify", "--jsonl", feed='{"id": 1, "text": "早"}\nnonsense\n')
    assert done.returncode != 0
    assert "2" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_is_chinese_and_names_every_command() -> None:
    words = linli("--help").stdout
    for command in (
        "demo",
        "run",
        "classify",
        "rules",
        "tickets",
        "deliveries",
        "db",
        "user",
        "doctor",
        "version",
    ):
        assert command in words
    assert "小区" in words


def test_the_readmes_name_every_command() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (Path(__file__).parents[2] / name).read_text(encoding="utf-8")
        for command in (
            "demo",
            "run",
            "doctor",
            "classify",
            "rules check",
            "rules score",
            "tickets",
            "deliveries",
        ):
            assert f"linli {command}" in text


USAGE = {
    "an option that is none": (("demo", "--prot", "1"), "没有 --prot 这个选项"),
    "a command that is none": (("nonsense",), "没有 nonsense 这个命令"),
    "a port that is no number": (("demo", "--port", "x"), "--port"),
    "a name that is missing": (("user", "add"), "还缺 用户名"),
}


@pytest.mark.parametrize(("arguments", "words"), USAGE.values(), ids=USAGE)
def test_a_command_typed_wrong_is_one_line_and_status_2(arguments: tuple[str, ...], words: str) -> None:
    done = linli(*arguments)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert "--help" in done.stderr


def call(*arguments: str) -> str:
    """What the command says that it cannot do, in this process."""
    with pytest.raises((CommandError, TyperException)) as wrong:
        app(list(arguments), prog_name="linli", standalone_mode=False)
    return explain_usage(wrong.value) if isinstance(wrong.value, TyperException) else str(wrong.value)


TYPED_WRONG = {
    "a file that is missing": (("rules", "score"), "还缺 LABELS.jsonl"),
    "a number that is none": (("sheet", "--said", "abc"), "--said：应为整数"),
    "a number too small": (("rules", "score", "--misses", "-1", "x"), "--misses：不能小于 0"),
    "a number too large": (("demo", "--port", "99999"), "--port：不能大于 65535"),
    "one of few": (("report", "times", "--format", "x"), "只能是 'table', 'csv', 'json'，不是 x"),
    "a word too many": (("tickets", "extra"), "多写了 extra"),
    "an option without its value": (("run", "-c"), "-c：后面要写一个值"),
    "a question that is missing": (("kb", "ask"), "还缺 问题"),
    "a score of what is no scenario": (("replay", "--score", "x.csv"), "--score：要和 --scenarios 一起用"),
    "misses of what is not scored": (("replay", "--misses", "3", "x.csv"), "--misses：要和 --score 一起用"),
    "no month of any calendar": (
        ("report", "times", "--month", "9999-12"),
        "--month 9999-12：应写成 2026-10",
    ),
    "a ticket beyond all numbers": (("alert", "export", "9" * 30), "单号：不能大于"),
    "a delivery beyond all numbers": (("deliveries", "--again", "9" * 30), "--again：不能大于"),
    "a line beyond all numbers": (("sheet", "--said", "9" * 30), "--said：不能大于"),
}


@pytest.mark.parametrize(("arguments", "words"), TYPED_WRONG.values(), ids=TYPED_WRONG)
def test_a_value_typed_wrong_is_named_in_chinese(arguments: tuple[str, ...], words: str) -> None:
    assert words in call(*arguments)


WRONG_USERS = {
    "an estate that is none": (("x", "--estate", "nope"), "--estate nope：配置里没有这个小区，有 yun"),
    "a contact that is none": (("x", "--person", "王师傅"), "--person 王师傅：应写成 wechat:contact:"),
    "an empty name": (("",), "用户名"),
    "a name too long to type": (("长" * 500,), "用户名"),
}


@pytest.mark.parametrize(("arguments", "words"), WRONG_USERS.values(), ids=WRONG_USERS)
def test_a_user_that_makes_no_sense_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    assert words in call("user", "add", *arguments, "-c", write_config(tmp_path))


@pytest.fixture
def config(tmp_path: Path) -> str:
    """The settings of a database that was just made."""
    path = write_config(tmp_path)
    app(["db", "upgrade", "-c", path], prog_name="linli", standalone_mode=False)
    return path


def test_a_user_of_one_estate_can_be_made_before_the_bot_has_ever_run(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["user", "add", "小王", "--role", "staff", "--estate", "yun", "-c", config]
    app(arguments, prog_name="linli", standalone_mode=False)
    assert "用户 小王 的密码" in capsys.readouterr().out


def test_the_command_line_tells_the_time_by_the_clock_of_the_estate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    far = {"id": "yun", "name": "云杉里", "timezone": "Pacific/Kiritimati"}
    config = write_config(tmp_path, estates=[far])
    app(["db", "upgrade", "-c", config], prog_name="linli", standalone_mode=False)
    asyncio.run(file_an_alarm(tmp_path / "data/linli.sqlite3"))
    for command in (["tickets"], ["alert", "list"]):
        app([*command, "-c", config], prog_name="linli", standalone_mode=False)
        assert "03-03 00:30" in capsys.readouterr().out


async def file_an_alarm(file: Path) -> None:
    """An alarm of half past ten in London."""
    at = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
    chat, person = "wechat:room:1", Person("wechat:contact:1", "张三")
    ticket = Ticket(
        estate="yun", number=1, kind="urgent", category="fire", status=Status.OPEN, summary="冒烟",
        words="冒烟", chat=chat, reporter=person, opened_at=at, respond_by=at,
    )  # fmt: skip
    alert = Alert(
        estate="yun", ticket=1, category="fire", policy="never", state=AlertState.ACTIVE, reporter=person,
        chat=chat, facts="冒烟", opened_at=at, ends_at=at + timedelta(hours=4),
    )  # fmt: skip
    database = await Database.open(f"sqlite:///{file}")
    async with database.transaction() as uow:
        await uow.estates.save("yun", "云杉里")
        await uow.save(Outcome(tickets=(ticket,), alerts=(alert,)))
        await uow.commit()
    await database.close()


def test_a_backup_is_made_once_and_says_what_is_not_in_it(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data/files").mkdir()
    target = str(tmp_path / "copy.sqlite3")
    app(["db", "backup", target, "-c", config], prog_name="linli", standalone_mode=False)
    said = capsys.readouterr().out
    assert target in said
    assert f"{tmp_path}/data/files" in said
    assert call("db", "backup", target, "-c", config) == f"{target}：写不了：已经有同名的文件"
    assert "写不了" in call("db", "backup", "/nowhere/at/all", "-c", config)


@pytest.mark.parametrize("url", ["postgresql://u:geheim@h/n", "sqlite:///other.sqlite3"])
def test_what_cannot_be_backed_up_says_what_to_do(tmp_path: Path, url: str) -> None:
    said = call("db", "backup", str(tmp_path / "copy"), "-c", write_config(tmp_path, storage={"url": url}))
    assert "pg_dump" in said
    assert "geheim" not in said


@pytest.mark.parametrize("command", ["tickets", "deliveries", "sheet"])
def test_an_estate_that_is_none_is_not_an_empty_list(config: str, command: str) -> None:
    assert "配置里没有这个小区" in call(command, "--estate", "nope", "-c", config)


def test_an_alert_of_an_estate_that_never_ran_is_said_to_be_none(config: str) -> None:
    assert call("alert", "export", "5", "-c", config) == "#5 没有警报"


def test_what_people_wrote_is_printed_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(("内容",), [("漏水[/b] [red]8-2-301 \x1b[2J",)], "没有")
    say("用户 [b] 的密码：x")
    said = capsys.readouterr().out
    assert "漏水[/b] [red]8-2-301" in said
    assert "用户 [b] 的密码：x" in said
    assert "\x1b[2J" not in said


def test_no_labels_are_no_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    assert app(["rules", "score", str(empty)], prog_name="linli", standalone_mode=False) == 2
    assert "一条标注也没有" in capsys.readouterr().err


def test_exit_statuses_reach_the_shell(tmp_path: Path) -> None:
    assert linli("version").returncode == 0
    assert linli("db", "status", "-c", write_config(tmp_path)).returncode == 1
