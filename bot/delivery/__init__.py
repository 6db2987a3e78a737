"""From the outbox to the chat: alerts first, in order per chat, at the pace of each account."""
