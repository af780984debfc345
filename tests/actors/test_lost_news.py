"""An actor crashes while it handles news: soon all pages show the truth again.

The news does not come a second time, so the start after the crash handles it again, or asks.
"""

import pytest

from actors.games.messages import Join, Open
from actors.match.messages import Enter, Exit
from actors.matchmaker.messages import Queue
from actors.player.messages import Away, Watch
from actors.presence.messages import ListFriends
from actors.seats.messages import WatchLobby
from actors.tree import tree
from tests.actors.page import Page
from tests.actors.world import Duel, World
from tests.simulation.crashes import Crashes, crashing

SOON = 1.2
"""Seconds: presence gathers news for 0.25 s."""


class Scene:
    """Ada, Bob and Cyd are friends and connected; an actor crashes at the next news."""

    def __init__(self, crashes: Crashes, uses: int) -> None:
        self._crashes = crashes
        self._uses = uses
        self.world = World()
        self.pages = {player: self.world.page(player) for player in ("ada", "bob", "cyd")}
        for one, two in (("ada", "bob"), ("ada", "cyd"), ("bob", "cyd")):
            self.world.befriend(one, two)
        self.world.wait(SOON)

    def fail(self, kind: str, message: str) -> None:
        """Let an actor of this kind crash at the next message of this name."""
        self._crashes.arm(kind, message, 0, self._uses)

    def soon(self, seconds: float = SOON) -> None:
        """Let some time pass; check that the actor has crashed."""
        self.world.wait(seconds)
        assert self._crashes.of.total() == 1

    def seen(self, by: str, player: str) -> str:
        """What a page was last told about a friend."""
        told = [f for f in self.pages[by].of("presence") if f["player"] == player]
        return told[-1]["presence"]

    def duel(self) -> Duel:
        """Let Ada and Bob play, while Cyd watches and waits for a match."""
        ada, bob, cyd = self.pages.values()
        ada.say(Open("open"))
        bob.say(Join("join", ada.last("ok")["game"]))
        match = ada.last("matched")["match"]
        for page in (ada, bob):
            page.say(Enter(match))
        left, right = sorted((ada, bob), key=lambda page: page.last("matched")["side"])
        duel = Duel(self.world, left, right, match).start()
        cyd.say(Watch(duel.match), Queue("q"))
        self.world.wait(SOON)
        assert duel.state.watchers
        return duel


