"""What stands in a text for something else: photos, faces, voices, who is addressed."""

from __future__ import annotations

import re

from handlers.words.remembering import keep_at_hand

_STAND_IN = re.compile(r"\[(?:图片|照片|视频|语音|动画表情|表情)\]")
_FACE = re.compile(r"\[[\u4e00-\u9fff]{1,4}\]")
_AT = re.compile(r"^@(?P<name>[^\s@]{1,32})[\u2005\s]+")


@keep_at_hand
def strip_stand_ins(text: str) -> str:
    """The text without what stands for a photo or a face."""
    if "[" not in text:
        return text.strip()
    return _FACE.sub("", _STAND_IN.sub("", text)).strip()


def find_addressee(text: str) -> str | None:
    """The name that the message begins with, as in `@郭嫂 我也看到了`."""
    match = _AT.match(text)
    return match["name"] if match else None


_VOICE = re.compile(r"\s*\[语音\]\s*(?:\d{1,3}(?:秒|[\"″']{1,2})?)?\s*")


def stands_for_voice(text: str) -> bool:
    """Whether the text is only what a channel puts in the place of a voice message."""
    return _VOICE.fullmatch(text) is not None
