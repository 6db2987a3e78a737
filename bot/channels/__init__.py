"""Ways in and out.  `base` says what a channel is, `local` is the half of one that has no network to reach;
each other module or package is one of them, or a part of one.

A new channel: its module here, its line in `bot/accounts.py` (CHANNELS), its settings, and a subclass of
`tests/bot/channels/contract.py` with a stage of its own.  That suite is the contract; in short:

- `start` returns at once and never fails because the network is away: `health` says so, in words.
- A message has the same `key` whenever the network tells it again; own messages come as Echo only.
- `text` is what the person wrote, without quote prefix and without the bot's own mention at its head.
- Names pass `names.clean_name`; ids never depend on names.
- In order per chat.  A time in which the account could not hear is told as Gap.
- `send` ends in time.  SendFailed.unknown where it may have arrived, retry=False where it never will.
- `fetch` gives at most `limit` bytes, its media type read from the content (`media.guess_media_type`).
- Neither chat text nor secrets in logs and errors.
"""
