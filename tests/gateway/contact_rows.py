"""A test for each row of docs/contact.md about other players; see test_contact.py."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache

from actors.games.messages import Join, Open
from actors.match.messages import Enter, Exit, Look, Resign
from actors.pong.settings import Settings
from actors.room.access import direct
from tests.actors.hands import chase
from tests.actors.world import Duel, World
from tests.gateway.client import Client, Page
from tests.gateway.conftest import People
from tests.gateway.test_avatars import picture
from tests.gateway.test_people import EVERYBODY

MATCH = {"matched", "match", "paddle", "flight", "point", "pause", "finished"}


@dataclass
class Stage:
    """One of ``me`` and ``other`` has blocked the other; ``blocks`` says that it was me.

    Cyd is a friend of both.
    """

    people: People
    blocks: bool

    @property
    def me(self) -> Client:
        return self.people["ada"]

    @property
    def other(self) -> Client:
        return self.people["bob"]

    @property
    def my_id(self) -> str:
        return self.people.ids["ada"]

    @property
    def other_id(self) -> str:
        return self.people.ids["bob"]

    def direct(self) -> str:
        """The room of the two."""
        return direct(self.my_id, self.other_id)

    async def befriend_all(self) -> None:
        for two in (("ada", "bob"), ("ada", "cyd"), ("bob", "cyd")):
            await self.people.befriend(*two)

    async def block(self) -> None:
        await self.people.block(*(("ada", "bob") if self.blocks else ("bob", "ada")))


TESTS: dict[str, Callable[[Stage], Awaitable[None]]] = {}


def row(*whats: str):
    def note(test: Callable[[Stage], Awaitable[None]]):
        TESTS.update(dict.fromkeys(whats, test))
        return test

    return note


async def _greeted(page: Page) -> None:
    await page.hello()


@row("from away", "to presence")
async def _presence_is_not_told(stage: Stage) -> None:
    await stage.befriend_all()
    await stage.block()
    async with stage.me.socket() as mine, stage.other.socket() as others:
        await _greeted(mine)
        await _greeted(others)
        await others.send(t="away", on=True)
        async with stage.people["cyd"].socket() as cyds:
            await _greeted(cyds)
            while (told := await cyds.attend("presence"))["player"] != stage.other_id:
                pass
            assert told["presence"] == "away"
            assert (await mine.attend("presence"))["player"] == stage.people.ids["cyd"]


@row("from friends", "to friends")
async def _friends_are_friends_no_more(stage: Stage) -> None:
    await stage.befriend_all()
    await stage.block()
    async with stage.me.socket() as mine:
        await _greeted(mine)
        await mine.send(t="friends", id="f")
        listed = (await mine.attend("friends"))["friends"]
        assert [line["player"] for line in listed] == [stage.people.ids["cyd"]]


@row("to tie", "PUT /api/v1/friends/{player_id}")
async def _requests_do_not_arrive(stage: Stage) -> None:
    await stage.block()
    async with stage.other.socket() as others:
        await _greeted(others)
        asked = await stage.me.put(f"/api/v1/friends/{stage.other_id}")
        assert asked.status == (409 if stage.blocks else 404)
        await stage.people["cyd"].put(f"/api/v1/friends/{stage.other_id}")
        assert (await others.attend("tie"))["player"]["name"] == "cyd"


@cache
def _played(blocks: bool) -> tuple[frozenset[str], str]:
    """The frames that a page gets in a match by a private link, and the player they name."""
    world = World()
    me, other = world.page("ada"), world.page("bob")
    world.block(*(("ada", "bob") if blocks else ("bob", "ada")))
    other.say(Open("o", Settings(3), private=True))
    me.say(Join("j", other.last("ok")["game"]))
    match = me.last("matched")["match"]
    for page in (me, other):
        page.say(Enter(match))
    left, right = sorted((me, other), key=lambda page: page.last("matched")["side"])
    duel = Duel(world, left, right, match).start()
    while not me.of("flight", "paddle") or not me.of("point"):
        world.wait(0.05)
        if not (me.of("flight") and me.of("paddle")):
            for page, side in ((left, -1), (right, 1)):
                chase(page, duel, side)
    other.say(Exit(match))
    other.say(Enter(match))
    me.say(Look("l", match))
    assert me.last("ok")["id"] == "l"
    other.say(Resign("r", match))
    world.wait(1.0)
    return frozenset(frame["t"] for frame in me.frames), me.last("matched")["opponent"]


@row(
    *("from enter", "from exit", "from input", "from resign", "from look"),
    *(f"to {tag}" for tag in MATCH),
)
async def _a_pair_plays(stage: Stage) -> None:
    heard, opponent = _played(stage.blocks)
    assert heard >= MATCH
    assert opponent == "BOB"


@row("from watch", "GET /api/v1/matches/{match_id}", "GET /api/v1/matches/{match_id}/state")
async def _a_match_is_not_to_be_watched(stage: Stage) -> None:
    for name in ("bob", "cyd"):
        await stage.people[name].put("/api/v1/profile/privacy", EVERYBODY)
    async with stage.other.socket() as others, stage.me.socket() as mine:
        for page in (others, mine):
            await page.hello()
        async with stage.people["cyd"].socket() as cyds:
            await cyds.hello()
            await others.send(t="open", id="o")
            await cyds.send(t="join", id="j", game=(await others.attend("ok"))["game"])
            match = (await cyds.attend("matched"))["match"]

        async def names() -> list[str]:
            found = await stage.me.get(f"/api/v1/matches/{match}")
            return sorted(player["name"] for player in found.json()["players"])

        state = f"/api/v1/matches/{match}/state"
        await mine.send(t="watch", match=match)
        assert (await mine.attend("match"))["sides"] == []
        assert await names() == ["bob", "cyd"]
        assert (await stage.me.get(state)).json()["match"]["sides"] == []
        await stage.block()
        assert (await mine.attend("error"))["code"] == "not_watchable"
        assert (await stage.me.get(state)).status == 403
        await mine.send(t="watch", match=match)
        assert (await mine.attend("error", "match"))["t"] == "error"
        assert await names() == []


@row("GET /api/v1/account/export")
async def _results_are_public(stage: Stage) -> None:
    await stage.block()
    async with stage.other.socket() as others, stage.me.socket() as mine:
        for page in (others, mine):
            await _greeted(page)
        await others.send(t="open", id="o", private=True)
        await mine.send(t="join", id="j", game=(await others.attend("ok"))["game"])
        match = (await mine.attend("matched"))["match"]
    names = [p["name"] for p in (await stage.me.get(f"/api/v1/matches/{match}")).json()["players"]]
    assert sorted(names) == ["ada", "bob"]
    matches = (await stage.me.get("/api/v1/account/export")).json()["matches"]
    assert [one["id"] for one in matches] == [match]


@row("GET /api/v1/players")
async def _a_search_finds_whom_it_may(stage: Stage) -> None:
    await stage.block()
    found = (await stage.me.get("/api/v1/players?name=bob")).json()["players"]
    assert found == []


@row("GET /api/v1/players/{player_id}", "GET /api/v1/players/{player_id}/matches")
async def _a_profile_is_there_or_not(stage: Stage) -> None:
    await stage.other.put("/api/v1/profile/privacy", EVERYBODY)
    await stage.block()
    profile = await stage.me.get(f"/api/v1/players/{stage.other_id}")
    matches = await stage.me.get(f"/api/v1/players/{stage.other_id}/matches")
    if stage.blocks:
        assert (profile.json()["relation"], profile.json()["presence"]) == ("blocked", None)
        assert matches.json() == {"matches": [], "next": None}
    else:
        unknown = await stage.me.get("/api/v1/players/nobody")
        assert (profile.status, profile.body) == (404, unknown.body)
        assert matches.body == unknown.body


@row("GET /api/v1/avatars/{avatar}/{size}")
async def _an_image_is_shown_to_who_knows_its_name(stage: Stage) -> None:
    png = {"content_type": "image/png"}
    sent = await stage.other.request("PUT", "/api/v1/profile/avatar", picture("PNG"), **png)
    avatar = sent.json()["avatar"]
    await stage.block()
    assert (await stage.me.get(f"/api/v1/avatars/{avatar}/64")).status == 200
    assert avatar not in (await stage.me.get(f"/api/v1/players/{stage.other_id}")).body.decode()


@row("GET /api/v1/friends")
async def _a_block_ends_a_friendship(stage: Stage) -> None:
    await stage.befriend_all()
    await stage.block()
    found = (await stage.me.get("/api/v1/friends")).json()
    assert [line["player"]["name"] for line in found["friends"]] == ["cyd"]
    assert found["asked"] == found["asks"] == []


@row("DELETE /api/v1/friends/{player_id}")
async def _there_is_nothing_to_end(stage: Stage) -> None:
    await stage.block()
    ended = await stage.me.delete(f"/api/v1/friends/{stage.other_id}")
    assert ended.status == (204 if stage.blocks else 404)


@row(*(f"{method} /api/v1/players/{{player_id}}/ban" for method in ("GET", "PUT", "DELETE")))
async def _a_block_is_no_shield_from_a_moderator(stage: Stage) -> None:
    await stage.people.server.services.store.moderation.set_role(stage.my_id, "moderator")
    await stage.block()
    path = f"/api/v1/players/{stage.other_id}/ban"
    assert (await stage.me.put(path, {"reason": "rude", "until": None})).status == 204
    assert (await stage.me.get(path)).json()["reason"] == "rude"
    assert (await stage.me.delete(path)).status == 204


@row(
    *("GET /api/v1/blocks", "PUT /api/v1/blocks/{player_id}"),
    "DELETE /api/v1/blocks/{player_id}",
)
async def _who_is_not_there_cannot_be_blocked(stage: Stage) -> None:
    async def blocked() -> list[str]:
        found = (await stage.me.get("/api/v1/blocks")).json()["blocks"]
        return [line["player"]["name"] for line in found]

    await stage.block()
    found, status = (["bob"], 204) if stage.blocks else ([], 404)
    assert await blocked() == found
    assert (await stage.me.put(f"/api/v1/blocks/{stage.other_id}")).status == status
    assert await blocked() == found
    assert (await stage.me.delete(f"/api/v1/blocks/{stage.other_id}")).status == status
    assert await blocked() == []
