"""Photos that strangers send: only real ones, drawn anew, so that nothing else travels in them.

A phone writes the place and the time into a photo; a file can be a picture and something else at once.
What is kept is neither: the pixels alone, no larger than a screen.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.intake.pictures import MEDIA_TYPES, NotAPicture

SIDE = 2048
QUALITY = 85
#: A JPEG is read at the size that is needed; the others whole, three bytes a pixel.
PIXELS_OF_JPEG = 210_000_000
PIXELS = 40_000_000


def redraw_photo(content: bytes) -> bytes:
    """The photo as a JPEG of at most SIDE pixels, upright and without any note.  Raises NotAPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(MEDIA_TYPES)) as picture:
                return _redraw(picture)
    except NotAPicture:
        raise
    # Image files can be broken in more ways than Pillow has errors of its own for.
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        EOFError,
        MemoryError,
        Image.DecompressionBombError,
    ):
        raise NotAPicture("不是能打开的图片") from None


def _redraw(picture: Image.Image) -> bytes:
    width, height = picture.size
    if width * height > (PIXELS_OF_JPEG if picture.format == "JPEG" else PIXELS):
        raise NotAPicture("照片的像素太多")
    picture.draft("RGB", (SIDE, SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIDE, SIDE))
    if upright.mode in ("RGBA", "LA", "PA", "P"):
        plain = upright.convert("RGBA")
        upright = Image.new("RGB", plain.size, "white")
        upright.paste(plain, mask=plain.getchannel("A"))
    drawn = io.BytesIO()
    upright.convert("RGB").save(drawn, "JPEG", quality=QUALITY, exif=b"")
    return drawn.getvalue()
