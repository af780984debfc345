"""A server without a mail server: nothing asks for a mail, and nothing ends in nothing."""

from gateway.guard.lockout import FREE
from gateway.main import Running
from tests.gateway.client import PASSWORD, Client

ACCOUNT = "/api/v1/account"


async def test_addresses_change_at_once_and_nobody_waits_for_a_mail(
    client: Client, server: Running
):
    assert (await client.get("/api/v1/sign-in")).json() == {"mail": False, "providers": []}
    await client.register("ada")
    body = {"email": "new@example.org", "password": PASSWORD}
    changed = (await client.put(f"{ACCOUNT}/email", body)).json()
    assert (changed["email"], changed["email_pending"]) == ("new@example.org", None)
    assert await server.services.store.mail.next_due() is None
    for path, more in (("account/email/confirmation", {}), ("password-reset/request", body)):
        sent = {k: v for k, v in more.items() if k == "email"}
        refused = await client.post(f"/api/v1/{path}", sent)
        assert refused.status == 409
        assert "Ask whoever runs it" in refused.json()["detail"]


async def test_the_link_of_an_administrator_ends_a_lock_out_too(
    client: Client, another: Client, admin
):
    await client.register("ada")
    guessed = [await another.login("ada", "wrong horse") for _ in range(FREE + 1)]
    assert guessed[-1].status == 429
    token = (await admin("reset-password", "ada")).strip().rpartition("#")[2]
    body = {"token": token, "password": "a newer horse staple"}
    assert (await another.post("/api/v1/password-reset", body)).status == 204
    assert (await another.login("ada", "a newer horse staple")).status == 200
