"""Signing in by a real OpenID provider, npm's oidc-provider, and what belongs to an identity."""

import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest
import trio

from gateway.auth.passwords import Passwords
from gateway.main import Running, serve
from gateway.start.options import Options
from store.moderation.records import Ban
from store.people.records import Proof, User
from tests.gateway.client import PASSWORD, Client
from tests.gateway.elsewhere import code, configure, finish, settings, sign_up, start
from tests.gateway.factored import FACTORS
from tests.gateway.programs import Program, make_token
from tests.gateway.test_passkeys import KEYS, make, named
from tests.openid import Visitor, openid_provider

IDENTITIES, WAYS_IN = "/api/v1/account/identities", "/api/v1/account/ways-in"
PROVE = "/api/v1/account/prove"
NEW_PASSWORD = {"password": "purple otter lamp"}


@pytest.fixture(scope="module")
def port() -> int:
    """The port of all servers of this file: the provider has to know their address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def issuer(port: int) -> Iterator[str]:
    names = ("127.0.0.1", "localhost")
    with openid_provider(*(f"http://{name}:{port}/sign-in/example" for name in names)) as issuer:
        yield issuer


@pytest.fixture
async def server(
    nursery: trio.Nursery, tmp_path: Path, port: int, issuer: str
) -> AsyncIterator[Running]:
    running = await nursery.start(serve, Options(port=port, data=tmp_path / "data"))
    running.services.passwords = Passwords(4)
    configure(running, settings(issuer, tmp_path))
    yield running
    running.stop.set()


async def come(client: Client, visitor: Visitor, intent: str = "sign_in"):
    """Go there, sign in, and come back."""
    return await finish(client, await visitor.sign_in(await start(client, intent=intent)))


async def test_somebody_new_chooses_names_and_comes_back_from_anywhere(
    client: Client, another: Client, server: Running
):
    listed = (await client.get("/api/v1/sign-in")).json()["providers"]
    assert listed == [{"id": "example", "name": "Example", "kind": "oidc"}]
    visitor = Visitor("ada")
    welcome = await come(client, visitor)
    assert welcome.status == 202
    suggested = welcome.json()
    assert (suggested["name"], suggested["display_name"]) == ("ada", "ada the Great")
    await start(another)  # it has a cookie of its own
    stolen = await sign_up(another, welcome)
    assert (stolen.status, code(stolen)) == (409, "attempt_void")
    made = await sign_up(client, welcome, display_name="Ada")
    assert made.status == 201
    ada = made.json()["player"]
    assert ada["name"] == "Ada"
    again = await sign_up(client, welcome, name="other", display_name="Other")
    assert (again.status, code(again)) == (409, "identity_taken")

    another.host = f"localhost:{another.port}"
    another.site = f"http://{another.host}"
    url = await start(another)
    back = await visitor.sign_in(url)
    assert back["at"] == f"http://localhost:{another.port}/sign-in/example"
    known = await finish(another, back)
    assert (known.status, known.json()["player"]) == (200, ada)
    assert (await another.get(PROVE)).json() == {  # the browser may be signed in there for days
        "proven": False,
        "ways": ["provider"],
        "providers": ["example"],
    }
    [shown] = (await another.get(IDENTITIES)).json()["identities"]
    assert (shown["provider_name"], shown["label"]) == ("Example", "ada")
    exported = (await another.get("/api/v1/account/export")).json()
    assert exported["identities"] == [shown]
    assert exported["account"]["email"] is None
    logged = await server.services.store.moderation.audit(9)
    assert "account-made" in {entry.action for entry in logged}


async def test_a_stolen_or_repeated_answer_is_worth_nothing(client: Client, another: Client):
    back = await Visitor("bob").sign_in(await start(client))
    await start(another)
    for thief in (another, client):
        refused = await finish(thief, back)  # for the thief, and, since it was tried, for Bob too
        assert (refused.status, code(refused)) == (409, "attempt_void")
    back = await Visitor("bob").sign_in(await start(client))
    assert (await finish(client, back)).status == 202
    assert code(await finish(client, back)) == "attempt_void"
    url = await start(client)
    replayed = await finish(client, {**(await Visitor("bob").sign_in(url)), "code": back["code"]})
    assert (replayed.status, code(replayed)) == (409, "code_refused")


async def test_to_press_cancel_there_signs_nobody_in(client: Client):
    back = await Visitor("cyd").sign_in(await start(client), refuse=True)
    assert back["error"] == "access_denied"
    denied = await finish(client, back)
    assert (denied.status, code(denied)) == (403, "denied")


async def test_an_account_is_linked_and_unlinked(
    client: Client, another: Client, server: Running, monkeypatch: pytest.MonkeyPatch
):
    letters = list[str]()

    async def letter(user: User, kind: str, data: Mapping[str, str], **_: object) -> None:
        letters.append(f"{kind} {user.name} {data.get('provider')}")

    await client.register("dan")
    monkeypatch.setattr(server.services.mail, "letter", letter)
    refused = await client.post("/api/v1/providers/example/start", {"intent": "link"})
    assert (refused.status, code(refused)) == (403, "prove_again")
    await client.post(PROVE, {"password": PASSWORD})
    dan = Visitor("dan")
    linked = await come(client, dan, "link")
    assert (linked.status, linked.json()["label"]) == (201, "dan")
    assert letters == ["identity_linked dan Example"]
    assert (await come(another, dan)).json()["player"]["name"] == "Dan"

    await another.register("eve")
    await another.post(PROVE, {"password": PASSWORD})
    taken = await come(another, dan, "link")
    assert (taken.status, code(taken)) == (409, "identity_taken")
    path = f"{IDENTITIES}/{linked.json()['id']}"
    assert (await another.delete(path)).status == 404
    assert (await client.delete(path)).status == 204
    logged = [entry.action for entry in await server.services.store.moderation.audit(9)]
    assert logged[0] == "identity-unlinked"
    assert logged.count("identity-linked") == 1
    assert (await come(Client(client.port), dan)).status == 202


async def test_who_links_is_who_began_it_in_the_same_browser(client: Client):
    await client.register("kim")
    await client.post(PROVE, {"password": PASSWORD})
    back = await Visitor("kim").sign_in(await start(client, intent="link"))
    await client.register("lou")  # in the place of Kim, before they are back
    refused = await finish(client, back)
    assert (refused.status, code(refused)) == (409, "attempt_void")
    assert (await client.get(IDENTITIES)).json() == {"identities": []}


async def test_the_only_way_in_stays_until_there_is_a_password(client: Client):
    await sign_up(client, await come(client, Visitor("fay")))
    [only] = (await client.get(IDENTITIES)).json()["identities"]
    last = await client.delete(f"{IDENTITIES}/{only['id']}")
    assert (last.status, code(last)) == (409, "last_way")
    assert (await client.put("/api/v1/account/password", NEW_PASSWORD)).status == 204
    assert (await client.delete(f"{IDENTITIES}/{only['id']}")).status == 204
    assert (await Client(client.port).login("fay", NEW_PASSWORD["password"])).status == 200


async def test_a_passkey_is_a_way_in_too_and_the_last_one_stays(client: Client):
    named(client)
    await sign_up(client, await come(client, Visitor("kay")))
    [only] = (await client.get(IDENTITIES)).json()["identities"]
    await make(client)
    assert (await client.delete(f"{IDENTITIES}/{only['id']}")).status == 204
    [key] = (await client.get(FACTORS)).json()["passkeys"]
    last = await client.delete(f"{KEYS}/{key['id']}")
    assert (last.status, code(last)) == (409, "last_way")
    assert (await client.put("/api/v1/account/password", NEW_PASSWORD)).status == 204
    assert (await client.delete(f"{KEYS}/{key['id']}")).status == 204


async def test_all_ways_in_but_the_password_are_taken_off_at_once(
    client: Client, another: Client, server: Running
):
    """What somebody else may have left behind: an identity, a passkey, a token, a session."""
    named(client)
    await sign_up(client, await come(client, Visitor("liv")))
    none = await client.delete(WAYS_IN)
    assert (none.status, code(none)) == (409, "no_password")
    assert (await client.put("/api/v1/account/password", NEW_PASSWORD)).status == 204
    await make(client)
    program = Program(client.port, await make_token(client, "read"))
    assert (await program.get("/api/v1/me")).status == 200
    await named(another).login("liv", NEW_PASSWORD["password"])
    assert (await client.delete(WAYS_IN)).status == 204
    assert (await client.get(IDENTITIES)).json() == {"identities": []}
    factors = (await client.get(FACTORS)).json()
    assert (factors["passkeys"], factors["recovery_codes"]) == ([], 0)
    assert code(await program.get("/api/v1/me")) == "wrong_token"
    assert (await come(another, Visitor("liv"))).status == 202  # it is somebody new there
    assert (await another.login("liv", NEW_PASSWORD["password"])).status == 200
    refused = await another.delete(WAYS_IN)
    assert (refused.status, code(refused)) == (403, "prove_again")
    logged = [entry.action for entry in await server.services.store.moderation.audit(20)]
    assert logged.count("ways-closed") == 1


async def test_to_sign_in_there_again_proves_who_one_is(client: Client, server: Running):
    gus = Visitor("gus")
    await sign_up(client, await come(client, gus))
    [session] = (await client.get("/api/v1/sessions")).json()["sessions"]
    long_ago = Proof(session["id"], None), 1
    assert await server.services.store.sessions.prove_session(*long_ago)
    assert code(await client.put("/api/v1/account/password", NEW_PASSWORD)) == "prove_again"
    url = await start(client, intent="prove")
    assert "prompt=login" in url
    assert "max_age=0" in url
    wrong = await finish(client, await Visitor("hal").sign_in(url))
    assert (wrong.status, code(wrong)) == (409, "another_identity")
    ivy = Visitor("ivy")  # somebody with another account here
    hers = Client(client.port)
    await sign_up(hers, await come(hers, ivy))
    assert code(await come(client, ivy, "prove")) == "another_identity"
    assert (await come(client, gus, "prove")).status == 204
    assert (await client.put("/api/v1/account/password", NEW_PASSWORD)).status == 204


async def test_a_guest_keeps_what_they_have_played(client: Client):
    guest = await client.guest("Ida")
    made = await sign_up(client, await come(client, Visitor("ida")), keep=True)
    assert (made.status, made.json()["player"]["id"]) == (201, guest["id"])
    assert not made.json()["player"]["guest"]


async def test_a_banned_person_reads_why(client: Client, server: Running):
    ian = Visitor("ian")
    player = (await sign_up(client, await come(client, ian))).json()["player"]["id"]
    await server.services.store.moderation.ban(Ban(player, "rude", 1, None))
    banned = await come(Client(client.port), ian)
    assert (banned.status, code(banned), banned.json()["reason"]) == (403, "banned", "rude")


async def test_names_that_are_taken_are_not_suggested(client: Client, another: Client):
    await another.register("joe", display_name="joe the Great")
    welcome = (await come(client, Visitor("joe"))).json()
    assert (welcome["name"], welcome["display_name"]) == ("joe2", "joe the Great 2")
