"""A match that crashes again and again is given up: its players are told, and are free."""

import pytest
from msgspec.structs import replace

from actors.core.address import Address
from actors.frames import From
from actors.match.messages import Enter, Press
from actors.matchmaker.messages import Queue
from actors.seats.messages import Machine, WatchLobby
from actors.seats.parts import seats_of
from tests.actors.test_crash import Boom, Fail, crash
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import Duel, World


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every key press raise."""

    def raising(*_: object) -> None:
        raise Boom

    monkeypatch.setattr("actors.match.actor.refuse_press", raising)


def given_up(duel: Duel) -> None:
    """Press keys until the match is given up."""
    world = duel.world
    for _ in range(4):
        press = Press(duel.match, 1, world.at())
        world.tell(Address("match", duel.match), From(duel.left.origin, press))
        world.wait(0.5)
    assert world.actor("match", duel.match) is None


def told_and_free(duel: Duel) -> None:
    """Check that both were told the end once, with the true cause, and may play again."""
    for page in (duel.left, duel.right):
        assert [frame["cause"] for frame in page.of("finished")] == ["server_fault"]
        result = duel.world.result(duel.match)
        end = page.last("finished")
        assert (list(result.score), result.winner) == (end["score"], end["winner"])
        assert (result.cause, result.seconds) == ("server_fault", end["time"])
        assert page.back().last("welcome")["match"] is None
        page.say(Queue("next"))
        assert not page.of("error")


@pytest.mark.usefixtures("broken")
def test_players_of_a_match_that_is_given_up_are_told_and_free(world: World) -> None:
    duel = world.duel().start()
    watcher = world.page("eve")
    watcher.say(WatchLobby(on=True))
    given_up(duel)
    world.wait(1.0)
    assert watcher.last("playing")["playing"] == 0
    told_and_free(duel)


@pytest.mark.usefixtures("broken")
def test_nobody_is_told_of_an_end_that_a_kill_could_take_back(world: World) -> None:
    duel = world.duel().start()
    world.store.away = True
    given_up(duel)
    world.wait(3.0)
    assert not duel.left.of("finished")
    world.store.away = False
    world.until(lambda: duel.left.of("finished"), 2.0)
    told_and_free(duel)


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("what", ["news.News._end", "state.State.free"])
def test_a_lobby_that_fails_at_the_news_frees_the_players(
    world: World, fail: Fail, what: str
) -> None:
    duel = world.duel().start()
    fail(f"actors.seats.{what}")
    given_up(duel)
    assert world.crashes() == 5
    assert world.seats().playing == {}
    result = world.result(duel.match)
    for page in (duel.left, duel.right):
        for end in page.of("finished"):
            assert (end["cause"], end["winner"]) == ("server_fault", result.winner)
            assert (end["score"], end["time"]) == (list(result.score), result.seconds)


@pytest.mark.usefixtures("broken")
def test_seats_that_failed_before_still_hear_it(world: World) -> None:
    duel = world.duel().start()
    crash(world, seats_of(duel.left.player))
    given_up(duel)
    told_and_free(duel)


def test_a_match_that_cannot_be_created_is_given_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("actors.match.create.new_game")
    ada = world.page("ada")
    ada.say(Machine("1"))
    world.wait(2.0)
    assert ada.last("finished")["cause"] == "server_fault"
    assert world.seats().playing == {}


def test_a_lobby_that_failed_at_a_normal_end_frees_the_players_when_the_match_stops(
    world: World, fail: Fail
) -> None:
    duel = world.duel(points=1).start()
    fail("actors.seats.state.State.free")
    world.until(lambda: duel.left.of("finished"))
    world.wait(61.0)
    assert world.crashes() == 1
    assert world.seats().playing == {}
    assert [frame["cause"] for frame in duel.left.of("finished")] == ["played"]


def test_a_match_that_ended_is_watched_no_longer(sound: World) -> None:
    duel = sound.duel(points=1).start()
    before = sound.kernel.statistics().monitors
    sound.until(lambda: duel.left.of("finished"))
    sound.wait(70.0)
    assert sound.kernel.statistics().monitors == before - 3, "that of the seats, and its own two"
    assert len(duel.left.of("finished")) == 1


def test_a_kill_as_an_unreadable_match_is_given_up_leaves_nobody_in_it(world: World) -> None:
    duel = world.duel().start()
    snapshots = world.store.tables.snapshots
    snapshots[f"match/{duel.match}"] = replace(snapshots[f"match/{duel.match}"], data=b"{}")
    world.kill()
    world.until(lambda: world.store.results, 5.0, step=0.01)
    world.kill()
    assert world.result(duel.match).cause == "server_fault"
    assert world.seats().playing == {}


def test_a_match_that_was_over_or_never_was_is_not_settled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its address is asked again, and whoever answers there fails again and again."""
    duel = world.duel(points=1).start()
    world.until(lambda: duel.left.of("finished"))
    finished = len(duel.left.of("finished"))
    for what in ("show", "refuse"):
        monkeypatch.setattr(f"actors.match.desk.Desk.{what}", _boom)
    for _ in range(6):
        for match in (duel.match, "nowhere"):
            world.route(duel.left, Enter(match))
        world.wait(0.2)
    world.wait(1.0)
    assert len(duel.left.of("finished")) == finished
    assert [result.match_id for result in world.store.results] == [duel.match]
    assert not world.kernel.journal.away


def _boom(*_: object) -> None:
    raise Boom
