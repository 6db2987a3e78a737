"""The WeChat channel over a real gateway that repeats itself, talks nonsense and has its own mind.

What every channel must do is in contract.py; how it comes back is in test_wechaty_return.py.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.base import Coming, Gap, Heard, MembersChanged, Recalled
from handlers.model import AttachmentKind, Person
from tests.bot.channels.wechaty_scene import ROOM, ZHANG, Scene
from tests.bot.photos import draw_jpeg

pytestmark = pytest.mark.gateway


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
