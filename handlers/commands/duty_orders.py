"""The roster by command: 值班 shows or changes it, 请假 and 销假 take somebody off it and bring them back.

Staff speak for themselves; managers and shift leaders for anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.calendar.duty_days import EVERY_DAY, join_days, read_days, settle_days, show_days
from handlers.calendar.until import find_stretch
from handlers.case import Case
from handlers.commands.grammar import BETWEEN_SHIFTS, RESET_WORDS, SHIFT, WHOLE_DAY
from handlers.commands.permissions import audit
from handlers.kinds import CATEGORIES
from handlers.model import Duty, Estate, Leave, Outcome, Person, Role, RosterChange, Status
from handlers.roster import find_staff, keep_first, list_known, on_duty
from handlers.saying.showing import show_end, show_person, show_time
from handlers.saying.speak import answer
from handlers.saying.trimming import clean_name
from handlers.texts import say
from handlers.tickets.steps import IllegalTransition

TRADES = tuple(dict.fromkeys(category.trade for category in CATEGORIES.values()))
_DAY = 24 * 60
_FORMS = str.maketrans("０１２３４５６７８９：－—～〜–", "0123456789:-----")


#: On which days, from when to when (minutes after midnight).
_Shift = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What `值班 …` asks for: for whom, for which trades, when; `shifts` None where it takes them back."""

    name: str
    trades: tuple[str, ...]
    shifts: tuple[_Shift, ...] | None


def order_roster(case: Case) -> Outcome:
    """`值班` shows who is on duty; `值班 王师傅 周一到周五 08:00-17:00` changes it.

    Raises IllegalTransition.
    """
    words = case.command.words if case.command else ""
    if not words:
        return _answer(case, _write_roster(case))
    wish = _read_wish(words)
    if wish is None:
        raise IllegalTransition(say(case.estate.texts, "roster_usage"))
    person = _find_person(wish.name, case)
    if not _may_change(person, case):
        return _refuse(case)
    trades = wish.trades or _list_trades(person, case.estate)
    duties = tuple(Duty(person, trades, starts, ends, days=days) for days, starts, ends in wish.shifts or ())
    name = "roster_changed" if duties else "roster_reset"
    said = say(case.estate.texts, name, staff=show_person(person), shifts=_show_shifts(duties, case.estate))
    change = RosterChange(
        estate=case.estate.id, person=person, duties=duties, leaves=_end_open_leave(person, case)
    )
    return _answer(case, said) + _change(case, change)


def order_leave(case: Case) -> Outcome:
    """`请假 明天`: the person is not on duty until they are back.  Raises IllegalTransition."""
    words, estate = case.command.words if case.command else "", case.estate
    name, rest = _split_name(words, case)
    stretch = find_stretch(rest, case.now, estate.hours)
    if stretch is None:
        raise IllegalTransition(say(estate.texts, "leave_usage"))
    person = _find_person(name, case)
    if not _may_change(person, case):
        return _refuse(case)
    leave = Leave(person, *stretch)
    leaves = (*_list_leaves(person, case), leave)
    said = say(
        estate.texts,
        "leave_taken",
        staff=show_person(person),
        since=show_time(leave.since, case.now, estate),
        until=show_end(stretch[1], case.now, estate),
    ) + _count_open(person, case)
    unique = {each.since: each for each in leaves}
    change = RosterChange(estate=estate.id, person=person, leaves=tuple(unique.values()))
    return _answer(case, said) + _change(case, change)


def order_back(case: Case) -> Outcome:
    """`销假`: the person is there again, today and on the days that were asked for."""
    person = _find_person(case.command.words if case.command else "", case)
    if not _may_change(person, case):
        return _refuse(case)
    said = say(case.estate.texts, "leave_ended", staff=show_person(person))
    return _answer(case, said) + _change(case, RosterChange(estate=case.estate.id, person=person, leaves=()))


def _change(case: Case, change: RosterChange) -> Outcome:
    verb = case.command.verb if case.command else ""
    return Outcome(roster=(change,), audits=(audit(case, verb, subject=change.person.id),))


def _answer(case: Case, text: str) -> Outcome:
    return Outcome(deliveries=(answer(case.message, text, case.now, case.estate),))


# --- who -----------------------------------------------------------------------------------------


def _may_change(person: Person, case: Case) -> bool:
    sender = case.message.sender
    leads = any(leader.id == sender.id for leader in case.estate.leaders)
    return person.id == sender.id or leads or sender.role is Role.MANAGER


def _refuse(case: Case) -> Outcome:
    """Somebody else's hours are the leader's business."""
    texts = case.estate.texts
    said = _answer(case, say(texts, "refused", role=say(texts, "role_leader")))
    verb = case.command.verb if case.command else ""
    return said + Outcome(audits=(audit(case, verb, allowed=False),))


def _find_person(name: str, case: Case) -> Person:
    """Whoever the name means, the sender where there is none.  Raises IllegalTransition."""
    if not name:
        return case.message.sender.person
    found = find_staff(case.estate, name)
    if found is None:
        names = say(case.estate.texts, "comma").join(map(show_person, list_known(case.estate)))
        raise IllegalTransition(
            say(case.estate.texts, "transfer_unknown", name=clean_name(name), names=names)
        )
    return found


def _split_name(words: str, case: Case) -> tuple[str, str]:
    """The name at the head of the words, where it is one of staff, and the rest."""
    head, _, rest = words.strip().partition(" ")
    return (head, rest.strip()) if rest and find_staff(case.estate, head) else ("", words.strip())


