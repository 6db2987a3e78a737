"""Whom the WeChat channel trusts, and what it says of an account or options that cannot work."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Gap, Heard, SendFailed
from bot.channels.wechaty import WechatyChannel, WechatyOptions
from tests.bot.channels.contract import listening
from tests.bot.channels.wechaty_scene import ROOM, ZHANG, make_outgoing, populate
from tests.bot.channels.wechaty_stage import open_channel, wait_until_ready, write_authority
from tests.gateway import open_gateway

pytestmark = pytest.mark.gateway


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
