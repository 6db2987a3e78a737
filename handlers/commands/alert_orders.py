"""The commands of a live alert that name a clue, a longer time, or a drill: read, and obeyed.

`线索3属实`, `线索3排除` (or the word alone after a quote of the clue), `延长128 2小时`, `演练 火灾`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.alerts import drills
from handlers.alerts.clue_list import Clue, ClueState, list_clues
from handlers.alerts.judging import judge_clue, may_judge
from handlers.alerts.relays import page_staff, tell_extended
from handlers.alerts.steps import may_clear, write_alert_event
from handlers.case import Case, Command
from handlers.commands.permissions import refuse
from handlers.model import SILENCE, Alert, ChatKind, Delivery, Estate, Message, Outcome, Sender, Step
from handlers.saying.showing import show_person, show_time
from handlers.saying.speak import answer, is_staff_side
from handlers.saying.trimming import strip_unseen
from handlers.texts import say
from handlers.threads import Touch
from handlers.tickets.steps import IllegalTransition
from nlp.numerals import fold

#: The verbs of this module; what they need is read for them.
ALERT_VERBS = frozenset({"clue_true", "clue_false", "extend", "drill"})

_FORMS = str.maketrans("０１２３４５６７８９＃　", "0123456789# ")
_TRUE = "属实|屬實|是真的|真的|核实|核實|确认|確認|有效|是他|是她|就是他|就是她"
_FALSE = "排除|不属实|不實|不实|无关|無關|无效|不是|不是他|不是她|不是的|假的|误报|看错了"
_CLUE_ORDER = re.compile(
    rf"^(?:#?(?P<before>\d{{1,6}})\s*(?:的|号)?)?\s*线索\s*[#：:]?\s*(?P<index>\d{{1,3}})?\s*[，,：:]?\s*"
    rf"(?:已|经)?(?:(?P<true>{_TRUE})|(?P<false>{_FALSE}))(?:了|[。.！!])*\s*(?:#?(?P<after>\d{{1,6}}))?$"
)
_QUOTED_CLUE = re.compile(r"【(?:[^】\n]{0,12}?#(?P<ticket>\d{1,6})\s*)?线索(?P<index>\d{1,3})】")
#: A gap that a phone's keyboard left between two characters.
_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_ANSWER = re.compile(rf"^(?:(?P<true>{_TRUE})|(?P<false>{_FALSE}))(?:了|[。.！!])*$")
_EXTEND = re.compile(
    r"^(?:延长|延長|延时|延時|续期)(?:警报|警報)?\s*#?(?P<number>\d{1,6}(?!\d|\s*(?:个|小时|钟头|分|"
    r"h)))?\s*[，,：:]?\s*"
    r"(?:(?P<count>\d{1,3}|半|[一二两三四五六七八九十])\s*个?(?P<unit>小时|钟头|分钟|分|h|H)?)?[。！!]?$"
)
_QUOTED_TICKET = re.compile(r"【[^】\n]{0,24}?#(?P<ticket>\d{1,6})")
_DRILL = re.compile(
    r"^(?:开始|发起|启动)?(?:演练|演習|演练一下|应急演练)(?:[\s：:，,]+(?P<words>.{1,60}))?[。！!]?$"
)
#: What danger an exercise is of, by the words after `演练`; without words somebody is missing.
_DANGERS = (
    ("missing_person", ("走失", "寻人", "孩子", "老人", "走丢")),
    ("fire", ("火",)),
    ("gas", ("燃气", "煤气", "天然气")),
    ("elevator_trapped", ("电梯", "困人")),
    ("flood", ("跑水", "水浸", "爆管", "内涝")),
    ("medical", ("急救", "急病", "晕倒")),
)
#: What every one of these holds: most of what is said in a day is none.
_SIGNS = re.compile("线索|延[长長时時]|续期|演[练習]")
_COUNTS = {**{sign: str(value) for value, sign in enumerate("一二三四五六七八九十", 1)}, "两": "2"}
_LONGEST_ORDER = 80
_MOST_HOURS = 24


def parse_alert_order(message: Message, text: str | None = None) -> Command | None:
    """The command of this module that the message, or the `text` that is left of it, is; or None."""
    text = strip_unseen(message.text if text is None else text)
    if message.quote is None and not _SIGNS.search(text):
        return None
    text = text.translate(_FORMS).strip()
    if not text or len(text) > _LONGEST_ORDER or message.chat.kind is ChatKind.UNASSIGNED:
        return None
    return _parse_clue(message, text) or _parse_extend(message, text) or _parse_drill(message, text)


def _parse_clue(message: Message, text: str) -> Command | None:
    match = _CLUE_ORDER.match(_GAP.sub("", fold(text)))
    if match and (match["index"] or message.chat.kind is not ChatKind.OWNERS):
        number = match["before"] or match["after"]
        verb = "clue_true" if match["true"] else "clue_false"
        return Command(verb, number=int(number) if number else None, words=match["index"] or "")
    quoted = _QUOTED_CLUE.search(message.quote.text.translate(_FORMS)) if message.quote else None
    said = _ANSWER.match(text) if quoted else None
    if quoted is None or said is None:
        return None
    number = quoted["ticket"]
    verb = "clue_true" if said["true"] else "clue_false"
    return Command(verb, number=int(number) if number else None, words=quoted["index"], quoted=True)


def _parse_extend(message: Message, text: str) -> Command | None:
    match = _EXTEND.match(fold(text))
    if match is None:
        return None
    quoted = _QUOTED_TICKET.search(message.quote.text.translate(_FORMS)) if message.quote else None
    number = match["number"] or (quoted["ticket"] if quoted else None)
    if number is None and message.chat.kind is ChatKind.OWNERS:
        return None
    return Command("extend", number=int(number) if number else None, words=_read_span(match))


def _read_span(match: re.Match[str]) -> str:
    """The minutes that are asked for; empty where none are named."""
    if not match["count"]:
        return ""
    count = match["count"]
    hours = 0.5 if count == "半" else float(_COUNTS.get(count, count))
    minutes = hours if (match["unit"] or "").startswith("分") else hours * 60
    return str(int(minutes))


def _parse_drill(message: Message, text: str) -> Command | None:
    match = _DRILL.match(text)
    if match is None or message.chat.kind is ChatKind.OWNERS:
        return None
    words = (match["words"] or "").strip()
    danger = next((name for name, signs in _DANGERS if any(sign in words for sign in signs)), "")
    return None if words and not danger else Command("drill", words=danger)


# --- which alert ---------------------------------------------------------------------------------


def _list_meant(case: Case) -> list[Alert]:
    """The live alerts that the command can be about."""
    number = case.command.number if case.command else None
    live = [alert for alert in case.alerts if alert.live]
    if number is not None:
        return [alert for alert in live if alert.ticket == number]
    here = [alert for alert in live if alert.chat == case.message.chat.id]
    own = [alert for alert in here if alert.reporter.id == case.message.sender.id]
    return own or live


def _get_clues(case: Case, alert: Alert) -> tuple[Clue, ...]:
    thread = next((t for t in case.threads if t.ticket.number == alert.ticket), None)
    return list_clues(thread.touches) if thread else ()


def _need_words(case: Case) -> str:
    return case.command.words if case.command else ""


def _answer_staff(case: Case, name: str, **values: object) -> Outcome:
    if not is_staff_side(case.message.chat):
        return SILENCE
    text = say(case.estate.texts, name, **values)
    return Outcome(deliveries=(answer(case.message, text, case.now, case.estate),))


def judge(case: Case) -> Outcome:
    """`线索3属实` and `线索3排除`."""
    verb = case.command.verb if case.command else ""
    words, sender = _need_words(case), case.message.sender
    index = int(words) if words else None
    state = ClueState.TRUE if verb == "clue_true" else ClueState.FALSE
    clues = [(alert, clue) for alert in _list_meant(case) for clue in _get_clues(case, alert)]
    found = [(alert, clue) for alert, clue in clues if _is_meant(clue, index)]
    allowed = [pair for pair in found if may_judge(pair[0], sender)]
    if found and not allowed:
        return refuse(case, verb)
    if not allowed:
        return _answer_staff(case, "no_clue_waits" if index is None else "no_clue", index=index)
    if len(allowed) > 1 and index is None:
        return _answer_staff(case, "which_index", index=allowed[0][1].index)
    if len(allowed) > 1:
        alerts = say(case.estate.texts, "comma").join(f"#{alert.ticket}" for alert, _ in allowed)
        return _answer_staff(case, "which_clue", index=index, alerts=alerts, first=allowed[0][0].ticket)
    alert, clue = allowed[0]
    files = [file for file in case.files if file.ticket == alert.ticket]
    return judge_clue(alert, clue, state, sender, case.now, case.estate, case.message, files)


def _is_meant(clue: Clue, index: int | None) -> bool:
    """Whether the number is the clue's; without a number, whether nobody has judged it yet."""
    return clue.index == index if index is not None else clue.state is ClueState.NEW


