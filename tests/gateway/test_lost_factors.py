"""A lost second factor: recovery codes, a link of an administrator, and keys of the server."""

import pytest

from gateway.api import factors_reset
from gateway.auth.refresh_token import hash_of
from gateway.main import Running
from tests.gateway.client import PASSWORD, Answer, Client, faults
from tests.gateway.conftest import tighten
from tests.gateway.factored import FACTORS, Time, first_step, second_step, with_app

NEW = "purple otter lamp"


@pytest.fixture
def time(server: Running, monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(server, monkeypatch)


async def _me(client: Client) -> str:
    return (await client.get("/api/v1/me")).json()["player"]["id"]


async def test_a_recovery_code_counts_once_and_can_be_made_anew(
    client: Client, another: Client, server: Running
):
    app = await with_app(server, client)
    for number, status in ((0, 200), (0, 422), (1, 200)):
        step = await first_step(another)
        spelt = app.codes[number].upper().replace("-", " ")
        assert (await second_step(another, step["ticket"], "recovery", spelt)).status == status
    assert (await another.get(FACTORS)).json()["recovery_codes"] == 8
    fresh = (await another.post(f"{FACTORS}/codes", {})).json()["recovery_codes"]
    for number, status in ((app.codes[2], 422), (fresh[0], 200)):
        step = await first_step(another)
        assert (await second_step(another, step["ticket"], "recovery", number)).status == status


async def test_who_tries_names_at_the_log_in_slows_no_codes(
    client: Client, another: Client, server: Running
):
    """They share an address, and call themselves like what codes were counted for once."""
    tighten(server, "login", 100)
    app = await with_app(server, client)
    step, user = await first_step(another), await _me(client)
    while (await another.login(f"recovery {user}", "a wrong guess")).status != 429:
        pass
    assert (await second_step(another, step["ticket"], "recovery", app.codes[0])).status == 200


async def test_keys_for_sealing_are_changed_and_lost(
    client: Client, another: Client, server: Running, time: Time
):
    app = await with_app(server, client)
    user, store = await _me(client), server.services.store.factors
    keys = server.services.sealer._keys
    before = (await store.of(user)).totp
    keys.rotate()
    step = await first_step(another)
    assert (await second_step(another, step["ticket"], "totp", app.code(1))).status == 200
    after = (await store.of(user)).totp
    assert before
    assert after
    assert after.secret != before.secret
    assert not server.services.sealer.stale(after.secret)
    assert keys._path is not None
    keys._path.unlink()
    keys._keys = []
    keys.rotate()
    time.later = 60.0
    step = await first_step(another)
    lost = await second_step(another, step["ticket"], "totp", app.code())
    assert faults(lost) == {"code": "lost"}
    assert (await second_step(another, step["ticket"], "recovery", app.codes[0])).status == 200


async def test_a_link_of_an_administrator_takes_off_the_factor_with_the_password(
    client: Client, another: Client, server: Running
):
    await with_app(server, client)
    user, store = await _me(client), server.services.store
    until = int(server.services.date() * 1000) + 60_000
    await store.people.add_link(factors_reset.link_hash("lost"), user, until)
    await store.people.add_link(hash_of("forgotten"), user, until)

    async def reset(token: str, **more: str) -> Answer:
        return await another.post("/api/v1/factors-reset", {"token": token, **more})

    assert faults(await reset("other", password=PASSWORD)) == {"token": "void"}
    assert faults(await reset("forgotten", password=PASSWORD)) == {"token": "void"}
    assert faults(await reset("lost")) == {"password": "missing"}
    assert faults(await reset("lost", password="wrong")) == {"password": "wrong"}
    for token in ("lost", "factors lost"):
        new = {"token": token, "password": NEW}
        assert faults(await another.post("/api/v1/password-reset", new)) == {"token": "void"}
    assert (await store.factors.of(user)).any
    assert (await reset("lost", password=PASSWORD)).status == 204
    assert faults(await reset("lost", password=PASSWORD)) == {"token": "void"}
    assert (await another.login()).status == 200


async def test_a_new_password_by_a_link_leaves_the_factor(
    client: Client, another: Client, server: Running
):
    await with_app(server, client)
    until = int(server.services.date() * 1000) + 60_000
    await server.services.store.people.add_link(hash_of("link"), await _me(client), until)
    body = {"token": "link", "password": NEW}
    assert (await another.post("/api/v1/password-reset", body)).status == 204
    assert (await first_step(another, password=NEW))["ways"] == ["totp", "recovery"]
