"""The page of the knowledge base: what is known, a question to try, and changes by managers alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from handlers.model import Person, Role
from nlp.knowledge import Entry
from tests.bot.web.house import LIU, WANG, WRONG_NAME, House, Visitor, open_house

FEES = Entry("物业费怎么交", ("物业费怎么交", "物业费在哪里交"), "公众号里交。")
CHEN = Person(LIU.id, "陈经理")


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await opened.add_user("陈经理", Role.MANAGER, person=LIU)
        await opened.add_user("王师傅", Role.STAFF, "sunny", WANG)
        async with opened.database.transaction() as uow:
            await uow.knowledge.save("sunny", [FEES])
            await uow.commit()
        yield opened


async def test_what_is_known_stands_on_the_page(manager: Visitor) -> None:
    page = await manager.read("/knowledge")
    assert 'data-entry="物业费怎么交"' in page
    assert "公众号里交。" in page


@pytest.mark.parametrize(("question", "title"), [("请问物业费怎么交", "物业费怎么交"), ("今天吃什么", "")])
async def test_a_question_can_be_tried(manager: Visitor, question: str, title: str) -> None:
    assert f'data-found="{title}"' in await manager.read(f"/knowledge?ask={question}")


async def test_an_entry_is_saved_under_its_new_title(house: House, manager: Visitor) -> None:
    fields = {
        "to": "sunny", "verb": "save", "old": FEES.title, "title": "交物业费",
        "questions": "物业费怎么交\n\n 缴费 ", "answer": "扫码交。",
    }  # fmt: skip
    response = await manager.post("/knowledge", "/knowledge", fields)
    assert "已保存" in await response.text()
    saved = Entry("交物业费", ("物业费怎么交", "缴费"), "扫码交。")
    assert house.desk.asked == [("sunny", saved, FEES.title, CHEN)]


async def test_an_entry_is_removed(house: House, manager: Visitor) -> None:
    fields = {"to": "sunny", "verb": "remove", "old": FEES.title}
    await manager.post("/knowledge", "/knowledge", fields)
    assert house.desk.asked == [("sunny", FEES.title, CHEN)]


async def test_what_is_incomplete_is_refused_with_the_words_kept(house: House, manager: Visitor) -> None:
    fields = {"to": "sunny", "verb": "save", "title": WRONG_NAME, "questions": "", "answer": " "}
    response = await manager.post("/knowledge", "/knowledge", fields)
    page = await response.text()
    assert response.status == 422
    assert "缺答案（answer）" in page
    assert "<script>alert" not in page
    assert house.desk.asked == []


async def test_staff_do_not_get_in(house: House) -> None:
    staff = await house.sign_in("王师傅")
    response = await staff.get("/knowledge")
    assert response.status == 403
