"""The WeChat account behind a Wechaty gateway (gRPC “puppet service”).

`options` what it is told · `trust` certificates · `puppet` the SDK's puppet, one connection · `link`
stays connected · `trouble` why it is not · `payloads`, `quotes` read what the gateway gives,
`understanding` makes events of it · `directory` remembers names · `noted`, `hearing` bring messages in
order · `files` content in and out · `sending` · `channel` puts it together.

Importing this loads the Wechaty SDK (0.3 s): only where an account of this kind is configured.
"""

from bot.channels.wechaty.channel import WechatyChannel
from bot.channels.wechaty.options import WechatyOptions

__all__ = ["WechatyChannel", "WechatyOptions"]
