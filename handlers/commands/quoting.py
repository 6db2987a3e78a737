"""Commands in words after a quoted card: the card says which ticket or broadcast is meant."""

from __future__ import annotations

import re

from handlers.case import Command
from handlers.commands.grammar import (
    AMONG_COLLEAGUES,
    ESTIMATE,
    NOT_MENDED,
    OWNERS_QUOTED,
    QUOTED_NOTICE_WORDS,
    QUOTED_WORDS,
    TO_COLLEAGUE,
)  # fmt: skip
from handlers.commands.matching import (
    LONGEST_VERDICT,
    build,
    is_coming,
    match_bare,
    match_notice,
    match_number,
    match_words,
    strip_signs,
)
from handlers.commands.patterns import (
    ANY_NUMBER,
    BARE,
    CORRECTED,
    FORGIVING,
    FORMS,
    HEADER,
    OF_NOTICE,
    OWNERS,
    STRICT,
    WITH_GLUED_WORDS,
)
from handlers.commands.scores import read_score
from handlers.model import Message
from handlers.saying.trimming import strip_unseen


def parse_quoted_among_owners(message: Message, text: str) -> Command | None:
    """Owners' chatter after a quote is none of the bot's; the exact words on its own card are."""
    if BARE["file"].match(strip_signs(text)):
        return build("file", quoted=True)
    verb = QUOTED_WORDS.get(strip_signs(text))
    kind, number = _read_target(message)
    if kind != "ticket":
        return match_number(text, STRICT)
    if verb == "progress" or (verb and message.sender.role.serves):
        return build(verb, number=number, quoted=True)
    return _match_quoted_verdict(message, text, number) or match_number(text, STRICT)


def _match_quoted_verdict(message: Message, text: str, number: int) -> Command | None:
    """What owners say of their own ticket after a quote of it; neighbours' words stay talk."""
    if message.sender.role.serves or len(text) > LONGEST_VERDICT:
        return None
    score = read_score(text, bare=True)
    if score is not None:
        return build("rate", number=number, words=str(score), quoted=True, gives_way=True)
    verb = QUOTED_WORDS.get(strip_signs(text))
    if NOT_MENDED.fullmatch(text):
        verb = "reopen"
    if verb in OWNERS_QUOTED and verb not in ("progress", "clear"):
        return build(verb, number=number, quoted=True, gives_way=True)
    return None


def parse_quoted(message: Message, text: str) -> Command | None:
    """The command after a quote, said to the bot alone or among staff; None where it is talk."""
    kind, number = _read_target(message)
    serves = message.sender.role.serves
    if kind == "ticket":
        text = re.sub(rf"^#\s*{number}(?!\d)[\s，,：:]*", "", text)
    estimated = ESTIMATE.match(text) if serves and kind == "ticket" else None
    if estimated:
        return build("estimate", number=number, words=estimated["when"], quoted=True)
    explicit = match_notice(text) or match_number(text, FORGIVING if serves else OWNERS)
    bare = strip_signs(text)
    if explicit is None and serves and BARE["file"].match(bare):
        return build("file", quoted=True)
    if explicit or not kind or not text:
        return explicit
    if kind == "notice":
        verb = QUOTED_NOTICE_WORDS.get(bare)
        corrected = CORRECTED.match(text)
        if corrected:
            return Command("correct", notice=number, words=corrected["rest"].strip(), quoted=True)
        return Command(verb, notice=number, quoted=True) if verb else None
    verb = QUOTED_WORDS.get(bare)
    if verb and (serves or verb in OWNERS_QUOTED):
        return build(verb, number=number, quoted=True)
    if not serves:
        return _match_quoted_verdict(message, text, number)
    return _parse_words_for_owner(message, text, number)


def _parse_words_for_owner(message: Message, text: str, number: int) -> Command | None:
    colleague = TO_COLLEAGUE.match(text)
    if colleague:
        return build("transfer", number=number, words=colleague["name"], quoted=True)
    for name, pattern in WITH_GLUED_WORDS.items():
        if glued := pattern.match(text):
            return build(name, number=number, words=glued["rest"].strip(), quoted=True)
    found = match_words(text, number)
    if found:
        return Command(found.verb, number=number, words=found.words, quoted=True)
    if not HEADER.search(message.quote.text if message.quote else "") or AMONG_COLLEAGUES.match(text):
        return None
    if match_bare(message, text):
        return None
    return Command("accept" if is_coming(text) else "reply", number=number, words=text, quoted=True)


def _read_target(message: Message) -> tuple[str, int]:
    """What the quoted text is about: a ticket or a notice with its number, or neither.

    The header of a card decides; a text that names several tickets is about none of them.
    """
    quoted = strip_unseen(message.quote.text).translate(FORMS) if message.quote else ""
    header = HEADER.search(quoted)
    if header:
        kind = "ticket" if header["ticket"] else "notice"
        return kind, int(header["ticket"] or header["notice"])
    if later := OF_NOTICE.match(quoted):
        return "notice", int(later["notice"])
    numbers = set(ANY_NUMBER.findall(quoted))
    return ("ticket", int(numbers.pop())) if len(numbers) == 1 else ("", 0)
