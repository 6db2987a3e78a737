"""The webchat as a channel: a page in the browser that looks like the chat people know.

It is the demo's chat network and a real one for an estate without WeChat.
"""

from __future__ import annotations

from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.uploads import SayRefused
from bot.channels.webchat.values import Say, WebChatOptions, WebPerson, WebRoom

__all__ = ["Say", "SayRefused", "WebChat", "WebChatOptions", "WebPerson", "WebRoom"]
