"""What the operating system and the database say is wrong, in words for whoever runs the bot."""

from __future__ import annotations

import errno
import socket

from storage.errors import SchemaTooNew, SchemaTooOld, StorageError

_OF_SYSTEM = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EADDRINUSE: "端口已经被别的程序占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.EEXIST: "已经有同名的文件",
}


def tell_system(error: OSError) -> str:
    """Why a file or an address could not be used; what is rare keeps the system's own words."""
    if isinstance(error, socket.gaierror):
        return "找不到这个主机名"
    return _OF_SYSTEM.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def tell_database(error: StorageError) -> str:
    """What is wrong with the database and, after it in brackets, its own words."""
    return f"{_explain(error)}（{error}）"


def advise_database(error: StorageError) -> str:
    """What to do about it."""
    if isinstance(error, SchemaTooOld):
        return "运行 linli db upgrade"
    if isinstance(error, SchemaTooNew):
        return "换成建它的那个版本的邻里"
    return "检查 storage.url、数据库是否启动、磁盘是否写得进去"


def _explain(error: StorageError) -> str:
    if isinstance(error, SchemaTooOld):
        return "数据库还没有建好，或是旧版本的，请先运行 linli db upgrade"
    if isinstance(error, SchemaTooNew):
        return "数据库是更新版本的邻里建的，这个版本不能用它"
    return "storage.url 指的数据库打不开"