def _list_trades(person: Person, estate: Estate) -> tuple[str, ...]:
    """What the person does, as the roster or their role says."""
    lines = [duty.trades for duty in estate.roster if duty.person.id == person.id]
    lines += [sender.trades for sender in estate.staff if sender.id == person.id]
    return next((trades for trades in lines if trades), ())


# --- when ----------------------------------------------------------------------------------------


def _read_wish(words: str) -> _Wish | None:
    parts = words.translate(_FORMS).replace("，", ",").replace("、", ",").split()
    trades = tuple(part for part in parts if part in TRADES)
    rest = [part for part in parts if part not in trades]
    name = rest.pop(0) if rest and not _reads_as_time(rest[0]) else ""
    when = ",".join(rest)
    if when in RESET_WORDS:
        return _Wish(name, trades, None)
    shifts = _read_shifts(when)
    return _Wish(name, trades, shifts) if shifts else None


def _reads_as_time(part: str) -> bool:
    begins = part[:1].isdigit() or read_days(part) is not None
    return begins or part == WHOLE_DAY or part in RESET_WORDS


def _read_shifts(text: str) -> tuple[_Shift, ...]:
    """`周一到周五 08:00-12:00,14:00-18:00,周末` in minutes after midnight; empty where any of it is none.

    Hours are of the days before them; days without hours are whole.
    """
    shifts: list[_Shift] = []
    days: str | None = EVERY_DAY
    waits = False
    while text := text.lstrip(BETWEEN_SHIFTS):
        if (named := read_days(text)) is not None:
            days, text = join_days(days, named[0]) if waits and days is not None else named[0], named[1]
            waits = True
            continue
        span, text = _read_span(text)
        if span is None or days is None:
            return ()
        shifts.append((settle_days(days), *span))
        waits = False
    if days is None:
        return ()
    if waits:
        shifts.append((settle_days(days), 0, 0))
    return tuple({(days, starts): (days, starts, ends) for days, starts, ends in shifts}.values())


def _read_span(text: str) -> tuple[tuple[int, int] | None, str]:
    """The hours that the text begins with, and the rest."""
    if text.startswith(WHOLE_DAY):
        return (0, 0), text[len(WHOLE_DAY) :]
    match = SHIFT.match(text)
    if match is None:
        return None, text
    starts, ends = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    if starts >= _DAY or ends > _DAY or starts == ends:
        return None, text
    return (starts, ends % _DAY), text[match.end() :]


def _list_leaves(person: Person, case: Case) -> tuple[Leave, ...]:
    """The person's leaves that are not over."""
    return tuple(
        leave
        for leave in case.estate.leaves
        if leave.person.id == person.id and (leave.until is None or leave.until > case.now)
    )


def _end_open_leave(person: Person, case: Case) -> tuple[Leave, ...]:
    """Who is given a shift is there: what covers this moment is over, later days stay."""
    return tuple(leave for leave in _list_leaves(person, case) if not leave.covers(case.now))


# --- in words ------------------------------------------------------------------------------------


def _write_roster(case: Case) -> str:
    estate, texts = case.estate, case.estate.texts
    here = on_duty(estate.roster, case.now, None, estate.timezone)
    people = [
        _write_line(person, person in here, case) for person in keep_first(d.person for d in estate.roster)
    ]
    if not people:
        return say(texts, "roster_empty")
    missing = [trade for trade in TRADES if not on_duty(estate.roster, case.now, trade, estate.timezone)]
    gap = say(texts, "roster_gap", trades=say(texts, "comma").join(missing)) if missing else ""
    return say(texts, "roster_list", lines="\n".join(people), gap=gap)


def _write_line(person: Person, present: bool, case: Case) -> str:
    estate, texts = case.estate, case.estate.texts
    duties = [duty for duty in estate.roster if duty.person.id == person.id]
    trades = dict.fromkeys(trade for duty in duties for trade in duty.trades)
    leave = next((leave for leave in _list_leaves(person, case) if leave.covers(case.now)), None)
    state = say(texts, "roster_present" if present else "roster_absent")
    if leave is not None and leave.until is not None:
        state = say(texts, "roster_on_leave", until=show_end(leave.until, case.now, estate))
    return say(
        texts,
        "roster_line",
        staff=show_person(person),
        trades=say(texts, "comma").join(trades) or say(texts, "roster_every_trade"),
        shifts=_show_shifts(duties, estate),
        state=state,
    )


def _show_shifts(duties: Iterable[Duty], estate: Estate) -> str:
    texts = estate.texts
    spans: dict[str, list[str]] = {}
    for duty in duties:
        spans.setdefault(show_days(duty.days, texts), []).append(_show_span(duty))
    shown = (f"{days} {say(texts, 'comma').join(hours)}".strip() for days, hours in spans.items())
    return say(texts, "news_joint").join(shown)


def _show_span(duty: Duty) -> str:
    if duty.starts == duty.ends:
        return WHOLE_DAY
    ends = duty.ends or _DAY
    return f"{duty.starts // 60:02}:{duty.starts % 60:02}-{ends // 60:02}:{ends % 60:02}"


def _count_open(person: Person, case: Case) -> str:
    """How many tickets the sender leaves behind; of others nobody has counted them."""
    if person.id != case.message.sender.id:
        return ""
    left = [ticket for ticket in case.listing if ticket.live and ticket.status is not Status.ON_HOLD]
    return say(case.estate.texts, "leave_tickets", count=len(left)) if left else ""
