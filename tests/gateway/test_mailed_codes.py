"""Codes by mail as a second factor, with a real SMTP server; and what is told by mail and inbox."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import trio

from gateway.api import mailed_codes
from gateway.auth.passwords import Passwords
from gateway.main import Running, serve
from gateway.start.options import Options
from tests.gateway.client import Client, faults
from tests.gateway.conftest import tighten
from tests.gateway.factored import FACTORS, PROVE, Time, first_step, prove, second_step, set_up
from tests.gateway.sink import SENDER, Sink, sink
from tests.logged import secret

MAIL, ASK = f"{FACTORS}/email", "/api/v1/login/mail"


@pytest.fixture
def post() -> Iterator[Sink]:
    with sink() as opened:
        yield opened


@pytest.fixture
async def server(nursery: trio.Nursery, tmp_path: Path, post: Sink) -> AsyncIterator[Running]:
    options = Options(port=0, data=tmp_path / "data", smtp=post.server, mail_from=SENDER)
    running = await nursery.start(serve, options)
    running.services.passwords = Passwords(4)
    yield running
    running.stop.set()


@pytest.fixture
async def ada(client: Client, post: Sink) -> Client:
    """Somebody whose session is proven; the address is not confirmed yet."""
    await client.register("ada")
    assert (await prove(client)).status == 204
    return client


async def confirm(client: Client, post: Sink) -> None:
    letter = await post.letter("ada@example.org", "Confirm")
    assert (await client.post("/api/v1/confirm-email", {"token": letter.token})).status == 200


async def mailed(post: Sink) -> str:
    """The code of the next mail with one, which is not kept."""
    text = (await post.letter("ada@example.org", "Your code")).text
    found = re.search(r"^\d{6}$", text, re.MULTILINE)
    assert found, text
    post.letters.clear()
    secret(found[0])
    return found[0]


async def test_a_code_comes_to_a_confirmed_address_and_is_a_step_and_a_proof(
    ada: Client, another: Client, post: Sink, server: Running, monkeypatch: pytest.MonkeyPatch
):
    refused = await ada.post(MAIL, {})
    assert (refused.status, refused.json()["type"].rpartition(":")[2]) == (409, "not_confirmed")
    assert (await ada.get(FACTORS)).json()["mail"] == "address"
    await confirm(ada, post)
    assert (await ada.get(FACTORS)).json()["mail"] == "ready"
    assert len((await ada.post(MAIL, {})).json()["recovery_codes"]) == 10
    assert "second factor was just added" in (await post.letter("ada@example.org", "second")).text

    step = await first_step(another)
    assert step["ways"] == ["email", "recovery"]
    assert (await another.post(ASK, {"ticket": step["ticket"]})).status == 204
    code = await mailed(post)
    other = await first_step(another)  # a code is for the sign-in that has asked for it
    assert faults(await second_step(another, other["ticket"], "email", code)) == {"code": "wrong"}
    assert (await second_step(another, step["ticket"], "email", code)).status == 200
    assert faults(await second_step(another, step["ticket"], "email", code)) == {"code": "wrong"}

    time = Time(server, monkeypatch)
    time.later = 700.0
    assert (await another.post(f"{PROVE}/mail", {})).status == 204
    assert (await prove(another, way="email", code=await mailed(post))).status == 204
    assert (await another.delete(MAIL)).status == 204
    assert (await another.delete(MAIL)).status == 404
    assert (await Client(ada.port).login()).status == 200


async def test_a_code_ends_with_time_with_tries_and_with_the_next_one(
    ada: Client, another: Client, post: Sink, server: Running, monkeypatch: pytest.MonkeyPatch
):
    await confirm(ada, post)
    await ada.post(MAIL, {})
    step = await first_step(another)
    asked = {"ticket": step["ticket"]}
    codes = list[str]()
    for _ in range(2):
        await another.post(ASK, asked)
        codes.append(await mailed(post))
    old, new = codes
    if old != new:
        answer = await second_step(another, step["ticket"], "email", old)
        assert faults(answer) == {"code": "wrong"}
    monkeypatch.setattr(mailed_codes, "TRIES", 1)
    assert faults(await second_step(another, step["ticket"], "email", new)) == {"code": "wrong"}
    await another.post(ASK, asked)
    late = await mailed(post)
    time = Time(server, monkeypatch)
    time.later = float(mailed_codes.LASTS)
    monkeypatch.setattr(server.services.tickets, "_date", lambda: 0.0)  # the ticket goes on
    assert faults(await second_step(another, step["ticket"], "email", late)) == {"code": "wrong"}
    tighten(server, "mail", 0)
    assert (await another.post(ASK, asked)).status == 429


async def test_what_is_done_with_a_factor_is_told(
    ada: Client, another: Client, post: Sink, server: Running
):
    await confirm(ada, post)
    app = await set_up(server, ada)
    step = await first_step(another)
    for _ in range(5):
        await second_step(another, step["ticket"], "totp", "000000")
    assert "They must know your password" in (await post.letter("ada@example.org", "guesses")).text
    await second_step(another, step["ticket"], "recovery", app.codes[0])
    await post.letter("ada@example.org", "recovery code")
    await ada.delete(f"{FACTORS}/totp")
    await post.letter("ada@example.org", "removed")
    notes = (await ada.get("/api/v1/notifications")).json()["notes"]
    told = [note["notice"]["what"] for note in notes if note["notice"]["kind"] == "factor"]
    assert told == ["removed", "recovery_used", "guessed", "added"]
    assert (await another.post(ASK, {"ticket": step["ticket"]})).status == 409
