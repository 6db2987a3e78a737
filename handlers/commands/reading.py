"""Reading commands: from the words of a message, or from the card that it quotes, to a Command.

In an owners' group only a verb with its number, or one of a few exact words, is a command: what
people say to each other must never be taken for one.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from handlers.case import Command
from handlers.commands.alert_orders import parse_alert_order
from handlers.commands.grammar import (
    ALONE,
    AMONG_COLLEAGUES,
    COMING,
    COMING_START,
    ESTIMATE,
    GLUED,
    LISTED_ALONE,
    NOT_MENDED,
    NOTICE_VERBS,
    OWNERS_QUOTED,
    QUOTED_NOTICE_WORDS,
    QUOTED_WORDS,
    ROSTER_VERBS,
    TEACHABLE,
    TO_COLLEAGUE,
    VERBS,
    Takes,
    Verb,
    Who,
    read_score,
)  # fmt: skip
from handlers.model import ChatKind, Message
from handlers.saying.trimming import strip_unseen

__all__ = ["VERBS", "parse"]

_FORMS = str.maketrans("０１２３４５６７８９＃Ｂｂ　", "0123456789#BB ")
_FORMED = re.compile("[０-９＃Ｂｂ\u3000]")
#: A verb typed with gaps in it, and its number.
_SPACED = re.compile(r"(?P<verb>[\u4e00-\u9fff](?:[ \t]+[\u4e00-\u9fff]){1,3})(?=\s*[#Bb]?\s*\d)")
_MENTION = re.compile(r"^@\S{1,32}?(?:[\u2005\s]+|$)")
#: Typed by hand, the name of the bot is no mention to the network.
_CALL = re.compile(r"^@\S{0,8}小助手[\u2005\s,，:：]+")
_GAP = r"[\s:：,，、\-]*"
_NUMBER = r"[#＃]{0,3}\s*(?P<number>\d{1,6})(?!\d)(?:号工?单?|單|单)?"
_REST = r"(?P<rest>.*)"
_CLOSED = r"(?=$|[\s,，。.:：;；!！~～、])"
#: `合并129到128`: the second number follows at once.
_TWO = {"merge": r"(?=$|[\s,，。.:：;；!！~～、]|[到入进至并和与])"}
#: `预计18:00恢复`, `预计2小时` name a time and no ticket.
#: `照片3张` counts them.
_NO_TIME = {"estimate": r"(?!\s*[:：点时分半个小天月日])", "photo": r"(?!\s*[张幅个])"}
_NUMBER_FIRST = re.compile(rf"^#?\s*(?P<number>\d{{1,6}})(?:号工?单?|單|单)?{_GAP}(?P<rest>\D.*)$", re.DOTALL)
_HEADER = re.compile(r"【[^】\n]{0,24}?(?:#(?P<ticket>\d{1,6})|B(?P<notice>\d{1,6}))[^】\n]{0,8}】")
#: What the bot says of a broadcast later begins with its number.
_OF_NOTICE = re.compile(r"^(?:广播 )?B(?P<notice>\d{1,6}) ")
_LONGEST_VERDICT = 24
_HAS_NUMBER = re.compile(r"\d")
_ANY_NUMBER = re.compile(r"#(\d{1,6})")
_ALMOST = re.compile(
    r"^(?P<verb>[\u4e00-\u9fff]{2,4})\s*#?\s*(?P<number>[Bb]?\d{1,6})(?P<rest>$|\s.*)", re.DOTALL
)
_BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_LEADING, _TRAILING = f"{_BLANKS},，。.:：;；!！~～、?？", f"{_BLANKS},，。.!！~～、"


def _write_pattern(words: tuple[str, ...], after: str) -> re.Pattern[str]:
    joined = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"^(?:{joined}){after}", re.DOTALL | re.IGNORECASE)


_STRICT = {
    name: _write_pattern(
        verb.words, rf"\s*{_NUMBER}{_NO_TIME.get(name, '')}{_TWO.get(name, _CLOSED)}{_GAP}{_REST}$"
    )
    for name, verb in VERBS.items()
}
_FORGIVING = {
    name: _write_pattern(verb.words, rf"{_GAP}{_NUMBER}{_NO_TIME.get(name, '')}{_GAP}{_REST}$")
    for name, verb in VERBS.items()
}
_LOOSE = {
    name: _write_pattern(verb.loose, rf"\s*{_NUMBER}{_CLOSED}{_GAP}{_REST}$")
    for name, verb in VERBS.items()
    if verb.loose
}
_NOTICE = {
    name: _write_pattern(
        VERBS[name].words, rf"{_GAP}#?\s*[Bb]\s*(?P<number>\d{{1,6}}){_CLOSED}{_GAP}{_REST}$"
    )
    for name in NOTICE_VERBS
}
#: What any command with a number begins with: most of what is said in a day is none.
_BEGINS = _write_pattern(tuple({word for verb in VERBS.values() for word in verb.words + verb.loose}), "")
_BARE = {name: _write_pattern(verb.words, r"$") for name, verb in VERBS.items()}
_WITH_WORDS = {
    name: _write_pattern(verb.words + verb.loose, rf"[\s,，。:：!！]+{_REST}$")
    for name, verb in VERBS.items()
    if verb.takes is Takes.TICKET
}
_GLUED = {name: _write_pattern(words, rf"{_GAP}{_REST}$") for name, words in GLUED.items()}
#: Among owners the one word that is taught, called or not.
_HELP = _write_pattern(VERBS["help"].words[:2], r"$")
#: The longest of the words that are a command among owners by themselves.
_LONGEST_BARE = max(
    len(word)
    for name in ("human", "own", "erase", "erase_sure", "held", "help", "progress")
    for word in VERBS[name].words
)
_CORRECTED = _write_pattern(VERBS["correct"].words, rf"[\s:：，,]+{_REST}$")
_DUTY = {name: _write_pattern(VERBS[name].words, rf"(?:[\s:：]+{_REST})?$") for name in ROSTER_VERBS}
_BROADCAST = _write_pattern(VERBS["broadcast"].words, rf"(?:[\s:：]+{_REST}|(?P<glued>\d+号群.*))$")


_SCORED = re.compile(rf"^(?P<score>\S{{1,8}}?)\s*{_NUMBER}{_CLOSED}{_GAP}{_REST}$", re.DOTALL)
_SCORED_LAST = re.compile(rf"^(?:评价\s*)?{_NUMBER}{_GAP}(?P<score>\S{{1,8}})$")
#: Owners' words are taken more narrowly than staff's, but for the commands that are theirs.
_OWNERS = {name: (_FORGIVING if verb.who is Who.ANYONE else _STRICT)[name] for name, verb in VERBS.items()}
#: How a verb is read: the patterns by name.
_Patterns = dict[str, re.Pattern[str]]
#: Every word that takes a number, with the one that is taught for it.
_TAUGHT = {
    word: verb.words[0]
    for verb in VERBS.values()
    if verb.takes in (Takes.TICKET, Takes.EITHER, Takes.NOTICE)
    for word in verb.words
}


def parse(message: Message) -> Command | None:
    """The command that the message is, or None where it is ordinary talk.

    `unknown` is what looks like a command, in a direct chat or a staff group; its words hold the
    nearest right verb, or nothing.
    """
    if message.chat.kind is ChatKind.UNASSIGNED:
        return None
    text = _tidy(message)
    if ordered := parse_alert_order(message, text):
        return ordered
    if message.chat.kind is ChatKind.OWNERS:
        return _parse_among_owners(message, text)
    quoted = _parse_quoted(message, text) if message.quote else None
    return quoted or _parse_openly(message, text)


def _strip_signs(text: str) -> str:
    return text.lstrip(_LEADING).rstrip(_TRAILING)


def _tidy(message: Message) -> str:
    text = strip_unseen(message.text).strip()
    if _FORMED.search(text):
        text = text.translate(_FORMS).strip()
    if text.startswith("@"):
        text = (_MENTION if message.mentions_bot else _CALL).sub("", text).strip()
    return _squeeze(text)


def _squeeze(text: str) -> str:
    """`接 单 128` without the gaps in its verb; anything else as it is."""
    spaced = _SPACED.match(text)
    if spaced is None:
        return text
    verb = "".join(spaced["verb"].split())
    return verb + text[spaced.end("verb") :] if _BEGINS.fullmatch(verb) else text


def _parse_among_owners(message: Message, text: str) -> Command | None:
    if message.quote:
        return _parse_quoted_among_owners(message, text)
    if _HAS_NUMBER.search(text) and (numbered := _match_number(text, _STRICT) or _match_notice(text)):
        return numbered
    return _match_bare_among_owners(message, text) or _match_verdict_on_work(message, text)


def _match_bare_among_owners(message: Message, text: str) -> Command | None:
    bare = _strip_signs(text)
    if len(bare) > _LONGEST_BARE:
        return None
    if _BARE["human"].match(bare):
        return _build("human")
    if _BARE["own"].match(text):
        return _build("own")
    if mine := _match_own_data(message, text):
        return mine
    if _HELP.match(text) or (message.mentions_bot and _BARE["help"].match(text)):
        return _build("help")
    if message.mentions_bot and _BARE["progress"].match(text):
        return _build("own")
    return None


def _match_own_data(message: Message, text: str) -> Command | None:
    """What somebody wants done with what is held on them; 确认删除 only where they were asked."""
    bare, called = _strip_signs(text), message.mentions_bot or message.chat.kind is not ChatKind.OWNERS
    if _BARE["erase"].match(bare):
        return _build("erase")
    if _BARE["erase_sure"].match(bare):
        return _build("erase_sure", gives_way=not called)
    return _build("held") if called and _BARE["held"].match(bare) else None


def _match_verdict_on_work(message: Message, text: str) -> Command | None:
    """What an owner thinks of work that is done, without a number; a command only where a ticket fits."""
    if message.sender.role.serves or len(text) > _LONGEST_VERDICT:
        return None
    direct = message.chat.kind is ChatKind.DIRECT
    score = read_score(text, bare=direct)
    if score is not None:
        return _build("rate", words=str(score), gives_way=True)
    if NOT_MENDED.fullmatch(text):
        return _build("reopen", words=text, gives_way=True)
    called = direct or message.mentions_bot
    if called and QUOTED_WORDS.get(_strip_signs(text)) == "remind":
        return _build("remind", gives_way=True)
    return None


def _parse_quoted_among_owners(message: Message, text: str) -> Command | None:
    """Owners' chatter after a quote is none of the bot's; the exact words on its own card are."""
    if _BARE["file"].match(_strip_signs(text)):
        return _build("file", quoted=True)
    verb = QUOTED_WORDS.get(_strip_signs(text))
    kind, number = _read_target(message)
    if kind != "ticket":
        return _match_number(text, _STRICT)
    if verb == "progress" or (verb and message.sender.role.serves):
        return _build(verb, number=number, quoted=True)
    return _match_quoted_verdict(message, text, number) or _match_number(text, _STRICT)


def _match_quoted_verdict(message: Message, text: str, number: int) -> Command | None:
    """What owners say of their own ticket after a quote of it; neighbours' words stay talk."""
    if message.sender.role.serves or len(text) > _LONGEST_VERDICT:
        return None
    score = read_score(text, bare=True)
    if score is not None:
        return _build("rate", number=number, words=str(score), quoted=True, gives_way=True)
    verb = QUOTED_WORDS.get(_strip_signs(text))
    if NOT_MENDED.fullmatch(text):
        verb = "reopen"
    if verb in OWNERS_QUOTED and verb not in ("progress", "clear"):
        return _build(verb, number=number, quoted=True, gives_way=True)
    return None


