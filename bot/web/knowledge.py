"""The console's page of the knowledge base: what is known, how people ask for it, and a question to try."""

from __future__ import annotations

from aiohttp import web

from bot.knowledge_files import KnowledgeError, build_entry
from bot.web.auth import make_actor, read_form, read_text, require_manager
from bot.web.context import CONTEXT
from bot.web.page import NOTHING, Remark, find_place, read_done, render
from nlp.knowledge import Entry, find_answer
from storage.users import User

ANSWER_LIMIT = 500
QUESTIONS_LIMIT = 2000
DONE = {"saved": "已保存。", "removed": "已删除。"}


def add_knowledge(app: web.Application) -> None:
    app.router.add_get("/knowledge", show_knowledge)
    app.router.add_post("/knowledge", change_knowledge)


async def show_knowledge(request: web.Request) -> web.StreamResponse:
    user = await require_manager(request)
    return await render_knowledge(request, user, read_done(request, DONE))


async def render_knowledge(
    request: web.Request, user: User, remark: Remark = NOTHING, *, draft: Entry | None = None
) -> web.StreamResponse:
    asked = request.query.get("ask", "").strip()[:60]
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, request.query.get("estate", ""))
        entries = await uow.knowledge.all(place.estate.id)
    values = {
        "entries": entries,
        "asked": asked,
        "found": find_answer(asked, entries) if asked else None,
        "draft": draft or Entry("", (), ""),
    }
    return render(request, "knowledge.html", user, place, values, remark)


async def change_knowledge(request: web.Request) -> web.StreamResponse:
    """Saves an entry, under another title if it got one, or forgets it."""
    user = await require_manager(request)
    form = await read_form(request)
    async with request.app[CONTEXT].database.view() as uow:
        place = await find_place(request, uow, user, read_text(form, "to"))
    desk, actor, estate = request.app[CONTEXT].desk, make_actor(user), place.estate.id
    old = read_text(form, "old")
    if read_text(form, "verb") == "remove":
        await desk.remove_entry(estate, old, actor)
        raise web.HTTPSeeOther(f"/knowledge?estate={estate}&did=removed")
    title, answer = read_text(form, "title"), read_text(form, "answer", ANSWER_LIMIT)
    questions = read_text(form, "questions", QUESTIONS_LIMIT).splitlines()
    try:
        entry = build_entry(title, questions, answer)
    except KnowledgeError as problem:
        draft = Entry(title, tuple(questions), answer)
        return await render_knowledge(request, user, Remark(refused=f"{problem}。", status=422), draft=draft)
    await desk.save_entry(estate, entry, old, actor)
    raise web.HTTPSeeOther(f"/knowledge?estate={estate}&did=saved")
