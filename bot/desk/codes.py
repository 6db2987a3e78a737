"""One-time codes: a manager makes one on the console, the person sends it to the bot, and has the role."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from bot.channels.base import Heard
from bot.desk.desk import Desk
from bot.directory import Directory
from handlers.model import Audit, Estate, Outcome, Purpose, Role
from handlers.saying.speak import tell
from handlers.texts import say
from storage.codes import RoleCode
from storage.people import RoleGrant
from storage.unit_of_work import UnitOfWork

#: Nothing that is read for something else: no 0 and O, no 1, I and L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
LASTS = timedelta(hours=24)
#: So many wrong codes an hour and person are answered; 31^8 codes are not guessed at that pace.
TRIES, WINDOW = 5, timedelta(hours=1)
_PEOPLE_KEPT = 10_000
_FORMS = str.maketrans({chr(0xFF01 + i): chr(0x21 + i) for i in range(94)})
_CODE = re.compile(rf"[{ALPHABET}]{{4}}[-－—\s]?[{ALPHABET}]{{4}}")


def make_code() -> str:
    """A new code as people type it, `K7QM-3XPD`: with a letter and a digit, so that it is no word."""
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if any(sign.isdigit() for sign in drawn) and any(sign.isalpha() for sign in drawn):
            return f"{drawn[:4]}-{drawn[4:]}"


def read_code(text: str) -> str | None:
    """The code that the text is, without its dash; None where it is anything else."""
    typed = text.strip().translate(_FORMS).upper()
    if not _CODE.fullmatch(typed):
        return None
    code = re.sub(r"[-－—\s]", "", typed)
    return code if any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code) else None


def hash_code(code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(f"linli role code {code.replace('-', '')}".encode()).hexdigest()


class CodeBook:
    """Takes codes that people send, and counts the wrong ones."""

    def __init__(self, desk: Desk, directory: Directory) -> None:
        self._desk = desk
        self._directory = directory
        self._wrong: OrderedDict[str, deque[datetime]] = OrderedDict()

    async def redeem(self, heard: Heard, code: str) -> Outcome:
        """Gives the role that the code stands for; whoever guesses is soon not answered any more."""
        now, person = self._desk.now(), heard.sender
        if self._is_over(person.id, now):
            return Outcome()

        async def step(uow: UnitOfWork) -> Outcome:
            taken = await uow.codes.take(hash_code(code), person.id, now)
            if taken is None:
                return self._refuse(heard, now)
            grant = RoleGrant(
                estate=taken.estate,
                person=person,
                role=taken.role,
                trades=taken.trades,
                source="code",
                at=now,
            )
            await uow.people.grant(grant)
            return self._welcome(heard, taken, now)

        outcome = await self._desk.save(step)
        await self._desk.refresh_directory()
        return outcome

    def _is_over(self, person: str, now: datetime) -> bool:
        tries = self._wrong.get(person, deque())
        while tries and now - tries[0] > WINDOW:
            tries.popleft()
        return len(tries) >= TRIES

    def _refuse(self, heard: Heard, now: datetime) -> Outcome:
        """The same words for an unknown, an expired and a used code: nobody learns which it was."""
        self._wrong.setdefault(heard.sender.id, deque(maxlen=TRIES)).append(now)
        self._wrong.move_to_end(heard.sender.id)
        if len(self._wrong) > _PEOPLE_KEPT:
            self._wrong.popitem(last=False)
        home = self._directory.open_direct(heard.sender)
        estate = self._directory.estate(home.estate) if home else self._directory.estates[0]
        return self._say(heard, estate, say(estate.texts, "code_wrong"), now, "code", allowed=False)

    def _welcome(self, heard: Heard, code: RoleCode, now: datetime) -> Outcome:
        estate = self._directory.estate(code.estate)
        role = say(estate.texts, f"role_{code.role.value}")
        trades = say(estate.texts, "comma").join(code.trades)
        named = say(estate.texts, "role_with_trades", role=role, trades=trades) if trades else role
        text = say(estate.texts, "code_taken", estate=estate.name, role=named)
        return self._say(heard, estate, text, now, f"code {code.role.value}")

    def _say(
        self, heard: Heard, estate: Estate, text: str, now: datetime, action: str, *, allowed: bool = True
    ) -> Outcome:
        said = tell(estate, heard.chat, text, Purpose.ANSWER, now, answers=heard.key)
        line = Audit(estate=estate.id, at=now, actor=heard.sender.id, action=action, allowed=allowed)
        return Outcome(deliveries=(said,), audits=(line,))


def draw_role_code(
    estate: str, role: Role, trades: tuple[str, ...], made_by: str, now: datetime
) -> tuple[str, RoleCode]:
    """A new code for people to send, and what is stored of it."""
    code = make_code()
    return code, RoleCode(
        code_hash=hash_code(code),
        estate=estate,
        role=role,
        trades=trades,
        made_by=made_by,
        made_at=now,
        expires_at=now + LASTS,
    )
