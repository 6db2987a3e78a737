"""Questions to the company through the whole bot, and the knowledge base in and out of files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge_files import KnowledgeError, parse_csv, parse_toml, read_entries, write_csv, write_toml
from nlp.knowledge import Entry
from nlp.verdict import SILENT, Verdict
from tests.bot.command_line import linli, write_config
from tests.bot.town import Town, open_town

FEES = Entry("物业费怎么交", ("物业费怎么交", "物业费在哪里交"), "公众号里交。")
QUESTION = "请问物业费怎么交"


def read_question(text: str) -> Verdict:
    return Verdict("inquiry") if text.startswith("请问") else SILENT


async def teach(town: Town, *entries: Entry) -> None:
    async with town.stage.database.transaction() as uow:
        await uow.knowledge.save("yun", entries)
        await uow.commit()


async def count_tickets(town: Town) -> int:
    async with town.stage.database.view() as uow:
        return len(await uow.tickets.listing("yun"))


async def test_a_sure_question_is_answered_with_its_title_once_an_hour_in_a_group() -> None:
    async with open_town("03-02 09:00", classify=read_question) as town:
        await teach(town, FEES)
        await town.hear("03-02 09:10", "张三", QUESTION, "g1")
        assert town.heard_in("g1")[-1].startswith("【物业费怎么交】公众号里交。")
        await town.hear("03-02 09:40", "李四", QUESTION, "g1")
        assert len(town.heard_in("g1")) == 1
        await town.hear("03-02 10:30", "王五", QUESTION, "g1")
        assert len(town.heard_in("g1")) == 2
        assert await count_tickets(town) == 0


async def test_another_group_and_a_direct_chat_are_answered_all_the_same() -> None:
    async with open_town("03-02 09:00", classify=read_question) as town:
        await teach(town, FEES)
        await town.hear("03-02 09:10", "张三", QUESTION, "g1")
        await town.hear("03-02 09:11", "李四", QUESTION, "dm")
        await town.hear("03-02 09:15", "李四", QUESTION + "呀", "dm")
        assert len(town.told("李四", "公众号里交")) == 2


async def test_an_unsure_question_is_a_ticket_for_the_front_desk() -> None:
    async with open_town("03-02 09:00", classify=read_question) as town:
        await teach(town, FEES)
        await town.hear("03-02 09:10", "张三", "请问物业费能用公积金抵吗", "g1")
        opened = await town.ticket()
        assert (opened.kind, opened.category) == ("inquiry", None)


async def test_what_one_estate_knows_another_does_not() -> None:
    async with open_town("03-02 09:00", classify=read_question) as town:
        async with town.stage.database.transaction() as uow:
            await uow.estates.save("other", "另一个")
            await uow.knowledge.save("other", [FEES])
            await uow.commit()
        await town.hear("03-02 09:10", "张三", QUESTION, "g1")
        assert (await town.ticket()).kind == "inquiry"


async def test_neighbours_who_talk_of_it_are_left_alone() -> None:
    async with open_town("03-02 09:00", classify=read_question) as town:
        await teach(town, FEES)
        await town.hear("03-02 09:10", "张三", "物业费怎么交都行", "g1")
        assert town.heard_in("g1") == []


# --- files ---------------------------------------------------------------------------------------

# A lone surrogate is no text, and a carriage return is none of a spreadsheet's cells.
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="|"), min_size=1, max_size=30
).map(str.strip)
ENTRIES = st.lists(
    st.builds(
        Entry,
        WORDS.filter(bool),
        st.lists(WORDS.filter(bool), max_size=3, unique=True).map(tuple),
        WORDS.filter(bool),
    ),
    max_size=4,
    unique_by=lambda entry: entry.title,
)


@given(ENTRIES.filter(bool))
def test_what_is_written_is_read_back(entries: list[Entry]) -> None:
    assert list(parse_toml(write_toml(entries))) == entries
    assert list(parse_csv(write_csv(entries).lstrip("\ufeff"))) == entries


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.toml", "[[entry]]\ntitle = 3\nanswer = 'x'", "第 1 条：缺标题（title）"),
        ("a.toml", "[[entry]]\ntitle = 'x'", "第 1 条：缺答案（answer）"),
        ("a.toml", "[[entry]]\ntitle = 'x'\nanswer = 'y'\nnote = 'z'", "只能有"),
        ("a.toml", "title = 'x'", "[[entry]]"),
        ("a.toml", "[[entry", "不是正确的 TOML"),
        ("a.toml", "[[entry]]\ntitle='x'\nanswer='y'\n[[entry]]\ntitle='x'\nanswer='z'", "写了两次"),
        ("a.csv", "问题,答案\n", "第一行应是"),
        ("a.csv", "标题,问法,答案\n,怎么交,扫码\n", "第 2 行：缺标题"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_the_place(
    tmp_path: Path, name: str, text: str, problem: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=name) as wrong:
        read_entries(file)
    assert problem in str(wrong.value)


def test_a_spreadsheet_of_chinese_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("标题,问法,答案\n物业费,怎么交物业费|物业费,公众号里交\n".encode("gbk"))
    assert read_entries(file) == (Entry("物业费", ("怎么交物业费", "物业费"), "公众号里交"),)


def test_what_is_no_text_at_all_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(bytes(range(256)))
    with pytest.raises(KnowledgeError, match=r"a\.csv：不是 UTF-8 编码"):
        read_entries(file)


def test_the_command_line_takes_a_file_in_and_gives_it_out(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    assert linli("db", "upgrade", "-c", config).returncode == 0
    source, back = tmp_path / "in.csv", tmp_path / "out.toml"
    source.write_text(write_csv([FEES]), encoding="utf-8")
    refused = linli("kb", "import", str(source), "-c", config, "--estate", "nowhere")
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "导入了 1 条" in linli("kb", "import", str(source), "-c", config).stdout
    assert linli("kb", "export", str(back), "-c", config).returncode == 0
    assert read_entries(back) == (FEES,)
    assert "公众号里交" in linli("kb", "ask", QUESTION, "-c", config).stdout
    assert linli("kb", "ask", "今天吃什么", "-c", config).returncode == 1