# --- longer --------------------------------------------------------------------------------------


def extend(case: Case) -> Outcome:
    """`延长128 2小时`: the alert's end is so much later from now; without a span as long as at first."""
    meant = _list_meant(case)
    allowed = [alert for alert in meant if may_clear(alert, case.message.sender)]
    if meant and not allowed:
        return refuse(case, "extend")
    if not allowed:
        return _answer_staff(case, "no_live_alert")
    if len(allowed) > 1:
        alerts = say(case.estate.texts, "comma").join(f"#{alert.ticket}" for alert in allowed)
        return _answer_staff(case, "which_extend", alerts=alerts, first=allowed[0].ticket)
    return extend_alert(
        allowed[0], int(_need_words(case) or 0), case.message.sender, case.now, case.estate, case.message
    )


def extend_alert(
    alert: Alert, minutes: int, actor: Sender, now: datetime, estate: Estate, via: Message | None = None
) -> Outcome:
    """The alert ends `minutes` from now (0: the estate's usual length); its reporter and staff are told.

    Raises IllegalTransition where it is over, or would not end later than it does.
    """
    if not alert.live:
        raise IllegalTransition(say(estate.texts, "alert_closed", number=alert.ticket))
    span = timedelta(minutes=minutes) if minutes else timedelta(hours=estate.alert_hours)
    ends_at = now + min(span, timedelta(hours=_MOST_HOURS))
    if ends_at <= alert.ends_at:
        until = show_time(alert.ends_at, now, estate)
        raise IllegalTransition(say(estate.texts, "extend_not_later", number=alert.ticket, until=until))
    until = show_time(ends_at, now, estate)
    event = write_alert_event(alert, Step.EXTENDED, now, actor, until, via)
    private = (via.chat.id,) if via and via.chat.kind is ChatKind.DIRECT else ()
    staff = show_person(actor.person)
    said = page_staff(alert, "page_extended", now, estate, via, private, staff=staff, until=until)
    own = tell_extended(alert, until, now, estate, via)
    return Outcome(events=(event,), alerts=(replace(alert, ends_at=ends_at),), deliveries=(*own, *said))


# --- what is known of an alert -------------------------------------------------------------------


def list_told(case: Case, alert: Alert) -> tuple[Delivery, ...]:
    """The relays and updates of the alert, as far as they were read."""
    return tuple(each for each in case.told if each.ticket == alert.ticket)


def list_touches(case: Case, alert: Alert) -> tuple[Touch, ...]:
    """All that people did to the alert, as far as it was read."""
    thread = next((t for t in case.threads if t.ticket.number == alert.ticket), None)
    return thread.touches if thread else ()


# --- around every decision -----------------------------------------------------------------------


def prepare(case: Case) -> Case:
    """The case without exercises where owners speak; a neighbour's word after a quoted clue is only talk."""
    command = case.command
    if command is None:
        return drills.hide(case)
    judges = command.verb in ("clue_true", "clue_false") and command.quoted
    if judges and not any(may_judge(alert, case.message.sender) for alert in _list_meant(case)):
        return drills.hide(replace(case, command=None))
    return case


ALERT_ORDERS: dict[str, Callable[[Case], Outcome]] = {
    "clue_true": judge,
    "clue_false": judge,
    "extend": extend,
    "drill": drills.start,
}
