"""Invitations to play by the socket and by HTTP, on a server with a store in a file."""

import pytest

from gateway.main import Running
from tests.gateway.client import Answer, Client

PATH = "/api/v1/invitations"


@pytest.fixture
async def ada(client: Client) -> Client:
    await client.guest("Ada")
    return client


@pytest.fixture
async def bob(another: Client) -> Client:
    await another.guest("Bob")
    return another


async def id_of(client: Client) -> str:
    return (await client.get("/api/v1/me")).json()["player"]["id"]


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["type"].rpartition(":")[2]


async def test_who_accepts_has_a_match(ada: Client, bob: Client):
    async with ada.socket() as adas, bob.socket() as bobs:
        for page in (adas, bobs):
            await page.hello()
        settings = {"points": 3, "win_by_two": True}
        await adas.send(t="invite", id="i", player=await id_of(bob), settings=settings)
        name = (await adas.attend("ok"))["invitation"]
        [received] = (await bobs.attend("invitations"))["received"]
        assert (received["id"], received["player"]["name"]) == (name, "Ada")
        assert settings.items() <= received["settings"].items()
        await bobs.send(t="accept", id="a", invitation=name)
        match = (await bobs.attend("matched"))["match"]
        assert (await adas.attend("matched"))["match"] == match
        assert (await bobs.attend("ok"))["id"] == "a"
        for page in (adas, bobs):
            await page.send(t="enter", match=match)
            shown = await page.attend("match")
            assert (shown["mode"], shown["settings"]) == ("private", received["settings"])


async def test_by_http_one_invites_lists_declines_withdraws_and_accepts(ada: Client, bob: Client):
    body = {"player": await id_of(bob), "settings": {"points": 5}}
    made = await ada.post(PATH, body)
    assert made.status == 201
    name = made.json()["invitation"]
    [sent] = (await ada.get(PATH)).json()["sent"]
    [received] = (await bob.get(PATH)).json()["received"]
    assert (sent["id"], sent["player"]["name"], received["player"]["name"]) == (name, "Bob", "Ada")
    assert (await ada.delete(f"{PATH}/{name}")).status == 204
    assert code(await bob.post(f"{PATH}/{name}/accept", {})) == (404, "no_such_invitation")
    name = (await ada.post(PATH, body)).json()["invitation"]
    assert (await bob.delete(f"{PATH}/{name}")).status == 204
    refused = await ada.post(PATH, body)
    assert code(refused) == (429, "too_fast")
    assert refused.json()["until"] > 0
    name = (await bob.post(PATH, {"player": await id_of(ada)})).json()["invitation"]
    match = (await ada.post(f"{PATH}/{name}/accept", {})).json()["match"]
    assert (await bob.get("/api/v1/queue")).json()["match"] == match
    assert (await ada.get(PATH)).json() == (await bob.get(PATH)).json()
    assert (await ada.get(PATH)).json() == {"sent": [], "received": []}


async def test_who_invites_in_return_has_accepted(ada: Client, bob: Client):
    await ada.post(PATH, {"player": await id_of(bob)})
    made = (await bob.post(PATH, {"player": await id_of(ada)})).json()
    assert made["invitation"] is None
    assert (await ada.get("/api/v1/queue")).json()["match"] == made["match"]


async def test_what_is_refused_says_why(ada: Client, bob: Client, server: Running):
    assert server
    me, other = await id_of(ada), await id_of(bob)
    name = (await ada.post(PATH, {"player": other})).json()["invitation"]
    await bob.post("/api/v1/matches", {"mode": "ai"})
    refused = [
        (await ada.post(PATH, {"player": me}), (409, "yourself")),
        (await ada.post(PATH, {"player": "nobody"}), (404, "no_such_player")),
        (await ada.post(PATH, {"player": "\0"}), (404, "no_such_player")),
        (await ada.post(PATH, {"player": "x" * 65}), (422, "invalid")),
        (await bob.post(f"{PATH}/{name}/accept", {}), (409, "already_playing")),
        (await bob.post(PATH, {"player": me}), (409, "already_playing")),
        (await ada.post(f"{PATH}/{name}/accept", {}), (404, "no_such_invitation")),
        (await ada.delete(f"{PATH}/nothing"), (404, "no_such_invitation")),
        (await ada.delete(f"{PATH}/{'i' * 65}"), (404, "no_such_invitation")),
        (await Client(ada.port).get(PATH), (401, "not_signed_in")),
    ]
    assert [code(answer) for answer, _ in refused] == [why for _, why in refused]