def _parse_openly(message: Message, text: str) -> Command | None:
    serves = message.sender.role.serves
    numbered = _FORGIVING if serves else _OWNERS
    found = (
        _match_notice(text) or _match_number(text, numbered) or _match_broadcast(text) or _match_duty(text)
    )
    if found is None and serves:
        found = _match_number(text, _LOOSE) or _match_number_first(text)
    found = found or _match_bare(message, text) or _match_own_data(message, text)
    found = found or _match_verdict_on_work(message, text)
    return found or _match_almost(text)


def _match_score(text: str) -> Command | None:
    for match in (_SCORED.match(text), _SCORED_LAST.match(text)):
        score = read_score(match["score"]) if match else None
        if match and score is not None:
            return _build("rate", number=int(match["number"]), words=str(score), gives_way=True)
    return None


def _match_number(text: str, patterns: _Patterns) -> Command | None:
    if scored := _match_score(text):
        return scored
    if not _BEGINS.match(text):
        return None
    for name, pattern in patterns.items():
        if VERBS[name].takes in (Takes.TICKET, Takes.EITHER):
            match = pattern.match(text)
            if match:
                return _build(name, number=int(match["number"]), words=match["rest"].strip())
    return None


def _match_notice(text: str) -> Command | None:
    for name, pattern in _NOTICE.items():
        match = pattern.match(text)
        if match:
            words = match["rest"].strip() if name == "correct" else ""
            return Command(NOTICE_VERBS[name], notice=int(match["number"]), words=words)
    return None


