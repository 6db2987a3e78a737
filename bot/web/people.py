"""The console's pages for managers: which group is whose, who may do what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.channels.form import CONTACT
from bot.desk.refusing import Refused
from bot.web.auth import Form, make_actor, read_form, read_text, require_manager
from bot.web.context import CONTEXT
from bot.web.page import NOTHING, Place, Remark, find_place, read_done, render
from handlers.kinds import TRADES
from handlers.model import Chat, ChatKind, Person, Role
from storage.people import RoleGrant
from storage.users import User

NAME_LIMIT = 40
#: As many as one page shows of people and of groups; the others are found by searching.
PEOPLE_LIMIT = 60
GROUPS_LIMIT = 40
#: What a group can be made to be, and what a person can be made to be.
GROUP_KINDS = (ChatKind.OWNERS, ChatKind.STAFF, ChatKind.UNASSIGNED)
GIVEN_ROLES = (Role.STAFF, Role.MANAGER, Role.COMMITTEE)
DONE = {"chat": "群聊已保存。", "grant": "角色已给出。", "revoke": "角色已收回。"}


def add_people(app: web.Application) -> None:
    app.router.add_get("/chats", show_chats)
    app.router.add_post("/chats", assign_chat)
    app.router.add_get("/people", show_people)
    app.router.add_post("/people", change_role)


# --- groups --------------------------------------------------------------------------------------


async def show_chats(request: web.Request) -> web.StreamResponse:
    user = await require_manager(request)
    return await render_chats(request, user, read_done(request, DONE))


async def render_chats(request: web.Request, user: User, remark: Remark = NOTHING) -> web.StreamResponse:
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, request.query.get("estate", ""))
        chats = await uow.estates.chats()
    text = request.query.get("q", "").replace("\x00", "").strip()[:40]
    groups = [chat for chat in chats if chat.kind is not ChatKind.DIRECT and fits(chat, text)]
    unassigned = [chat for chat in groups if is_free(chat)] if sees_all(user, place) else []
    own = [chat for chat in groups if chat.estate == place.estate.id and not is_free(chat)]
    values = {
        "text": text,
        "unassigned": unassigned[:GROUPS_LIMIT],
        "unassigned_count": len(unassigned),
        "groups": own[:GROUPS_LIMIT],
        "groups_count": len(own),
        "kinds": GROUP_KINDS,
    }
    return render(request, "chats.html", user, place, values, remark)


def fits(chat: Chat, text: str) -> bool:
    """Whether the group is one that is searched for: by a part of its name, or by its number."""
    number = text.removesuffix("群").removesuffix("号")
    by_number = number.isdecimal() and len(number) < 6 and chat.number == int(number)
    return not text or by_number or text.casefold() in chat.name.casefold() or text == chat.id


def is_free(chat: Chat) -> bool:
    return not chat.estate or chat.kind is ChatKind.UNASSIGNED


def sees_all(user: User, place: Place) -> bool:
    """Whether groups that nobody assigned are this manager's to assign.

    With several estates only who looks after all of them: a new group may be anybody's.
    """
    return user.estate is None or place.alone


async def assign_chat(request: web.Request) -> web.StreamResponse:
    user = await require_manager(request)
    form = await read_form(request)
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, read_text(form, "to"))
        known = {chat.id: chat for chat in await uow.estates.chats()}
    old = known.get(read_text(form, "chat"))
    allowed = {estate.id for estate in place.estates} | ({""} if sees_all(user, place) else set())
    if old is None or old.estate not in allowed:
        raise web.HTTPNotFound(text="没有这个群")
    try:
        chat = read_chat(form, old, place, list(known.values()))
        await request.app[CONTEXT].desk.assign_chat(chat, make_actor(user))
    except Refused as refusal:
        return await render_chats(request, user, Remark(refused=refusal.words, status=422))
    raise web.HTTPSeeOther(f"/chats?estate={place.estate.id}&did=chat")


def read_chat(form: Form, old: Chat, place: Place, known: Sequence[Chat]) -> Chat:
    """The group as the form wants it.  Raises Refused."""
    kind, number = read_text(form, "kind"), read_text(form, "number", 6)
    if kind not in {kind.value for kind in GROUP_KINDS}:
        raise Refused("请选择这个群的用途。")
    if number and (not number.isascii() or not number.isdecimal() or not 1 <= int(number) <= 999):
        raise Refused("群号请写 1 到 999 的数字，例如 3。")
    chosen = Chat(
        old.id,
        place.estate.id if kind != ChatKind.UNASSIGNED.value else "",
        ChatKind(kind),
        read_text(form, "name", NAME_LIMIT) or old.name,
        int(number) if number and kind == ChatKind.OWNERS.value else None,
    )
    twin = [chat for chat in known if chat.id != chosen.id and chat.estate == chosen.estate]
    if chosen.number and any(chat.number == chosen.number for chat in twin):
        raise Refused(f"{place.estate.name}已经有 {chosen.number}号群了，请换一个群号。")
    return chosen


# --- people --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the estate's channels have seen, and what they may do."""

    person: Person
    grants: Sequence[RoleGrant]


