"""A program's part in the tests: it shows an API token, and neither cookie nor Origin."""

from typing import Any

from store.programs.records import Scope
from tests.gateway.client import PASSWORD, Answer, Client
from tests.logged import secret

PROGRAMS = "/api/v1/account/programs"
BOTS, TOKENS = "/api/v1/account/bots", "/api/v1/account/tokens"


async def prove(client: Client) -> None:
    """Prove again who one is, as making a token asks for it."""
    answer = await client.post("/api/v1/account/prove", {"password": PASSWORD})
    assert answer.status == 204, answer.body


async def make_bot(client: Client, name: str = "Robo") -> str:
    answer = await client.post(BOTS, {"display_name": name})
    assert answer.status == 201, answer.body
    return answer.json()["id"]


async def make_token(client: Client, *wanted: Scope, **more: Any) -> dict[str, Any]:
    answer = await client.post(TOKENS, {"name": "mine", "scopes": wanted, **more})
    assert answer.status == 201, answer.body
    secret(answer.json()["text"])
    return answer.json()


class Program(Client):
    """Talks to one server with one token."""

    def __init__(self, port: int, made: dict[str, Any]) -> None:
        super().__init__(port)
        self.token = made["text"]

    def _headers(self, body: bytes) -> dict[str, str | None]:
        return super()._headers(body) | {"origin": None, "cookie": None}

    def socket(self, path: str = "/ws", **headers: str | None) -> Any:
        sent = {"origin": None, "authorization": f"Bearer {self.token}"} | headers
        return super().socket(path, **sent)


async def program_of(client: Client, *wanted: Scope, **more: Any) -> Program:
    return Program(client.port, await make_token(client, *wanted, **more))


def code(answer: Answer) -> str:
    return answer.json()["type"].rpartition(":")[2] if answer.status >= 400 else ""
