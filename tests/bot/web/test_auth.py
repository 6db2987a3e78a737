"""Signing in and out: who gets in, what an attacker learns, what a form must carry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import extract_parameters

from bot.passwords import hash_password, verify_password
from bot.web.auth import NOBODY, SESSION, read_next
from bot.web.tries import TRIES_EVERYWHERE, TRIES_PER_ADDRESS, TRIES_PER_NAME, WINDOW, Tries
from tests.bot.web.house import PASSWORD, House, find_token

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PAGES = ("/", "/alerts", "/deliveries", "/notices", "/parked", "/chats", "/people", "/tickets/sunny/1")


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_asks_a_stranger_to_sign_in(house: House, page: str) -> None:
    visitor = house.visit()
    response = await visitor.get(page)
    assert response.url.path == "/sign-in"
    assert response.url.query["next"] == page


async def test_signing_in_leads_back_to_the_wanted_page(house: House) -> None:
    visitor = house.visit()
    page = "/sign-in?next=/deliveries"
    response = await visitor.post(page, page, {"name": "陈经理", "password": PASSWORD, "next": "/deliveries"})
    assert (response.status, response.url.path) == (200, "/deliveries")


async def test_the_session_cookie_is_closed_to_scripts_and_other_sites(house: House) -> None:
    visitor = await house.sign_in("陈经理")
    (cookie,) = [morsel for morsel in visitor.session.cookie_jar if morsel.key == SESSION]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


async def test_the_database_holds_no_session_that_could_be_used(house: House) -> None:
    visitor = await house.sign_in("陈经理")
    (cookie,) = [morsel for morsel in visitor.session.cookie_jar if morsel.key == SESSION]
    async with house.database.view() as uow:
        assert await uow.sessions.get(cookie.value) is None


async def test_a_wrong_name_and_a_wrong_password_get_one_answer(house: House) -> None:
    visitor = house.visit()
    answers = []
    for name, password in (("陈经理", "wrong"), ("不存在", PASSWORD)):
        response = await visitor.sign_in(name, password)
        body = (await response.text()).replace(name, "NAME")
        answers.append((response.status, body.replace(find_token(body), "TOKEN")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 401


async def test_a_name_that_does_not_exist_costs_as_much_as_one_that_does() -> None:
    assert extract_parameters(NOBODY) == extract_parameters(await hash_password("any"))
    assert not await verify_password(NOBODY, "any")


async def test_after_too_many_tries_a_name_has_to_wait_even_with_the_right_password(house: House) -> None:
    visitor = house.visit()
    for _ in range(TRIES_PER_NAME):
        assert (await visitor.sign_in("陈经理", "wrong")).status == 401
    assert (await visitor.sign_in("陈经理", PASSWORD)).status == 429
    house.clock.moment += WINDOW + timedelta(seconds=1)
    assert (await visitor.sign_in("陈经理", PASSWORD)).status == 200


def test_an_address_that_tries_many_names_has_to_wait() -> None:
    tries = Tries()
    for number in range(TRIES_PER_ADDRESS):
        tries.note_failure(f"name{number}", "10.0.0.1", NOW)
    assert tries.is_over("another", "10.0.0.1", NOW)
    assert not tries.is_over("another", "10.0.0.2", NOW)
    assert not tries.is_over("another", "10.0.0.1", NOW + WINDOW + timedelta(seconds=1))


def test_a_success_clears_the_name_and_not_the_address() -> None:
    tries = Tries()
    for _ in range(TRIES_PER_ADDRESS):
        tries.note_failure("chen", "10.0.0.1", NOW)
    tries.note_success("chen", "10.0.0.1")
    assert not tries.is_over("chen", "10.0.0.2", NOW)
    assert tries.is_over("chen", "10.0.0.1", NOW)


def test_a_stranger_who_guesses_keeps_nobody_out_but_himself() -> None:
    tries = Tries()
    for _ in range(TRIES_PER_NAME):
        tries.note_failure("经理", "10.0.0.66", NOW)
    assert tries.is_over("经理", "10.0.0.66", NOW)
    assert not tries.is_over("经理", "10.0.0.1", NOW)


def test_a_name_that_a_thousand_addresses_try_has_to_wait() -> None:
    tries = Tries()
    for number in range(TRIES_EVERYWHERE):
        tries.note_failure("经理", f"10.0.{number // 250}.{number % 250}", NOW)
    assert tries.is_over("经理", "10.9.9.9", NOW)
    assert not tries.is_over("小王", "10.9.9.9", NOW)


@pytest.mark.parametrize("name", ["", "address", "10.0.0.1"])
def test_no_name_hides_the_failures_of_an_address(name: str) -> None:
    tries = Tries()
    for _ in range(TRIES_PER_ADDRESS):
        tries.note_failure(name, "10.0.0.1", NOW)
    assert tries.is_over("another", "10.0.0.1", NOW)


# --- forms ---------------------------------------------------------------------------------------

FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/sign-out", {}),
    ("/tickets/sunny/1", {"verb": "accept"}),
    ("/deliveries/1", {}),
    ("/chats", {"chat": "webchat:room:g1", "to": "sunny", "kind": "owners"}),
    ("/people", {"person": "webchat:contact:zhang", "to": "sunny", "role": "manager", "verb": "grant"}),
)


@pytest.mark.parametrize(("path", "fields"), FORMS)
@pytest.mark.parametrize("token", ["", "0" * 64, "令牌"])
async def test_a_form_without_its_token_does_nothing(
    house: House, path: str, fields: dict[str, str], token: str
) -> None:
    visitor = await house.sign_in("陈经理")
    response = await visitor.send(path, {"csrf": token, **fields})
    assert (response.status, house.desk.asked) == (403, [])
    assert (await visitor.get("/")).url.path == "/"


async def test_a_form_from_another_site_does_nothing_even_with_the_token(house: House) -> None:
    visitor = await house.sign_in("陈经理")
    token = find_token(await visitor.read("/"))
    response = await visitor.send("/sign-out", {"csrf": token}, Origin="https://elsewhere.example")
    assert response.status == 403
    assert (await visitor.get("/")).url.path == "/"


async def test_the_token_of_one_session_does_not_fit_another(house: House) -> None:
    first, second = await house.sign_in("陈经理"), await house.sign_in("陈经理")
    token = find_token(await first.read("/"))
    assert (await second.send("/sign-out", {"csrf": token})).status == 403


# --- the end of a session ------------------------------------------------------------------------


async def test_after_signing_out_the_old_cookie_opens_nothing(house: House) -> None:
    visitor = await house.sign_in("陈经理")
    (cookie,) = [morsel for morsel in visitor.session.cookie_jar if morsel.key == SESSION]
    assert (await visitor.post("/sign-out", "/", {})).url.path == "/sign-in"
    thief = house.visit()
    assert (await thief.get("/", Cookie=f"{SESSION}={cookie.value}")).url.path == "/sign-in"


async def test_a_session_ends_by_itself(house: House) -> None:
    visitor = await house.sign_in("陈经理")
    house.clock.moment += timedelta(hours=house.context.options.session_hours, seconds=1)
    assert (await visitor.get("/")).url.path == "/sign-in"


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/tickets/sunny/1?x=1", "/tickets/sunny/1?x=1"),
        ("", "/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
    ],
)
def test_signing_in_never_leads_to_another_site(wanted: str, leads_to: str) -> None:
    assert read_next(wanted) == leads_to
