"""What tests do with second factors: set up an app, read its codes, take the second step."""

from base64 import b32decode
from typing import Any

import pytest

from gateway.auth.factors import totp
from gateway.main import Running
from tests.gateway.client import PASSWORD, Answer, Client
from tests.logged import secret

FACTORS = "/api/v1/account/factors"
SECOND = "/api/v1/login/second"
PROVE = "/api/v1/account/prove"


class App:
    """An authenticator app, and the recovery codes that came with it."""

    def __init__(self, server: Running, text: str) -> None:
        self._server = server
        self.text = text
        self.codes: list[str] = []
        self.secret = b32decode(text + "=" * (-len(text) % 8))
        secret(text)

    def code(self, ahead: int = 0) -> str:
        """The code of now, or of so many steps later."""
        return totp.code(self.secret, int(self._server.services.date()) // totp.STEP + ahead)


async def prove(client: Client, **how: Any) -> Answer:
    return await client.post(PROVE, how or {"password": PASSWORD})


async def set_up(server: Running, client: Client) -> App:
    """Set up an app for an account whose session is proven; its code of now is used then."""
    made = await client.post(f"{FACTORS}/totp/new", {})
    assert made.status == 200, made.body
    app = App(server, made.json()["secret"])
    body = {"ticket": made.json()["ticket"], "code": app.code()}
    answer = await client.post(f"{FACTORS}/totp", body)
    assert answer.status == 200, answer.body
    app.codes = answer.json()["recovery_codes"]
    for code in app.codes:
        secret(code)
    return app


async def with_app(server: Running, client: Client, name: str = "ada") -> App:
    """Register somebody and set up an app."""
    await client.register(name)
    assert (await prove(client)).status == 204
    return await set_up(server, client)


async def first_step(client: Client, name: str = "ada", password: str = PASSWORD) -> dict[str, Any]:
    """Log in with the password; return what is told of the second step."""
    answer = await client.login(name, password)
    assert answer.status == 202, answer.body
    assert answer.cookies == []
    return answer.json()["second_factor"]


async def second_step(client: Client, ticket: str, way: str, code: str) -> Answer:
    return await client.post(SECOND, {"ticket": ticket, "way": way, "code": code})


class Time:
    """The server's calendar, which a test may turn."""

    def __init__(self, server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
        self.later = 0.0
        real = server.services.date
        for one, name in ((server.services, "date"), (server.services.tickets, "_date")):
            monkeypatch.setattr(one, name, lambda: real() + self.later)
