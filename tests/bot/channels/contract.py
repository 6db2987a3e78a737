"""What every channel must do: one suite, run against each channel on a stage of its own.

A stage is a started channel with the other side of its network: people who speak, and eyes that see
what arrives.  A channel joins the suite by a few lines:

    class TestWebchat(ChannelContract):
        @pytest.fixture
        async def stage(self) -> AsyncIterator[Stage]:
            ...
            yield WebchatStage(...)"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

import pytest

from bot.channels.base import Channel, Echo, Event, FetchFailed, Heard, Outgoing, Recalled, SendFailed, Upload
from handlers.model import AttachmentKind, Person, Quote
from tests.bot.photos import draw_jpeg

PATIENCE = 20.0
EventT = TypeVar("EventT", bound=Event)


@dataclass(frozen=True, slots=True)
class Shown:
    """One bubble that people see in a chat, said by the bot.

    `text` holds everything that can be read, `@name` of mentions too.  `mentions` are contact ids.
    """

    text: str = ""
    mentions: tuple[str, ...] = ()
    file: bytes | None = None


class Stage(Protocol):
    """A started, ready channel and the other side.  Chats and people go by the channel's own ids."""

    @property
    def channel(self) -> Channel: ...

    @property
    def bot_name(self) -> str: ...

    async def add_person(self, name: str) -> Person:
        """Somebody new; `name` is what the network has, before the channel cleans it."""

    async def add_room(self, name: str, members: Sequence[Person]) -> str:
        """A new group with these members and the bot; its chat id."""

    async def say(
        self,
        person: Person,
        text: str,
        *,
        chat: str,
        quote: Quote | None = None,
        mention_bot: bool = False,
    ) -> str:
        """Says a text; the key that the channel gives the message.  chat == person.id: directly to the bot.

        `mention_bot` puts `@bot_name` in front, as the network does it.
        """

    async def show(self, person: Person, content: bytes, *, chat: str) -> str:
        """Sends a JPEG; the key of the message."""

    async def recall(self, person: Person, key: str, *, chat: str) -> None:
        """Takes a message back."""

    async def repeat(self, key: str) -> None:
        """Makes the network tell the message once more."""

    async def see(self, chat: str, count: int) -> Sequence[Shown]:
        """All that the bot has said in the chat, as soon as there are `count`.  Raises TimeoutError."""


class Listener:
    """Collects what a channel tells."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.events: list[Event] = []
        self.ended = asyncio.Event()
        self._changed = asyncio.Condition()
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for event in self.channel.events():
            self.events.append(event)
            async with self._changed:
                self._changed.notify_all()
        self.ended.set()

    def find(self, kind: type[EventT], chat: str | None = None) -> list[EventT]:
        return [e for e in self.events if isinstance(e, kind) and chat in (None, getattr(e, "chat", None))]

    async def wait(
        self, kind: type[EventT], *, chat: str | None = None, count: int = 1, seconds: float = PATIENCE
    ) -> list[EventT]:
        """The events of a kind, as soon as there are `count` of them."""
        await self.wait_until(lambda: len(self.find(kind, chat)) >= count, seconds)
        return self.find(kind, chat)

    async def wait_until(self, true: Callable[[], bool], seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(true)

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


@asynccontextmanager
async def listening(channel: Channel) -> AsyncIterator[Listener]:
    listener = Listener(channel)
    try:
        yield listener
    finally:
        await listener.stop()


@dataclass(slots=True)
class Scene:
    """One owners' group with one owner in it, and everything that was told so far."""

    stage: Stage
    listener: Listener
    zhang: Person
    room: str


