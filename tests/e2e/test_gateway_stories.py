"""The stories of the product over the real npm gateway, with everything behind it real."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from tests.bot.photos import draw_photo
from tests.bot.sayings import MOTHER
from tests.e2e.gateway_stage import G1, G2, G3, G4, G5, GROUPS, STAFF, Stage, open_stage

pytestmark = pytest.mark.gateway


async def live_through_repair(stage: Stage, number: int) -> None:
    """An owner reports with a photo, staff answer by quote, the owner hears it, staff finish."""
    gateway, photo = stage.gateway, draw_photo()
    await gateway.say("zhang", f"我家8栋2单元30{number}厨房水管漏水了", room=G3)
    receipt = await stage.wait_for(G3, f"#{number}")
    assert receipt.mentions == ("zhang",)
    assert "@张三\u2005" in receipt.text
    card = await stage.wait_for(STAFF, f"#{number}】")
    await stage.wait_for("wang", f"#{number}】")
    await gateway.show("zhang", photo, room=G3)
    await wait_for_file(stage, number, photo)
    await gateway.quote("wang", "物业小助手", card.text, f"马上到，第{number}次", room=STAFF)
    answer = await stage.wait_for(G3, f"马上到，第{number}次")
    assert answer.mentions == ("zhang",)
    await gateway.say("wang", f"完成{number} 换了角阀{number}", room=STAFF)
    await stage.wait_for(G3, f"换了角阀{number}")


async def wait_for_file(stage: Stage, number: int, photo: bytes) -> None:
    """Returns when the owner's photo is stored, byte for byte."""
    sha256 = hashlib.sha256(photo).hexdigest()
    async with asyncio.timeout(90):
        while True:
            async with stage.app.database.view() as uow:
                files = await uow.tickets.files("yun", number)
            if any(file.sha256 == sha256 for file in files):
                break
            await asyncio.sleep(0.05)
    assert await stage.app.files.get(sha256) == photo


async def live_through_alert(stage: Stage) -> None:
    """The mother's words reach the four other groups without what is private; so does the all-clear."""
    gateway = stage.gateway
    before = len(gateway.sent)
    await gateway.say("mama", f"{MOTHER} 电话13912345678 6栋1单元502", room=G3)
    for group in (G1, G2, G4, G5):
        relay = await stage.wait_for(group, "蓝色校服")
        assert not any(private in relay.text for private in ("13912345678", "小宇妈妈", "502"))
    await stage.wait_for("zhao", "走失")
    await gateway.show("mama", draw_photo(), room=G3)
    for group in (G1, G2, G4, G5):
        await gateway.wait_for_sent(lambda sent: sent.file is not None, to=group)
    await gateway.say("passer", "找到了吗", room=G2)
    await gateway.say("mama", "找到了 谢谢大家", room=G3)
    for group in GROUPS:
        await stage.wait_for(group, "解除")
    relays = [sent for sent in gateway.sent[before:] if "蓝色校服" in sent.text and sent.to in GROUPS]
    assert sorted(sent.to for sent in relays) == [G1, G2, G4, G5]


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
async def test_both_stories_over_the_real_gateway_with_its_death_between(
    tmp_path: Path, sqlite_url: str, tls: bool
) -> None:
    async with open_stage(tmp_path, sqlite_url, tls) as stage:
        await live_through_repair(stage, 1)
        await stage.gateway.kill()
        await stage.wait_ready(False, 90)
        await stage.gateway.start()
        # Heard is not enough: what is said into a connection that is given up again is lost.
        await stage.wait_ready(True, 90)
        await stage.gateway.wait_until_heard()
        await live_through_repair(stage, 2)
        await live_through_alert(stage)


async def test_a_gateway_frozen_for_a_minute_is_noticed_and_nothing_said_after_it_is_lost(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with open_stage(tmp_path, sqlite_url) as stage:
        stage.gateway.freeze()
        await stage.wait_ready(False, 90)
        await asyncio.sleep(60)
        stage.gateway.thaw()
        await stage.wait_ready(True, 90)
        await stage.gateway.wait_until_heard()
        await live_through_repair(stage, 1)
        await stage.wait_for(STAFF, "没有听到群里的消息")


async def test_the_stories_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    async with open_stage(tmp_path, postgres_url) as stage:
        await live_through_repair(stage, 1)
        await live_through_alert(stage)


async def test_the_same_event_twice_is_handled_once_also_under_a_new_id(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with open_stage(tmp_path, sqlite_url) as stage:
        first = await stage.gateway.say("zhang", "8栋2单元301厨房水管漏水了", room=G3)
        await stage.gateway.repeat(first)
        await stage.gateway.say("zhang", "8栋2单元301厨房水管漏水了", room=G3)
        await stage.gateway.say("passer", "5栋1单元的电梯坏了", room=G3)
        receipt = await stage.wait_for(G3, "#2")
        assert "<script>" in receipt.text or receipt.mentions == ("passer",)
        assert len([s for s in stage.gateway.sent if s.to == G3 and "#1" in s.text]) == 1


async def test_somebody_called_manager_is_an_owner(tmp_path: Path, sqlite_url: str) -> None:
    async with open_stage(tmp_path, sqlite_url) as stage:
        await stage.gateway.add_person("faker", "物业经理")
        await stage.gateway.join(G1, "faker")
        await stage.gateway.say("faker", "广播 物业费翻倍")
        refusal = await stage.wait_for("faker", "权限")
        assert "广播" not in refusal.text or "权限" in refusal.text
        await stage.gateway.say("zhang", "8栋2单元301厨房水管漏水了", room=G1)
        await stage.wait_for(G1, "#1")
        assert not any("翻倍" in sent.text for sent in stage.gateway.sent if sent.to in GROUPS)
