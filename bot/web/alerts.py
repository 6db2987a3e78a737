"""The page of one alert, live: state, timeline, groups, clues with two buttons, correction, all-clear."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.desk.refusing import Refused
from bot.web.auth import make_actor, read_form, read_text, require_user
from bot.web.context import CONTEXT
from bot.web.folder import ARRIVED
from bot.web.page import NOTHING, Place, Remark, find_place, read_done, render
from bot.web.shown import name_some
from bot.web.timeline import (
    AlertFile,
    Entry,
    Group,
    describe_alert,
    read_alert_file,
    show_seconds,
    write_html,
)
from bot.web.watching import Watch
from handlers.alerts.judging import list_photos_of
from handlers.alerts.relays import write_correction
from handlers.kinds import DRILL
from handlers.model import AlertState, Audit, Outcome, Role, Step, TicketFile
from nlp.facts import Facts, find_facts
from storage.users import User

#: The steps of the page's buttons, and what the page says once one is taken.
ACTS = {
    "confirm": "已确认，正在转发各业主群。",
    "clear": "警报已解除，正在通知各群。",
    "false_alarm": "已更正，正在通知收到过的群。",
    "clue_true": "线索属实，正在转告各群。",
    "clue_false": "线索已排除。",
    "extend": "警报已延长。",
    "accept": "已接单。",
}
#: What is known of a person, by name.
FACTS = {
    "age": "年龄", "sex": "性别", "clothes": "衣着", "looks": "样貌", "last_place": "最后地点",
    "last_time": "最后时间", "direction": "方向", "vehicle": "交通工具",
}  # fmt: skip
LOOK_SECONDS = 1.0
BEAT_SECONDS = 15.0
CLOSING: web.AppKey[asyncio.Event] = web.AppKey("alert_streams_closing", asyncio.Event)
WATCH: web.AppKey[Watch] = web.AppKey("alert_watch", Watch)
PATH = "/alerts/{estate}/{number:[0-9]{1,9}}"


def add_alerts(app: web.Application) -> None:
    app[CLOSING] = asyncio.Event()
    # A little less than the pause between two looks of one page, so that each of its looks is new.
    app[WATCH] = Watch(0.9 * LOOK_SECONDS)
    app.on_shutdown.append(_close_streams)
    app.router.add_get(PATH, show_alert)
    app.router.add_post(PATH, act_on_alert)
    app.router.add_get(f"{PATH}/live", stream_changes)
    app.router.add_get(f"{PATH}/timeline.json", export_json)
    app.router.add_get(f"{PATH}/timeline.html", export_html)


async def _close_streams(app: web.Application) -> None:
    app[CLOSING].set()


async def read_file(request: web.Request, user: User) -> tuple[Place, AlertFile]:
    """The alert of the address.  Raises HTTPNotFound."""
    number = int(request.match_info["number"])
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, request.match_info["estate"])
        file = await read_alert_file(uow, place.estate, number)
    if file is None:
        raise web.HTTPNotFound(text="没有这个警报")
    return place, file


async def show_alert(request: web.Request) -> web.StreamResponse:
    user = await require_user(request)
    return await render_alert(request, user, read_done(request, ACTS))


async def render_alert(request: web.Request, user: User, remark: Remark = NOTHING) -> web.StreamResponse:
    place, file = await read_file(request, user)
    alert = file.alert
    values = {
        "file": file,
        "alert": alert,
        "ticket": file.ticket,
        "photos": {clue.index: list_photos_of(clue, file.files) for clue in file.clues},
        "pictured": {clue.index for clue in file.clues if any(f.message == clue.message for f in file.files)},
        "own": _list_own_photos(file),
        "facts": _list_facts(file),
        "correction": remark.words or write_correction(alert, place.estate),
        "whole": user.role is Role.MANAGER,
        "after": show_seconds,
        "entries": fold_unreached(file.list_entries()),
        "troubled": [group for group in file.groups if is_troubled(group)],
        "arrived": [group for group in file.groups if not is_troubled(group)],
        "drill": alert.policy == DRILL,
        "unconfirmed": alert.state is AlertState.UNCONFIRMED,
    }
    return render(request, "alert.html", user, place, values, remark)


def is_troubled(group: Group) -> bool:
    """Whether somebody has to look: what the group was to be told is not there yet, or never will be."""
    _, relay, end = group
    return any(each is not None and each.state not in ARRIVED for each in (relay, end))


def fold_unreached(entries: Sequence[Entry]) -> list[Entry]:
    """The timeline with all who could not be reached one after the other in one line."""
    shown: list[Entry] = []
    names: list[str] = []
    for entry in entries:
        if entry.sign != Step.UNREACHED.value:
            names.clear()
        names.append(entry.words)
        if len(names) > 1 and entry.sign == Step.UNREACHED.value:
            shown[-1] = replace(shown[-1], words=name_some(names))
        else:
            shown.append(entry)
        if entry.sign != Step.UNREACHED.value:
            names.clear()
    return shown


def _list_own_photos(file: AlertFile) -> list[TicketFile]:
    """The photos that came with no clue."""
    of_clues = {clue.message for clue in file.clues}
    return [photo for photo in file.files if photo.sha256 and photo.message not in of_clues]


def _list_facts(file: AlertFile) -> list[tuple[str, str]]:
    """What the reporter's words tell, with the name of each fact; all that is asked for, known or not."""
    if file.alert.category != "missing_person" or not file.alert.facts:
        return []
    facts: Facts = find_facts(file.alert.facts)
    asked = ("age", "clothes", "last_place", "last_time")
    known = ((name, getattr(facts, name)) for name in FACTS)
    return [(FACTS[name], said or "还没说") for name, said in known if said or name in asked]