def _match_number_first(text: str) -> Command | None:
    match = _NUMBER_FIRST.match(text)
    if match is None:
        return None
    number, rest = int(match["number"]), match["rest"].strip()
    verb = QUOTED_WORDS.get(_strip_signs(rest))
    if verb:
        return _build(verb, number=number)
    found = _match_words(rest, number)
    if found is None and text.startswith("#") and _is_coming(rest):
        found = _build("accept", number=number, words=rest)
    return found


def _match_words(text: str, number: int) -> Command | None:
    for name, pattern in _WITH_WORDS.items():
        match = pattern.match(text)
        if match:
            return _build(name, number=number, words=match["rest"].strip())
    return None


def _match_broadcast(text: str) -> Command | None:
    match = _BROADCAST.match(text)
    if match is None:
        return None
    return _build("broadcast", words=(match["rest"] or match["glued"] or "").strip())


def _match_duty(text: str) -> Command | None:
    for name, pattern in _DUTY.items():
        if match := pattern.match(text):
            return _build(name, words=(match["rest"] or "").strip())
    return None


def _match_bare(message: Message, text: str) -> Command | None:
    for name, pattern in _BARE.items():
        if pattern.match(text) and _stands_alone(VERBS[name], message):
            return _build_alone("own" if name == "progress" else name)
    verb = ALONE.get(_strip_signs(text)) if message.sender.role.serves and not message.quote else None
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


