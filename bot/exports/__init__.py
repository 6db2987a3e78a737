"""Exported chats, whichever way they were exported, as lines."""
