"""The web form against those who mean no good: too much, too often, not a picture, not one's own."""

from __future__ import annotations

import asyncio
import io
import re
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image

from bot.intake.pictures import NotAPicture
from bot.web.meters import Meter
from bot.web.multipart import PHOTO_LIMIT, PHOTOS, TOTAL_LIMIT
from bot.web.peers import find_client, read_address
from bot.web.photos import SIDE, redraw_photo
from tests.bot.photos import draw_jpeg
from tests.bot.web.form_house import (
    FORM,
    FormHouse,
    Writer,
    find_hidden,
    find_refusal,
    list_photos,
    open_form,
)

REPAIR = "厨房水管漏水，地板泡了"
NASTY = "{ticket}<script>alert(1)</script><img src=x onerror=alert(2)>"
DANGER = "救命 3号楼着火了 好大的烟"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[FormHouse]:
    async with open_form(tmp_path) as opened:
        yield opened


async def count_tickets(town: FormHouse) -> int:
    async with town.house.app.database.view() as uow:
        return len(await uow.tickets.listing("yun", limit=1000))


async def try_report(writer: Writer, words: str = REPAIR, **headers: str) -> tuple[int, str]:
    """How the form answered, and what it said against it."""
    response = await writer.send(FORM, {"words": words}, headers=headers)
    return response.status, find_refusal(await response.text())


# --- too often -----------------------------------------------------------------------------------


async def test_one_address_may_not_report_without_end(tmp_path: Path) -> None:
    async with open_form(tmp_path, web={"port": 0, "forms_per_hour": 2}) as town:
        assert [(await try_report(town.enter(), f"{REPAIR}{n}"))[0] for n in range(4)] == [200, 200, 429, 429]
        status, said = await try_report(town.enter(), DANGER)
        assert (status, said) == (200, ""), "a first word of danger is never turned away"


async def test_what_was_written_is_kept_when_it_is_turned_away(tmp_path: Path) -> None:
    async with open_form(tmp_path, web={"port": 0, "forms_per_hour": 1}) as town:
        await try_report(town.enter())
        response = await town.enter().send(FORM, {"words": "楼道灯坏了", "room": "8-2"})
        page = await response.text()
        assert "楼道灯坏了" in page
        assert 'value="8-2"' in page
        assert "请过一小时再试" in find_refusal(page)


async def test_who_asks_is_told_by_our_proxies_alone(tmp_path: Path) -> None:
    limits = {"port": 0, "forms_per_hour": 1}
    async with open_form(tmp_path / "a", web=limits) as town:
        forged = [await try_report(town.enter(), **{"X-Forwarded-For": f"1.2.3.{n}"}) for n in range(2)]
        assert [status for status, _ in forged] == [200, 429]
    async with open_form(tmp_path / "b", web={**limits, "proxies": ["127.0.0.1"]}) as town:
        told = [
            await try_report(town.enter(), **{"X-Forwarded-For": f"9.9.9.9, 1.2.3.{n}"}) for n in (1, 2, 2)
        ]
        assert [status for status, _ in told] == [200, 200, 429]


PROXIES = (ip_network("10.0.0.0/8"), ip_network("127.0.0.1"))


@pytest.mark.parametrize(
    ("headers", "client"),
    [
        (["1.2.3.4"], "1.2.3.4"),
        (["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
        (["6.6.6.6", "1.2.3.4, 10.0.0.7"], "1.2.3.4"),
        (["1.2.3.4:5678"], "1.2.3.4"),
        (['"[2001:db8::1]:443"'], "2001:db8::1"),
        (["::ffff:1.2.3.4"], "1.2.3.4"),
        (["6.6.6.6, <script>"], "127.0.0.1"),
        (["6.6.6.6, unknown, 10.0.0.9"], "10.0.0.9"),
        (["10.1.1.1, 10.0.0.7"], "10.1.1.1"),
        ([""], "127.0.0.1"),
        ([], "127.0.0.1"),
    ],
)
def test_the_client_is_the_last_address_that_is_not_ours(headers: list[str], client: str) -> None:
    assert find_client(ip_address("127.0.0.1"), headers, PROXIES) == ip_address(client)


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "1.2.3.4.5", "[", "999.1.1.1", "a" * 5000])
def test_what_is_no_address_is_none(text: str) -> None:
    assert read_address(text) is None


def test_a_meter_forgets_what_is_long_ago_and_keeps_people_apart() -> None:
    now, meter = datetime(2026, 11, 21, tzinfo=UTC), Meter(2, timedelta(hours=1))
    assert [meter.take("a", now) for _ in range(3)] == [True, True, False]
    assert meter.take("b", now)
    assert meter.take("a", now + timedelta(hours=1))


