"""Loading the WeChat channel leaves no traces: no files, no output, nothing before it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def run_python(code: str, folder: Path) -> str:
    """What the code prints; its home and its folder are empty ones."""
    home = {"HOME": str(folder), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, **home},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_building_a_channel_makes_no_files_and_says_nothing(tmp_path: Path) -> None:
    said = run_python(
        "import asyncio, logging\n"
        "from bot.channels.wechaty import WechatyChannel, WechatyOptions\n"
        "async def live():\n"
        "    options = WechatyOptions(name='wx1', endpoint='127.0.0.1:1', token='t', tls=False)\n"
        "    channel = WechatyChannel(options)\n"
        "    logging.disable()\n"
        "    await channel.start()\n"
        "    await asyncio.sleep(0.5)\n"
        "    await channel.close()\n"
        "asyncio.run(live())\n"
        "assert logging.getLogger().handlers == []\n",
        tmp_path,
    )
    assert said == ""
    assert list(tmp_path.iterdir()) == []


def test_the_sdks_top_package_is_never_loaded(tmp_path: Path) -> None:
    said = run_python("import sys, bot.channels.wechaty; print('wechaty' in sys.modules)", tmp_path)
    assert said == "False\n"


def test_the_sdk_is_not_loaded_by_who_builds_other_channels(tmp_path: Path) -> None:
    said = run_python("import sys, bot.accounts; print('wechaty_puppet' in sys.modules)", tmp_path)
    assert said == "False\n"
