"""Invitations while the process is killed, an actor crashes, or the store is away."""

import pytest

from actors.frames import ClientFrame
from actors.invitations.messages import Accept, Decline, Invite, Show, Withdraw
from actors.pong.settings import Settings
from actors.seats.messages import Machine
from actors.tree import tree
from store.errors import StoreUnavailable
from tests.actors.inviting import codes, endings, invited, pair, received, sent
from tests.actors.page import Page
from tests.actors.world import World
from tests.simulation.crashes import Crashes, crashing


def back(world: World) -> tuple[Page, Page]:
    """Both come back to a new process, and ask what is open."""
    two = pair(world)
    for page in two:
        page.say(Show())
    return two


def matches(world: World) -> int:
    return len(world.store.tables.matches)


def test_an_open_invitation_outlives_a_kill_with_its_time() -> None:
    world = World()
    ada, bob = pair(world)
    name = invited(ada, settings=Settings(3))
    world.wait(100.0)
    bob.drop()
    until = world.at() + 500_000
    world.wait(0.5)  # when he went is written behind
    world.kill(downtime=20.0)
    ada, bob = back(world)
    assert [one["id"] for one in sent(ada)] == received(bob) == [name]
    assert sent(ada)[0]["until"] == pytest.approx(until, abs=1500)
    world.wait(19.0)
    assert received(bob) == [name]
    world.wait(2.0)
    assert endings(bob) == [("ADA", "expired", False)]


def test_the_time_of_the_server_away_is_not_time_of_the_invited() -> None:
    world = World()
    ada, bob = pair(world)
    name = invited(ada)
    world.wait(100.0)
    world.kill(downtime=60.0)
    ada, bob = back(world)
    assert received(bob) == [name]
    bob.say(Accept("a", name))
    assert ada.of("matched")


def test_what_ended_while_the_server_was_away_is_gone() -> None:
    world = World()
    ada, bob = pair(world)
    name = invited(ada)
    world.kill(downtime=700.0)
    ada, bob = back(world)
    bob.say(Accept("a", name))
    assert (codes(bob), received(bob), sent(ada)) == (["no_such_invitation"], [], [])


def test_who_does_not_come_back_invites_nobody_any_more() -> None:
    world = World()
    ada, bob = pair(world)
    invited(ada)
    world.kill()
    bob = world.page("bob")
    bob.say(Show())
    assert len(received(bob)) == 1
    world.wait(31.0)
    assert (received(bob), endings(bob)) == ([], [("ADA", "withdrawn", False)])


@pytest.mark.parametrize("step", range(12))
def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(step: int) -> None:
    world = World()
    ada, bob = pair(world)
    name = invited(ada)
    accept = Accept("a", name)
    world.route(bob, accept)
    world.wait(step * 0.015)
    acknowledged = bool(bob.of("ok"))
    world.kill()
    ada, bob = back(world)
    if received(bob) == [name]:
        assert not acknowledged
        assert matches(world) == 0
    bob.say(accept)
    ada.say(Withdraw("w", name))
    world.wait(0.5)
    assert matches(world) == 1
    assert sent(ada) == received(bob) == []
    assert world.page("ada").last("welcome")["match"] == world.page("bob").last("welcome")["match"]
    assert set(codes(bob)) <= {"already_playing"}
    assert codes(ada) == ["no_such_invitation"]


@pytest.mark.parametrize("frame", [Decline, Withdraw])
@pytest.mark.parametrize("step", range(8))
def test_an_acknowledged_end_outlives_a_kill(
    frame: type[Decline] | type[Withdraw], step: int
) -> None:
    world = World()
    ada, bob = pair(world)
    name = invited(ada)
    page = bob if frame is Decline else ada
    page.clear()
    world.route(page, frame("e", name))
    world.wait(step * 0.01)
    acknowledged = bool(page.of("ok"))
    if page.of("invitations"):
        assert page.last("invitations")["sent"] == page.last("invitations")["received"] == []
    world.kill()
    _, bob = back(world)
    still_open = received(bob) == [name]
    assert not (acknowledged and still_open)
    bob.say(Accept("a", name))
    assert bool(bob.of("matched")) == still_open


# Crashes: the invitations actor fails at the n-th thing it does over a message, or after all.


class Broken:
    """Ada and Bob, and an invitations actor that fails over the next message of a name."""

    def __init__(self, crashes: Crashes, uses: int) -> None:
        self._crashes, self._uses = crashes, uses
        self.world = World()
        self.ada, self.bob = pair(self.world)

    def fail(self, message: str, kind: str = "invitations") -> None:
        self._crashes.arm(kind, message, 0, self._uses)

    def crashed(self) -> None:
        assert self._crashes.of.total() == 1

    def insist(self, page: Page, frame: ClientFrame, made: str) -> None:
        """Send a request, and again while the server says that it failed over it."""
        for _ in range(2):
            page.say(frame)
            self.world.wait(0.5)
            assert page.of("ok", "error"), f"{made} was not answered"
            if not page.of("error") or page.last("error")["code"] != "server_fault":
                break
        assert page.closed is None


