"""Signing in with 42, against a stub in the documented shape of its API."""

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from gateway.auth.providers.registry import DAY, Providers
from gateway.main import Running
from tests.gateway.client import Client
from tests.gateway.elsewhere import (
    TOKEN,
    Elsewhere,
    came_from,
    code,
    configure,
    elsewhere,
    settings,
    sign_up,
    start,
)
from tests.logged import Log

ENDS = "the secret for a provider ends soon"


@pytest.fixture
async def there(server: Running, tmp_path: Path) -> AsyncIterator[Elsewhere]:
    async with elsewhere() as provider:
        secrets = [str(tmp_path / name) for name in ("present", "next")]
        known = {"id": "42", "kind": "42", "name": "42", "secret_files": secrets}
        configure(server, settings(provider.url, tmp_path, **known))
        yield provider


@pytest.fixture
def log() -> Iterator[Log]:
    log = Log()
    log.install()
    yield log
    log.remove()


async def test_a_student_signs_in(client: Client, another: Client, there: Elsewhere):
    url = await start(client, "42")
    query = parse_qs(urlsplit(url).query)
    assert url.startswith(f"{there.url}/oauth/authorize?")
    assert (query["scope"], query["response_type"]) == (["public"], ["code"])
    assert query["redirect_uri"] == [f"{client.site}/sign-in/42"]
    assert "code_challenge" not in query  # 42 has none, and would refuse the verifier
    welcome = await came_from(client, there, provider="42")
    assert (welcome.json()["label"], welcome.json()["name"]) == ("ada", "ada")
    ada = (await sign_up(client, welcome)).json()["player"]
    there.say("/v2/me", 200, {"id": 4242, "login": "renamed"})  # the number is who one is
    again = await came_from(another, there, provider="42")
    assert again.json()["player"] == ada
    method, path, headers, _ = there.asked[-1]
    assert (method, path, headers["authorization"]) == ("GET", "/v2/me", f"Bearer {TOKEN}")
    assert there.asked[-2][3]["client_secret"] == "s3cret"
    [shown] = (await another.get("/api/v1/account/identities")).json()["identities"]
    assert shown["label"] == "renamed"
    there.say("/v2/me", 200, {"login": "ada"})
    assert code(await came_from(another, there, provider="42")) == "provider_down"


async def test_the_next_secret_takes_over_without_a_restart(
    client: Client, server: Running, there: Elsewhere, tmp_path: Path, log: Log
):
    there.secret = "renewed"
    refused = await came_from(client, there, provider="42")
    assert (refused.status, code(refused)) == (502, "secret_refused")
    assert any("refuses our secret" in line for line in log.lines)
    [state] = await server.services.store.identities.secrets()
    assert state.refused_at is not None
    (tmp_path / "next").write_text("renewed\n")
    assert (await came_from(client, there, provider="42")).status == 202
    [state] = await server.services.store.identities.secrets()
    assert state.refused_at is None
    assert state.valid_until is not None
    asked = len(there.asked)
    assert (await came_from(client, there, provider="42")).status == 202
    assert len(there.asked) == asked + 2  # the one that was taken comes first
    (tmp_path / "next").unlink()
    (tmp_path / "present").write_text("renewed")
    assert (await came_from(client, there, provider="42")).status == 202


async def test_the_log_warns_before_a_secret_ends(
    client: Client, server: Running, there: Elsewhere, log: Log
):
    def warnings() -> int:
        return sum(ENDS in line for line in log.lines)

    await came_from(client, there, provider="42")  # it ends in 20 days
    assert warnings() == 1
    await came_from(client, there, provider="42")
    providers: Providers = server.services.providers
    ends = (await server.services.store.identities.secrets())[0].valid_until
    assert ends is not None
    told = []
    for days in (19, 8, 6, 2, 0.5, 0.2):
        providers._date = lambda days=days: (ends - days * DAY) / 1000.0
        await providers.warn()
        told.append(warnings())
    assert told[:2] == [told[0]] * 2
    assert [later - told[0] for later in told] == [0, 0, 1, 1, 2, 2]
    assert abs(ends / 1000.0 - time.time() - 20 * 24 * 3600) < 60.0
