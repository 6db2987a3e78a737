"""What kind of file some bytes are, by their first bytes: names and senders are not to be believed."""

from __future__ import annotations

import mimetypes

_UNKNOWN = "application/octet-stream"
_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"%PDF-", "application/pdf"),
    (b"#!SILK", "audio/silk"),
    (b"\x02#!SILK", "audio/silk"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)


def guess_media_type(content: bytes, name: str) -> str:
    """The media type (`image/jpeg`); by the name only for what is no image, sound or film."""
    for start, media_type in _STARTS:
        if content.startswith(start):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return "image/heic" if content[8:12] in (b"heic", b"heix", b"mif1") else "video/mp4"
    named = mimetypes.guess_type(name)[0] or _UNKNOWN
    return _UNKNOWN if named.split("/")[0] in ("image", "audio", "video") else named