@pytest.fixture(params=[0, 1, 2, 3, 4, 6, 8])
def broken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Broken:
    crashes = Crashes()
    monkeypatch.setattr("tests.actors.world.tree", lambda *with_: crashing(tree(*with_), crashes))
    return Broken(crashes, request.param)


@pytest.mark.parametrize("message", ["Invite", "Found"])
def test_it_fails_over_an_invitation(broken: Broken, message: str) -> None:
    ada, bob = broken.ada, broken.bob
    broken.fail(message)
    broken.insist(ada, Invite("i", "bob"), message)
    broken.crashed()
    assert len(received(bob)) == len(sent(ada)) == 1
    broken.insist(bob, Accept("a", received(bob)[0]), "accept")
    assert ada.last("matched")["match"] == bob.last("matched")["match"]


@pytest.mark.parametrize("message", ["Accept", "Seated"])
def test_it_fails_over_an_acceptance(broken: Broken, message: str) -> None:
    ada, bob = broken.ada, broken.bob
    name = invited(ada)
    broken.fail(message)
    broken.insist(bob, Accept("a", name), message)
    broken.crashed()
    assert ada.last("matched")["match"] == bob.last("matched")["match"]
    assert matches(broken.world) == 1
    assert sent(ada) == received(bob) == []
    assert bob.last("ok")["id"] == "a"


@pytest.mark.parametrize("message", ["Decline", "Withdraw"])
def test_it_fails_over_an_end(broken: Broken, message: str) -> None:
    ada, bob = broken.ada, broken.bob
    name = invited(ada)
    broken.fail(message)
    if message == "Decline":
        broken.insist(bob, Decline("d", name), message)
    else:
        broken.insist(ada, Withdraw("w", name), message)
    broken.crashed()
    assert sent(ada) == received(bob) == []
    assert len(endings(ada) + endings(bob)) == 1


def test_it_fails_over_a_refusal_of_the_seats(broken: Broken) -> None:
    ada, bob, world = broken.ada, broken.bob, broken.world
    name = invited(ada)
    broken.fail("Declined")
    world.route(bob, Accept("a", name))
    world.route(ada, Machine("m"))
    world.wait(1.0)
    broken.crashed()
    assert codes(bob) == ["busy"]
    assert sent(ada) == received(bob) == []


def test_it_fails_over_the_end_of_the_time(broken: Broken) -> None:
    ada, bob, world = broken.ada, broken.bob, broken.world
    invited(ada)
    broken.fail("Expired")
    world.wait(122.0)
    broken.crashed()
    assert (endings(ada), endings(bob)) == (
        *([("BOB", "expired", True)], [("ADA", "expired", False)]),
    )


@pytest.mark.parametrize("message", ["Followed", "Barred"])
def test_it_fails_over_a_block(broken: Broken, message: str) -> None:
    ada, bob, world = broken.ada, broken.bob, broken.world
    invited(ada)
    world.wait(1.0)
    broken.fail(message)
    world.block("bob", "ada")
    world.wait(1.0)
    broken.crashed()
    assert (endings(ada), endings(bob)) == ([("BOB", "declined", True)], [])
    assert sent(ada) == received(bob) == []


def test_the_seats_fail_over_a_proposal_which_is_made_again(broken: Broken) -> None:
    ada, bob = broken.ada, broken.bob
    name = invited(ada)
    broken.fail("Propose", "seats")
    broken.insist(bob, Accept("a", name), "accept")
    broken.crashed()
    assert ada.last("matched")["match"] == bob.last("matched")["match"]
    assert matches(broken.world) == 1


# The store.


def test_nobody_is_invited_while_the_store_cannot_say_who_that_is(sound: World) -> None:
    ada, bob = pair(sound)
    sound.store.away = True
    ada.say(Invite("1", "bob"))
    assert codes(ada) == ["unavailable"]
    sound.store.away = False
    sound.wait(2.0)
    assert received_or_none(bob) == []
    invited(ada)
    assert len(received(bob)) == 1


def received_or_none(page: Page) -> list[str]:
    return received(page) if page.of("invitations") else []


def test_while_the_log_is_away_an_invitation_is_answered_all_the_same(
    sound: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_: object) -> None:
        raise StoreUnavailable("away")

    ada, bob = pair(sound)
    name = invited(ada)
    with monkeypatch.context() as patch:
        patch.setattr(sound.store.journal, "flush", refuse)
        bob.say(Decline("d", name))
        sound.wait(5.0)
        assert bob.last("ok")["id"] == "d"
        assert endings(ada) == [("BOB", "declined", True)]
    sound.wait(5.0)
