"""What machines ask for, the headers on every page, and pages that fail."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from prometheus_client import Counter

from bot.cli.run import shorten_refused
from handlers.model import Role
from tests.bot.web.house import House, Visitor, open_house


@pytest_asyncio.fixture
async def visitor(house: House) -> AsyncIterator[Visitor]:
    yield house.visit()


async def test_a_live_process_says_so(visitor: Visitor) -> None:
    assert (await visitor.get("/healthz")).status == 200


async def test_ready_means_every_account_and_the_database(visitor: Visitor) -> None:
    response = await visitor.get("/readyz")
    body = await response.json()
    assert (response.status, body["ready"], body["database"]["ready"]) == (200, True, True)
    assert body["accounts"]["webchat"]["ready"]


async def test_an_account_that_is_down_is_named_with_its_reason(house: House, visitor: Visitor) -> None:
    await house.chat.close()
    response = await visitor.get("/readyz")
    account = (await response.json())["accounts"]["webchat"]
    assert (response.status, account["ready"], account["reason"]) == (503, False, "已关闭")


async def test_a_database_that_is_gone_is_not_ready(house: House, visitor: Visitor) -> None:
    await house.database.close()
    assert (await visitor.get("/readyz")).status == 503


async def test_a_database_that_can_only_be_read_is_not_ready(tmp_path: Path) -> None:
    async with open_house(tmp_path, unwritten=3) as house:
        response = await house.visit().get("/readyz")
        database = (await response.json())["database"]
    assert (response.status, database["ready"]) == (503, False)
    assert "3 条消息先留在内存里" in database["reason"]


@pytest.mark.parametrize(("role", "sees"), [(Role.MANAGER, True), (Role.STAFF, False)])
async def test_rules_that_cannot_be_read_are_told_to_managers_and_machines(
    tmp_path: Path, role: Role, sees: bool
) -> None:
    async with open_house(tmp_path, rules_problem="own.toml:3: <不认识的类>") as house:
        visitor = house.visit()
        ready = await (await visitor.get("/readyz")).json()
        assert (ready["ready"], ready["rules"]["reason"]) == (True, "own.toml:3: <不认识的类>")
        await house.add_user("陈", role)
        await visitor.sign_in("陈", "long enough to be one")
        page = await visitor.read("/")
        assert ("own.toml:3: &lt;不认识的类&gt;" in page) is sees


async def test_metrics_are_those_of_the_given_registry(house: House, visitor: Visitor) -> None:
    Counter("linli_test", "A count.", registry=house.context.registry).inc()
    assert "linli_test_total 1.0" in await (await visitor.get("/metrics")).text()


@pytest.mark.parametrize("path", ["/sign-in", "/demo", "/chat", "/chat?as=zhang", "/nothing", "/healthz"])
async def test_every_page_carries_the_security_headers(visitor: Visitor, path: str) -> None:
    headers = (await visitor.get(path)).headers
    policy = headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/sign-in", "/demo", "/chat", "/chat?as=zhang"])
async def test_no_page_has_script_or_style_in_it(visitor: Visitor, path: str) -> None:
    page = await visitor.read(path)
    for forbidden in ("<script>", "<style", " style=", " onclick=", "javascript:", "http://", "https://"):
        assert forbidden not in page


async def test_a_page_that_fails_says_so_in_chinese_without_a_traceback(
    house: House, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    await house.add_user("陈经理", Role.MANAGER)
    await visitor.sign_in("陈经理", "long enough to be one")
    await house.database.close()
    response = await visitor.get("/?q=张三的秘密")
    page = await response.text()
    assert response.status == 500
    assert "出了点问题" in page
    assert "Traceback" not in page
    assert "张三的秘密" not in caplog.text


@pytest.fixture
def server_log() -> Iterator[logging.Logger]:
    """The HTTP server's log as `linli run` has it."""
    log = logging.getLogger("aiohttp.server")
    log.addFilter(shorten_refused)
    yield log
    log.removeFilter(shorten_refused)


@pytest.mark.usefixtures("server_log")
async def test_what_is_no_request_is_one_line_of_the_log_without_what_was_sent(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(house.address.rpartition(":")[2]))
    writer.write(b"GET /13812345678" + b"8" * 9000 + b" HTTP/1.1\r\n\r\n")
    assert b" 400 " in await reader.read()
    writer.close()
    assert "refused what is no request" in caplog.text
    assert "Traceback" not in caplog.text
    assert "13812345678" not in caplog.text
