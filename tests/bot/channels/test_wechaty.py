"""The WeChat channel over a real gateway that repeats itself, talks nonsense and has its own mind.

What every channel must do is in channel_contract.py; how it comes back is in test_wechaty_return.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channels.base import (
    Coming,
    Echo,
    FetchFailed,
    Gap,
    Heard,
    MembersChanged,
    Outgoing,
    Recalled,
    SendFailed,
    Upload,
)
from bot.channels.wechaty import WechatyChannel, WechatyOptions
from handlers.model import Attachment, AttachmentKind, Person
from tests.bot.channels.contract import Listener, listening
from tests.bot.channels.wechaty_stage import open_channel, wait_until_ready, write_authority
from tests.bot.photos import draw_jpeg
from tests.gateway import Gateway, open_gateway

pytestmark = pytest.mark.gateway

ROOM = "g1@chatroom"
ZHANG = Person("wechat:contact:zhang", "张三")


@dataclass(slots=True)
class Scene:
    gateway: Gateway
    channel: WechatyChannel
    listener: Listener

    async def say(self, text: str, **other: Any) -> str:
        return await self.gateway.say("zhang", text, room=ROOM, **other)

    async def hear(self, count: int = 1) -> list[Heard]:
        return await self.listener.wait(Heard, count=count)

    async def hear_end(self) -> list[Heard]:
        """Everything heard up to a last message, without it."""
        await self.say("——完——")
        await self.listener.wait_until(lambda: any(h.text == "——完——" for h in self.listener.find(Heard)))
        return self.listener.find(Heard)[:-1]


async def populate(gateway: Gateway) -> None:
    await gateway.add_person("zhang", "张三")
    await gateway.add_room(ROOM, "1号群", ["zhang"])


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with open_gateway() as gateway:
        await populate(gateway)
        async with (
            open_channel(gateway, send_seconds=3.0, fetch_seconds=9.0) as channel,
            listening(channel) as listener,
        ):
            yield Scene(gateway, channel, listener)


def make_outgoing(text: str, **other: Any) -> Outgoing:
    return Outgoing(**{"key": "1", "chat": f"wechat:room:{ROOM}", "text": text, **other})


# --- repetition and nonsense ---------------------------------------------------------------------


async def test_the_same_words_under_a_new_id_within_seconds_are_told_once(scene: Scene) -> None:
    first = await scene.say("电梯坏了")
    second = await scene.say("电梯坏了")
    assert first != second
    assert [heard.text for heard in await scene.hear_end()] == ["电梯坏了"]


async def test_a_recall_of_the_repetition_names_the_message_that_was_told(scene: Scene) -> None:
    first = await scene.say("电梯坏了")
    second = await scene.say("电梯坏了")
    await scene.hear_end()
    await scene.gateway.recall("zhang", second, room=ROOM)
    (recalled,) = await scene.listener.wait(Recalled)
    assert recalled.key == f"wechat:{first}"


async def test_words_are_told_of_before_it_is_known_who_said_them(scene: Scene) -> None:
    await scene.gateway.quote("zhang", "李四", "电梯坏了", "我们楼也是", room=ROOM)
    await scene.gateway.show("zhang", draw_jpeg(), room=ROOM)
    await scene.hear(2)
    kinds = [type(event) for event in scene.listener.events]
    assert kinds.index(Coming) < kinds.index(Heard)
    assert [coming.text for coming in scene.listener.find(Coming)] == ["我们楼也是"]


async def test_two_people_may_say_the_same(scene: Scene) -> None:
    await scene.gateway.add_person("li", "李四")
    await scene.say("+1")
    await scene.gateway.say("li", "+1", room=ROOM)
    assert [heard.sender.name for heard in await scene.hear_end()] == ["张三", "李四"]


async def test_two_photos_in_a_row_are_two_photos(scene: Scene) -> None:
    for _ in range(2):
        await scene.gateway.show("zhang", draw_jpeg(), room=ROOM)
    assert len(await scene.hear_end()) == 2


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("message", {}),
        ("message", {"messageId": ""}),
        ("message", {"messageId": {"a": 1}}),
        ("message", {"messageId": "never-was"}),
        ("room-join", {}),
        ("room-topic", {"roomId": None}),
        ("error", {"data": "puppet is angry"}),
        ("friendship", {"friendshipId": "f1"}),
        ("ready", {"data": "ready"}),
    ],
)
async def test_a_nonsensical_event_stops_nothing(scene: Scene, event: str, payload: dict[str, Any]) -> None:
    await scene.gateway.emit(event, payload)
    assert await scene.hear_end() == []
    assert scene.channel.health.ready


async def test_a_message_that_cannot_be_had_is_declared_as_a_gap(scene: Scene) -> None:
    await scene.gateway.emit("message", {"messageId": "never-was"})
    (gap,) = await scene.listener.wait(Gap)
    assert gap.account == "wx1"


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({"type": 0}, id="unknown type"),
        pytest.param({"type": 99}, id="type of the future"),
        pytest.param({"talkerId": ""}, id="said by nobody"),
        pytest.param({"type": 13, "text": ""}, id="recall of nothing"),
    ],
)
async def test_a_message_without_sense_is_left_out(scene: Scene, payload: dict[str, Any]) -> None:
    await scene.gateway.order("raw", payload={"roomId": ROOM, "talkerId": "zhang", **payload})
    assert await scene.hear_end() == []


async def test_somebody_without_a_contact_is_heard_without_a_name(scene: Scene) -> None:
    await scene.gateway.order("raw", payload={"roomId": ROOM, "talkerId": "ghost", "text": "在吗"})
    (heard,) = await scene.hear()
    assert (heard.sender, heard.text) == (Person("wechat:contact:ghost", ""), "在吗")


@pytest.mark.parametrize("divisor", [1, 1000], ids=["milliseconds", "seconds"])
async def test_the_time_is_right_in_either_unit(scene: Scene, divisor: int) -> None:
    said = datetime.now(UTC).replace(microsecond=0)
    await scene.say("几点了", payload={"timestamp": int(said.timestamp() * 1000 / divisor)})
    (heard,) = await scene.hear()
    assert heard.sent_at == said


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        (2, AttachmentKind.VOICE),
        (5, AttachmentKind.STICKER),
        (3, AttachmentKind.CARD),
        (14, AttachmentKind.LINK),
        (9, AttachmentKind.LINK),
        (8, AttachmentKind.LOCATION),
        (15, AttachmentKind.VIDEO),
    ],
)
async def test_what_is_no_text_is_an_attachment_and_its_innards_are_no_words(
    scene: Scene, type: int, kind: AttachmentKind
) -> None:
    await scene.say("<msg><inside>救命 着火了</inside></msg>", payload={"type": type})
    (heard,) = await scene.hear()
    assert (heard.text, [attachment.kind for attachment in heard.attachments]) == ("", [kind])


# --- names, mentions, members --------------------------------------------------------------------


async def test_a_new_name_of_a_group_or_a_person_is_noticed(scene: Scene) -> None:
    await scene.say("一")
    await scene.hear()
    await scene.gateway.rename_room(ROOM, "2号群")
    await scene.gateway.add_person("zhang", "张三丰")
    await scene.say("二")
    heard = (await scene.hear(2))[-1]
    assert (heard.chat_name, heard.sender.name) == ("2号群", "张三丰")


async def test_somebody_joining_is_told(scene: Scene) -> None:
    await scene.gateway.add_person("li", "李四")
    await scene.gateway.join(ROOM, "li")
    (changed,) = await scene.listener.wait(MembersChanged)
    assert changed.chat == f"wechat:room:{ROOM}"


async def test_a_mention_of_somebody_else_is_kept_in_the_text_and_told_by_id(scene: Scene) -> None:
    await scene.say("@张三\u2005 你家水表呢", mentions=["zhang"])
    (heard,) = await scene.hear()
    assert (heard.text, heard.mentions) == ("@张三\u2005 你家水表呢", (ZHANG.id,))
    assert not heard.mentions_bot


async def test_a_mention_in_the_middle_counts_and_stays(scene: Scene) -> None:
    await scene.say("麻烦 @物业小助手\u2005 看下", mentions=["bot"])
    (heard,) = await scene.hear()
    assert (heard.text, heard.mentions_bot) == ("麻烦 @物业小助手\u2005 看下", True)


async def test_a_mention_after_a_quote_is_taken_off(scene: Scene) -> None:
    await scene.gateway.quote("zhang", "物业小助手", "#128", "@物业小助手\u2005完成", room=ROOM)
    (heard,) = await scene.hear()
    assert heard.quote is not None
    assert (heard.quote.text, heard.text, heard.mentions_bot) == ("#128", "完成", True)


# --- files ---------------------------------------------------------------------------------------


async def test_large_files_pass_both_ways(scene: Scene) -> None:
    content = draw_jpeg(4000, 3000)
    assert len(content) > 5_000_000
    await scene.gateway.show("zhang", content, room=ROOM)
    (heard,) = await scene.hear()
    assert (await scene.channel.fetch(heard.attachments[0], limit=50_000_000)).content == content
    await scene.channel.send(make_outgoing("", upload=Upload(content, "photo.jpg", "image/jpeg")))
    (sent,) = await scene.gateway.wait_for_sent(lambda sent: sent.file is not None)
    assert sent.file == content


async def test_an_image_that_the_gateway_has_as_a_link_is_fetched(scene: Scene) -> None:
    content = draw_jpeg()

    async def give(request: web.Request) -> web.Response:
        return web.Response(body=content, content_type="image/jpeg")

    application = web.Application()
    application.router.add_get("/photo.jpg", give)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    await scene.gateway.show_link("zhang", f"http://127.0.0.1:{port}/photo.jpg", name="photo.jpg", room=ROOM)
    (heard,) = await scene.hear()
    assert (await scene.channel.fetch(heard.attachments[0], limit=1_000_000)).content == content
    await runner.cleanup()


async def test_what_is_not_there_cannot_be_fetched(scene: Scene) -> None:
    missing = Attachment(AttachmentKind.FILE, "wx1", "never-was")
    with pytest.raises(FetchFailed):
        await scene.channel.fetch(missing, limit=1_000_000)


async def test_a_card_has_nothing_to_fetch(scene: Scene) -> None:
    with pytest.raises(FetchFailed) as failure:
        await scene.channel.fetch(Attachment(AttachmentKind.CARD, "wx1", "x"), limit=1_000_000)
    assert not failure.value.retry


# --- sending -------------------------------------------------------------------------------------


@pytest.mark.parametrize("give_ids", [True, False])
async def test_a_send_returns_the_id_if_the_gateway_gives_one(scene: Scene, give_ids: bool) -> None:
    await scene.gateway.behave(give_ids=give_ids)
    sent_id = await scene.channel.send(make_outgoing("收到"))
    (echo,) = await scene.listener.wait(Echo)
    assert sent_id == (echo.sent_id if give_ids else None)


@pytest.mark.parametrize("can_recall", [True, False])
async def test_a_sent_message_is_taken_back_where_the_gateway_can(scene: Scene, can_recall: bool) -> None:
    await scene.gateway.behave(give_ids=True, can_recall=can_recall)
    sent_id = await scene.channel.send(make_outgoing("发错了"))
    assert sent_id is not None
    assert await scene.channel.recall(f"wechat:room:{ROOM}", sent_id) is can_recall
    if can_recall:
        await scene.gateway.wait_for_recalled(sent_id)


async def test_a_send_without_an_answer_ends_in_time_as_unknown(scene: Scene) -> None:
    await scene.gateway.behave(send_delay=30)
    with pytest.raises(SendFailed) as failure:
        await scene.channel.send(make_outgoing("在吗"))
    assert failure.value.unknown


async def test_a_refused_send_did_not_arrive_and_may_be_tried_again(scene: Scene) -> None:
    await scene.gateway.behave(send_error="too fast")
    with pytest.raises(SendFailed) as failure:
        await scene.channel.send(make_outgoing("在吗"))
    assert (failure.value.retry, failure.value.unknown) == (True, False)


async def test_a_gateway_that_dies_during_a_send_leaves_it_unknown(scene: Scene) -> None:
    await scene.gateway.behave(send_delay=30)
    sending = asyncio.create_task(scene.channel.send(make_outgoing("在吗")))
    await asyncio.sleep(0.2)
    await scene.gateway.kill()
    with pytest.raises(SendFailed) as failure:
        await sending
    assert failure.value.unknown
    with pytest.raises(SendFailed) as failure:
        await scene.channel.send(make_outgoing("在吗"))
    assert (failure.value.retry, failure.value.unknown) == (True, False)


async def test_a_text_whose_photo_failed_is_not_said_again_with_the_photo(scene: Scene) -> None:
    upload = Upload(draw_jpeg(), "photo.jpg", "image/jpeg")
    message = make_outgoing("看照片", upload=upload)
    await scene.gateway.order("failFiles", count=1)
    with pytest.raises(SendFailed):
        await scene.channel.send(message)
    await scene.channel.send(message)
    await scene.gateway.wait_for_sent(lambda sent: sent.file == upload.content)
    assert [sent.text for sent in scene.gateway.sent if sent.text] == ["看照片"]


# --- trust ---------------------------------------------------------------------------------------


async def test_messages_pass_over_tls_with_a_pinned_certificate() -> None:
    async with open_gateway(tls=True) as gateway:
        await populate(gateway)
        async with open_channel(gateway) as channel, listening(channel) as listener:
            await gateway.say("zhang", "厨房漏水", room=ROOM)
            (heard,) = await listener.wait(Heard)
            assert heard.text == "厨房漏水"
            await channel.send(make_outgoing("已登记", mentions=(ZHANG,)))
            (sent,) = await gateway.wait_for_sent("已登记")
            assert (sent.text, sent.mentions) == ("@张三\u2005已登记", ("zhang",))


async def test_a_gateway_is_trusted_by_its_authority_and_name(tmp_path: Path) -> None:
    async with open_gateway(tls=True) as gateway:
        authority = write_authority(gateway, tmp_path)
        trusted: dict[str, Any] = {
            "pinned_sha256": None,
            "ca_file": authority,
            "server_name": gateway.certificate_name,
        }
        async with open_channel(gateway, **trusted) as channel:
            assert channel.health.ready


@pytest.mark.parametrize(
    ("trusted", "reason"),
    [
        pytest.param({"pinned_sha256": "ab" * 32}, "证书", id="another pin"),
        pytest.param({"pinned_sha256": None}, "证书", id="public authorities only"),
        pytest.param({"tls": False, "pinned_sha256": None}, "网关", id="plain to a TLS gateway"),
    ],
)
async def test_a_certificate_that_is_not_trusted_is_refused_with_a_reason(
    trusted: dict[str, Any], reason: str
) -> None:
    async with open_gateway(tls=True) as gateway, open_channel(gateway, ready=False, **trusted) as channel:
        await wait_for_reason(channel, reason)
        await asyncio.sleep(1)
        assert not channel.health.ready
        assert (await gateway.order("listeners"))["count"] == 0


async def test_tls_to_a_plain_gateway_is_refused_with_a_reason() -> None:
    async with (
        open_gateway() as gateway,
        open_channel(gateway, ready=False, tls=True, pinned_sha256="ab" * 32) as channel,
    ):
        await wait_for_reason(channel, "TLS")
        assert not channel.health.ready


@pytest.mark.parametrize("tls", [False, True])
async def test_a_wrong_token_is_refused_with_a_reason(tls: bool) -> None:
    async with (
        open_gateway(tls=tls) as gateway,
        open_channel(gateway, ready=False, token="wrong") as channel,
    ):
        await wait_for_reason(channel, "令牌")
        assert not channel.health.ready


async def wait_for_reason(channel: WechatyChannel, words: str) -> None:
    async with asyncio.timeout(60):
        while words not in channel.health.reason:  # noqa: ASYNC110 -- health is looked at
            await asyncio.sleep(0.02)


# --- the account ---------------------------------------------------------------------------------


async def test_an_account_that_is_not_logged_in_says_so_until_it_is() -> None:
    async with (
        open_gateway(logged_in=False) as gateway,
        open_channel(gateway, ready=False) as channel,
        listening(channel) as listener,
    ):
        await wait_for_reason(channel, "未登录")
        await gateway.log_in()
        await wait_until_ready(channel)
        await gateway.log_out()
        await wait_for_reason(channel, "未登录")
        with pytest.raises(SendFailed):
            await channel.send(make_outgoing("在吗"))
        await gateway.log_in()
        (gap,) = await listener.wait(Gap)
        assert gap.since < gap.until
        assert channel.health.ready


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"endpoint": "nowhere"}, "endpoint"),
        ({"endpoint": "http://a:1"}, "endpoint"),
        ({"endpoint": "a:99999"}, "endpoint"),
        ({"token": ""}, "token"),
        ({"token": "a b"}, "token"),
        ({"token": "令牌"}, "token"),
        ({"pinned_sha256": "abc"}, "pinned_sha256"),
        ({"tls": False, "pinned_sha256": "ab" * 32}, "tls"),
        ({"heartbeat_seconds": 0}, "heartbeat_seconds"),
    ],
)
def test_options_that_cannot_work_are_refused_in_words(wrong: dict[str, Any], word: str) -> None:
    right: dict[str, Any] = {"name": "wx1", "endpoint": "127.0.0.1:8788", "token": "t"}
    WechatyOptions(**right)
    with pytest.raises(ValueError, match=word):
        WechatyOptions(**{**right, **wrong})


def test_an_authority_that_cannot_be_read_is_refused_when_the_channel_is_built(tmp_path: Path) -> None:
    empty = tmp_path / "ca.pem"
    empty.write_text("no certificate")
    for file in (empty, tmp_path / "missing.pem"):
        with pytest.raises(OSError, match=r"certificate|No such file"):
            WechatyChannel(WechatyOptions(name="wx1", endpoint="127.0.0.1:1", token="t", ca_file=file))


def test_the_token_is_not_shown_with_the_options() -> None:
    assert "geheim" not in repr(WechatyOptions(name="wx1", endpoint="127.0.0.1:1", token="geheim"))
