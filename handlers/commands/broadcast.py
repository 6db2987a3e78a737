"""Broadcasts: preview, confirm, cancel, expire, and the result group by group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.case import Case
from handlers.commands.grammar import GROUP_NUMBER, GROUPS_END
from handlers.model import (
    SILENCE,
    Chat,
    Delivery,
    DeliveryState,
    Estate,
    Message,
    Notice,
    NoticeState,
    Outcome,
    Purpose,
    Role,
    Sender,
)  # fmt: skip
from handlers.saying.showing import show_chats, show_duration, show_time
from handlers.saying.speak import answer, is_staff_side, tell
from handlers.texts import say
from handlers.tickets.steps import IllegalTransition

#: Nothing more happens to a delivery in one of these.
FINAL = frozenset(
    {
        DeliveryState.ACCEPTED,
        DeliveryState.SEEN,
        DeliveryState.UNKNOWN,
        DeliveryState.DEAD,
        DeliveryState.CANCELLED,
        DeliveryState.RECALLED,
    }
)
_MAX_TEXT = 2000
_TARGETS = re.compile(r"^(?P<targets>\S+)\s+(?P<text>.+)$", re.DOTALL)
_SPLIT = re.compile("[,\uff0c\u3001]")


class UnknownGroups(Exception):
    """Groups that the estate does not have; `names` as they were typed."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


def get_named(case: Case) -> Notice:
    """The notice that the command names.  Raises IllegalTransition where there is none."""
    if case.notice is None:
        number = case.command.notice if case.command else None
        raise IllegalTransition(say(case.estate.texts, "no_notice", number=number))
    return case.notice


def preview(case: Case) -> Outcome:
    """The notice as it would be sent, for the manager to confirm; nothing goes to a group yet."""
    estate, texts = case.estate, case.estate.texts
    try:
        chats, words = choose_groups(case.command.words if case.command else "", estate)
    except UnknownGroups as unknown:
        known = show_chats((chat.id for chat in estate.owners_groups), estate)
        wrong = say(
            texts, "broadcast_unknown_group", groups=say(texts, "comma").join(unknown.names), known=known
        )
        return Outcome(deliveries=(answer(case.message, wrong, case.now, estate),))
    if not words or not chats:
        name = "broadcast_no_groups" if words else "broadcast_usage"
        return Outcome(deliveries=(answer(case.message, say(texts, name), case.now, estate),))
    require_short(words, texts)
    notice = _draft_notice(case, chats, words)
    said = tell(
        estate, notice.reply_to, write_preview(notice, case.now, estate), Purpose.ANSWER, case.now,
        notice=notice.number, answers=case.message.key,
    )  # fmt: skip
    return Outcome(notices=(notice,), deliveries=(said,))


def require_short(words: str, texts: Mapping[str, str]) -> None:
    """A notice is never cut: its end may be what matters.  Raises IllegalTransition for one too long."""
    if len(words) > _MAX_TEXT:
        raise IllegalTransition(say(texts, "notice_too_long", count=len(words), most=_MAX_TEXT))


def choose_groups(words: str, estate: Estate) -> tuple[tuple[Chat, ...], str]:
    """The groups that the words begin with, and the rest; every owners' group where they name none.

    Raises UnknownGroups for a list of groups with one that the estate does not have.
    """
    everyone = estate.owners_groups
    if _looks_like_groups(_SPLIT.split(words.strip())):
        return everyone, ""
    match = _TARGETS.match(words)
    names = [name for name in _SPLIT.split(match["targets"]) if name] if match else []
    found = {name: _find_group(name, everyone) for name in names}
    if match is None or not (_looks_like_groups(names) or any(chat.name in names for chat in everyone)):
        return everyone, words.strip()
    missing = [name for name, chat in found.items() if chat is None]
    if missing:
        raise UnknownGroups(missing)
    chosen = {chat.id for chat in found.values() if chat}
    return tuple(chat for chat in everyone if chat.id in chosen), match["text"].strip()


def _looks_like_groups(names: Sequence[str]) -> bool:
    """1号群,3号群 or 1,3号群; not the 3 of “3 号楼停水”."""
    numbered = all(GROUP_NUMBER.fullmatch(name) for name in names)
    return bool(names) and numbered and GROUPS_END.search(names[-1]) is not None


def _find_group(name: str, groups: Iterable[Chat]) -> Chat | None:
    number = GROUP_NUMBER.fullmatch(name)
    for chat in groups:
        if chat.name == name or (number and chat.number == int(number[1])):
            return chat
    return None


def _draft_notice(case: Case, chats: Sequence[Chat], words: str) -> Notice:
    return Notice(
        estate=case.estate.id,
        number=case.next_notice,
        text=say(case.estate.texts, "notice", text=words),
        chats=tuple(chat.id for chat in chats),
        author=case.message.sender.person,
        reply_to=case.message.chat.id if is_staff_side(case.message.chat) else case.message.sender.id,
        state=NoticeState.PREVIEW,
        created_at=case.now,
        expires_at=case.now + timedelta(minutes=case.estate.broadcast_minutes),
    )


def write_preview(notice: Notice, now: datetime, estate: Estate) -> str:
    """The exact text, which groups, when and how long, and what to answer."""
    return say(
        estate.texts,
        "preview",
        number=notice.number,
        text=notice.text,
        count=len(notice.chats),
        groups=show_chats(notice.chats, estate),
        when=_write_when(notice, now, estate),
        minutes=estate.broadcast_minutes,
    )


def _write_when(notice: Notice, now: datetime, estate: Estate) -> str:
    duration = show_duration(len(notice.chats) * estate.broadcast_interval_seconds, estate)
    starts = end_quiet(now, estate)
    if starts == now:
        return say(estate.texts, "when_now", duration=duration)
    return say(estate.texts, "when_quiet", duration=duration, time=show_time(starts, now, estate))


