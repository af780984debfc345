"""An actor crashes once: it goes on from its last good state, and no socket closes."""

from collections.abc import Callable
from typing import Any

import pytest

from actors.core.address import Address
from actors.games.messages import Join, Open
from actors.match.messages import Enter, Press
from actors.matchmaker.messages import Queue
from actors.player.messages import Deliver, Watch
from actors.seats.messages import Machine, WatchLobby
from actors.seats.parts import HALL, seats_of
from tests.actors.hands import play_out
from tests.actors.test_sessions import ADA, note, noted
from tests.actors.world import Duel, World, rules

Fail = Callable[[str], None]


class Boom(Exception):
    """A crash on purpose."""


def crash(world: World, address: Address) -> None:
    """Let an actor crash at a message that nobody knows."""
    world.tell(address, Boom())
    assert world.crashes() == 1


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Let the next call of a function, given by its dotted name, raise."""

    def once(target: str) -> None:
        with monkeypatch.context() as look:
            look.setattr(target, None)  # it is there
        path, name = target.rsplit(".", 1)
        owner = pytest.importorskip(path) if path.rsplit(".", 1)[1].islower() else None
        if owner is None:
            module, kind = path.rsplit(".", 1)
            owner = getattr(pytest.importorskip(module), kind)
        real = getattr(owner, name)

        def raising(*_: Any, **__: Any) -> None:
            monkeypatch.setattr(owner, name, real)
            raise Boom(target)

        monkeypatch.setattr(owner, name, raising)

    return once


def goes_on(duel: Duel) -> None:
    """Check that nobody has noticed: sockets are open, keys move paddles, and the match ends."""
    for page in (duel.left, duel.right):
        assert page.closed is None
    play_out(duel)
    assert duel.left.last("finished")["cause"] == "played"
    assert len(duel.world.store.results) == 1
    assert duel.world.kernel.dead_letters == ()


@pytest.mark.parametrize(
    "what",
    [
        "actors.match.play.effective",
        "actors.match.play.Course.answer",
        "actors.core.journal.journal.Journal._record",
    ],
)
def test_a_match_fails_at_a_key_and_plays_on(world: World, fail: Fail, what: str) -> None:
    duel = world.duel(points=2).start()
    duel.play_to(0.4)
    before = rules(duel.state)
    duel.left.clear()
    duel.right.clear()
    fail(what)
    duel.left.say(Press(duel.match, 1, world.at()))
    assert world.crashes() == 1
    world.wait(0.06)
    assert rules(duel.state) == before
    assert duel.state.phase == "playing"
    for page in (duel.left, duel.right):
        assert len(page.of("match")) == 1, "the key is lost, and its page did not know"
        assert page.last("match")["paddles"][0]["direction"] == 0
    duel.left.press(duel.match, -1)
    assert duel.right.last("paddle")["direction"] == -1
    goes_on(duel)


@pytest.mark.parametrize("seconds", [1.0, 2.99, 3.5, 4.5])
def test_a_match_that_failed_plays_the_same_as_one_that_did_not(fail: Fail, seconds: float) -> None:
    ends: list[Any] = []
    for broken in (False, True):
        world = World(seed=3)
        duel = world.duel(points=3)
        world.wait(seconds)
        if broken:
            fail("actors.match.phases.hold" if seconds < 3 else "actors.match.play.Course.answer")
            duel.left.press(duel.match, 1)
            assert world.crashes() == 1
        world.until(lambda: duel.left.of("finished"))  # noqa: B023 - called at once
        game = duel.state.game
        ends.append((game.score, game.now, game.flight, duel.left.last("finished")["winner"]))
    assert ends[0] == ends[1]


def test_a_match_fails_while_paused_and_keeps_its_deadline(world: World, fail: Fail) -> None:
    duel = world.duel().start()
    duel.left.drop()
    world.wait(10.0)
    fail("actors.match.phases.hold")
    duel.right.press(duel.match, 1)
    assert world.crashes() == 1
    world.wait(19.9)
    assert not duel.right.of("finished")
    world.wait(0.2)
    assert duel.right.last("finished")["cause"] == "forfeit_absent"


@pytest.mark.parametrize(
    "what", ["actors.match.desk.Desk.conclude", "actors.match.actor.result_of"]
)
def test_a_match_fails_at_its_end_and_tells_it_all_the_same(
    world: World, fail: Fail, what: str
) -> None:
    duel = world.duel(points=1).start()
    fail(what)
    world.until(lambda: duel.left.of("finished"))
    assert world.crashes() == 1
    assert len(world.store.results) == 1
    assert len(duel.right.of("finished")) == 1
    for page in (duel.left, duel.right):
        page.say(Queue("next"))
        assert not page.of("error")


@pytest.mark.parametrize(
    "what", ["actors.player.session.Session.push", "actors.player.outbox.Outbox.push"]
)
def test_a_player_fails_and_keeps_sessions_and_seat(world: World, fail: Fail, what: str) -> None:
    page = world.page("ada")
    note(world, 1)
    fail(what)
    note(world, 2)
    assert world.crashes() == 1
    note(world, 3)
    assert page.closed is None
    assert noted(page) == [1, 2, 3]
    assert page.numbers() == [1, 2, 3, 4]
    assert page.last("resync")["reason"] == "restarted", "so the page knows what may come twice"
    assert page.back().last("welcome")["resumed"]


@pytest.mark.parametrize("what", ["actor.PlayerActor._here", "seat.Seat._take_over"])
def test_a_player_that_fails_at_the_news_of_a_seat_has_it(
    world: World, fail: Fail, what: str
) -> None:
    page = world.page("ada")
    fail(f"actors.player.{what}")
    page.say(Machine("r1", "easy"))
    assert world.crashes() == 1
    assert len(page.of("matched")) == 1
    assert page.back().last("welcome")["match"] == page.last("matched")["match"]


@pytest.mark.parametrize("what", ["Session.attach", "Session.say", "LagMeter.sent"])
def test_a_player_that_fails_at_a_hello_has_the_page_come_back(
    world: World, fail: Fail, what: str
) -> None:
    page = world.page("ada")
    module = "lag" if what.startswith("Lag") else "session"
    fail(f"actors.player.{module}.{what}")
    late = world.page("ada", greeted=False)
    late.begin(page.session, page.seq)
    assert world.crashes() == 1
    assert late.closed == 1011
    assert not late.frames
    again = world.page("ada", greeted=False)
    assert again.hello(page.session, page.seq)["resumed"]


def test_a_player_that_failed_still_notices_silence(world: World, fail: Fail) -> None:
    duel = world.duel().start()
    fail("actors.player.session.Session.silent")
    world.wait(1.1)
    assert world.crashes() == 1
    duel.left.frozen = True
    world.until(lambda: duel.right.of("pause"), 5.0)


def test_a_player_fails_while_a_match_is_played(world: World, fail: Fail) -> None:
    duel = world.duel(points=2).start()
    fail("actors.player.session.Session.put")
    duel.left.press(duel.match, 1)
    assert world.crashes() == 1
    goes_on(duel)


@pytest.mark.parametrize(
    "part", [seats_of("ada"), seats_of("bob"), HALL, Address("queue"), Address("games")], ids=str
)
def test_a_part_of_the_lobby_fails_and_keeps_queue_games_and_watchers(
    world: World, part: Address
) -> None:
    ada, bob, cyd = (world.page(name) for name in ("ada", "bob", "cyd"))
    bob.say(WatchLobby(on=True))
    ada.say(Open("1"))
    cyd.say(Queue("1"))
    world.wait(0.5)
    crash(world, part)
    bob.clear()
    ada.say(Open("2", private=True))
    world.wait(0.5)
    assert bob.last("games")["games"] == []
    assert list(world.actor("queue").state.queue) == ["cyd"]
    bob.say(Join("1", ada.last("ok")["game"]))
    assert bob.of("matched")
    assert all(page.closed is None for page in (ada, bob, cyd))


def test_the_queue_fails_and_still_forgets_the_absent(world: World) -> None:
    ada, bob = world.page("ada"), world.page("bob")
    ada.say(Queue("1"))
    ada.drop()
    world.wait(1.0)
    crash(world, Address("queue"))
    world.wait(10.0)
    bob.say(Queue("1"))
    assert not bob.of("matched")


def test_the_seats_fail_and_still_know_what_they_answered(world: World) -> None:
    ada = world.page("ada")
    ada.say(Machine("1"))
    crash(world, seats_of("ada"))
    ada.say(Machine("1"))
    assert [answer["id"] for answer in ada.of("ok", "error")] == ["1", "1"]
    assert not ada.of("error")


def test_a_flush_that_fails_loses_no_entry(world: World, fail: Fail) -> None:
    duel = world.duel(points=1).start()
    fail("actors.core.journal.group.Blob")
    duel.left.press(duel.match, 1)
    world.wait(0.2)
    assert world.kernel.statistics().journal["waiting"] > 0
    world.wait(1.0)
    written(duel)
    goes_on(duel)
    world.wait(2.0)
    written(duel)


def written(duel: Duel) -> None:
    """Wait until everything is written to the store."""
    world = duel.world
    assert sum(blob.count for blob in world.blobs(duel.match)) == world.recorded(duel.match)


def test_a_failing_page_of_one_player_does_not_touch_the_other(world: World, fail: Fail) -> None:
    duel = world.duel().start()
    world.tell(ADA, Deliver(b"{}"))
    fail("actors.player.session.Session.put")
    duel.left.say(Enter(duel.match), Press(duel.match, 1, world.at()))
    assert world.crashes() == 1
    assert duel.state.phase == "playing"
    assert not duel.right.of("pause")


def test_a_watcher_who_leaves_as_the_match_fails_is_let_go(world: World, fail: Fail) -> None:
    duel = world.duel(3)
    world.befriend("ada", "cyd")
    page = world.page("cyd")
    page.say(Watch(duel.match))
    assert [watcher.connection for watcher in duel.state.watchers] == [page.id]
    fail("actors.match.watchers._without")
    page.drop()
    assert world.crashes() == 1
    world.wait(0.1)
    assert duel.state.watchers == ()
