"""What a command says when it cannot do what was asked."""

from __future__ import annotations


class CommandError(Exception):
    """One line for people; `status` 1 = the thing asked for failed, 2 = usage or configuration."""

    def __init__(self, words: str, status: int = 2) -> None:
        super().__init__(words)
        self.status = status
