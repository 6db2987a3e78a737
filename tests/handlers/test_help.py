"""帮助 names every command that its reader may give, and none that they may not."""

from __future__ import annotations

import pytest

from handlers.commands.grammar import VERBS, Who
from handlers.commands.permissions import may_command
from handlers.decide import decide
from handlers.model import Chat, Role, Sender
from tests.handlers.building import COMMITTEE, DAI, LI, STAFF_GROUP, WANG, direct, group, hear, write

#: What everybody knows who can read it, and what is asked for when its time has come.
UNTOLD = {"help", "erase_sure"}
#: A rating is taught by its words, not by the verb.
TAUGHT = {"rate": "满意128"}
OWNERS_ONLY = {"follow", "remind", "cancel", "rate", "reopen", "human", "own", "held", "erase"}


def read_help(sender: Sender, chat: Chat) -> str:
    (said,) = decide(hear(write(sender, chat, "帮助", mentions_bot=True))).deliveries
    return said.text


def list_for(role: Role) -> list[str]:
    return [
        verb.name
        for verb in VERBS.values()
        if may_command(role, verb.name)
        and verb.name not in UNTOLD
        and not (role.serves and verb.name in OWNERS_ONLY)
        and not (not role.serves and verb.who is Who.REPORTER_OR_STAFF)
    ]


@pytest.mark.parametrize("sender", [LI, COMMITTEE, WANG, DAI], ids=["owner", "committee", "staff", "manager"])
def test_help_names_what_this_role_can_do(sender: Sender) -> None:
    text = read_help(sender, direct(sender))
    missing = [name for name in list_for(sender.role) if TAUGHT.get(name, VERBS[name].words[0]) not in text]
    assert missing == []


@pytest.mark.parametrize("sender", [LI, COMMITTEE, WANG], ids=["owner", "committee", "staff"])
def test_help_names_nothing_that_would_be_refused(sender: Sender) -> None:
    text = read_help(sender, direct(sender))
    refused = [verb.words[0] for verb in VERBS.values() if not may_command(sender.role, verb.name)]
    assert [word for word in refused if f"{word}128" in text or f"{word} " in text] == []


@pytest.mark.parametrize("sender", [WANG, DAI], ids=["staff", "manager"])
def test_among_owners_even_staff_are_told_only_what_owners_can_do(sender: Sender) -> None:
    assert read_help(sender, group(1)) == read_help(LI, direct(LI))


@pytest.mark.parametrize("sender", [LI, WANG, DAI])
def test_help_fits_on_a_phone(sender: Sender) -> None:
    lines = read_help(sender, direct(sender)).splitlines()
    assert len(lines) <= 12
    assert max(map(len, lines)) <= 60


def test_help_in_the_staff_group_is_for_staff() -> None:
    assert "接单128" in read_help(WANG, STAFF_GROUP)