# --- too much ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"words": ""}, "请写下是什么事"),
        ({"words": " \x00\r\n "}, "请写下是什么事"),
        ({"words": "。。。！！"}, "请写下是什么事"),
        ({"words": "\u200b\u200b\u2060\u200d"}, "请写下是什么事"),
        ({"words": "漏" * 1001}, "请写短一点"),
        ({"words": REPAIR, "phone": "不告诉你"}, "电话号码看不懂"),
    ],
)
async def test_what_cannot_be_taken_says_why(town: FormHouse, fields: dict[str, str], says: str) -> None:
    response = await town.enter().send(FORM, fields)
    assert response.status == 422
    assert says in find_refusal(await response.text())
    assert await count_tickets(town) == 0


@pytest.mark.parametrize(
    ("photos", "says"),
    [
        pytest.param([b"<svg onload=alert(1)>"], "第1张不是能打开的图片", id="a drawing with a script"),
        pytest.param([draw_jpeg(), b"%PDF-1.7"], "第2张不是能打开的图片", id="a document"),
        pytest.param([b"\xff\xd8\xff" + b"x" * 99], "第1张不是能打开的图片", id="the beginning of a photo"),
        pytest.param([b"x" * (PHOTO_LIMIT + 1)], "一张照片最大", id="too large a one"),
        pytest.param([draw_jpeg(8, 8)] * (PHOTOS + 1), "照片最多", id="too many"),
    ],
)
async def test_only_real_pictures_of_a_sane_size_are_taken(
    town: FormHouse, photos: list[bytes], says: str
) -> None:
    response = await town.enter().send(FORM, {"words": REPAIR}, photos)
    page = await response.text()
    assert response.status == 422
    assert says in find_refusal(page)
    assert REPAIR in page
    assert await count_tickets(town) == 0
    assert not [path for path in town.house.app.files.folder.rglob("*") if path.is_file()]


async def test_a_body_without_end_is_not_even_read(town: FormHouse) -> None:
    writer = town.enter()
    headers = {"Content-Length": str(TOTAL_LIMIT + 1), "Content-Type": "multipart/form-data; boundary=x"}
    async with writer.session.post(f"{writer.address}{FORM}", data=b"x", headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"nothing at all"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\nun'),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y--"),
        ("application/json", b"{}"),
        ("text/plain", b"words=1"),
        ("application/x-www-form-urlencoded", b"words=%ff%fe&csrf=%00"),
    ],
)  # fmt: skip
async def test_what_is_no_form_of_ours_is_refused_and_tells_nothing(
    town: FormHouse, media_type: str, body: bytes
) -> None:
    writer = town.enter()
    await writer.get(FORM)
    response = await writer.session.post(
        f"{writer.address}{FORM}", data=body, headers={"Content-Type": media_type, "Accept": "text/html"}
    )
    page = await response.text()
    assert response.status in (400, 403, 413), page
    assert "Traceback" not in page
    assert await count_tickets(town) == 0


def draw_with_place() -> bytes:
    """A photo that says where it was taken, and that it lies on its side."""
    notes = Image.Exif()
    notes[0x0112] = 6
    notes.get_ifd(0x8825)[2] = (31.0, 14.0, 9.0)
    out = io.BytesIO()
    Image.effect_noise((400, 100), 80).convert("RGB").save(out, "JPEG", exif=notes)
    return out.getvalue()


def test_a_photo_is_drawn_anew_without_the_place_and_upright() -> None:
    with Image.open(io.BytesIO(redraw_photo(draw_with_place() + b"<script>tail</script>"))) as drawn:
        assert drawn.size == (100, 400)
        assert not drawn.getexif()
        assert drawn.format == "JPEG"
    assert b"script" not in redraw_photo(draw_with_place() + b"<script>tail</script>")


def save(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "JPEG"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA"])
def test_every_sort_of_picture_becomes_a_jpeg_no_larger_than_a_screen(kind: str, mode: str) -> None:
    picture = Image.new("RGB", (SIDE + 100, 30), "red").convert(mode)
    content = save(
        picture if (kind, mode) not in {("JPEG", "P"), ("JPEG", "RGBA")} else picture.convert("RGB"), kind
    )
    with Image.open(io.BytesIO(redraw_photo(content))) as drawn:
        assert (drawn.format, max(drawn.size)) == ("JPEG", SIDE)


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    bomb = save(Image.new("1", (9000, 9000)), "PNG")
    with pytest.raises(NotAPicture):
        redraw_photo(bomb)


# --- not one's own -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hidden", "headers"),
    [
        ({"csrf": ""}, {}),
        ({"csrf": "0" * 64}, {}),
        ({}, {"Origin": "https://evil.example"}),
    ],
)
async def test_a_form_from_elsewhere_files_nothing(
    town: FormHouse, hidden: Mapping[str, str], headers: dict[str, str]
) -> None:
    response = await town.enter().send(FORM, {"words": REPAIR}, headers=headers, hidden=hidden)
    assert response.status == 403
    assert REPAIR in await response.text()
    assert await count_tickets(town) == 0