class ChannelContract:
    """Subclasses give the `stage` fixture."""

    @pytest.fixture
    async def scene(self, stage: Stage) -> AsyncIterator[Scene]:
        zhang = await stage.add_person("张三")
        room = await stage.add_room("3号群", [zhang])
        async with listening(stage.channel) as listener:
            yield Scene(stage, listener, zhang, room)

    # hearing

    async def test_a_text_in_a_group_arrives_with_who_where_and_when(self, scene: Scene) -> None:
        key = await scene.stage.say(scene.zhang, "厨房漏水了", chat=scene.room)
        (heard,) = await scene.listener.wait(Heard)
        assert (heard.key, heard.chat, heard.chat_name) == (key, scene.room, "3号群")
        assert (heard.sender, heard.text) == (scene.zhang, "厨房漏水了")
        assert heard.account == scene.stage.channel.name
        assert abs(heard.sent_at - datetime.now(UTC)) < timedelta(minutes=1)
        assert (heard.quote, heard.attachments, heard.mentions_bot) == (None, (), False)

    async def test_ids_say_which_network_they_come_from(self, scene: Scene) -> None:
        network = scene.stage.channel.network
        assert scene.room.startswith(f"{network}:room:")
        assert scene.zhang.id.startswith(f"{network}:contact:")

    async def test_a_direct_message_has_the_person_as_its_chat(self, scene: Scene) -> None:
        await scene.stage.say(scene.zhang, "进度128", chat=scene.zhang.id)
        (heard,) = await scene.listener.wait(Heard)
        assert (heard.chat, heard.sender, heard.text) == (scene.zhang.id, scene.zhang, "进度128")

    async def test_messages_of_a_chat_arrive_in_the_order_they_were_said(self, scene: Scene) -> None:
        other = await scene.stage.add_room("4号群", [scene.zhang])
        for number in range(20):
            for chat in (scene.room, other):
                await scene.stage.say(scene.zhang, f"第{number}句 {chat}", chat=chat)
        await scene.listener.wait(Heard, count=40)
        for chat in (scene.room, other):
            texts = [heard.text for heard in scene.listener.find(Heard, chat)]
            assert texts == [f"第{number}句 {chat}" for number in range(20)]

    async def test_a_repeated_event_is_told_once_or_has_the_same_key(self, scene: Scene) -> None:
        first = await scene.stage.say(scene.zhang, "电梯坏了", chat=scene.room)
        await scene.stage.repeat(first)
        last = await scene.stage.say(scene.zhang, "谢谢", chat=scene.room)
        await scene.listener.wait_until(lambda: last in [e.key for e in scene.listener.find(Heard)])
        assert {e.key for e in scene.listener.find(Heard)} == {first, last}

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("漏" * 20_000, id="very long"),
            pytest.param("😀🚰💧", id="only emoji"),
            pytest.param("<script>alert(1)</script> {ticket} %s \\n", id="code"),
            pytest.param("第一行\n第二行\n\n第四行", id="several lines"),
            pytest.param("@所有人 今天停水吗", id="everybody is not the bot"),
        ],
    )
    async def test_a_text_arrives_as_it_was_written(self, scene: Scene, text: str) -> None:
        await scene.stage.say(scene.zhang, text, chat=scene.room)
        (heard,) = await scene.listener.wait(Heard)
        assert heard.text == text
        assert not heard.mentions_bot

    async def test_a_mention_of_the_bot_is_noticed_and_taken_off_the_head(self, scene: Scene) -> None:
        await scene.stage.say(scene.zhang, "帮助", chat=scene.room, mention_bot=True)
        (heard,) = await scene.listener.wait(Heard)
        assert (heard.text, heard.mentions_bot) == ("帮助", True)

    async def test_a_quote_is_apart_from_the_words(self, scene: Scene) -> None:
        quote = Quote("物业小助手", "【报修 #128】水 · 8-2-301")
        await scene.stage.say(scene.zhang, "马上到", chat=scene.room, quote=quote)
        (heard,) = await scene.listener.wait(Heard)
        assert (heard.quote, heard.text) == (quote, "马上到")

    @pytest.mark.parametrize(
        ("raw", "clean"),
        [
            pytest.param("张\u200b三\u202e", "张三", id="invisible characters"),
            pytest.param("张\n三\t李四", "张 三 李四", id="line breaks"),
            pytest.param("很长" * 40, "很长" * 20, id="too long"),
            pytest.param("<b>{ticket}</b>", "<b>{ticket}</b>", id="code is only text"),
        ],
    )
    async def test_names_are_cleaned(self, scene: Scene, raw: str, clean: str) -> None:
        person = await scene.stage.add_person(raw)
        room = await scene.stage.add_room(raw, [person])
        await scene.stage.say(person, "在吗", chat=room)
        (heard,) = await scene.listener.wait(Heard)
        assert (heard.sender.name, heard.chat_name) == (clean, clean)

    async def test_a_recall_names_the_message(self, scene: Scene) -> None:
        key = await scene.stage.say(scene.zhang, "发错了", chat=scene.room)
        await scene.listener.wait(Heard)
        await scene.stage.recall(scene.zhang, key, chat=scene.room)
        (recalled,) = await scene.listener.wait(Recalled)
        assert (recalled.key, recalled.chat) == (key, scene.room)
        assert len(scene.listener.find(Heard)) == 1

    # pictures

    async def test_an_image_can_be_fetched_byte_for_byte(self, scene: Scene) -> None:
        content = draw_jpeg()
        await scene.stage.show(scene.zhang, content, chat=scene.room)
        (heard,) = await scene.listener.wait(Heard)
        (attachment,) = heard.attachments
        assert (attachment.kind, attachment.account) == (AttachmentKind.IMAGE, scene.stage.channel.name)
        fetched = await scene.stage.channel.fetch(attachment, limit=1_000_000)
        assert (fetched.content, fetched.media_type) == (content, "image/jpeg")

    async def test_an_image_over_the_limit_is_refused_for_good(self, scene: Scene) -> None:
        content = draw_jpeg()
        await scene.stage.show(scene.zhang, content, chat=scene.room)
        (heard,) = await scene.listener.wait(Heard)
        with pytest.raises(FetchFailed) as failure:
            await scene.stage.channel.fetch(heard.attachments[0], limit=len(content) - 1)
        assert not failure.value.retry

    # speaking

    async def test_a_text_with_a_mention_reaches_the_group(self, scene: Scene) -> None:
        message = Outgoing(key="1", chat=scene.room, text="已登记报修 #128", mentions=(scene.zhang,))
        await scene.stage.channel.send(message)
        (shown,) = await scene.stage.see(scene.room, 1)
        assert shown.text.startswith("@张三")
        assert shown.text.endswith("已登记报修 #128")
        assert shown.mentions == (scene.zhang.id,)

    async def test_a_text_reaches_a_person_directly(self, scene: Scene) -> None:
        await scene.stage.channel.send(Outgoing(key="1", chat=scene.zhang.id, text="工单 #128 已接单"))
        (shown,) = await scene.stage.see(scene.zhang.id, 1)
        assert shown.text == "工单 #128 已接单"

    async def test_an_image_reaches_the_group_byte_for_byte(self, scene: Scene) -> None:
        upload = Upload(draw_jpeg(), "photo.jpg", "image/jpeg")
        await scene.stage.channel.send(Outgoing(key="1", chat=scene.room, text="", upload=upload))
        (shown,) = await scene.stage.see(scene.room, 1)
        assert shown.file == upload.content

    async def test_a_text_with_an_image_shows_both(self, scene: Scene) -> None:
        upload = Upload(draw_jpeg(), "photo.jpg", "image/jpeg")
        await scene.stage.channel.send(Outgoing(key="1", chat=scene.room, text="看照片", upload=upload))
        async with asyncio.timeout(PATIENCE):
            while True:
                shown = await scene.stage.see(scene.room, 1)
                if any(s.file == upload.content for s in shown) and any(s.text == "看照片" for s in shown):
                    break
                await asyncio.sleep(0.05)

    async def test_own_messages_come_back_as_echoes_and_are_never_heard(self, scene: Scene) -> None:
        message = Outgoing(key="1", chat=scene.room, text="收到", mentions=(scene.zhang,))
        sent_id = await scene.stage.channel.send(message)
        (echo,) = await scene.listener.wait(Echo)
        assert (echo.chat, echo.text) == (scene.room, "收到")
        assert sent_id in (None, echo.sent_id)
        await scene.stage.say(scene.zhang, "好", chat=scene.room)
        (heard,) = await scene.listener.wait(Heard)
        assert heard.text == "好"

    async def test_a_second_send_with_one_key_shows_once_where_the_channel_says_so(
        self, scene: Scene
    ) -> None:
        if not scene.stage.channel.idempotent:
            return  # nothing is promised
        for text in ("第一次", "第一次"):
            await scene.stage.channel.send(Outgoing(key="same", chat=scene.room, text=text))
        await scene.stage.channel.send(Outgoing(key="other", chat=scene.room, text="完"))
        assert [shown.text for shown in await scene.stage.see(scene.room, 2)] == ["第一次", "完"]

    async def test_a_chat_that_does_not_exist_is_refused_for_good(self, scene: Scene) -> None:
        nowhere = f"{scene.stage.channel.network}:room:nowhere@chatroom"
        with pytest.raises(SendFailed) as failure:
            await scene.stage.channel.send(Outgoing(key="1", chat=nowhere, text="在吗"))
        assert (failure.value.retry, failure.value.unknown) == (False, False)

    async def test_a_chat_of_another_network_is_refused_for_good(self, scene: Scene) -> None:
        with pytest.raises(SendFailed) as failure:
            await scene.stage.channel.send(Outgoing(key="1", chat="elsewhere:room:1", text="在吗"))
        assert not failure.value.retry

    # the account

    async def test_the_groups_and_their_members_can_be_listed(self, scene: Scene) -> None:
        li = await scene.stage.add_person("李四")
        other = await scene.stage.add_room("4号群", [scene.zhang, li])
        rooms = {room.id: room.name for room in await scene.stage.channel.rooms()}
        assert rooms.items() >= {scene.room: "3号群", other: "4号群"}.items()
        assert {scene.zhang, li} <= set(await scene.stage.channel.members(other))
        assert li not in await scene.stage.channel.members(scene.room)

    async def test_a_started_channel_is_ready_and_a_closed_one_is_not(self, scene: Scene) -> None:
        assert scene.stage.channel.health.ready
        await scene.stage.channel.close()
        async with asyncio.timeout(PATIENCE):
            await scene.listener.ended.wait()
        health = scene.stage.channel.health
        assert (health.ready, health.reason != "") == (False, True)
        with pytest.raises(SendFailed):
            await scene.stage.channel.send(Outgoing(key="1", chat=scene.room, text="在吗"))

    async def test_closing_twice_is_no_trouble(self, scene: Scene) -> None:
        await scene.stage.channel.close()
        await scene.stage.channel.close()
