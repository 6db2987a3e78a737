"""Message keys, jobs, parked messages, sign-in, the audit log."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.model import Outcome, Role
from storage.engine import Database
from storage.users import Session, User
from tests.storage.building import ESTATE, GROUP, NOW, STAFF, make_audit, minutes

MANAGER = User(name="manager", password_hash="argon2", role=Role.MANAGER)


async def test_a_message_is_handled_once(estate: Database) -> None:
    async def handle() -> bool:
        async with estate.transaction() as unit:
            ours = await unit.messages.claim("m1", ESTATE, GROUP, NOW)
            await unit.commit()
            return ours

    assert sorted(await asyncio.gather(*(handle() for _ in range(6)))) == [False] * 5 + [True]


async def test_a_message_whose_handling_was_not_committed_is_free_again(estate: Database) -> None:
    for _ in range(2):
        async with estate.transaction() as unit:
            assert await unit.messages.claim("m1", ESTATE, GROUP, NOW)


async def test_old_message_keys_are_forgotten(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.messages.claim("old", ESTATE, GROUP, NOW - minutes(1))
        await unit.messages.claim("new", ESTATE, GROUP, NOW)
        assert await unit.messages.prune(NOW) == 1
        assert await unit.messages.claim("old", ESTATE, GROUP, NOW)
        assert not await unit.messages.claim("new", ESTATE, GROUP, NOW)


async def test_a_run_of_a_job_is_done_once(estate: Database) -> None:
    async with estate.transaction() as unit:
        assert await unit.jobs.claim("digest", "2025-03-04")
        assert not await unit.jobs.claim("digest", "2025-03-04")
        assert await unit.jobs.claim("digest", "2025-03-05")
        assert await unit.jobs.claim("report", "2025-03-04")
        assert await unit.jobs.prune("digest", "2025-03-05") == 1
        assert await unit.jobs.claim("digest", "2025-03-04")


async def test_a_parked_message_is_tried_again_until_it_is_given_up_or_removed(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.parked.park("m1", ESTATE, '{"text": "漏水"}', "first", NOW)
        await unit.parked.park("m2", "", "{}", "first", NOW + minutes(1))
        (parked,) = await unit.parked.due(NOW)
        assert (parked.key, parked.payload, parked.attempts) == ("m1", '{"text": "漏水"}', 1)
        await unit.parked.bump("m1", "second", NOW + minutes(5))
        assert [each.key for each in await unit.parked.due(NOW + minutes(4))] == ["m2"]
        await unit.parked.bump("m1", "third", None)
        assert [each.key for each in await unit.parked.due(NOW + minutes(600))] == ["m2"]
        given_up = (await unit.parked.listing())[-1]
        assert (given_up.error, given_up.attempts, given_up.next_at) == ("third", 3, None)
        await unit.parked.remove("m1")
        assert [each.key for each in await unit.parked.listing()] == ["m2"]


async def test_the_text_of_a_parked_message_is_gone_from_the_file_once_it_is_removed(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    contents = []
    for step in ("park", "remove"):
        database = await Database.open(sqlite_url)
        async with database.transaction() as unit:
            if step == "park":
                await unit.parked.park("m1", ESTATE, "我家漏水了" * 3000, "first", NOW)
            else:
                await unit.parked.remove("m1")
            await unit.commit()
        await database.close()
        contents.append(await asyncio.to_thread(file.read_bytes))
    parked, removed = ("漏水".encode() in content for content in contents)
    assert parked
    assert not removed


async def test_a_message_parked_twice_is_kept_once_with_the_latest_error(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.parked.park("m1", ESTATE, "{}", "first", NOW)
        await unit.parked.park("m1", ESTATE, "{}", "second", NOW)
        (parked,) = await unit.parked.listing()
        assert (parked.error, parked.attempts) == ("second", 1)


async def test_a_user_is_added_once_and_can_be_taken_away(estate: Database) -> None:
    clerk = User(name="clerk", password_hash="x", role=Role.STAFF, estate=ESTATE, person_id=STAFF.id)
    async with estate.transaction() as unit:
        assert await unit.users.add(MANAGER)
        assert not await unit.users.add(replace(MANAGER, password_hash="stolen"))
        assert await unit.users.add(clerk)
        assert await unit.users.all() == (clerk, MANAGER)
        assert await unit.users.get("manager") == MANAGER
        assert await unit.users.get("nobody") is None
        assert await unit.users.remove("clerk")
        assert not await unit.users.remove("clerk")


async def test_a_new_password_signs_the_user_out_everywhere(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.users.add(MANAGER)
        await unit.sessions.add("hash", "manager", NOW)
        assert await unit.users.set_password("manager", "new")
        assert await unit.users.get("manager") == replace(MANAGER, password_hash="new")
        assert await unit.sessions.get("hash") is None
        assert not await unit.users.set_password("nobody", "new")


async def test_a_session_lives_until_it_is_deleted_pruned_or_its_user_removed(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.users.add(MANAGER)
        for token, age in (("out", 60), ("old", 0), ("new", 60)):
            await unit.sessions.add(token, "manager", NOW + minutes(age))
        assert await unit.sessions.get("old") == Session(token_hash="old", user="manager", expires_at=NOW)
        await unit.sessions.delete("out")
        assert await unit.sessions.get("out") is None
        assert await unit.sessions.prune(NOW) == 1
        assert await unit.sessions.get("old") is None
        await unit.users.remove("manager")
        assert await unit.sessions.get("new") is None


async def test_nobody_is_signed_in_who_is_no_user(estate: Database) -> None:
    async with estate.transaction() as unit:
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            await unit.sessions.add("hash", "nobody", NOW)


async def test_the_audit_log_is_read_latest_first(estate: Database) -> None:
    lines = (
        make_audit("confirm", subject="#1"),
        make_audit("look", estate="", allowed=False),
        make_audit("last"),
    )
    async with estate.transaction() as unit:
        await unit.save(Outcome(audits=lines))
        assert await unit.audits.listing() == lines[::-1]
        assert await unit.audits.listing(ESTATE) == (lines[2], lines[0])
        assert await unit.audits.listing(limit=1) == (lines[2],)
