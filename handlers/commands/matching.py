"""Commands in the words themselves: a verb and its number, one of a few exact words, a score."""

from __future__ import annotations

from difflib import get_close_matches

from handlers.case import Command
from handlers.commands.grammar import (
    ALONE,
    BEGINS_NOT_MENDED,
    COMING,
    COMING_START,
    LISTED_ALONE,
    NOT_MENDED,
    NOTICE_VERBS,
    QUOTED_WORDS,
    TEACHABLE,
    VERBS,
    Takes,
    Verb,
)  # fmt: skip
from handlers.commands.patterns import (
    ALMOST,
    AT_A_TIME,
    BARE,
    BEGINS,
    BEGINS_BARE,
    BEGINS_ORDER,
    BROADCAST,
    DUTY,
    NOTICE,
    NUMBER_FIRST,
    SCORED,
    SCORED_LAST,
    SENT_NOW,
    TAUGHT,
    WITH_WORDS,
    Patterns,
)
from handlers.commands.scores import read_score
from handlers.model import ChatKind, Message

LONGEST_VERDICT = 24
_BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_LEADING, _TRAILING = f"{_BLANKS},，。.:：;；!！~～、?？", f"{_BLANKS},，。.!！~～、"


def strip_signs(text: str) -> str:
    """The text without the signs around it; a question mark at its end stays."""
    return text.lstrip(_LEADING).rstrip(_TRAILING)


def begins_like_order(text: str) -> bool:
    """A quick look: whether the text, or what follows the signs at its head, begins as a command may."""
    return text.lstrip()[:1] in BEGINS_ORDER or text.lstrip(_LEADING)[:1] in BEGINS_BARE


def match_own_data(message: Message, text: str) -> Command | None:
    """What somebody wants done with what is held on them; 确认删除 only where they were asked."""
    bare, called = strip_signs(text), message.mentions_bot or message.chat.kind is not ChatKind.OWNERS
    if BARE["erase"].match(bare):
        return build("erase")
    if BARE["erase_sure"].match(bare):
        return build("erase_sure", gives_way=not called)
    return build("held") if BARE["held"].match(bare) else None


def match_verdict_on_work(message: Message, text: str) -> Command | None:
    """What an owner thinks of work that is done, without a number; a command only where a ticket fits."""
    if message.sender.role.serves or len(text) > LONGEST_VERDICT:
        return None
    direct = message.chat.kind is ChatKind.DIRECT
    score = read_score(text, bare=direct)
    if score is not None:
        return build("rate", words=str(score), gives_way=True)
    if text[:1] in BEGINS_NOT_MENDED and NOT_MENDED.fullmatch(text):
        return build("reopen", words=text, gives_way=True)
    called = direct or message.mentions_bot
    if called and QUOTED_WORDS.get(strip_signs(text)) == "remind":
        return build("remind", gives_way=True)
    return None


def _match_score(text: str) -> Command | None:
    for match in (SCORED.match(text), SCORED_LAST.match(text)):
        score = read_score(match["score"]) if match else None
        if match and score is not None:
            return build("rate", number=int(match["number"]), words=str(score), gives_way=True)
    return None


def match_number(text: str, patterns: Patterns) -> Command | None:
    """A verb with the number of a ticket, or a score with it; None where it is neither."""
    if scored := _match_score(text):
        return scored
    if not BEGINS.match(text):
        return None
    for name, pattern in patterns.items():
        if VERBS[name].takes in (Takes.TICKET, Takes.EITHER):
            match = pattern.match(text)
            if match:
                return build(name, number=int(match["number"]), words=match["rest"].strip())
    return None


def match_notice(text: str) -> Command | None:
    """A verb with the number of a broadcast (确认B7)."""
    for name, pattern in NOTICE.items():
        match = pattern.match(text)
        if match:
            words = match["rest"].strip() if name == "correct" else ""
            return Command(NOTICE_VERBS[name], notice=int(match["number"]), words=words)
    return None


def match_number_first(text: str) -> Command | None:
    """The number before its verb (128好了)."""
    match = NUMBER_FIRST.match(text)
    if match is None:
        return None
    number, rest = int(match["number"]), match["rest"].strip()
    verb = QUOTED_WORDS.get(strip_signs(rest))
    if verb:
        return build(verb, number=number)
    found = match_words(rest, number)
    if found is None and text.startswith("#") and is_coming(rest):
        found = build("accept", number=number, words=rest)
    return found


def match_words(text: str, number: int) -> Command | None:
    """A verb and what is said with it, of the ticket `number`."""
    for name, pattern in WITH_WORDS.items():
        match = pattern.match(text)
        if match:
            return build(name, number=number, words=match["rest"].strip())
    return None


def match_broadcast(text: str) -> Command | None:
    """广播 and its words."""
    match = BROADCAST.match(text)
    if match is None:
        return None
    return build("broadcast", words=(match["rest"] or match["glued"] or "").strip())


def match_duty(text: str) -> Command | None:
    """A verb of the roster (值班, 请假, 销假) and its words."""
    for name, pattern in DUTY.items():
        if match := pattern.match(text):
            return build(name, words=(match["rest"] or "").strip())
    return None


def match_bare(message: Message, text: str) -> Command | None:
    """A verb alone, where it may stand alone."""
    for name, pattern in BARE.items():
        if pattern.match(text) and _stands_alone(VERBS[name], message):
            return _build_alone("own" if name == "progress" else name)
    verb = ALONE.get(strip_signs(text)) if message.sender.role.serves and not message.quote else None
    return _build_alone(verb) if verb else None


def _build_alone(name: str) -> Command:
    """A command without a number: what is listed tells of which tickets it may be.

    That it is done may be the end of an alert: then it is that.
    """
    asks = VERBS[name].asks or LISTED_ALONE.get(name, "")
    return Command(name, asks=asks, gives_way=name == "finish")


def _stands_alone(verb: Verb, message: Message) -> bool:
    if verb.name == "human":
        return not message.sender.role.serves or message.chat.kind is ChatKind.DIRECT
    if verb.name == "unsay":
        return message.sender.role.serves
    if verb.takes is Takes.NOTHING or verb.name == "file":
        return True
    if verb.name == "progress":
        return message.chat.kind is ChatKind.DIRECT
    return verb.name in TEACHABLE and message.sender.role.serves


def match_almost(text: str, *, serves: bool) -> Command | None:
    """Something like a verb with a number: `unknown`, with what was probably meant."""
    if serves and AT_A_TIME.match(text):
        return Command("unknown", words=SENT_NOW)
    match = ALMOST.match(text)
    if match is None:
        return None
    near = get_close_matches(match["verb"], TAUGHT, n=1, cutoff=0.5)
    return Command("unknown", words=f"{TAUGHT[near[0]]}{match['number'].upper()}" if near else "")


def is_coming(text: str) -> bool:
    """Whether the words say that somebody is on the way (马上到)."""
    return bool(COMING.match(text) or COMING_START.match(text))


def build(
    name: str,
    *,
    number: int | None = None,
    words: str = "",
    quoted: bool = False,
    gives_way: bool = False,
) -> Command:
    """The command of a verb, with the list that it asks for where it has no number."""
    asks = VERBS[name].asks
    return Command(name, number=number, words=words, quoted=quoted, asks=asks, gives_way=gives_way)
