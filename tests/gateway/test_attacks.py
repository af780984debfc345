"""Attacks by people who are signed in as others, or who have stolen or planted something."""

import json
from contextlib import suppress
from typing import Any, get_args

import bcrypt
import pytest
import trio
from trio_websocket import ConnectionClosed

from gateway.api import openapi
from gateway.api.describe import Operation
from gateway.app import make_app
from gateway.guard.origin import Site
from gateway.main import Running
from tests.gateway.bodies import BODIES, OF_ROUTE
from tests.gateway.client import PASSWORD, Answer, Client, Page
from tests.gateway.conftest import tighten
from tests.gateway.test_avatars import picture, upload
from tests.logged import secret

LOGIN, EMAIL = "adas_login", "ada@at-home.example"
NOT_YOURS = (
    *("id", "user_id", "role", "created_at", "guest"),
    *("password_hash", "player_id", "is_admin"),
)

OF_MODERATORS = {
    "/players/{player_id}/ban",
    "/players/{player_id}/mute",
    "/moderation/reports/{report_id}",
}


@pytest.fixture
async def ada(client: Client) -> Client:
    await client.register(LOGIN, display_name="Ada", email=EMAIL)
    return client


def _routes(server: Running) -> list[tuple[str, str, Operation]]:
    return [*openapi.operations(make_app(server.services))]


async def _ask(
    client: Client, method: str, path: str, op: Operation, ids: dict[str, str], **more: object
) -> Answer:
    """Ask a route, with somebody else's ids in its path and good values in its body."""
    body, kind = b"", "application/json"
    if isinstance(op.body, str):
        body, kind = picture("PNG"), op.body
    elif op.body is not None:
        good = BODIES | OF_ROUTE.get(path, {})
        body = json.dumps({n: good[n] for n in fields(op.body)} | more).encode()
    target = f"/api/v1{path.format(**ids)}" + ("?name=ada" if "name" in op.query else "")
    return await client.request(method.upper(), target, body, content_type=kind)


def fields(body: Any) -> tuple[str, ...]:
    """Return the names of the fields of a body, or of the first of several kinds and its tag."""
    kind, *others = get_args(body) or (body,)
    tag = (kind.__struct_config__.tag_field,) if others else ()
    return (*tag, *kind.__struct_fields__)


async def _ids(ada: Client) -> dict[str, str]:
    [session] = (await ada.get("/api/v1/sessions")).json()["sessions"]
    await ada.post("/api/v1/account/prove", {"password": PASSWORD})
    bot = await ada.post("/api/v1/account/bots", {"display_name": "Robo"})
    token = await ada.post("/api/v1/account/tokens", {"name": "hers", "scopes": []})
    secret(token.json()["text"])
    me = (await ada.get("/api/v1/me")).json()["player"]["id"]
    return (
        {"player_id": me, "session_id": session["id"]}
        | dict.fromkeys(
            ("match_id", "game_id", "avatar", "size", "room_id", "passkey_id", "browser_id"),
            "a" * 32,
        )
        | dict.fromkeys(("report_id", "invitation_id", "browser_id"), "a" * 32)
        | {"bot_id": bot.json()["id"], "token_id": token.json()["token"]["id"]}
        | {"tournament_id": "t.hers", "pairing": "w1-1"}
        | {"number": "1", "provider": "example", "identity_id": "hers"}
    )


async def _estate(ada: Client) -> list[object]:
    """Everything that only Ada may change."""
    paths = ("account", "profile", "sessions", "blocks", "account/programs", "account/factors")
    paths += ("account/ways",)
    found = [(await ada.get(f"/api/v1/{path}")).json() for path in paths]
    for session in found[2]["sessions"]:
        del session["open"]  # a player by HTTP counts as open
    return found


@pytest.mark.parametrize("role", ["an account", "a guest"])
async def test_the_ids_of_another_open_nothing(server: Running, ada: Client, role: str):
    """By every route. Only a request for friendship reaches her."""
    ids, before = await _ids(ada), await _estate(ada)
    for number, (path, method, op) in enumerate(_routes(server)):
        mallory = Client(ada.port)
        if role == "a guest":
            await mallory.guest("Gus")
        else:
            await mallory.register(f"mallory{number}")
        answer = await _ask(mallory, method, path, op, ids)
        assert answer.status < 500, (method, path)
        for private in (LOGIN, EMAIL, ids["session_id"], "127.0.0.1"):
            own = private == "127.0.0.1" and path in {"/sessions", "/account/export"}
            assert own or private.encode() not in answer.body, (method, path)
    assert await _estate(ada) == before
    assert (await ada.refresh()).status == 200


async def test_nobody_opens_nothing(server: Running, ada: Client):
    ids, nobody = await _ids(ada), Client(ada.port)
    for path, method, op in _routes(server):
        if op.by == "token":
            answer = await _ask(nobody, method, path, op, ids)
            assert (answer.status, path) == (401, path)