def _match_almost(text: str) -> Command | None:
    match = _ALMOST.match(text)
    if match is None:
        return None
    near = get_close_matches(match["verb"], _TAUGHT, n=1, cutoff=0.5)
    return Command("unknown", words=f"{_TAUGHT[near[0]]}{match['number'].upper()}" if near else "")


def _parse_quoted(message: Message, text: str) -> Command | None:
    kind, number = _read_target(message)
    serves = message.sender.role.serves
    estimated = ESTIMATE.match(text) if serves and kind == "ticket" else None
    if estimated:
        return _build("estimate", number=number, words=estimated["when"], quoted=True)
    explicit = _match_notice(text) or _match_number(text, _FORGIVING if serves else _OWNERS)
    bare = _strip_signs(text)
    if explicit is None and serves and _BARE["file"].match(bare):
        return _build("file", quoted=True)
    if explicit or not kind or not text:
        return explicit
    if kind == "notice":
        verb = QUOTED_NOTICE_WORDS.get(bare)
        corrected = _CORRECTED.match(text)
        if corrected:
            return Command("correct", notice=number, words=corrected["rest"].strip(), quoted=True)
        return Command(verb, notice=number, quoted=True) if verb else None
    verb = QUOTED_WORDS.get(bare)
    if verb and (serves or verb in OWNERS_QUOTED):
        return _build(verb, number=number, quoted=True)
    if not serves:
        return _match_quoted_verdict(message, text, number)
    return _parse_words_for_owner(message, text, number)


def _parse_words_for_owner(message: Message, text: str, number: int) -> Command | None:
    colleague = TO_COLLEAGUE.match(text)
    if colleague:
        return _build("transfer", number=number, words=colleague["name"], quoted=True)
    for name, pattern in _GLUED.items():
        if glued := pattern.match(text):
            return _build(name, number=number, words=glued["rest"].strip(), quoted=True)
    found = _match_words(text, number)
    if found:
        return Command(found.verb, number=number, words=found.words, quoted=True)
    if not _HEADER.search(message.quote.text if message.quote else "") or AMONG_COLLEAGUES.match(text):
        return None
    if _match_bare(message, text):
        return None
    return Command("accept" if _is_coming(text) else "reply", number=number, words=text, quoted=True)


def _is_coming(text: str) -> bool:
    return bool(COMING.match(text) or COMING_START.match(text))


def _read_target(message: Message) -> tuple[str, int]:
    """What the quoted text is about: a ticket or a notice with its number, or neither.

    The header of a card decides; a text that names several tickets is about none of them.
    """
    quoted = strip_unseen(message.quote.text).translate(_FORMS) if message.quote else ""
    header = _HEADER.search(quoted)
    if header:
        kind = "ticket" if header["ticket"] else "notice"
        return kind, int(header["ticket"] or header["notice"])
    if later := _OF_NOTICE.match(quoted):
        return "notice", int(later["notice"])
    numbers = set(_ANY_NUMBER.findall(quoted))
    return ("ticket", int(numbers.pop())) if len(numbers) == 1 else ("", 0)


def _build(
    name: str,
    *,
    number: int | None = None,
    words: str = "",
    quoted: bool = False,
    gives_way: bool = False,
) -> Command:
    asks = VERBS[name].asks
    return Command(name, number=number, words=words, quoted=quoted, asks=asks, gives_way=gives_way)
