"""What a WeChat account is told: where its gateway is, how to trust it, how long to wait."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class WechatyOptions:
    """One account.  All times are seconds.  Raises ValueError in words for what cannot work.

    With `tls`, the gateway's certificate must be the pinned one (SHA-256 of its DER form), or be
    signed by `ca_file`, or (neither given) by a public authority; `server_name` is the name in the
    certificate where it is not the host.  `heartbeat_seconds` is how often the gateway lets itself
    be heard: silent twice as long, it is asked whether it still lives.
    """

    name: str
    endpoint: str
    token: str = field(repr=False)
    tls: bool = True
    ca_file: Path | None = None
    server_name: str | None = None
    pinned_sha256: str | None = None
    heartbeat_seconds: float = 5.0
    connect_seconds: float = 3.0
    send_seconds: float = 20.0
    fetch_seconds: float = 30.0

    def __post_init__(self) -> None:
        if not re.fullmatch(r"(\[[0-9A-Fa-f:]+\]|[^\s:/\[\]]+):[0-9]{1,5}", self.endpoint):
            raise ValueError(f"endpoint: {self.endpoint!r} is not HOST:PORT")
        if not 0 < self.port < 65536:
            raise ValueError(f"endpoint: there is no port {self.port}")
        if not re.fullmatch(r"[!-~]+", self.token):
            raise ValueError("token: empty, or not plain ASCII without spaces")
        if self.pinned_sha256 is not None and not re.fullmatch(r"[0-9a-f]{64}", self.pin):
            raise ValueError("pinned_sha256: not 64 hexadecimal digits")
        if not self.tls and (self.ca_file or self.pinned_sha256 or self.server_name):
            raise ValueError("tls: off, but ca_file, server_name or pinned_sha256 is set")
        for limit in ("heartbeat_seconds", "connect_seconds", "send_seconds", "fetch_seconds"):
            if getattr(self, limit) <= 0:
                raise ValueError(f"{limit}: must be more than 0")

    @property
    def host(self) -> str:
        return self.endpoint.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.endpoint.rpartition(":")[2])

    @property
    def pin(self) -> str:
        """The pinned fingerprint in lower case without colons; empty without one."""
        return (self.pinned_sha256 or "").replace(":", "").lower()
