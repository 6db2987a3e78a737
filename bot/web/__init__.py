"""The web pages: console, webchat, health and metrics."""

from bot.web.app import build_web

__all__ = ["build_web"]
