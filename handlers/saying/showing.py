"""How things look in a sentence: times, groups, names, tickets and their cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.kinds import KINDS, get_title, get_trade
from handlers.model import ChatKind, Estate, Person, Sender, Status, Ticket
from handlers.saying.trimming import MAX_CARD_WORDS, clean_name, mask_phones, put_on_one_line
from handlers.texts import say
from handlers.texts.receipts import WHO
from nlp.summary import summarise

_MAX_SUMMARY = 40


def find_day(moment: datetime, estate: Estate) -> date:
    """The day that `moment` falls on where the estate is."""
    return moment.astimezone(ZoneInfo(estate.timezone)).date()


def show_time(moment: datetime, now: datetime, estate: Estate) -> str:
    """`moment` in the estate's time: 09:12 today, with the day where it is another."""
    zone = ZoneInfo(estate.timezone)
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    time = f"{local:%H:%M}"
    if local.date() == today:
        return time
    if local.date() == today + timedelta(days=1):
        return say(estate.texts, "tomorrow", time=time)
    return say(estate.texts, "on_day", month=local.month, day=local.day, time=time)


def show_end(moment: datetime, now: datetime, estate: Estate) -> str:
    """`moment` as an end: midnight is 24:00 of the day that is over, not a time on the next."""
    local = moment.astimezone(ZoneInfo(estate.timezone))
    if (local.hour, local.minute) != (0, 0):
        return show_time(moment, now, estate)
    return show_time(moment - timedelta(minutes=1), now, estate).replace("23:59", "24:00")


def show_duration(seconds: float, estate: Estate) -> str:
    """A length of time in words, rounded up: 12秒, 3分钟."""
    whole = max(1, int(-(-seconds // 1)))
    if whole < 100:
        return say(estate.texts, "duration_seconds", count=whole)
    return say(estate.texts, "duration_minutes", count=-(-whole // 60))


def show_chat(chat_id: str, estate: Estate) -> str:
    """A chat's name for people: 3号群, else its own name; a direct chat is 私信."""
    if chat_id.startswith("form:"):
        return say(estate.texts, "origin_form")
    chat = estate.find_chat(chat_id)
    if chat is None or chat.kind is ChatKind.DIRECT:
        return say(estate.texts, "origin_direct" if ":room:" not in chat_id else "origin_unknown")
    if chat.number is not None:
        return say(estate.texts, "origin_number", number=chat.number)
    return clean_name(chat.name)


def show_origin(chat_id: str, estate: Estate) -> str:
    """Where something was said, for owners: whatever staff groups are called, it comes from 物业."""
    chat = estate.find_chat(chat_id)
    by_staff = chat is not None and chat.kind is ChatKind.STAFF
    return say(estate.texts, "origin_staff") if by_staff else show_chat(chat_id, estate)


def show_chats(chat_ids: Iterable[str], estate: Estate) -> str:
    """The chats' names with commas."""
    return say(estate.texts, "comma").join(show_chat(chat_id, estate) for chat_id in chat_ids)


def show_who(ticket: Ticket, estate: Estate) -> str:
    """Who will come, before anybody has accepted: 水电师傅."""
    trade = get_trade(ticket.category)
    return say(estate.texts, WHO.get(trade, "who_trade"), trade=trade)


def show_staff(actor: Sender, ticket: Ticket) -> str:
    """A member of staff for the owner: trade and name, without saying the trade twice."""
    name = clean_name(actor.name)
    trade = get_trade(ticket.category)
    if trade not in actor.trades:
        trade = actor.trades[0] if actor.trades else ""
    return name if not trade or trade in name else f"{trade} {name}"


def show_person(person: Person) -> str:
    """A person's name on one line."""
    return clean_name(person.name)


def show_summary(ticket: Ticket) -> str:
    """The report in a few words, without telephone numbers."""
    return clip(mask_phones(put_on_one_line(ticket.summary)), _MAX_SUMMARY)


def write_summary(words: str) -> str:
    """The few words that a report is known by."""
    return clip(put_on_one_line(summarise(words)), _MAX_SUMMARY)


def clip(text: str, length: int) -> str:
    """The text, cut to `length` characters with an ellipsis."""
    return text if len(text) <= length else text[: length - 1] + "…"


def show_state(ticket: Ticket, estate: Estate) -> str:
    """The state, with who has it."""
    status = show_status(ticket, estate.texts)
    if ticket.assignee is None or ticket.status is Status.OPEN:
        return status
    return say(estate.texts, "status_by", status=status, staff=show_person(ticket.assignee))


def show_room(room: str | None, texts: Mapping[str, str]) -> str:
    """A home or a place as people say it: 8-2-301, 8-301, 5栋3单元, 2单元; empty where there is none.

    Kept are building, unit and door with hyphens between, nothing where one was not named: -2, 8--301.
    """
    building, unit, door = [*(room or "").split("-"), "", "", ""][:3]
    if door and (building or not unit):
        return "-".join(part for part in (building, unit, door) if part)
    named = (("room_building", building), ("room_unit", unit))
    return "".join(say(texts, name, part=part) for name, part in named if part) + door


def show_about(ticket: Ticket, estate: Estate, *, named: bool = True) -> str:
    """What, where and who in one line: 水 · 8-2-301 · 3号群 张三."""
    who = show_chat(ticket.chat, estate)
    if named:
        who = f"{who} {show_person(ticket.reporter)}"
    parts = (get_title(ticket.category), show_room(ticket.room, estate.texts), who)
    return say(estate.texts, "dot").join(part for part in parts if part)


def show_words(ticket: Ticket, estate: Estate, *, masked: bool = True) -> str:
    """The reporter's words for staff; long ones by their summary and a hint to the rest."""
    words = put_on_one_line(ticket.words)
    if len(words) > MAX_CARD_WORDS:
        words = clip(put_on_one_line(ticket.summary), _MAX_SUMMARY) + say(estate.texts, "card_cut")
    words = words or say(estate.texts, "no_words")
    return mask_phones(words) if masked else words


def show_photos(ticket: Ticket, estate: Estate) -> str:
    """（照片2张）, empty where there are none."""
    return say(estate.texts, "card_photos", count=ticket.photos) if ticket.photos else ""


def write_card(ticket: Ticket, now: datetime, estate: Estate) -> str:
    """The card that staff get for an ordinary ticket."""
    return say(
        estate.texts,
        "card",
        kind=KINDS[ticket.kind].title,
        number=ticket.number,
        about=show_about(ticket, estate),
        words=show_words(ticket, estate),
        photos=show_photos(ticket, estate),
        opened=show_time(ticket.opened_at, now, estate),
        due=show_time(ticket.respond_by, now, estate),
        given=_show_given(ticket, estate),
    )


def _show_given(ticket: Ticket, estate: Estate) -> str:
    """Whom the ticket was given to, while nobody has accepted it."""
    if ticket.status is not Status.OPEN or ticket.assignee is None:
        return ""
    return say(estate.texts, "card_given", staff=show_person(ticket.assignee))


def show_status(ticket: Ticket, texts: Mapping[str, str]) -> str:
    """The state's name for people."""
    return say(texts, f"status_{ticket.status.value}")