async def test_what_is_not_asked_for_cannot_be_set(server: Running, ada: Client):
    """No body accepts a role, an id or a time, under any name."""
    for kind in ("account", "program", "play"):
        tighten(server, kind, 1000)
    ids, before = await _ids(ada), await _estate(ada)
    for path, method, op in _routes(server):
        if op.body is not None and not isinstance(op.body, str):
            for field in NOT_YOURS:
                if field in fields(op.body):
                    continue  # a role in a room, which the room decides about
                refused = await _ask(ada, method, path, op, ids, **{field: "admin"})
                if path in OF_MODERATORS:  # these do not look at the body
                    assert (refused.status, path) == (403, path)
                    continue
                assert (refused.status, path) == (422, path)
                assert refused.json()["errors"][0] | {"detail": ""} == {
                    "field": field,
                    "rule": "unknown",
                    "detail": "",
                }
    assert await _estate(ada) == before


async def test_a_thief_and_the_owner_lose_their_open_sockets_too(
    ada: Client, another: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("gateway.socket.sockets.STRAY", 0.0)
    another.cookie = ada.cookie
    async with ada.socket() as hers, another.socket() as his, trio.open_nursery() as nursery:
        codes = list[int]()

        async def answer(page: Page) -> None:
            with suppress(ConnectionClosed):
                await page.attend("nothing else")
            codes.append(await page.close_code())

        for page in (hers, his):
            await page.hello()
            nursery.start_soon(answer, page)
        assert (await ada.refresh()).status == 200
        assert (await another.refresh()).status == 401
    assert codes == [4401, 4401]
    for browser in (ada, another):
        assert (await browser.get("/api/v1/me")).status == 401
        assert (await browser.refresh()).status == 401


async def test_a_planted_cookie_is_not_the_one_that_signing_in_gives(
    client: Client, another: Client
):
    await client.register()
    await client.post("/api/v1/logout", {})
    await another.guest("Mallory")
    planted = client.cookie = another.cookie
    assert (await client.login()).status == 200
    assert client.cookie != planted
    assert len((await client.get("/api/v1/sessions")).json()["sessions"]) == 1
    assert (await another.refresh()).status == 401


async def test_no_answer_tells_which_names_there_are(
    ada: Client, another: Client, monkeypatch: pytest.MonkeyPatch
):
    """A wrong password and an unknown name cost the same hashes and get the same answer."""
    hashed: list[bytes] = []
    real = bcrypt.checkpw

    def count(password: bytes, against: bytes) -> bool:
        hashed.append(against)
        return real(password, against)

    monkeypatch.setattr(bcrypt, "checkpw", count)
    guest = await another.guest("Gus")
    said = set()
    names = (LOGIN, LOGIN.upper(), "nobody", f"guest {guest['id']}", "x" * 500, "", "a\0da")
    for number, name in enumerate(names, 1):
        for password in ("wrong", "x" * 100):
            answer = await another.login(name, password)
            said.add((answer.status, answer.body, answer.headers.get("retry-after")))
        assert len(hashed) == 2 * number
    assert len(said) == 1
    assert len({against[:7] for against in hashed}) == 1


async def test_an_address_that_is_known_makes_no_difference(ada: Client, another: Client):
    for email in (EMAIL, "new@example.org"):
        made = await another.register(f"bob{len(email)}", email=email)
        assert made.status == 201


POLYGLOTS = {
    "markup after the end": picture("PNG") + b"<script>alert(1)</script>",
    "a program before the end": picture("GIF")[:-1] + b"=1;alert(1);//;",
    "an archive after the end": picture("JPEG") + b"PK\x05\x06" + bytes(18),
}


@pytest.mark.parametrize("image", POLYGLOTS.values(), ids=POLYGLOTS)
async def test_of_an_image_that_is_something_else_too_the_image_is_kept(ada: Client, image: bytes):
    name = (await upload(ada, image)).json()["avatar"]
    shown = await ada.get(f"/api/v1/avatars/{name}/64")
    assert shown.headers["content-type"] == "image/webp"
    assert all(odd not in shown.body for odd in (b"alert", b"script", b"PK\x05\x06"))


async def test_of_ten_thousand_frames_one_is_looked_at(ada: Client):
    image = picture("GIF", (8, 8))
    begins = image.index(b",")  # of the one frame there is
    many = image[:begins] + image[begins:-1] * 10_000 + image[-1:]
    assert (await upload(ada, many, "image/gif")).status == 200


@pytest.mark.parametrize(
    "host", ["evil/.example.org", "evil#.example.org", "e@.example.org", ".example.org"]
)
def test_a_label_has_nothing_in_it_that_ends_a_host(host: str):
    assert not Site(1, ["*.example.org"], secure=True).knows(host)
    assert Site(1, ["*.example.org"], secure=True).knows("pong.example.org:1")
