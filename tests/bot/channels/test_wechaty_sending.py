"""Files and sends over the real gateway: what returns, what is refused, what nobody knows."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from bot.channels.base import Echo, FetchFailed, SendFailed, Upload
from handlers.model import Attachment, AttachmentKind
from tests.bot.channels.wechaty_scene import ROOM, Scene, make_outgoing
from tests.bot.photos import draw_jpeg

pytestmark = pytest.mark.gateway


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
