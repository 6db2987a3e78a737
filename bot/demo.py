"""The sample estate: a settings tree of its own, a database in a folder, a first manager."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

from bot.knowledge_files import parse_toml
from bot.passwords import hash_password, make_password
from bot.settings import EstateSettings, Settings, build_settings
from handlers.model import Role
from storage.engine import Database, upgrade
from storage.users import User

#: The name of the sample estate's first manager on the console.
MANAGER = "经理"


def build_demo(folder: Path, port: int) -> Settings:
    """The settings of the sample estate, with its data in `folder`."""
    tree = tomllib.loads(files("bot").joinpath("demo.toml").read_text(encoding="utf-8"))
    tree["web"] = {"port": port}
    tree["storage"] = {"url": "sqlite:///linli.sqlite3", "files": "files"}
    return build_settings(tree, folder / "demo.toml")


async def open_demo(folder: Path, port: int) -> tuple[Settings, str | None]:
    """The settings, and the first manager's password if this start has just made it."""
    settings = build_demo(folder, port)
    url = settings.storage.url.get_secret_value()
    await upgrade(url)
    database = await Database.open(url)
    try:
        password = await add_first_manager(database)
        if password is not None:
            await add_knowledge(database, settings.estates[0])
        return settings, password
    finally:
        await database.close()


async def add_knowledge(database: Database, estate: EstateSettings) -> None:
    """Twenty answers to try: what owners ask of any property company."""
    entries = parse_toml(files("bot").joinpath("demo_knowledge.toml").read_text(encoding="utf-8"))
    async with database.transaction() as uow:
        await uow.estates.save(estate.id, estate.name)
        await uow.knowledge.save(estate.id, entries)
        await uow.commit()


async def add_first_manager(database: Database) -> str | None:
    async with database.transaction() as uow:
        if await uow.users.get(MANAGER) is not None:
            return None
        password = make_password()
        person = "webchat:contact:liu"
        await uow.users.add(
            User(
                name=MANAGER,
                password_hash=await hash_password(password),
                role=Role.MANAGER,
                person_id=person,
            )
        )
        await uow.commit()
    return password