async def test_a_proxy_that_has_another_name_is_ours_where_the_settings_say_so(tmp_path: Path) -> None:
    async with open_form(tmp_path, web={"port": 0, "public_url": "https://wuye.example"}) as town:
        own, strange = {"Origin": "https://wuye.example"}, {"Origin": "https://wuye.example.evil.example"}
        assert (await town.enter().send(FORM, {"words": REPAIR}, headers=strange)).status == 403
        assert (await town.enter().send(FORM, {"words": REPAIR}, headers=own)).status == 200


async def test_a_token_of_another_browser_is_none_of_this_one(town: FormHouse) -> None:
    theirs = find_hidden(await town.enter().read(FORM))
    assert (await town.enter().send(FORM, {"words": REPAIR}, hidden=theirs)).status == 403


async def test_a_link_of_somebody_else_cannot_be_guessed_or_borrowed(town: FormHouse) -> None:
    mine, theirs = town.enter(), town.enter()
    await mine.report(REPAIR, [draw_jpeg()])
    await theirs.report("楼道灯不亮了")
    photo = list_photos(await mine.wait_until(lambda page: bool(list_photos(page))))[0]
    assert (await theirs.get(theirs.page + photo.removeprefix(mine.page))).status == 404
    changed = mine.page[:-1] + ("A" if mine.page[-1] != "A" else "B")
    for path in (changed, changed + photo.removeprefix(mine.page), "/r/yun/" + "0" * 43):
        assert (await theirs.get(path)).status == 404
    assert mine.page not in await theirs.read()


async def test_the_token_is_in_no_table(town: FormHouse, tmp_path: Path) -> None:
    writer = town.enter()
    await writer.report(REPAIR)
    token = writer.page.rpartition("/")[2]
    assert len(token) == 43
    assert REPAIR.encode() in read_database(tmp_path)
    assert token.encode() not in read_database(tmp_path)


def run_sql(folder: Path, statement: str) -> None:
    """Behind the bot's back; in a thread, for the bot may be in the middle of writing."""
    with closing(sqlite3.connect(folder / "linli.sqlite3", timeout=60)) as database:
        database.execute(statement)
        database.commit()


def read_database(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("linli.sqlite3*"))


async def test_a_link_is_of_no_use_in_another_estate_nor_half_a_year_later(tmp_path: Path) -> None:
    async with open_form(tmp_path) as town:
        writer = town.enter()
        await writer.report(REPAIR)
        assert (await writer.get(writer.page.replace("/r/yun/", "/r/other/"))).status == 404
        old = "UPDATE form_links SET made_at = '2020-01-01 00:00:00.000000'"
        await asyncio.to_thread(run_sql, tmp_path, old)
        assert (await writer.get(writer.page)).status == 404


@pytest.mark.parametrize("path", ["/r", "/r/", "/r/nothing", "/r/nothing/privacy", "/r/YUN", "/r/yun%00"])
async def test_no_page_tells_which_estates_there_are(town: FormHouse, path: str) -> None:
    response = await town.enter().get(path)
    page = await response.text()
    assert response.status == 404
    assert "云杉里" not in page


async def test_an_estate_without_a_form_looks_like_one_that_is_not_there(tmp_path: Path) -> None:
    async with open_form(tmp_path, estate={"form": False}) as town:
        writer = town.enter()
        pages = [await writer.get(path) for path in (FORM, "/r/nothing")]
        assert [page.status for page in pages] == [404, 404]
        assert await pages[0].text() == await pages[1].text()


async def test_what_is_code_is_only_text_everywhere(town: FormHouse) -> None:
    writer = town.enter()
    page = await (await writer.send(FORM, {"words": f"漏水了{NASTY}", "room": NASTY})).text()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    response = await writer.send(FORM, {"words": "", "room": f'"><b>{NASTY}', "phone": f'"{NASTY}'})
    again = await response.text()
    assert "<script>alert" not in again
    assert "<img src=x" not in again


async def test_who_asks_what_becomes_of_their_words_is_told_the_days_of_this_estate(tmp_path: Path) -> None:
    async with open_form(tmp_path, estate={"retention_days": 77}) as town:
        page = await (await town.enter().get(f"{FORM}/privacy")).text()
    assert "结束77天后" in page


async def test_public_pages_keep_to_themselves(town: FormHouse) -> None:
    writer = town.enter()
    await writer.report(REPAIR)
    for path in (FORM, f"{FORM}/privacy", writer.page):
        response = await writer.get(path)
        headers = response.headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Cache-Control"] == "no-store"
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert not re.search(r"<script>|style=\"|onclick", await response.text())


async def test_a_database_that_fails_is_a_plain_sentence(town: FormHouse, tmp_path: Path) -> None:
    writer = town.enter()
    hidden = find_hidden(await writer.read(FORM))
    await asyncio.to_thread(run_sql, tmp_path, "DROP TABLE form_links")
    response = await writer.send(FORM, {"words": REPAIR}, hidden=hidden)
    page = await response.text()
    assert response.status == 503
    assert REPAIR in page
    assert "没有提交成功" in find_refusal(page)
    for secret in ("sqlite", "Traceback", "form_links", "Error"):
        assert secret not in page
