"""The code for the notice board: it leads to the estate's form, and only managers get it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import segno
from PIL import Image

from bot.web.posters import SCALE
from handlers.model import Role
from tests.bot.web.form_house import FORM, open_form

BORDER = 4


def read_squares(content: bytes) -> list[list[bool]]:
    """Which squares of the drawn code are dark, without the border."""
    with Image.open(io.BytesIO(content)) as drawn:
        grey = drawn.convert("L")
    side = grey.width // SCALE - 2 * BORDER
    middle = [(n + BORDER) * SCALE + SCALE // 2 for n in range(side)]
    return [[grey.getpixel((x, y)) == 0 for x in middle] for y in middle]


async def test_a_manager_gets_the_code_that_leads_to_the_form(tmp_path: Path) -> None:
    async with open_form(tmp_path, web={"port": 0, "public_url": "https://wuye.example/"}) as town:
        manager = await town.sign_in("陈经理")
        page = await manager.read("/forms")
        address = f"https://wuye.example{FORM}"
        assert address in page
        drawn = await manager.get("/forms/yun/code.png")
        assert drawn.content_type == "image/png"
        expected = [
            [bool(dark) for dark in row] for row in segno.make(address, error="q", micro=False).matrix
        ]
        assert read_squares(await drawn.read()) == expected
        vector = await manager.get("/forms/yun/code.svg")
        assert vector.content_type == "image/svg+xml"
        assert b"<script" not in await vector.read()


async def test_an_address_that_only_this_machine_knows_is_warned_of(tmp_path: Path) -> None:
    async with open_form(tmp_path) as town:
        page = await (await town.sign_in("陈经理")).read("/forms")
        assert "data-at-home" in page
        assert town.house.address + FORM in page


async def test_the_scheme_is_told_by_our_proxies_alone(tmp_path: Path) -> None:
    async with open_form(tmp_path / "a") as town:
        page = await (await town.sign_in("陈经理")).get("/forms", **{"X-Forwarded-Proto": "https"})
        assert "https://127" not in await page.text()
    async with open_form(tmp_path / "b", web={"port": 0, "proxies": ["127.0.0.0/8"]}) as town:
        page = await (await town.sign_in("陈经理")).get("/forms", **{"X-Forwarded-Proto": "https"})
        assert "https://127" in await page.text()


@pytest.mark.parametrize("path", ["/forms", "/forms/yun/code.svg", "/forms/yun/code.png"])
async def test_staff_and_strangers_get_no_code(tmp_path: Path, path: str) -> None:
    async with open_form(tmp_path) as town:
        assert (await (await town.sign_in("小王", Role.STAFF, "yun")).get(path)).status == 403
        assert (await town.enter().get(path)).url.path == "/sign-in"


async def test_an_estate_that_has_no_form_has_no_code(tmp_path: Path) -> None:
    async with open_form(tmp_path, estate={"form": False}) as town:
        manager = await town.sign_in("陈经理")
        assert "没有开网页登记" in await manager.read("/forms")
        assert (await manager.get("/forms/yun/code.svg")).status == 404
        assert (await manager.get("/forms/other/code.svg")).status == 404


async def test_tries_to_sign_in_are_counted_by_the_address_that_our_proxy_tells(tmp_path: Path) -> None:
    async with open_form(tmp_path, web={"port": 0, "proxies": ["127.0.0.1"]}) as town:

        async def guess(address: str, number: int) -> int:
            visitor = town.enter()
            page = "/sign-in"
            fields = {"name": f"nobody{number}", "password": "wrong"}
            answer = await visitor.send(page, fields, headers={"X-Forwarded-For": address})
            return answer.status

        assert [await guess("1.2.3.4", n) for n in range(21)] == [401] * 20 + [429]
        assert await guess("1.2.3.5", 99) == 401
