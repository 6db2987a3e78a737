"""Photos for tests."""

from __future__ import annotations

import io

from PIL import Image


def draw_jpeg(width: int = 64, height: int = 48) -> bytes:
    """A small JPEG with some noise in it, another each time."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 80).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def draw_photo() -> bytes:
    """One small JPEG, the same each time."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#3565b0").save(out, "JPEG")
    return out.getvalue()