async def act_on_alert(request: web.Request) -> web.StreamResponse:
    """Takes one step; what the desk refuses is said on the page, with the words kept."""
    user = await require_user(request)
    form = await read_form(request)
    verb, words = read_text(form, "verb"), read_text(form, "words")
    place, file = await read_file(request, user)
    if verb not in ACTS:
        raise web.HTTPBadRequest(text="没有这个操作")
    if verb == "false_alarm" and words == write_correction(file.alert, place.estate):
        words = ""
    number = file.alert.ticket
    try:
        await request.app[CONTEXT].desk.act(place.estate.id, number, verb, make_actor(user), words)
    except Refused as refusal:
        kept = words if verb == "false_alarm" else ""
        return await render_alert(request, user, Remark(refused=refusal.words, words=kept, status=409))
    raise web.HTTPSeeOther(f"/alerts/{place.estate.id}/{number}?did={verb}")


# --- live ----------------------------------------------------------------------------------------


def mark_state(file: AlertFile) -> str:
    """Another text whenever something of the page has changed."""
    states: dict[str, int] = {}
    for delivery in file.deliveries:
        states[delivery.state.value] = states.get(delivery.state.value, 0) + 1
    stored = sum(photo.sha256 is not None for photo in file.files)
    said = ",".join(f"{name}{count}" for name, count in sorted(states.items()))
    return f"{file.alert.version}.{file.ticket.version}.{len(file.events)}.{stored}.{said}"


async def stream_changes(request: web.Request) -> web.StreamResponse:
    """Server-sent events: one `change` each time something of the alert has changed."""
    user = await require_user(request)
    _, file = await read_file(request, user)
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
        }
    )
    place = request.match_info
    look = request.app[WATCH].find(f"{place['estate']}/{place['number']}")

    async def read_mark() -> str:
        return mark_state((await read_file(request, user))[1])

    now, mark, quiet = mark_state(file), "", 0.0
    closing = request.app[CLOSING]
    try:
        await response.prepare(request)
        while not closing.is_set():
            if now != mark:
                await response.write(f"event: change\ndata: {now}\n\n".encode())
                mark, quiet = now, 0.0
            elif quiet >= BEAT_SECONDS:
                await response.write(b": beat\n\n")
                quiet = 0.0
            await _wait(closing)
            quiet += LOOK_SECONDS
            now = await request.app[WATCH].read(look, read_mark)
    except (ConnectionResetError, web.HTTPNotFound):
        pass
    return response


async def _wait(closing: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            await closing.wait()
    except TimeoutError:
        pass


# --- as a file -----------------------------------------------------------------------------------


async def export_json(request: web.Request) -> web.StreamResponse:
    user = await require_user(request)
    _, file = await read_file(request, user)
    await _note_export(request, user, file)
    text = json.dumps(describe_alert(file), ensure_ascii=False, indent=2)
    return _send(file, text, "application/json", "json")


async def export_html(request: web.Request) -> web.StreamResponse:
    user = await require_user(request)
    _, file = await read_file(request, user)
    await _note_export(request, user, file)
    return _send(file, write_html(file, request.app[CONTEXT].clock.now()), "text/html", "html")


def _send(file: AlertFile, text: str, media_type: str, ending: str) -> web.Response:
    name = f"linli-alert-{file.alert.ticket}.{ending}"
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{name}"',
        # The page carries its own style and nothing else.
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return web.Response(text=text, content_type=media_type, charset="utf-8", headers=headers)


async def _note_export(request: web.Request, user: User, file: AlertFile) -> None:
    """Every look at personal data is in the audit log."""
    context = request.app[CONTEXT]
    line = Audit(
        estate=file.alert.estate, at=context.clock.now(), actor=make_actor(user).id, action="export_alert",
        subject=f"#{file.alert.ticket}",
    )  # fmt: skip
    async with context.database.transaction() as uow:
        await uow.save(Outcome(audits=(line,)))
        await uow.commit()