def end_quiet(now: datetime, estate: Estate) -> datetime:
    """`now`, or the end of the quiet hours that it falls into."""
    local = now.astimezone(ZoneInfo(estate.timezone))
    minute = local.hour * 60 + local.minute
    begins, ends = estate.quiet_from, estate.quiet_to
    quiet = begins <= minute < ends if begins <= ends else minute >= begins or minute < ends
    if not quiet:
        return now
    day = local.date() + timedelta(days=1 if minute >= ends else 0)
    moment = datetime.combine(day, time(ends // 60 % 24, ends % 60), tzinfo=local.tzinfo)
    return moment.astimezone(now.tzinfo)


def confirm(
    notice: Notice, actor: Sender, now: datetime, estate: Estate, via: Message | None = None, told: str = ""
) -> Outcome:
    """The notice goes to its groups, held back in the quiet hours.  Only a manager may.

    The answer begins with `told`, where it is not the confirmation of a preview.
    Raises IllegalTransition where it was decided before; past its time it expires instead.
    """
    _check_manager(actor, estate)
    _check_open(notice, estate)
    if now > notice.expires_at:
        return expire(notice, now, estate)
    due = end_quiet(now, estate)
    sent = tuple(
        tell(
            estate,
            chat,
            notice.text,
            Purpose.NOTICE,
            now,
            notice=notice.number,
            due_at=due,
            answers=_key(via),
        )
        for chat in notice.chats
    )
    when = _write_when(notice, now, estate)
    said = _answer_notice(notice, "notice_confirmed", now, estate, via, when=when)
    if told:
        said = replace(said, text=told + when)
    return Outcome(notices=(replace(notice, state=NoticeState.SENDING),), deliveries=(said, *sent))


def cancel(
    notice: Notice, actor: Sender, now: datetime, estate: Estate, via: Message | None = None
) -> Outcome:
    """The notice is dropped; only a manager may.  Raises IllegalTransition where it was decided before."""
    _check_manager(actor, estate)
    if notice.state in (NoticeState.SENDING, NoticeState.SENT):
        state = say(estate.texts, f"notice_state_{notice.state.value}")
        raise IllegalTransition(
            say(estate.texts, "notice_confirmed_before", number=notice.number, state=state)
        )
    _check_open(notice, estate)
    said = _answer_notice(notice, "notice_cancelled", now, estate, via)
    return Outcome(notices=(replace(notice, state=NoticeState.CANCELLED),), deliveries=(said,))


def expire(notice: Notice, now: datetime, estate: Estate) -> Outcome:
    """A preview past its time is dropped, and its manager told; SILENCE where there is nothing to do."""
    if notice.state is not NoticeState.PREVIEW or now <= notice.expires_at:
        return SILENCE
    said = _answer_notice(notice, "notice_expired", now, estate, None, minutes=estate.broadcast_minutes)
    return Outcome(notices=(replace(notice, state=NoticeState.EXPIRED),), deliveries=(said,))


def _check_manager(actor: Sender, estate: Estate) -> None:
    if actor.role is not Role.MANAGER:
        raise IllegalTransition(say(estate.texts, "refused", role=say(estate.texts, "role_manager")))


def _check_open(notice: Notice, estate: Estate) -> None:
    if notice.state is not NoticeState.PREVIEW:
        state = say(estate.texts, f"notice_state_{notice.state.value}")
        raise IllegalTransition(say(estate.texts, "notice_closed", number=notice.number, state=state))


def _key(via: Message | None) -> str | None:
    return via.key if via else None


def _answer_notice(
    notice: Notice, name: str, now: datetime, estate: Estate, via: Message | None, /, **values: object
) -> Delivery:
    chat = via.chat.id if via and is_staff_side(via.chat) else notice.reply_to
    text = say(estate.texts, name, number=notice.number, **values)
    return tell(estate, chat, text, Purpose.ANSWER, now, notice=notice.number, answers=_key(via))


def report(notice: Notice, deliveries: Iterable[Delivery], estate: Estate, now: datetime) -> Outcome:
    """The result group by group, once every delivery of the notice is final; SILENCE before and after."""
    mine = [delivery for delivery in deliveries if _belongs(delivery, notice)]
    if notice.state is not NoticeState.SENDING or not mine or any(d.state not in FINAL for d in mine):
        return SILENCE
    sent = _chats_in(mine, DeliveryState.ACCEPTED, DeliveryState.SEEN)
    lines = (
        ("result_sent", sent),
        ("result_dead", _chats_in(mine, DeliveryState.DEAD)),
        ("result_unknown", _chats_in(mine, DeliveryState.UNKNOWN)),
        ("result_cancelled", _chats_in(mine, DeliveryState.CANCELLED)),
        ("result_recalled", _chats_in(mine, DeliveryState.RECALLED)),
    )
    written = "".join(
        say(estate.texts, name, groups=show_chats(chats, estate)) for name, chats in lines if chats
    )
    values = {"number": notice.number, "sent": len(sent), "count": len(mine), "lines": written}
    text = say(estate.texts, "notice_result", **values)
    said = tell(estate, notice.reply_to, text, Purpose.RESULT, now, notice=notice.number)
    return Outcome(notices=(replace(notice, state=NoticeState.SENT),), deliveries=(said,))


def _belongs(delivery: Delivery, notice: Notice) -> bool:
    return delivery.notice == notice.number and delivery.purpose is Purpose.NOTICE


def _chats_in(deliveries: Iterable[Delivery], *states: DeliveryState) -> list[str]:
    return [delivery.chat for delivery in deliveries if delivery.state in states]
