"""Whether bytes are really a picture, and which kind."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

#: What browsers show and WeChat sends; others are refused with a note.
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
#: A phone's largest photo has about 200 million pixels; more is a decompression bomb.
PIXELS = 210_000_000


class NotAPicture(Exception):
    """These bytes are no picture that can be kept; the text says so to people."""


def check_picture(content: bytes) -> str:
    """The media type of the picture in `content`; raises NotAPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(MEDIA_TYPES)) as picture:
                width, height = picture.size
                media_type = MEDIA_TYPES[picture.format or ""]
                if width * height > PIXELS:
                    raise NotAPicture("照片的像素太多，没有保存")
                picture.verify()
    except NotAPicture:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError):
        raise NotAPicture("收到的不是能打开的图片，没有保存") from None
    return media_type
