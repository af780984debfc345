"""The machine's clock is set, or the machine sleeps: dates follow, and nobody is thrown out."""

import time
from collections.abc import Callable

import pytest
import trio

from gateway.auth.tokens import LIFETIME
from gateway.main import Running, serve
from gateway.start.options import Options
from tests.gateway.client import Client
from tests.gateway.conftest import People
from tests.patience import STUCK

HOUR = 3600.0
Set = Callable[[float], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Let the machine's clock be some seconds ahead of the true time."""
    real = time.time

    def set_to(ahead: float) -> None:
        monkeypatch.setattr(time, "time", lambda: real() + ahead)

    return set_to


async def test_a_ban_counts_though_the_clock_was_ahead_at_the_start(
    nursery: trio.Nursery, tmp_path, set_clock: Set, admin
):
    set_clock(HOUR)
    server: Running = await nursery.start(serve, Options(port=0, data=tmp_path / "data"))
    people = People(server)
    await people.come("bob")
    set_clock(0.0)
    async with people["bob"].socket() as page:
        await page.hello()
        await admin("ban", "bob", "10m", "called", "names")
        with trio.fail_after(STUCK):
            assert await page.close_code() == 4403
    refused = await people["bob"].login("bob")
    assert (refused.status, refused.json()["type"]) == (403, "urn:rally:problem:banned")
    server.stop.set()


@pytest.mark.parametrize("ahead", [HOUR, -HOUR, 8 * HOUR])
async def test_a_session_outlives_it_and_an_access_token_has_its_time(
    client: Client, another: Client, set_clock: Set, ahead: float
):
    await client.register("ada")
    async with client.socket() as page:
        await page.hello()
        set_clock(ahead)
        assert (await client.get("/api/v1/me")).status == (401 if ahead > LIFETIME else 200)
        assert (await client.refresh()).status == 200
        assert (await client.get("/api/v1/me")).status == 200
        await page.send(t="ping", at=1)
        assert abs((await page.attend("pong"))["now"] / 1000.0 - time.time() + ahead) < STUCK
    await another.guest("Bo")
    [session] = (await another.get("/api/v1/sessions")).json()["sessions"]
    assert abs(session["created_at"] / 1000.0 - time.time()) < STUCK
