"""The command line: what is wrong is one line on stderr with the right exit status, never a traceback."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

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
    "a name that is missing": (("user", "add"), "还缺"),
}


@pytest.mark.parametrize(("arguments", "words"), USAGE.values(), ids=USAGE)
def test_a_command_typed_wrong_is_one_line_and_status_2(arguments: tuple[str, ...], words: str) -> None:
    done = linli(*arguments)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert "--help" in done.stderr


def test_exit_statuses_reach_the_shell(tmp_path: Path) -> None:
    assert linli("version").returncode == 0
    assert linli("db", "status", "-c", write_config(tmp_path)).returncode == 1
