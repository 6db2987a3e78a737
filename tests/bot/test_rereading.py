"""An estate's own words and rules, changed on disk under a running bot."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from bot.jobs.rereading import Rereader
from handlers.words import acts
from handlers.words.hearing import use
from handlers.words.wordings import read_wordings
from nlp.classifier import Classifier, RuleError
from tests.bot.house import House, make_settings, open_house

WORDS = '[kiosk]\ntitle = "茶摊"\nis = ["estate"]\nwords = "{}"\n'
RULE = """
[[rule]]
name = "own-kiosk"
category = "facility"
sure = true
need = ["kiosk", "broken"]
match = ["老王茶摊坏了", "老王茶摊的灯坏了", "坏了 老王茶摊"]
silent = ["老王茶摊", "老王茶摊真好", "坏了"]
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """The folder of an estate's own words and rules, still without any."""
    folder = tmp_path / "my-rules"
    folder.mkdir()
    yield folder
    use(read_wordings())


async def ask_ready(house: House) -> dict[str, Any]:
    """What /readyz answers."""
    async with ClientSession() as session, session.get(f"{house.address}/readyz") as response:
        answer: dict[str, Any] = await response.json()
    return answer


@pytest_asyncio.fixture
async def house(tmp_path: Path, own: Path) -> AsyncIterator[House]:
    async with open_house(make_settings(tmp_path, rules={"extra": "my-rules"})) as opened:
        yield opened


async def test_an_estate_s_own_words_and_rule_work_without_a_restart(house: House, own: Path) -> None:
    # The rule first: what is in force has both, whenever the bot looks.
    write(own, "rules/repair.toml", RULE)
    write(own, "lexicon/own.toml", WORDS.format("老王茶摊"))
    await house.channel.wait_for("staff", "识别规则有改动，已生效")
    house.channel.say("张三", "g1", "老王茶摊坏了")
    assert "老王茶摊" in await house.channel.wait_for("staff", "#1")


async def test_an_owner_is_understood_in_the_words_of_the_place_without_a_restart(
    house: House, own: Path
) -> None:
    write(own, "wordings/own.toml", '[says_solved]\nwords = "弄归一了"\n')
    await house.channel.wait_for("staff", "识别规则有改动，已生效")
    house.channel.say("张三", "g1", "8栋2单元301厨房漏水了")
    await house.channel.wait_for("staff", "#1")
    house.channel.say("张三", "g1", "弄归一了")
    assert "撤" in await house.channel.wait_for("staff", "弄归一了")


async def test_a_bad_file_keeps_the_old_rules_and_everybody_who_can_mend_it_hears_why(
    house: House, own: Path
) -> None:
    # The rule first: what is in force has both, whenever the bot looks.
    write(own, "rules/repair.toml", RULE)
    write(own, "lexicon/own.toml", WORDS.format("老王茶摊"))
    await house.channel.wait_for("staff", "已生效")
    bad = write(own, "rules/extra.toml", '[[rule]]\nname = "x"\nkind = "repair"\nneed = ["ghost"]\n')
    assert "读不进去" in await house.channel.wait_for("staff", "extra.toml:1 不认识的类 'ghost'")
    ready = await ask_ready(house)
    assert (ready["ready"], ready["rules"]["ready"]) == (True, False)
    assert "ghost" in ready["rules"]["reason"]
    house.channel.say("张三", "g1", "老王茶摊坏了")
    await house.channel.wait_for("staff", "#1")
    bad.unlink()
    async with asyncio.timeout(60):
        while not (await ask_ready(house))["rules"]["ready"]:  # noqa: ASYNC110 — a page has no event
            await asyncio.sleep(0.1)


# --- one look after another, without a bot ---------------------------------------------------------


class Watched:
    """A classifier of an estate's folder under the eyes of a Rereader; `said` is what staff would hear."""

    def __init__(self, folder: Path) -> None:
        self.classifier = Classifier.load(folder)
        self.said: list[str] = []
        self._rereader = Rereader(self.classifier, self._say, folder)

    async def _say(self, name: str, **values: object) -> None:
        self.said.append(name)

    @property
    def problem(self) -> str:
        return self._rereader.problem

    async def look(self, times: int = 2) -> None:
        for _ in range(times):
            await self._rereader.look()

    def knows(self, word: str) -> bool:
        return word in self.classifier.words


