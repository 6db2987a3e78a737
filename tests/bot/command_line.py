"""The command line as people call it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.bot.toml import write_toml

TREE = {"estates": [{"id": "yun", "name": "云杉里"}]}


def linli(*arguments: str, feed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=feed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200", **environment},
    )


def write_config(folder: Path, **more: object) -> str:
    path = folder / "config.toml"
    path.write_text(write_toml({**TREE, **more}), encoding="utf-8")
    return str(path)
