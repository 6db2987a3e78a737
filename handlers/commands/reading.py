"""Reading commands: from the words of a message, or from the card that it quotes, to a Command.

In an owners' group only a verb with its number, or one of a few exact words, is a command: what
people say to each other must never be taken for one.
"""

from __future__ import annotations

from handlers.case import Command
from handlers.commands.alert_orders import parse_alert_order
from handlers.commands.matching import (
    begins_like_order,
    build,
    match_almost,
    match_bare,
    match_broadcast,
    match_duty,
    match_notice,
    match_number,
    match_number_first,
    match_own_data,
    match_verdict_on_work,
    strip_signs,
)
from handlers.commands.patterns import (
    BARE,
    BEGINS,
    BEGINS_BARE,
    CALL,
    FORGIVING,
    FORMED,
    FORMS,
    HAS_NUMBER,
    HELP,
    LONGEST_BARE,
    LOOSE,
    MENTION,
    ORDER_SIGN,
    OWNERS,
    SPACED,
    STRICT,
)
from handlers.commands.quoting import parse_quoted, parse_quoted_among_owners
from handlers.model import ChatKind, Message
from handlers.saying.trimming import strip_unseen


def parse(message: Message) -> Command | None:
    """The command that the message is, or None where it is ordinary talk.

    `unknown` is what looks like a command, in a direct chat or a staff group; its words hold the
    nearest right verb, or nothing.
    """
    if message.chat.kind is ChatKind.UNASSIGNED:
        return None
    if is_among_owners(message) and not may_be_order(message.text):
        return None
    text = _tidy(message)
    if ordered := parse_alert_order(message, text):
        return ordered
    if message.chat.kind is ChatKind.OWNERS:
        return _parse_among_owners(message, text)
    quoted = parse_quoted(message, text) if message.quote else None
    return quoted or _parse_openly(message, text)


def is_among_owners(message: Message) -> bool:
    """Whether it is said in an owners' group to nobody but those who are there."""
    return message.chat.kind is ChatKind.OWNERS and message.quote is None and not message.mentions_bot


def may_be_order(text: str) -> bool:
    """A quick look: what owners say to each other is mostly none of the few commands that stand alone."""
    return not text.isprintable() or ORDER_SIGN.search(text) is not None or begins_like_order(text)


def _tidy(message: Message) -> str:
    text = strip_unseen(message.text).strip()
    if FORMED.search(text):
        text = text.translate(FORMS).strip()
    if text.startswith("@"):
        text = (MENTION if message.mentions_bot else CALL).sub("", text).strip()
    return _squeeze(text)


def _squeeze(text: str) -> str:
    """`接 单 128` without the gaps in its verb; anything else as it is."""
    spaced = SPACED.match(text) if " " in text or "\t" in text else None
    if spaced is None:
        return text
    verb = "".join(spaced["verb"].split())
    return verb + text[spaced.end("verb") :] if BEGINS.fullmatch(verb) else text


def _parse_among_owners(message: Message, text: str) -> Command | None:
    if message.quote:
        return parse_quoted_among_owners(message, text)
    if HAS_NUMBER.search(text) and (numbered := match_number(text, STRICT) or match_notice(text)):
        return numbered
    return _match_bare_among_owners(message, text) or match_verdict_on_work(message, text)


def _match_bare_among_owners(message: Message, text: str) -> Command | None:
    bare = strip_signs(text)
    if len(bare) > LONGEST_BARE or (bare[:1] not in BEGINS_BARE and text[:1] not in BEGINS_BARE):
        return None
    if BARE["human"].match(bare):
        return build("human")
    if BARE["own"].match(text):
        return build("own")
    if mine := match_own_data(message, text):
        return mine
    if HELP.match(text) or (message.mentions_bot and BARE["help"].match(text)):
        return build("help")
    if message.mentions_bot and BARE["progress"].match(text):
        return build("own")
    return None


def _parse_openly(message: Message, text: str) -> Command | None:
    serves = message.sender.role.serves
    numbered = FORGIVING if serves else OWNERS
    found = match_notice(text) or match_number(text, numbered) or match_broadcast(text) or match_duty(text)
    if found is None and serves:
        found = match_number(text, LOOSE) or match_number_first(text)
    found = found or match_bare(message, text) or match_own_data(message, text)
    found = found or match_verdict_on_work(message, text)
    return found or match_almost(text, serves=serves)
