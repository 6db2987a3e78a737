"""`linli replay` as people use it: files in, a table, JSON or a page out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.errors import CommandError
from bot.cli.main import app

SECRET = "这句闲话谁也不许记下来"
CHAT = f"""张三 2026-03-10 08:01
早上好

张三 2026-03-10 08:02
8栋2单元301厨房水管漏水了，电话13800001234，麻烦派人来修

李四 2026-03-10 08:03
{SECRET}

王师傅 2026-03-10 08:04
完成1 换了接头
"""


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    file = tmp_path / "1号群.txt"
    file.write_text(CHAT, encoding="utf-8")
    return file


def run(*arguments: object, text: str = "") -> tuple[int, str, str]:
    """Exit status, standard output, standard error; a refusal is its line and status."""
    result = CliRunner().invoke(app, ["replay", *map(str, arguments)], input=text)
    if isinstance(result.exception, CommandError):
        return result.exception.status, result.stdout, str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_a_chat_gives_a_table_with_totals(chat: Path) -> None:
    status, out, _ = run(chat)
    assert status == 0
    assert "4 条消息，1 个群，3 人；工单 1 张" in out
    assert SECRET not in out


def test_json_holds_the_tickets_with_their_messages(chat: Path) -> None:
    report = json.loads(run(chat, "--json", "--staff", "王师傅")[1])
    (ticket,) = report["tickets"]
    assert (ticket["kind"], ticket["room"], ticket["group"]) == ("repair", "8-2-301", "1号群")
    assert [message["step"] for message in ticket["messages"]] == ["opened"]
    assert report["totals"]["messages"] == 4


def test_staff_are_obeyed_only_where_they_are_named(chat: Path) -> None:
    def status(*more: str) -> str:
        return str(json.loads(run(chat, "--json", *more)[1])["tickets"][0]["status"])

    assert status() == "open"
    assert status("--staff", "王师傅") == "done"


def test_the_page_stands_alone_masks_phones_and_keeps_ordinary_chat_out(chat: Path, tmp_path: Path) -> None:
    page = tmp_path / "回放.html"
    status, _, _ = run(chat, "--html", page)
    text = page.read_text(encoding="utf-8")
    assert status == 0
    assert "厨房水管漏水" in text
    assert SECRET not in text
    assert "13800001234" not in text
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import|https?:""", text)


def test_what_people_wrote_cannot_become_part_of_the_page(tmp_path: Path) -> None:
    file, page = tmp_path / "群.txt", tmp_path / "p.html"
    file.write_text(
        "<b>张</b> 2026-03-10 08:02\n8栋2单元301厨房水管漏水了<script>alert(1)</script>，麻烦派人来修\n",
        encoding="utf-8",
    )
    run(file, "--html", page)
    assert "<script" not in page.read_text(encoding="utf-8")


def test_broken_lines_are_named_and_the_rest_is_played(tmp_path: Path) -> None:
    file = tmp_path / "一月.csv"
    file.write_text("时间,昵称,内容\n乱,张三,a\n2026-03-10 08:00,张三,早\n", encoding="gb18030")
    status, out, err = run(file)
    assert status == 0
    assert "一月.csv 第 2 行：时间看不懂：乱" in err
    assert "1 条消息" in out


def test_several_files_are_several_groups_in_one_time(chat: Path, tmp_path: Path) -> None:
    other = tmp_path / "2号群.txt"
    other.write_text("赵六 2026-03-10 08:02:30\n你好\n", encoding="utf-8")
    groups = json.loads(run(chat, other, "--json")[1])["groups"]
    assert [(each["group"], each["messages"]) for each in groups] == [("1号群", 4), ("2号群", 1)]


def test_a_misspelt_name_is_told(chat: Path) -> None:
    _, _, err = run(chat, "--staff", "王师付", "--staff-group", "员工裙")
    assert "王师付" in err
    assert "员工裙" in err


REFUSED: tuple[tuple[tuple[str, ...], str], ...] = (
    ((), "没有文件"),
    (("没有的文件.csv",), "没有的文件.csv"),
    (("{chat}", "--timezone", "Mars/Base"), "Mars/Base"),
    (("{chat}", "--html", "{folder}/没有/p.html"), "没有文件夹"),
    (("{chat}", "--extra", "{folder}/没有"), "没有文件夹"),
)


@pytest.mark.parametrize(("arguments", "words"), REFUSED)
def test_bad_use_is_one_line_that_says_what_is_wrong(
    chat: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    status, out, err = run(*(each.format(chat=chat, folder=tmp_path) for each in arguments))
    assert status == 2
    assert words in err
    assert "\n" not in err
    assert not out


# --- scenarios -----------------------------------------------------------------------------------

WORDS = "8栋2单元301厨房水管漏水了，麻烦派人来修"
SCENARIO: dict[str, Any] = {
    "id": "a",
    "events": [
        {"t": 0, "group": "g1", "sender": "张三", "role": "owner", "text": WORDS}
    ],
    "expect": {
        "tickets": [
            {"kind": "repair", "category": "water", "room": "8-2-301", "reporters": 1, "source_events": [0]}
        ],
        "alerts": [],
        "silent": [],
    },
}  # fmt: skip


def test_scenarios_come_in_on_standard_input_and_leave_line_by_line() -> None:
    lines = "".join(json.dumps({**SCENARIO, "id": name}) + "\n" for name in ("a", "b"))
    status, out, _ = run("--scenarios", text=lines)
    rows = [json.loads(each) for each in out.splitlines()]
    assert status == 0
    assert [row["id"] for row in rows] == ["a", "b"]
    assert set(rows[0]) == {"id", "tickets", "alerts", "said"}
    assert rows[0]["tickets"] == rows[1]["tickets"]


def test_scenarios_are_scored_against_what_they_expect(tmp_path: Path) -> None:
    file = tmp_path / "scenarios.jsonl"
    wrong = {**SCENARIO, "id": "b", "expect": {**SCENARIO["expect"], "tickets": []}}
    file.write_text("\n".join(map(json.dumps, (SCENARIO, wrong))), encoding="utf-8")
    _, out, _ = run("--scenarios", "--score", "--misses", "3", file)
    assert "scenarios 2 · perfect 0.500" in out
    assert "b: tickets: wanted []" in out


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": "x"}', '{"id": "x", "events": [{"t": 0, "group": "g7"}]}']
)
def test_a_bad_scenario_is_named_by_its_line(line: str) -> None:
    status, _, err = run("--scenarios", text=json.dumps(SCENARIO) + "\n" + line + "\n")
    assert status == 2
    assert "第 2 行" in err


def test_a_scenario_without_expectations_is_played_but_not_scored() -> None:
    row = {"id": "x", "events": SCENARIO["events"]}
    assert run("--scenarios", text=json.dumps(row))[0] == 0
    assert run("--scenarios", "--score", text=json.dumps(row))[0] == 2
