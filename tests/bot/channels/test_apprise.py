"""Pushing through Apprise, against a real HTTP receiver on this machine."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.apprise import AppriseChannel
from bot.channels.base import Outgoing, SendFailed, Upload
from bot.clock import SystemClock
from handlers.model import Person
from tests.bot.receiver import SECRET, Receiver


@asynccontextmanager
async def open_channel(*urls: str, seconds: float = 10.0) -> AsyncIterator[AppriseChannel]:
    targets = {f"apprise:target:{number}": url for number, url in enumerate(urls)}
    channel = AppriseChannel(targets, SystemClock(), seconds)
    await channel.start()
    yield channel
    await channel.close()


def say(text: str, target: int = 0, **other: Any) -> Outgoing:
    return Outgoing(key="1", chat=f"apprise:target:{target}", text=text, **other)


async def test_a_text_arrives_at_its_target_with_who_it_is_for(receiver: Receiver) -> None:
    async with open_channel(receiver.url()) as channel:
        assert channel.health.ready
        await channel.send(say("【报修 #128】漏水", mentions=(Person("wechat:contact:wang", "王师傅"),)))
    assert [push["message"] for push in receiver.pushes] == ["@王师傅 【报修 #128】漏水"]


async def test_a_photo_goes_along(receiver: Receiver) -> None:
    photo = b"\xff\xd8\xff photo"
    async with open_channel(receiver.url()) as channel:
        await channel.send(say("照片", upload=Upload(photo, "photo.jpg", "image/jpeg")))
    (attachment,) = receiver.pushes[0]["attachments"]
    assert base64.b64decode(attachment["base64"]) == photo


async def test_a_slow_target_holds_up_no_other_and_is_given_up_as_unknown(receiver: Receiver) -> None:
    async with open_channel(receiver.url("slow"), receiver.url("fast"), seconds=1.0) as channel:
        slow = asyncio.create_task(channel.send(say("慢", 0)))
        await channel.send(say("快", 1))
        assert not slow.done()
        with pytest.raises(SendFailed) as failure:
            await slow
        assert (failure.value.retry, failure.value.unknown) == (True, True)


async def test_a_dead_target_can_be_tried_again() -> None:
    async with open_channel("json://127.0.0.1:1/") as channel:
        with pytest.raises(SendFailed) as failure:
            await channel.send(say("在吗"))
    assert (failure.value.retry, failure.value.unknown) == (True, False)


async def test_a_refusal_is_a_failure(receiver: Receiver) -> None:
    receiver.status = 500
    async with open_channel(receiver.url()) as channel:
        with pytest.raises(SendFailed):
            await channel.send(say("在吗"))


async def test_an_unknown_target_is_refused_for_good(receiver: Receiver) -> None:
    async with open_channel(receiver.url()) as channel:
        with pytest.raises(SendFailed) as failure:
            await channel.send(say("在吗", 7))
    assert not failure.value.retry


@pytest.mark.parametrize("url", [f"nonsense://{SECRET}", f"tgram://{SECRET}", SECRET, ""])
def test_a_url_that_cannot_work_is_named_without_its_secret(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(ValueError, match="apprise:target:0") as failure:
        AppriseChannel({"apprise:target:0": url}, SystemClock())
    assert SECRET not in str(failure.value)
    assert SECRET not in caplog.text


async def test_neither_secrets_nor_words_reach_the_log_when_a_push_fails(
    receiver: Receiver, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.status = 403
    async with open_channel(receiver.url(SECRET)) as channel:
        with pytest.raises(SendFailed) as failure:
            await channel.send(say("8-2-301 张三"))
    told = caplog.text + str(failure.value) + repr(failure.value) + "".join(capfd.readouterr())
    assert SECRET not in told
    assert "8-2-301" not in told


async def test_it_hears_nothing_and_ends_when_closed(receiver: Receiver) -> None:
    async with open_channel(receiver.url()) as channel:
        heard = asyncio.create_task(_collect(channel))
        await channel.close()
        assert await heard == []
        assert not channel.health.ready
        with pytest.raises(SendFailed):
            await channel.send(say("在吗"))


async def _collect(channel: AppriseChannel) -> list[object]:
    return [event async for event in channel.events()]
