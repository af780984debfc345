"""Tokens: refresh and reuse, and what the cookie alone may not do."""

from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
import trio
from trio_websocket import ConnectionClosed

from gateway.auth.tokens import LIFETIME
from gateway.main import Running
from tests.gateway.client import STUCK, Client, Page, until


@pytest.fixture
def quick_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the wait for news of a killed page."""
    monkeypatch.setattr("gateway.socket.sockets.STRAY", 0.0)


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client):
    answer = await client.post("/api/v1/guest", {"name": "Ada"})
    attributes = answer.headers["set-cookie"].split("; ")
    assert attributes[0].startswith(f"rally_refresh_{client.port}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(attributes)


async def test_a_refresh_gives_a_new_cookie_and_a_token(client: Client):
    player = await client.guest()
    before = client.cookie
    client.token = None
    answer = await client.refresh()
    assert answer.status == 200
    assert (answer.json()["player"], answer.json()["expires_in"]) == (player, LIFETIME)
    assert client.cookie not in {None, before}
    assert (await client.get("/api/v1/me")).json() == {"player": player}


async def test_a_stolen_cookie_throws_out_the_thief_and_the_owner(
    client: Client, another: Client, quick_witness: None
):
    await client.guest()
    another.cookie = client.cookie
    assert (await client.refresh()).status == 200
    async with client.socket() as page, trio.open_nursery() as nursery:
        await page.hello()
        nursery.start_soon(_answer, page)
        stolen = await another.refresh()
        assert stolen.status == 401
        assert stolen.json()["type"].endswith("signed_in_twice")
        assert "set-cookie" not in stolen.headers  # another tab may have a new one by now
        await until(lambda: page.connection.closed)
        assert page.connection.closed is not None
        assert page.connection.closed.code == 4401
        nursery.cancel_scope.cancel()
    assert (await client.get("/api/v1/me")).status == 401
    assert (await client.refresh()).status == 401


async def _answer(page: Page) -> None:
    with suppress(ConnectionClosed):
        await page.attend("nothing else")


async def test_who_asks_and_is_gone_before_it_is_known_ends_nothing(
    client: Client, another: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    """The last request of a killed browser may arrive after it is back."""
    asked, gone = trio.Event(), trio.Event()

    async def answers(_session: str) -> bool:
        asked.set()
        try:
            await trio.sleep_forever()
        finally:
            gone.set()
        raise AssertionError

    await client.guest()
    old = client.cookie
    assert (await client.refresh()).status == 200
    monkeypatch.setattr(server.services.sockets, "answers", answers)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(partial(another.refresh, cookie=old))
        await asked.wait()
        nursery.cancel_scope.cancel()
    with trio.fail_after(STUCK):
        await gone.wait()
    assert (await client.refresh()).status == 200


async def test_a_thief_who_is_first_is_thrown_out_when_the_owner_is_back(
    client: Client, another: Client
):
    await client.guest()
    another.cookie = client.cookie
    assert (await another.refresh("a-thief-at-work")).status == 200
    assert (await client.refresh("the-owner-herself")).status == 200
    assert (await client.get("/api/v1/me")).status == 200
    assert (await another.get("/api/v1/me")).status == 401
    assert (await another.refresh()).status == 401
    assert (await client.refresh()).status == 401


async def test_an_exchange_whose_answer_was_lost_is_repeated(client: Client):
    await client.guest()
    first = client.cookie
    lost = await client.refresh("attempt-number-1")
    client.cookie = first
    again = await client.refresh("attempt-number-1")
    assert (lost.status, again.status) == (200, 200)
    assert (await client.refresh("attempt-number-2")).status == 200
    late = await client.refresh("attempt-number-1", cookie=first)
    assert late.status == 200  # like a browser that has forgotten the second
    assert (await client.refresh()).status == 200


async def test_an_exchange_leads_to_one_token_however_often_it_is_made(client: Client):
    """When tabs reload, the browser may keep the cookie of any of the answers."""
    await client.guest()
    first = client.cookie
    kept = set()
    for sent in (first, first, None, first):
        client.cookie = sent or client.cookie
        assert (await client.refresh("attempt-number-1")).status == 200
        kept.add(client.cookie)
    assert len(kept) == 1
    assert first not in kept
    assert (await client.refresh("attempt-number-2")).status == 200
    assert kept.isdisjoint({client.cookie})


async def test_a_refusal_takes_no_cookie_away(client: Client):
    """Otherwise a late answer to one tab would sign out a person who signed in again in another."""
    for cookie in (f"rally_refresh_{client.port}=session.secret", "rally_refresh=x.y"):
        nobody = await client.refresh(cookie=cookie)
        assert (nobody.status, "set-cookie" in nobody.headers) == (401, False)


async def test_a_new_visitor_is_nobody_and_has_done_nothing_wrong(client: Client):
    """A browser writes a 401 into its console as an error."""
    for cookie in (None, f"rally_refresh_{client.port}=", "another=x"):
        nobody = await client.refresh(cookie=cookie)
        assert (nobody.status, nobody.json()) == (200, {"player": None})
        assert "set-cookie" not in nobody.headers


async def test_cookies_of_two_servers_on_one_host_leave_each_other_alone(client: Client):
    await client.guest()
    own = client.cookie
    elsewhere = f"rally_refresh_1=x.y; rally_refresh=a.b; {own}"
    assert (await client.refresh(cookie=elsewhere)).status == 200
    answer = await client.post("/api/v1/logout", {})
    assert answer.headers["set-cookie"].startswith(f"rally_refresh_{client.port}=;")


async def test_the_cookie_without_a_port_of_before_is_read_and_replaced(client: Client):
    await client.guest()
    assert client.cookie is not None
    old = f"rally_refresh={client.cookie.partition('=')[2]}"
    async with client.socket(cookie=old) as page:
        await page.hello()
    answer = await client.refresh(cookie=old)
    assert answer.status == 200
    given, removed = answer.cookies
    assert given.startswith(f"rally_refresh_{client.port}=")
    assert removed.startswith("rally_refresh=;")
    another = await client.refresh(cookie=f"{given.partition(';')[0]}; rally_refresh=x.y")
    assert len(another.cookies) == 1  # the other one may belong to another server


async def test_a_site_that_moves_to_another_port_takes_its_cookies_along(client: Client):
    """At two ports it has one cookie, which goes back and forth: two would look like a theft."""
    await client.guest()
    assert client.cookie is not None
    there = f"rally_refresh_1={client.cookie.partition('=')[2]}"
    async with client.socket(cookie=there) as page:
        await page.hello()
    answer = await client.refresh(cookie=f"rally_refresh_2=x.1.y.z; {there}")
    assert answer.status == 200
    given, removed = answer.cookies
    assert given.startswith(f"rally_refresh_{client.port}=")
    assert removed.startswith("rally_refresh_1=;")


async def test_a_sign_in_that_has_ended_says_so(client: Client):
    await client.guest()
    cookie = client.cookie
    await client.post("/api/v1/logout", {})
    answer = await client.refresh(cookie=cookie)
    assert (answer.status, answer.json()["type"]) == (401, "urn:rally:problem:session_ended")


async def test_what_is_no_token_harms_nobody(client: Client):
    await client.guest()
    name = f"rally_refresh_{client.port}"
    for nonsense in (f"{name}=x", f"{name}=" + "x." * 500, f"{name}=x.1.y.z"):
        assert (await client.refresh(cookie=nonsense)).status == 401
    assert (await client.get("/api/v1/me")).status == 200


async def test_the_cookie_alone_reads_and_writes_nothing(client: Client):
    """So other pages can do nothing with it, except the two things checked in test_origin."""
    await client.register("ada")
    client.token = None
    assert (await client.get("/api/v1/me")).status == 401
    assert (await client.get("/api/v1/account")).status == 401
    assert (await client.get("/api/v1/sessions")).status == 401
    assert (await client.delete("/api/v1/sessions")).status == 401
    assert (await client.put("/api/v1/account/display-name", {"display_name": "B"})).status == 401
    assert (await client.post("/api/v1/account/delete", {"password": "x"})).status == 401
    assert (await client.refresh()).status == 200


async def test_a_cookie_that_another_tab_has_just_exchanged_opens_a_socket(client: Client):
    """It decides nothing: the holder of the new one goes on. A dead cookie opens no socket."""
    await client.guest()
    old = client.cookie
    await client.refresh()
    async with client.socket(cookie=old) as page:
        await page.hello()
    async with client.socket() as page:
        await page.hello()
    dead = client.cookie
    assert (await client.refresh(cookie=old)).status == 200
    async with client.socket() as page:
        await page.hello()
    async with client.socket(cookie=dead) as page:
        assert await page.close_code() == 4401


async def test_the_store_does_not_know_the_token(client: Client, server: Running, tmp_path: Path):
    await client.guest()
    assert client.cookie is not None
    secret = client.cookie.partition("=")[2].partition(".")[2].encode()
    files = [path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert len(secret) > 40
    assert all(secret not in data for data in files)


async def test_a_token_has_its_time(client: Client, server: Running):
    await client.guest()
    services = server.services
    date = services.date
    services.tokens._date = lambda: date() + LIFETIME - 2
    assert (await client.get("/api/v1/me")).status == 200
    services.tokens._date = lambda: date() + LIFETIME + 2
    refused = await client.get("/api/v1/me")
    assert refused.status == 401
    assert refused.headers["www-authenticate"] == "Bearer"
