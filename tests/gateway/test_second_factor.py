"""A second factor: set up, asked for, proved, lost; and everything that must not get around it."""

import pytest
import trio

from gateway.api import shown
from gateway.api.entrance import SECOND_LASTS
from gateway.main import Running
from store.factors.records import FactorSet
from tests.gateway.client import PASSWORD, Answer, Client, faults
from tests.gateway.conftest import tighten
from tests.gateway.factored import (
    FACTORS,
    PROVE,
    SECOND,
    Time,
    first_step,
    prove,
    second_step,
    set_up,
    with_app,
)

NEW = "purple otter lamp"


def code(answer: Answer) -> str:
    return answer.json()["type"].rpartition(":")[2]


@pytest.fixture
def time(server: Running, monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(server, monkeypatch)


async def test_an_app_is_set_up_with_its_first_code_and_asked_for_from_then_on(
    client: Client, another: Client, server: Running
):
    await client.register("ada")
    assert code(await client.post(f"{FACTORS}/totp/new", {})) == "prove_again"
    await prove(client)
    made = (await client.post(f"{FACTORS}/totp/new", {})).json()
    assert made["address"].startswith("otpauth://totp/Rally%20%28127.0.0.1%29:ada?")
    body = {"ticket": made["ticket"], "code": "123"}
    assert faults(await client.post(f"{FACTORS}/totp", body)) == {"code": "wrong"}
    assert (await another.login()).status == 200  # nothing has changed yet

    app = await set_up(server, client)
    assert len(app.codes) == 10
    known = (await client.get(FACTORS)).json()
    assert known["totp"] > 0
    assert (known["email"], known["passkeys"], known["recovery_codes"]) == (None, [], 10)
    kept = await server.services.store.factors.of(await _me(client))
    assert kept.totp
    assert app.secret not in kept.totp.secret

    step = await first_step(another)
    assert step["ways"] == ["totp", "recovery"]
    again = await second_step(another, step["ticket"], "totp", app.code())
    assert faults(again) == {"code": "used"}
    late = f" {app.code(1)[:3]} {app.code(1)[3:]}"
    assert (await second_step(another, step["ticket"], "totp", late)).status == 200
    assert (await another.get(PROVE)).json() == {"proven": True, "ways": step["ways"]}


async def _me(client: Client) -> str:
    return (await client.get("/api/v1/me")).json()["player"]["id"]


async def test_the_second_step_is_skipped_by_no_other_route(
    client: Client, another: Client, server: Running
):
    await with_app(server, client)
    step = await first_step(another)
    another.token = step["ticket"]
    assert (await another.get("/api/v1/me")).status == 401
    port = client.port
    another.cookie = f"rally_refresh_{port}={step['ticket']}"
    assert (await another.refresh()).status == 401
    another.token = another.cookie = None
    body = {"ticket": step["ticket"], "way": "totp"}
    assert faults(await another.post(SECOND, body)) == {"code": "missing"}
    assert faults(await another.post(SECOND, body | {"way": "passkey"})) == {"passkey": "missing"}
    assert faults(await another.post(SECOND, body | {"way": "password", "code": PASSWORD}))
    assert another.cookie is None


async def test_of_two_requests_with_the_same_code_one_gets_in(
    client: Client, server: Running, time: Time
):
    app = await with_app(server, client)
    time.later = 60.0
    for way in ("totp", "recovery"):
        text = app.codes[0] if way == "recovery" else app.code()
        step = await first_step(client)
        assert await _at_once(client.port, step["ticket"], way, text) == [200, 422, 422]


async def _at_once(port: int, *how: str) -> list[int]:
    statuses = list[int]()

    async def enter() -> None:
        statuses.append((await second_step(Client(port), *how)).status)

    async with trio.open_nursery() as nursery:
        for _ in range(3):
            nursery.start_soon(enter)
    return sorted(statuses)


async def test_a_ticket_is_for_one_account_for_a_while_and_until_the_password_changes(
    client: Client, another: Client, server: Running, time: Time
):
    app = await with_app(server, client)
    mallory = Client(client.port)
    hers = await with_app(server, mallory, "mallory")
    step = await first_step(another)
    other = await second_step(another, step["ticket"], "totp", hers.code(1))
    assert faults(other) == {"code": "wrong"}
    for ticket in ("", step["ticket"][:-1], mallory.token or ""):
        answer = await second_step(another, ticket, "totp", app.code(1))
        assert (answer.status, code(answer)) == (401, "second_ended")

    body = {"old_password": PASSWORD, "password": NEW}
    assert (await client.put("/api/v1/account/password", body)).status == 204
    answer = await second_step(another, step["ticket"], "totp", app.code(1))
    assert (answer.status, code(answer)) == (401, "second_ended")

    step = await first_step(another, password=NEW)
    time.later = SECOND_LASTS
    answer = await second_step(another, step["ticket"], "totp", app.code(1))
    assert (answer.status, code(answer)) == (401, "second_ended")


async def test_six_digits_are_guessed_slowly_and_not_for_long(
    client: Client, another: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    app = await with_app(server, client)
    step = await first_step(another)
    statuses = list[int]()
    for number in range(7):
        another.address = f"127.0.0.{number + 2}"  # the pace counts for the account
        answer = await second_step(another, step["ticket"], "totp", "000000")
        statuses.append(answer.status)
    assert statuses == [422] * 5 + [429] * 2
    log = [entry.action for entry in await server.services.store.moderation.audit(9)]
    assert log[:5] == ["codes-locked", *["wrong-code"] * 4]

    free = lambda *_: _no_wait()  # noqa: E731
    monkeypatch.setattr(server.services.rates, "attempt", free)
    monkeypatch.setattr(server.services.rates, "wait", free)
    monkeypatch.setattr(shown, "MOST_GUESSES", 8)
    for status in (422, 422, 422, 403, 403):
        assert (await second_step(another, step["ticket"], "totp", "000000")).status == status
    refused = await second_step(another, step["ticket"], "totp", app.code(1))
    assert (refused.status, code(refused)) == (403, "codes_locked")
    assert (await prove(client, way="totp", code=app.code(1))).status == 403
    assert (await second_step(another, step["ticket"], "recovery", app.codes[0])).status == 200
    step = await first_step(another)
    assert (await second_step(another, step["ticket"], "totp", app.code(1))).status == 200


async def _no_wait() -> float:
    return 0.0


async def test_a_password_alone_proves_nothing_any_more(
    client: Client, another: Client, server: Running, time: Time
):
    tighten(server, "account", 100)
    app = await with_app(server, client)
    time.later = 700.0  # the proof of the setting up is over
    assert (await client.refresh()).status == 200
    assert (await client.get(PROVE)).json() == {"proven": False, "ways": ["totp", "recovery"]}
    refused = await prove(client)
    assert (refused.status, code(refused)) == (403, "second_needed")
    for path, body in (
        ("/api/v1/account/delete", {"password": PASSWORD}),
        (f"{FACTORS}/codes", {}),
        (f"{FACTORS}/totp/new", {}),
        (f"{FACTORS}/passkeys/new", {}),
    ):
        refused = await client.post(path, body)
        assert (refused.status, code(refused)) == (403, "prove_again"), path
    email = {"email": "a@example.org", "password": PASSWORD}
    assert code(await client.put("/api/v1/account/email", email)) == "prove_again"
    assert code(await client.delete(f"{FACTORS}/totp")) == "prove_again"

    assert (await prove(client, way="totp", code=app.code())).status == 204
    assert faults(await client.put("/api/v1/account/email", email | {"password": "x"})) == {
        "password": "wrong"
    }
    assert (await client.put("/api/v1/account/email", email)).status == 200
    assert (await client.delete(f"{FACTORS}/totp")).status == 204
    assert (await client.delete(f"{FACTORS}/totp")).status == 404
    known = (await client.get(FACTORS)).json()
    gone = {"totp": None, "email": None, "passkeys": [], "recovery_codes": 0}
    assert known == gone | {"mail": "server"}
    assert (await another.login()).status == 200
    assert (await client.post(f"{FACTORS}/codes", {})).status == 409


async def test_a_sign_in_that_proved_more_than_a_password_is_asked_too(
    client: Client, another: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    """As when a provider has sent somebody."""
    from gateway.api import entrance

    app = await with_app(server, client)
    whole = entrance.begin

    async def from_provider(services, user, status):
        return await whole(services, user, status, proven=True)

    monkeypatch.setattr("gateway.api.sign_in.entrance.begin", from_provider)
    step = await first_step(another)
    monkeypatch.undo()
    assert (await second_step(another, step["ticket"], "totp", app.code(1))).status == 200


async def test_the_export_tells_which_factors_and_no_secret(client: Client, server: Running):
    app = await with_app(server, client)
    answer = await client.get("/api/v1/account/export")
    assert answer.json()["factors"]["recovery_codes"] == 10
    assert answer.json()["factors"]["totp"] > 0
    assert app.text.encode() not in answer.body
    assert (await client.post("/api/v1/account/delete", {})).status == 204
    assert await server.services.store.factors.of(answer.json()["account"]["id"]) == FactorSet()


async def test_guests_have_no_factors(client: Client):
    await client.guest()
    assert (await client.get(FACTORS)).status == 403
    assert (await client.post(f"{FACTORS}/totp/new", {})).status == 403
