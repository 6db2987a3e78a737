"""`linli demo --story`: the morning of PRODUCT §1, typed into the five groups at walking pace."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.channels.webchat import Say, WebChat, WebPerson
from bot.running import App


@dataclass(frozen=True, slots=True)
class Line:
    """`wait` seconds, then `person` says `text` in `chat`; `quotes` is part of the line to quote."""

    wait: float
    person: str
    chat: str
    text: str
    photo: bool = False
    quotes: str = ""


STORY = (
    Line(2, "zhou", "g1", "早啊 今天降温 大家多穿点"),
    Line(3, "li", "g2", "早 菜市场的排骨不错"),
    Line(4, "mama", "g3", "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看"),
    Line(8, "mama", "g3", "", photo=True),
    Line(6, "sun", "g2", "天哪 大家都看看"),
    Line(5, "zhang", "g3", "我家8栋2单元301厨房漏水了"),
    Line(6, "wang", "staff", "马上到 约15分钟", quotes="厨房漏水"),
    Line(6, "chen", "g1", "我刚在环桥下面看到一个男孩 蓝衣服"),
    Line(8, "zhou", "g5", "公路大桥这边 我跟着他呢"),
    Line(9, "mama", "g3", "找到了 谢谢大家"),
    Line(6, "zhou", "g1", "太好了"),
    Line(6, "wang", "staff", "修好了 换了个接头", quotes="厨房漏水"),
)


def draw_child() -> bytes:
    """A drawn stand-in for the mother's photo: a figure in blue."""
    picture = Image.new("RGB", (480, 640), "#dfe8e2")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((180, 110, 300, 230), fill="#e6c3a5")
    pen.pieslice((172, 95, 308, 215), 180, 360, fill="#2e2a28")
    pen.rounded_rectangle((150, 240, 330, 460), 40, fill="#3565b0")
    pen.rectangle((180, 450, 230, 590), fill="#2b3a55")
    pen.rectangle((250, 450, 300, 590), fill="#2b3a55")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def find_line(chat: WebChat, line: Line) -> str:
    """The id of the newest line of the chat that holds the quoted words, empty where there is none."""
    room = f"webchat:room:{line.chat}"
    seen = [old for old in chat.hub.list_changes(line.person, 0) if old.chat == room]
    return next((old.id for old in reversed(seen) if line.quotes in old.text), "")


async def play(app: App, pace: float = 1.0) -> None:
    """Types the story into the running bot, one line after the other; `pace` 2 is half as fast."""
    chat = next(channel for channel in app.channels.values() if isinstance(channel, WebChat))
    for index, line in enumerate(STORY):
        await asyncio.sleep(line.wait * pace)
        person = chat.hub.find_person(line.person)
        if person is not None:
            type_line(chat, person, line, f"story-{index}")


def type_line(chat: WebChat, person: WebPerson, line: Line, key: str) -> None:
    """Says one line as `person`, with its photo and its quote."""
    uploads = (chat.uploads.add(line.person, "photo.jpg", draw_child()).ref,) if line.photo else ()
    quote = find_line(chat, line) if line.quotes else ""
    room = f"webchat:room:{line.chat}"
    chat.say(person, Say(key=key, chat=room, text=line.text, quote=quote, uploads=uploads))
