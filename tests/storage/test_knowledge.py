"""The knowledge base: kept per estate, replaced by title; what was said in a chat lately."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.model import Purpose
from nlp.knowledge import Entry
from storage.engine import Database
from tests.storage.building import ESTATE, NOW, make_delivery

FEES = Entry("物业费", ("物业费怎么交", "缴费"), "扫码交。")


async def test_entries_are_kept_by_estate_and_replaced_by_title(estate: Database) -> None:
    async with estate.transaction() as uow:
        await uow.estates.save("other", "另一个")
        await uow.knowledge.save(ESTATE, [FEES, Entry("电话", (), "8800")])
        await uow.knowledge.save(ESTATE, [replace(FEES, answer="去前台交。")])
        await uow.commit()
    async with estate.view() as uow:
        known = {entry.title: entry for entry in await uow.knowledge.all(ESTATE)}
        assert known["物业费"] == replace(FEES, answer="去前台交。")
        assert set(known) == {"物业费", "电话"}
        assert await uow.knowledge.all("other") == ()
    async with estate.transaction() as uow:
        assert await uow.knowledge.remove(ESTATE, "电话")
        assert not await uow.knowledge.remove(ESTATE, "电话")
        await uow.commit()


async def test_only_answers_of_this_chat_and_this_hour_count_as_said(estate: Database) -> None:
    answer = make_delivery(purpose=Purpose.KNOWLEDGE, text="扫码交。", ticket=None)
    async with estate.transaction() as uow:
        await uow.outbox.add(
            [
                answer,
                replace(answer, text="早说过的", due_at=NOW - timedelta(hours=2)),
                replace(answer, text="别的群", chat="web:room:g9"),
                replace(answer, text="不是答复", purpose=Purpose.ANSWER),
            ]
        )
        await uow.commit()
    async with estate.view() as uow:
        assert await uow.knowledge.said(answer.chat, NOW - timedelta(hours=1)) == {"扫码交。"}