@pytest.fixture(params=[0, 1, 2, 3, 5, 7])
def scene(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A world whose actors can be made to crash at the n-th thing they do, or after everything."""
    crashes = Crashes()
    monkeypatch.setattr("tests.actors.world.tree", lambda *with_: crashing(tree(*with_), crashes))
    return Scene(crashes, request.param)


@pytest.mark.parametrize("who", ["ada", "cyd"])
def test_a_player_fails_over_the_end_of_a_socket(scene: Scene, who: str) -> None:
    duel = scene.duel()
    scene.fail("player", "Detach")
    scene.pages[who].drop()
    scene.soon()
    away = [chair.seat.player for chair in duel.state.chairs if not chair.here]
    assert away == (["ada"] if who == "ada" else [])
    assert bool(duel.state.watchers) == (who != "cyd")
    assert scene.seen("bob", who) == "offline"


def test_a_match_fails_as_a_player_leaves(scene: Scene) -> None:
    duel = scene.duel()
    scene.fail("match", "Exit")
    duel.left.say(Exit(duel.match))
    scene.soon()
    assert [chair.here for chair in duel.state.chairs] == [False, True]
    assert duel.right.last("pause")["away"][0]["why"] == "exited"


def test_presence_fails_over_one_who_comes(scene: Scene) -> None:
    scene.pages["bob"].drop()
    scene.world.wait(SOON)
    assert scene.seen("ada", "bob") == "offline"
    scene.fail("presence", "Here")
    scene.world.page("bob")
    scene.soon()
    assert scene.seen("ada", "bob") == "online"


def test_presence_fails_as_it_tells_of_several(scene: Scene) -> None:
    scene.fail("presence", "Announce")
    for page in scene.pages.values():
        page.say(Away(on=True))
    scene.soon()
    pairs = [(by, of) for by in scene.pages for of in scene.pages if by != of]
    assert {scene.seen(by, of) for by, of in pairs} == {"away"}


@pytest.mark.parametrize("message", ["Changed", "Loaded", "Heard"])
def test_presence_fails_as_two_become_friends(scene: Scene, message: str) -> None:
    scene.pages["dan"] = scene.world.page("dan")
    scene.world.wait(SOON)
    scene.fail("presence", message)
    scene.world.befriend("ada", "dan")
    scene.soon()
    assert (scene.seen("ada", "dan"), scene.seen("dan", "ada")) == ("online", "online")


@pytest.mark.parametrize("message", ["Changed", "Loaded"])
def test_presence_fails_over_a_block(scene: Scene, message: str) -> None:
    scene.fail("presence", message)
    scene.world.block("bob", "ada")
    scene.soon()
    scene.pages["ada"].clear()
    scene.pages["bob"].say(Away(on=True))
    scene.world.wait(SOON)
    assert not scene.pages["ada"].of("presence")
    assert scene.seen("cyd", "bob") == "away"


@pytest.mark.parametrize("message", ["ListFriends", "Listed", "Inquire"])
def test_presence_fails_over_a_list(scene: Scene, message: str) -> None:
    scene.fail("presence", message)
    scene.pages["ada"].say(ListFriends("f"))
    scene.soon(2.0)
    listed = scene.pages["ada"].last("friends")["friends"]
    assert {friend["player"]: friend["presence"] for friend in listed} == {
        "bob": "online",
        "cyd": "online",
    }


@pytest.mark.parametrize("message", ["Present", "Share", "Others", "Tally"])
def test_presence_fails_as_it_counts(scene: Scene, message: str) -> None:
    for page in scene.pages.values():
        page.say(WatchLobby(on=True))
    scene.fail("presence", message)
    scene.world.page("dan")
    scene.soon(3.0)
    assert [page.last("online")["online"] for page in scene.pages.values()] == [4, 4, 4]


def test_the_games_fail_as_they_are_shown(scene: Scene) -> None:
    for page in scene.pages.values():
        page.say(WatchLobby(on=True))
    scene.fail("games", "Publish")
    scene.pages["ada"].say(Open("o"))
    scene.soon()
    assert [len(page.last("games")["games"]) for page in scene.pages.values()] == [1, 1, 1]


def test_the_queue_fails_over_one_who_comes_back(scene: Scene) -> None:
    scene.pages["ada"].say(Queue("q"))
    scene.world.kill()
    scene.fail("queue", "Followed")
    ada = scene.world.page("ada")
    ada.say(WatchLobby(on=True))
    scene.soon(11.0)  # those who do not come back are forgotten by then
    assert ada.last("waiting")["queued"]
    assert list(scene.world.actor("queue").state.queue) == ["ada"]


def answers(page: Page, request: str) -> list[str]:
    """How a page was answered: by `ok`, or by the code of an error."""
    return [f.get("code", "ok") for f in page.of("ok", "error") if f["id"] == request]


@pytest.mark.parametrize("news", ["Seated", "Declined"])
def test_the_games_fail_as_a_join_is_settled(scene: Scene, news: str) -> None:
    ada, bob, cyd = scene.pages.values()
    ada.say(Open("o"))
    game = ada.last("ok")["game"]
    scene.fail("games", news)
    for page, request in ((bob, "b"), (cyd, "c")):
        scene.world.route(page, Join(request, game))
    scene.soon()
    assert sorted((*answers(bob, "b"), *answers(cyd, "c"))) == ["no_such_game", "ok"]


def test_the_seats_fail_at_a_join_which_can_be_sent_again(scene: Scene) -> None:
    ada, bob, _ = scene.pages.values()
    ada.say(Open("o"))
    join = Join("j", ada.last("ok")["game"])
    scene.fail("seats", "Propose")
    bob.say(join)
    scene.soon()
    bob.say(join)
    assert answers(bob, "j") == ["server_fault", "ok"]
