"""Each message is handled once, whoever tells of it and however often."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.base import Heard
from bot.intake.repeats import WORDS_REMEMBERED, Repeats
from handlers.model import Attachment, AttachmentKind, FileState, Person
from tests.bot.house import House, make_settings, open_house
from tests.bot.photos import draw_photo
from tests.bot.scripted import ScriptedChannel, room

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PHOTO = (Attachment(AttachmentKind.IMAGE, "a", "ref"),)


def hear(key: str, account: str, text: str = "", second: float = 0, who: str = "张三") -> Heard:
    return Heard(
        key=key,
        account=account,
        chat=room("g1"),
        chat_name="1号群",
        sender=Person(who, who),
        text=text,
        sent_at=NOW + timedelta(seconds=second),
        attachments=() if text else PHOTO,
    )


@pytest.mark.parametrize(
    ("heard", "new"),
    [
        pytest.param([hear("1", "a", "漏水"), hear("1", "a", "漏水")], ["1"], id="one key twice"),
        pytest.param([hear("1", "a", "漏水"), hear("2", "a", "漏水", 2)], ["1"], id="another key"),
        pytest.param([hear("1", "a", "漏水"), hear("2", "a", "漏水", 4)], ["1", "2"], id="said again"),
        pytest.param([hear("1", "a", "+1"), hear("2", "a", "+1", who="李四")], ["1", "2"], id="two people"),
        pytest.param([hear("1", "a", "漏水"), hear("9", "b", "漏水")], ["1"], id="two accounts"),
        pytest.param([hear("1", "a"), hear("2", "a", second=1)], ["1", "2"], id="two photos"),
        pytest.param([hear("1", "a"), hear("9", "b", second=1)], ["1"], id="a photo, two accounts"),
        pytest.param(
            [hear("1", "a"), hear("2", "a"), hear("8", "b"), hear("9", "b")], ["1", "2"],
            id="two photos, the other account later",
        ),
        pytest.param(
            [hear("1", "a"), hear("8", "b"), hear("9", "b"), hear("2", "a")], ["1", "9"],
            id="two photos, told in turns",
        ),
        pytest.param([hear("1", "a"), hear("9", "b", second=9)], ["1", "9"], id="a photo long after"),
    ],
)  # fmt: skip
def test_what_is_new(heard: list[Heard], new: list[str]) -> None:
    repeats, found = Repeats(), []
    for each in heard:
        first = repeats.find(each)
        repeats.note(each, NOW, first)
        if first is None:
            found.append(each.key)
    assert found == new


def test_what_could_not_be_handled_may_come_again_and_a_repetition_is_known_by_its_first_key() -> None:
    repeats = Repeats()
    repeats.note(hear("1", "a"), NOW)
    repeats.forget(hear("1", "a"))
    assert repeats.find(hear("1", "a")) is None
    assert repeats.find(hear("9", "b")) is None
    repeats.note(hear("1", "a"), NOW)
    again = hear("9", "b")
    repeats.note(again, NOW, repeats.find(again))
    assert (repeats.name_first("9"), repeats.name_first("never")) == ("1", "never")


def test_words_are_not_kept_longer_than_they_are_needed() -> None:
    repeats = Repeats()
    repeats.note(hear("1", "a", "漏水"), NOW)
    repeats.note(hear("2", "a", "早上好", 40), NOW + WORDS_REMEMBERED + timedelta(seconds=10))
    assert "漏水" not in repr(vars(repeats))


async def wait_for_files(house: House, tickets: int, files: int) -> None:
    async with asyncio.timeout(60):
        while True:
            async with house.app.database.view() as uow:
                opened = len(await uow.tickets.listing("yun"))
                kept = [each for each in await uow.tickets.files("yun", 1) if each.state is FileState.STORED]
            if (opened, len(kept)) == (tickets, files):
                return
            await asyncio.sleep(0.02)


async def test_words_and_a_photo_that_two_accounts_heard_are_filed_once(tmp_path: Path) -> None:
    one, two = ScriptedChannel("one"), ScriptedChannel("two")
    async with open_house(make_settings(tmp_path), one, more={"two": two}) as house:
        at = datetime.now(UTC)
        one.say("张三", "g3", "我家8栋2单元301厨房漏水了", key="text one", at=at)
        await wait_for_files(house, 1, 0)
        one.say("张三", "g3", "", photo=draw_photo(), key="photo one", at=at)
        await wait_for_files(house, 1, 1)
        two.say("张三", "g3", "我家8栋2单元301厨房漏水了", key="text two", at=at)
        two.say("张三", "g3", "", photo=draw_photo(), key="photo two", at=at)
        # Once this is filed, so would be what was told before it.
        two.say("李四", "g3", "5栋1单元的电梯坏了", key="lift", at=at)
        await wait_for_files(house, 2, 1)
        async with house.app.database.view() as uow:
            assert len(await uow.tickets.files("yun", 1)) == 1