async def show_people(request: web.Request) -> web.StreamResponse:
    user = await require_manager(request)
    return await render_people(request, user, read_done(request, DONE))


async def render_people(
    request: web.Request, user: User, remark: Remark = NOTHING, *, code: str = ""
) -> web.StreamResponse:
    text = request.query.get("q", "").replace("\x00", "").strip()[:40]
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, request.query.get("estate", ""))
        seen = await uow.people.seen(place.estate.id, PEOPLE_LIMIT, text)
        grants = await uow.people.roles(place.estate.id)
    values = {
        "people": list_known(seen, [grant for grant in grants if holds(grant.person.name, text)]),
        "text": text,
        "full": len(seen) == PEOPLE_LIMIT,
        "roles": GIVEN_ROLES,
        "code": code,
        "trades": TRADES,
    }
    return render(request, "people.html", user, place, values, remark)


def holds(name: str, text: str) -> bool:
    return text.casefold() in name.casefold()


def list_known(seen: Sequence[Person], grants: Sequence[RoleGrant]) -> list[Known]:
    """Those with a role first, then everybody as they were last seen; the console's own are no contacts."""
    people = {grant.person.id: grant.person for grant in grants} | {person.id: person for person in seen}
    known = [
        Known(person, [grant for grant in grants if grant.person.id == person.id])
        for person in people.values()
        if not person.id.startswith("console:")
    ]
    return sorted(known, key=lambda known: not known.grants)


async def change_role(request: web.Request) -> web.StreamResponse:
    """Gives a role, or takes one."""
    user = await require_manager(request)
    form = await read_form(request)
    if read_text(form, "verb") == "code":
        return await show_code(request, user, form)
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, read_text(form, "to"))
        person = await uow.people.find(read_text(form, "person"))
        known = person is not None and await uow.people.knows(place.estate.id, person.id)
    role, verb = read_text(form, "role"), read_text(form, "verb")
    if person is None or not known or person.id.startswith(CONTACT):
        raise web.HTTPNotFound(text="没有见过这个人")
    if role not in {role.value for role in GIVEN_ROLES} or verb not in ("grant", "revoke"):
        return await render_people(request, user, Remark(refused="请选择一个角色。", status=422))
    desk, actor, estate = request.app[CONTEXT].desk, make_actor(user), place.estate.id
    try:
        if verb == "grant":
            await desk.grant(estate, person, Role(role), read_trades(form), actor)
        else:
            await desk.revoke(estate, person, Role(role), actor)
    except Refused as refusal:
        return await render_people(request, user, Remark(refused=refusal.words, status=409))
    raise web.HTTPSeeOther(f"/people?estate={estate}&did={verb}")


async def show_code(request: web.Request, user: User, form: Form) -> web.StreamResponse:
    """Makes a one-time code and shows it this one time: no link leads back to it."""
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, read_text(form, "to"))
    role = read_text(form, "role")
    if role not in {role.value for role in GIVEN_ROLES}:
        return await render_people(request, user, Remark(refused="请选择一个角色。", status=422))
    desk, actor = request.app[CONTEXT].desk, make_actor(user)
    code = await desk.make_code(place.estate.id, Role(role), read_trades(form), actor)
    return await render_people(request, user, code=code)


def read_trades(form: Form) -> tuple[str, ...]:
    return tuple(trade for trade in TRADES if trade in form.getall("trade", []))
