"""What every reader of exports yields: lines, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handlers.model import AttachmentKind


@dataclass(frozen=True, slots=True)
class Line:
    """One message of an exported chat; `number` is its line in the file.

    `group` is empty where the export does not say which group it is.
    """

    time: datetime
    group: str
    sender: str
    text: str
    number: int
    attachment: AttachmentKind | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that could not be read, and why."""

    file: str
    number: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file} 第 {self.number} 行：{self.reason}"


class UnreadableExport(Exception):
    """The whole file is no exported chat; the text says why."""


#: Is told each line that cannot be read: its number and why.
Tell = Callable[[int, str], None]

#: How exports write what is no text, as the beginning of the line.
_STAND_INS = {
    AttachmentKind.IMAGE: ("[图片", "[照片", "[Photo", "[Image", "<img", "【图片"),
    AttachmentKind.VOICE: ("[语音", "[Voice", "[Audio"),
    AttachmentKind.VIDEO: ("[视频", "[Video", "[小视频"),
    AttachmentKind.STICKER: ("[动画表情", "[表情包", "[Sticker", "[自定义表情"),
    AttachmentKind.FILE: ("[文件", "[File"),
    AttachmentKind.CARD: ("[名片", "[小程序", "[Contact Card", "[Mini Program"),
    AttachmentKind.LINK: ("[链接", "[Link", "[聊天记录", "[音乐", "[视频号", "[转账", "[红包", "[群公告"),
    AttachmentKind.LOCATION: ("[位置", "[Location"),
}
_STAND_IN = re.compile(r"^[\[【<][^\]】>]{0,40}[\]】>]?")
#: What WeChat itself says in a chat: nobody's message.
_SYSTEM = re.compile(
    r"^(?:.{0,60}(?:撤回了一条(?:成员)?消息|recalled a message|拍了拍.{0,40}"
    r"|(?:加入了?|移出了?|退出了?)(?:本)?群聊.{0,20}|修改群名为.{0,60}|成为新群主|与群里其他人都不是.{0,30})"
    r"|以下为新消息|你已添加了.{0,60})$"
)


def read_stand_in(text: str) -> tuple[AttachmentKind | None, str]:
    """What `[图片]` and the like stand for, and the words besides; None and the text for plain words."""
    for kind, heads in _STAND_INS.items():
        if text.startswith(heads):
            return kind, _STAND_IN.sub("", text, count=1).strip()
    return None, text


def is_system(text: str) -> bool:
    """Whether the line is WeChat's own: somebody came, left, took a message back."""
    return len(text) < 160 and _SYSTEM.match(text) is not None
