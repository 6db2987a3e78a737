"""Why an account cannot be used: in words for the people who run it, in short for the log."""

from __future__ import annotations

import logging
import ssl
from enum import StrEnum

from grpclib.const import Status
from grpclib.exceptions import GRPCError, ProtocolError, StreamTerminatedError

log = logging.getLogger("linli.wechaty")


class Trouble(StrEnum):
    """Why the account cannot be used; the words are for the people who run it."""

    NOT_STARTED = "尚未启动"
    CONNECTING = "正在连接网关"
    UNREACHABLE = "连不上网关"
    NO_ANSWER = "网关没有应答"
    WRONG_TOKEN = "网关拒绝了令牌（token），请核对设置"
    WRONG_CERTIFICATE = "网关的TLS证书与设置不符"
    NOT_ENCRYPTED = "网关不用TLS，或不是Wechaty网关，请核对设置"
    TAKEN = "网关上已有另一个程序在接收消息"
    ENDED = "网关断开了连接"
    SILENT = "网关没有动静（收不到心跳）"
    LOGGED_OUT = "网关已连上，微信未登录"
    SCAN = "网关已连上，等待扫码登录微信"
    FAULT = "程序内部错误，请看日志"
    CLOSED = "已关闭"


class GatewaySilent(Exception):
    """The connection is open and nothing comes."""


class StreamEnded(Exception):
    """The gateway ended the stream of events."""


def explain(error: Exception) -> Trouble:
    """What to tell people about an error of the connection."""
    if isinstance(error, GRPCError):
        return {
            Status.UNAUTHENTICATED: Trouble.WRONG_TOKEN,
            Status.PERMISSION_DENIED: Trouble.WRONG_TOKEN,
            Status.ALREADY_EXISTS: Trouble.TAKEN,
        }.get(error.status, Trouble.NO_ANSWER)
    for kinds, trouble in (
        (GatewaySilent, Trouble.SILENT),
        (StreamEnded, Trouble.ENDED),
        (ssl.SSLCertVerificationError, Trouble.WRONG_CERTIFICATE),
        (ssl.SSLError, Trouble.NOT_ENCRYPTED),
        (TimeoutError, Trouble.NO_ANSWER),
        (OSError, Trouble.UNREACHABLE),
        ((StreamTerminatedError, ProtocolError), Trouble.ENDED),
    ):
        if isinstance(error, kinds):
            return trouble
    log.error("unforeseen error of a connection", exc_info=error)
    return Trouble.FAULT


def name_error(error: Exception) -> str:
    """An error for the log: its kind, never its text, which can hold what people wrote."""
    return error.status.name if isinstance(error, GRPCError) else type(error).__name__
