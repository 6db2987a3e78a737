"""A clue is checked: what is true goes to every group as progress, what is not is marked.

`via` is the message that asked for a step; None where it came from the console.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.alerts.clue_list import Clue, ClueState
from handlers.alerts.relays import page_staff, strip_facts
from handlers.alerts.steps import may_clear, write_alert_event
from handlers.model import (
    Alert,
    Delivery,
    Estate,
    FileState,
    Message,
    Outcome,
    Purpose,
    Sender,
    Step,
    TicketFile,
)  # fmt: skip
from handlers.saying.showing import clip, show_origin, show_person, show_time
from handlers.saying.speak import tell, tell_chats
from handlers.saying.trimming import MAX_CARD_WORDS
from handlers.texts import has_text, say
from handlers.tickets.steps import IllegalTransition

#: Who may end an alert may also say which of its clues are true: its reporter, staff, managers.
may_judge = may_clear


def judge_clue(
    alert: Alert, clue: Clue, state: ClueState, actor: Sender, now: datetime, estate: Estate,
    via: Message | None = None, files: Iterable[TicketFile] = (),
) -> Outcome:  # fmt: skip
    """True: told to every group that knows of the alert, with its photos.  False: marked, the reporter told.

    Raises IllegalTransition where the alert is over or the clue was judged so before.
    """
    if not alert.live:
        raise IllegalTransition(say(estate.texts, "alert_closed", number=alert.ticket))
    if clue.state is state:
        name = "clue_known_true" if state is ClueState.TRUE else "clue_known_false"
        raise IllegalTransition(say(estate.texts, name, index=clue.index))
    step = Step.VERIFIED if state is ClueState.TRUE else Step.DISMISSED
    event = write_alert_event(alert, step, now, actor, str(clue.index), via)
    if state is ClueState.TRUE:
        said = _tell_true(alert, clue, actor, now, estate, via, files)
    else:
        said = _tell_false(alert, clue, actor, now, estate, via)
    return Outcome(events=(event,), deliveries=said)


def _tell_true(
    alert: Alert, clue: Clue, actor: Sender, now: datetime, estate: Estate, via: Message | None,
    files: Iterable[TicketFile],
) -> tuple[Delivery, ...]:  # fmt: skip
    name = f"progress_{alert.category}"
    public = clip(strip_facts(clue.words, clue.person), MAX_CARD_WORDS) if clue.words else ""
    text = say(
        estate.texts,
        name if has_text(name) else "progress",
        index=clue.index,
        origin=_show_origin(clue, estate),
        time=show_time(clue.at, now, estate),
        words=public or say(estate.texts, "clue_photo"),
    )
    chats = tuple(dict.fromkeys((alert.chat, *alert.told)))
    key = via.key if via else None
    told = tell_chats(estate, chats, text, Purpose.PROGRESS, now, ticket=alert.ticket, answers=key)
    photo = say(estate.texts, "progress_photo", index=clue.index)
    photos = tuple(
        tell(estate, chat, photo, Purpose.PROGRESS, now, ticket=alert.ticket, file=file.sha256)
        for file in list_photos_of(clue, files)
        for chat in chats
    )
    staff = show_person(actor.person)
    pages = page_staff(
        alert, "page_clue_true", now, estate, via, index=clue.index, staff=staff, count=len(chats)
    )
    return (*told, *photos, *pages)


def _tell_false(
    alert: Alert, clue: Clue, actor: Sender, now: datetime, estate: Estate, via: Message | None
) -> tuple[Delivery, ...]:
    staff = show_person(actor.person)
    pages = page_staff(alert, "page_clue_false", now, estate, via, index=clue.index, staff=staff)
    if actor.id == alert.reporter.id:
        return pages
    text = say(estate.texts, "clue_false", index=clue.index, origin=_show_origin(clue, estate))
    told = tell(
        estate, alert.chat, text, Purpose.CLUE, now, mention=alert.reporter, ticket=alert.ticket,
        answers=via.key if via else None,
    )  # fmt: skip
    return (told, *pages)


def list_photos_of(clue: Clue, files: Iterable[TicketFile]) -> tuple[TicketFile, ...]:
    """The stored photos that came with the clue."""
    return tuple(
        file
        for file in files
        if clue.message is not None
        and file.message == clue.message
        and file.state is FileState.STORED
        and (file.media_type or "").startswith("image/")
    )


def _show_origin(clue: Clue, estate: Estate) -> str:
    return show_origin(clue.chat, estate) if clue.chat else say(estate.texts, "origin_unknown")
