"""The audit log has every act that matters for the safety of an account, and who did it."""

import re
from pathlib import Path
from typing import get_args

from actors.room import writer
from gateway.api.audit import NOBODY, Action
from gateway.guard.lockout import FREE
from gateway.main import Running
from tests.gateway.client import PASSWORD, Client
from tests.gateway.conftest import People

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "security.md").read_text()
FRESH = "battery staple tree"


async def _log(server: Running) -> list[tuple[str, str, str]]:
    """Actor, action and subject, the oldest first."""
    entries = await server.services.store.moderation.audit(99)
    return sorted((one.actor, one.action, one.subject) for one in entries)


def test_every_action_is_in_the_document():
    section = TEXT.partition("\n## The audit log\n")[2].partition("\n## ")[0]
    known = {*get_args(Action), *get_args(writer.Action)}
    assert set(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)) == known


async def test_what_one_does_to_the_own_account(people: People, server: Running):
    ada, name = people["ada"], f"ada ({people.ids['ada']})"
    account = "/api/v1/account"
    await ada.put(f"{account}/display-name", {"display_name": "Countess"})
    await ada.put(f"{account}/email", {"email": "c@example.org", "password": PASSWORD})
    await ada.put(f"{account}/password", {"old_password": PASSWORD, "password": FRESH})
    await ada.post(f"{account}/delete", {"password": FRESH})
    done = ("account-deleted", "email-changed", "password-changed", "renamed")
    assert await _log(server) == [(name, action, name) for action in done]
    assert "from ada to Countess" in {
        one.detail for one in await server.services.store.moderation.audit(9)
    }


async def test_sessions_that_are_ended(people: People, server: Running):
    ada, name = people["ada"], f"ada ({people.ids['ada']})"
    await Client(ada.port).login("ada")
    listed = (await ada.get("/api/v1/sessions")).json()["sessions"]
    (there,) = [session["id"] for session in listed if not session["current"]]
    await ada.delete(f"/api/v1/sessions/{there}")
    await ada.delete("/api/v1/sessions")
    told = ("address 127.0.0.1", "new-device", name)
    assert await _log(server) == [*[(name, "sessions-ended", name)] * 2, told]
    details = {one.detail for one in await server.services.store.moderation.audit(9)}
    assert details == {"all", "Unknown device", "Unknown device, 127.0.0.1"}


async def test_wrong_passwords_and_where_they_came_from(people: People, server: Running):
    for _ in range(FREE):
        await people["bob"].login("ada", "wrong horse")
    assert (await people["bob"].login("ada", "wrong horse")).status == 429
    here, ada = "address 127.0.0.1", f"ada ({people.ids['ada']})"
    expected = ["locked-out", *["wrong-password"] * (FREE - 1)]
    assert await _log(server) == [(here, action, ada) for action in expected]
    assert "for 2 s" in {one.detail for one in await server.services.store.moderation.audit(9)}


async def test_of_a_name_of_nobody_not_even_the_name_is_kept(client: Client, server: Running):
    await client.login("my password, alas", "ada")
    assert await _log(server) == [("address 127.0.0.1", "wrong-password", NOBODY)]


async def test_a_token_that_is_used_again(client: Client, server: Running):
    player = (await client.register("ada")).json()["player"]
    stolen = client.cookie
    await client.refresh()
    used = client.cookie
    assert (await client.refresh(cookie=stolen)).status == 200  # the browser may have forgotten
    await client.get("/api/v1/me")
    assert (await client.refresh(cookie=used)).status == 401  # but it has not
    ada = f"ada ({player['id']})"
    assert await _log(server) == [("address 127.0.0.1", "token-reused", ada)]


async def test_what_a_moderator_does(people: People, server: Running):
    await server.services.store.moderation.set_role(people.ids["ada"], "moderator")
    path = f"/api/v1/players/{people.ids['bob']}/ban"
    await people["ada"].put(path, {"reason": "rude", "until": None})
    await people["ada"].delete(path)
    ada, bob = (f"{name} ({people.ids[name]})" for name in ("ada", "bob"))
    assert await _log(server) == [(ada, "ban", bob), (ada, "unban", bob)]
    assert "until ever: rude" in {
        one.detail for one in await server.services.store.moderation.audit(2)
    }
