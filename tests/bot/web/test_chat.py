"""The chat page's server side: who gets in, the live line, photos."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientWebSocketResponse, WSServerHandshakeError

from bot.channels.base import Outgoing
from bot.channels.webchat.values import TEXT_LIMIT
from bot.web.chat import COOKIE, SAID_A_MINUTE
from tests.bot.channels.contract import PATIENCE
from tests.bot.photos import draw_jpeg
from tests.bot.web.house import GROUPS, ZHANG, House, Visitor, build_options, open_house

ROOM = GROUPS[2].id


@pytest_asyncio.fixture
async def closed(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, options=build_options(is_open=False, keys={"zhang": "s3cret"})) as opened:
        yield opened


@dataclass(slots=True)
class Talker:
    """A page's live line, without the page."""

    socket: ClientWebSocketResponse
    frames: list[dict[str, Any]] = field(default_factory=list)

    async def send(self, **frame: object) -> None:
        await self.socket.send_json(frame)

    async def wait(self, kind: str) -> dict[str, Any]:
        """The next frame of this type."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame: dict[str, Any] = await self.socket.receive_json()
                self.frames.append(frame)
                if frame["type"] == kind:
                    return frame

    async def wait_for_line(self, text: str) -> dict[str, Any]:
        while True:
            for line in (await self.wait("news"))["lines"]:
                if text in line["text"]:
                    return dict(line)


@asynccontextmanager
async def talk(house: House, query: str, visitor: Visitor | None = None) -> AsyncIterator[Talker]:
    visitor = visitor or house.visit()
    async with visitor.session.ws_connect(f"{house.address}/chat/ws?{query}") as socket:
        yield Talker(socket)


# --- who gets in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/chat", "/chat?as=nobody", "/chat?as=", "/chat?key=s3cret"])
async def test_in_the_open_demo_one_chooses_who_one_is(house: House, path: str) -> None:
    page = await house.visit().read(path)
    assert 'href="/chat?as=zhang"' in page
    assert "&lt;script&gt;" in page


async def test_the_newcomers_page_opens_windows_for_everybody(house: House) -> None:
    page = await house.visit().read("/demo")
    for person in ("zhang", "wang", "liu"):
        assert f'href="/chat?as={person}" target="_blank"' in page


@pytest.mark.parametrize("path", ["/chat", "/chat?as=zhang", "/chat?key=wrong"])
async def test_without_a_personal_link_a_closed_chat_says_where_to_get_one(closed: House, path: str) -> None:
    response = await closed.visit().get(path)
    page = await response.text()
    assert response.status == 403
    assert "专属链接" in page
    assert "张三" not in page


async def test_a_personal_link_lets_in_and_leaves_the_address(closed: House) -> None:
    visitor = closed.visit()
    response = await visitor.get("/chat?key=s3cret")
    assert (response.status, response.url.path_qs) == (200, "/chat")
    (cookie,) = [morsel for morsel in visitor.session.cookie_jar if morsel.key == COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    async with talk(closed, "", visitor) as talker:
        assert (await talker.wait("hello"))["me"] == "zhang"


async def test_a_closed_chat_has_no_demo(closed: House) -> None:
    assert (await closed.visit().get("/demo")).status == 404


@pytest.mark.parametrize("query", ["", "as=zhang", "as=nobody"])
async def test_a_closed_chat_talks_to_nobody_without_the_cookie(closed: House, query: str) -> None:
    with pytest.raises(WSServerHandshakeError) as refusal:
        async with talk(closed, query):
            pass
    assert refusal.value.status == 403


async def test_another_sites_page_cannot_open_the_live_line(house: House) -> None:
    session = house.visit().session
    headers = {"Origin": "https://elsewhere.example"}
    with pytest.raises(WSServerHandshakeError) as refusal:
        await session.ws_connect(f"{house.address}/chat/ws?as=zhang", headers=headers)
    assert refusal.value.status == 403


# --- the live line -------------------------------------------------------------------------------


async def test_the_first_frame_says_which_chats_there_are(house: House) -> None:
    async with talk(house, "as=wang") as talker:
        hello = await talker.wait("hello")
    names = [chat["name"] for chat in hello["chats"]]
    assert names == [*(group.name for group in GROUPS), "员工群", "物业小助手"]
    owner = {chat["name"] for chat in hello["chats"] if "张三" in [m["name"] for m in chat["members"]]}
    assert "员工群" not in owner


async def test_what_one_says_the_others_see_with_its_key_for_the_sender_alone(house: House) -> None:
    async with talk(house, "as=zhang") as zhang, talk(house, "as=li") as li:
        await li.wait("hello")
        await zhang.wait("hello")
        await zhang.send(type="say", key="k1", chat=ROOM, text="漏水了")
        assert (await zhang.wait_for_line("漏水了"))["key"] == "k1"
        line = await li.wait_for_line("漏水了")
    assert (line["name"], line["key"], line["chat"]) == ("张三", "", ROOM)


async def test_a_page_that_was_away_gets_what_it_missed_and_nothing_twice(house: House) -> None:
    async with talk(house, "as=li") as li:
        hello = await li.wait("hello")
    say_as_bot = Outgoing(key="1", chat=ROOM, text="已登记报修 #1", mentions=(ZHANG,))
    await house.chat.send(say_as_bot)
    query = f"as=li&boot={hello['boot']}&since={hello['change']}"
    async with talk(house, query) as li:
        back = await li.wait("hello")
    assert [line["text"] for line in back["lines"]] == ["@张三\u2005已登记报修 #1"]
    async with talk(house, f"as=li&boot={hello['boot']}&since={back['change']}") as li:
        assert (await li.wait("hello"))["lines"] == []


async def test_a_page_of_an_earlier_life_of_the_server_gets_everything(house: House) -> None:
    await house.chat.send(Outgoing(key="1", chat=ROOM, text="早"))
    async with talk(house, "as=li&boot=other&since=999") as li:
        assert len((await li.wait("hello"))["lines"]) == 1


async def test_the_same_words_sent_again_after_a_broken_line_are_said_once(house: House) -> None:
    for _ in range(2):
        async with talk(house, "as=zhang") as zhang:
            await zhang.send(type="say", key="same", chat=ROOM, text="漏水了")
            assert (await zhang.wait("sent"))["key"] == "same"
    assert len(house.chat.hub.list_changes("li", 0)) == 1


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        pytest.param({"type": "say", "key": "k", "chat": ROOM, "text": "漏" * (TEXT_LIMIT + 1)}, "too_long"),
        pytest.param({"type": "say", "key": "k", "chat": "webchat:room:staff", "text": "在吗"}, "not_member"),
        pytest.param({"type": "say", "key": "k", "chat": "wechat:room:1", "text": "在吗"}, "not_member"),
        pytest.param({"type": "say", "key": "../k", "chat": ROOM, "text": "在吗"}, "not_understood"),
        pytest.param({"type": "say", "chat": ROOM, "text": "在吗"}, "not_understood"),
        pytest.param({"type": "say", "key": "k", "chat": ROOM, "uploads": "ref"}, "not_understood"),
        pytest.param({"type": "say", "key": "k", "chat": ROOM, "uploads": ["gone"]}, "photo_gone"),
        pytest.param({"type": "recall", "id": "nothing"}, "gone"),
        pytest.param({"type": "explode"}, "not_understood"),
        pytest.param([1, 2], "not_understood"),
        pytest.param("words", "not_understood"),
    ],
)
async def test_a_frame_that_cannot_be_is_refused_and_the_line_lives_on(
    house: House, frame: object, code: str
) -> None:
    async with talk(house, "as=zhang") as zhang:
        await zhang.socket.send_json(frame)
        assert (await zhang.wait("refused"))["code"] == code
        await zhang.send(type="say", key="after", chat=ROOM, text="还在")
        assert (await zhang.wait("sent"))["key"] == "after"


@pytest.mark.parametrize("data", ["", "{", "[" * 5_000, "\ud83d not json"])
async def test_what_is_no_json_is_refused_and_the_line_lives_on(house: House, data: str) -> None:
    async with talk(house, "as=zhang") as zhang:
        await zhang.socket.send_str(data.encode("utf-8", "replace").decode())
        assert (await zhang.wait("refused"))["code"] == "not_understood"


async def test_letters_that_nothing_can_store_are_taken_out(house: House) -> None:
    async with talk(house, "as=zhang") as zhang:
        await zhang.send(type="say", key="k", chat=ROOM, text="漏\x00水\ud83d了")
        await zhang.wait("sent")
    (line,) = house.chat.hub.list_changes("li", 0)
    assert line.text == "漏水?了"


async def test_reading_in_one_window_clears_the_count_in_another(house: House) -> None:
    await house.chat.send(Outgoing(key="1", chat=ROOM, text="早"))
    async with talk(house, "as=li") as one, talk(house, "as=li") as other:
        hello = await one.wait("hello")
        assert (await other.wait("hello"))["unread"][ROOM]["count"] == 1
        await one.send(type="read", chat=ROOM, upto=hello["change"])
        assert (await other.wait("news"))["unread"][ROOM]["count"] == 0


# --- photos --------------------------------------------------------------------------------------


async def test_a_photo_goes_up_is_said_and_is_seen_by_the_group(house: House) -> None:
    photo, visitor = draw_jpeg(), house.visit()
    url = f"{house.address}/chat/photos?as=zhang&name=漏水.jpg"
    ref = (await (await visitor.session.post(url, data=photo)).json())["ref"]
    async with talk(house, "as=zhang") as zhang:
        await zhang.send(type="say", key="k", chat=ROOM, text="", uploads=[ref])
        await zhang.wait("sent")
    response = await visitor.get(f"/chat/photos/{ref}?as=li")
    assert (response.status, response.content_type) == (200, "image/jpeg")
    assert await response.read() == photo


async def test_a_photo_is_closed_to_who_is_not_in_the_chat(house: House) -> None:
    ref = house.chat.uploads.add("wang", "p.jpg", draw_jpeg()).ref
    visitor = house.visit()
    assert (await visitor.get(f"/chat/photos/{ref}?as=wang")).status == 200
    assert (await visitor.get(f"/chat/photos/{ref}?as=zhang")).status == 404
    assert (await visitor.get(f"/chat/photos/{ref}")).status == 403


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        pytest.param(b"<script>alert(1)</script>", 422, "not_a_photo", id="no photo"),
        pytest.param(b"\xff\xd8\xff" + bytes(50 * 2**20), 413, "photo_too_big", id="50 MB"),
    ],
)
async def test_what_is_no_photo_or_too_big_is_refused_in_a_word(
    house: House, content: bytes, status: int, code: str
) -> None:
    session = house.visit().session
    async with session.post(f"{house.address}/chat/photos?as=zhang", data=io.BytesIO(content)) as response:
        assert (response.status, (await response.json())["refused"]) == (status, code)


async def test_a_big_body_without_a_length_is_cut_off(house: House) -> None:
    async def pour() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield bytes(2**20)

    session = house.visit().session
    async with session.post(f"{house.address}/chat/photos?as=zhang", data=pour()) as response:
        assert (await response.json())["refused"] == "photo_too_big"


async def test_another_sites_page_cannot_put_photos_here(house: House) -> None:
    session = house.visit().session
    url = f"{house.address}/chat/photos?as=zhang"
    headers = {"Origin": "https://elsewhere.example"}
    async with session.post(url, data=draw_jpeg(), headers=headers) as response:
        assert response.status == 403


async def test_who_says_too_much_in_a_minute_has_to_wait_and_others_have_not(house: House) -> None:
    async with talk(house, "as=zhang") as zhang, talk(house, "as=li") as li:
        await zhang.wait("hello")
        await li.wait("hello")
        for number in range(SAID_A_MINUTE):
            await zhang.send(type="say", key=f"k{number}", chat=ROOM, text=f"第{number}句")
            await zhang.wait("sent")
        await zhang.send(type="say", key="one-more", chat=ROOM, text="还有一句")
        assert (await zhang.wait("refused"))["code"] == "too_fast"
        await li.send(type="say", key="k", chat=ROOM, text="轮到我了")
        await li.wait("sent")
        house.clock.moment += timedelta(minutes=1)
        await zhang.send(type="say", key="later", chat=ROOM, text="再来一句")
        await zhang.wait("sent")