async def test_what_is_still_being_written_is_not_read(own: Path) -> None:
    watched = Watched(own)
    write(own, "lexicon/own.toml", WORDS.format("老王茶摊")[:30])
    await watched.look(1)
    write(own, "lexicon/own.toml", WORDS.format("老王茶摊"))
    await watched.look(1)
    assert (watched.said, watched.knows("老王茶摊")) == ([], False)
    await watched.look(1)
    assert (watched.said, watched.knows("老王茶摊")) == (["rules_read"], True)


async def test_a_half_written_file_is_refused_once_and_read_when_it_is_whole(own: Path) -> None:
    path = write(own, "lexicon/own.toml", WORDS.format("老王茶摊"))
    watched = Watched(own)
    path.write_text(WORDS.format("老王茶摊 老李面馆")[:-3], encoding="utf-8")
    await watched.look(5)
    assert watched.said == ["rules_kept"]
    assert "own.toml:" in watched.problem
    assert watched.knows("老王茶摊")
    path.write_text(WORDS.format("老王茶摊 老李面馆"), encoding="utf-8")
    await watched.look()
    assert (watched.problem, watched.said) == ("", ["rules_kept", "rules_read"])
    assert watched.knows("老李面馆")


async def test_a_deleted_file_takes_its_words_along(own: Path) -> None:
    path = write(own, "lexicon/own.toml", WORDS.format("老王茶摊"))
    watched = Watched(own)
    path.unlink()
    await watched.look()
    assert (watched.said, watched.knows("老王茶摊")) == (["rules_read"], False)


async def test_words_that_a_rule_still_needs_cannot_be_deleted_alone(own: Path) -> None:
    path = write(own, "lexicon/own.toml", WORDS.format("老王茶摊"))
    write(own, "rules/repair.toml", RULE)
    watched = Watched(own)
    path.unlink()
    await watched.look()
    assert (watched.said, watched.knows("老王茶摊")) == (["rules_kept"], True)


async def test_a_folder_that_is_gone_keeps_the_old_rules(own: Path) -> None:
    write(own, "lexicon/own.toml", WORDS.format("老王茶摊"))
    watched = Watched(own)
    shutil.rmtree(own)
    await watched.look()
    assert (watched.said, watched.knows("老王茶摊")) == (["rules_kept"], True)


async def test_a_file_put_in_the_place_of_another_is_seen_whatever_its_size_and_time(own: Path) -> None:
    path = write(own, "lexicon/own.toml", WORDS.format("老王茶摊"))
    watched = Watched(own)
    seen = path.stat()
    other = write(own, "lexicon/own.new", WORDS.format("老李面馆"))
    os.utime(other, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    other.replace(path)
    await watched.look()
    assert watched.knows("老李面馆")


async def test_nothing_is_read_again_while_nothing_changes(own: Path) -> None:
    watched = Watched(own)
    engine = watched.classifier.engine
    await watched.look(3)
    assert watched.classifier.engine is engine


def test_a_bot_does_not_start_with_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="没有这个文件夹"):
        Classifier.load(tmp_path / "nowhere")


async def test_an_estate_s_own_wording_is_heard_and_forgotten_with_its_file(own: Path) -> None:
    watched = Watched(own)
    path = write(own, "wordings/own.toml", '[says_solved]\nwords = "弄归一了"\n')
    await watched.look()
    assert (watched.said, acts.says_solved("弄归一了")) == (["rules_read"], True)
    path.unlink()
    await watched.look()
    assert not acts.says_solved("弄归一了")


@pytest.mark.parametrize(
    ("wording", "rule", "named"),
    [
        ('[say_solved]\nwords = "弄归一了"\n', RULE, "own.toml:1"),
        ('[says_solved]\nwords = "弄归一了"\n', '[[rule]]\nname = "x"\n', "repair.toml:1"),
    ],
    ids=["a wording that is none of ours", "a bad rule beside a good wording"],
)
async def test_nothing_of_a_folder_with_a_bad_file_comes_into_force(
    own: Path, wording: str, rule: str, named: str
) -> None:
    watched = Watched(own)
    write(own, "lexicon/own.toml", WORDS.format("老王茶摊"))
    write(own, "rules/repair.toml", rule)
    write(own, "wordings/own.toml", wording)
    await watched.look()
    assert (watched.said, watched.knows("老王茶摊"), acts.says_solved("弄归一了")) == (
        ["rules_kept"],
        False,
        False,
    )
    assert named in watched.problem
