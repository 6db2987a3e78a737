"""The stories of the product over the real npm gateway, with everything behind it real."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import App, build_app
from bot.settings import build_settings
from storage.engine import upgrade
from tests.bot.house import FAST
from tests.bot.test_story import MOTHER, draw_photo
from tests.gateway import Gateway, Sent, require_gateway

pytestmark = pytest.mark.gateway

PEOPLE = {
    "zhang": "张三",
    "mama": "小宇妈妈",
    "wang": "王师傅",
    "zhao": "赵队长",
    "liu": "刘经理",
    "passer": "{ticket}<script>alert(1)</script>",
}
# The gateway knows a group by this ending of its id.
G1, G2, G3, G4, G5 = GROUPS = [f"g{n}@chatroom" for n in range(1, 6)]
STAFF = "staff@chatroom"


def make_tree(gateway: Gateway, url: str) -> dict[str, Any]:
    account: dict[str, Any] = {
        "name": "wx1",
        "endpoint": gateway.endpoint,
        "token": gateway.token,
        "tls": gateway.tls,
        "heartbeat_seconds": 3.0,
    }
    if gateway.tls:
        account["pinned_sha256"] = gateway.fingerprint

    def person(id: str, *trades: str) -> dict[str, Any]:
        return {"id": f"wechat:contact:{id}", "name": PEOPLE[id], "trades": list(trades)}

    return {
        "web": {"port": 0},
        "storage": {"url": url, "files": "files"},
        "delivery": FAST,
        "channels": {"wechaty": [account]},
        "estates": [
            {
                "id": "yun",
                "name": "云杉里",
                "groups": [
                    {"id": f"wechat:room:{group}", "name": f"{n}号群", "number": n}
                    for n, group in enumerate(GROUPS, 1)
                ],
                "staff_groups": [{"id": f"wechat:room:{STAFF}", "name": "员工群"}],
                "managers": [person("liu")],
                "roster": [person("wang", "水电"), person("zhao", "安保")],
                "quiet_hours": "00:00-00:00",
                "settle_seconds": 0,
            }
        ],
    }


async def people_gateway(gateway: Gateway) -> None:
    for id, name in PEOPLE.items():
        await gateway.add_person(id, name)
    owners = ["zhang", "mama", "passer"]
    for number, group in enumerate(GROUPS, 1):
        await gateway.add_room(group, f"云杉里业主{number}号群", owners)
    await gateway.add_room(STAFF, "云杉里员工群", ["wang", "zhao", "liu"])


@dataclass(frozen=True, slots=True)
class Stage:
    """The real gateway with its people, and the real bot that listens to it."""

    gateway: Gateway
    app: App
    address: str

    async def is_ready(self) -> bool:
        async with aiohttp.ClientSession() as session, session.get(f"{self.address}/readyz") as answer:
            return answer.status == 200

    async def wait_ready(self, ready: bool, seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while await self.is_ready() is not ready:  # noqa: ASYNC110 — in another process's eyes
                await asyncio.sleep(0.05)

    async def wait_for(self, to: str, words: str, seconds: float = 90) -> Sent:
        return (await self.gateway.wait_for_sent(words, to=to, seconds=seconds))[0]


@asynccontextmanager
async def open_stage(folder: Path, url: str, tls: bool = False) -> AsyncIterator[Stage]:
    require_gateway()
    gateway = Gateway(tls=tls, beat_seconds=0.5)
    await gateway.start()
    try:
        await people_gateway(gateway)
        await upgrade(url)
        app = await build_app(build_settings(make_tree(gateway, url), folder / "config.toml"))
        async with app.running() as address:
            stage = Stage(gateway, app, address)
            await stage.wait_ready(True, 90)
            await gateway.wait_until_heard()
            yield stage
    finally:
        await gateway.stop()


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
