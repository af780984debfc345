"""The process is killed and started again: matches go on from the last durable instant."""

import pytest
from msgspec.structs import replace

from actors.games.messages import Join, Open
from actors.invitations.messages import Invite
from actors.matchmaker.messages import Queue
from actors.pong.rally import advance
from actors.pong.settings import Settings
from actors.seats.messages import Machine
from store.errors import StoreUnavailable
from tests.actors.hands import chase, play_out
from tests.actors.test_crash import Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import Duel, World

AT_MOST = 0.25
"""Seconds of play that may be lost."""


def back(duel: Duel) -> Duel:
    """Let both pages come back on new sockets and enter their match."""
    world = duel.world
    pages = [world.page(page.player) for page in (duel.left, duel.right)]
    for page in pages:
        assert page.last("welcome")["match"] == duel.match
        page.enter(duel.match)
    return Duel(world, pages[0], pages[1], duel.match)


@pytest.mark.parametrize("seconds", [0.02, 0.4, 1.3, 2.9, 7.7, 19.0])
def test_a_match_goes_on_from_the_same_ball_score_and_paddles(seconds: float) -> None:
    world = World()
    duel = world.duel(points=11).start()
    end = world.now() + seconds
    while world.now() < end:
        chase(duel.left, duel, -1)
        chase(duel.right, duel, 1, 1.2)
        world.wait(min(0.03, end - world.now()))
    before, time = duel.state.game, duel.time()
    world.kill()
    after = duel.state.game
    assert duel.state.phase == "paused"
    assert time - AT_MOST <= after.now <= time
    assert after.score == before.score
    flight = advance(before, before.now)[0].flight
    # The lag windows of the last instants may not have been durable.
    assert replace(after.flight, window=0.0) == replace(flight, window=0.0) or (
        after.now < before.flight.since
    )
    for paddle in after.paddles:
        assert paddle.segments[-1].direction == 0
    duel = back(duel).start()
    play_out(duel, both=True)
    assert duel.left.last("finished")["cause"] == "played"
    assert len(world.store.results) == 1


def test_a_pause_whose_snapshot_a_crash_cut_short_is_durable_all_the_same(
    world: World, fail: Fail
) -> None:
    duel = world.duel(points=11).start()
    duel.play_to(0.5)
    fail("actors.match.actor.encode")
    duel.left.drop()
    assert world.crashes() == 1
    world.wait(20.0)
    world.kill()
    duel = back(duel)
    assert duel.left.last("match")["time"] == pytest.approx(0.5, abs=0.02)
    left, _ = (player["budget"] for player in duel.left.last("match")["players"])
    assert left == pytest.approx(10_000, abs=250)


def test_an_absence_is_known_too_however_long_it_lasts() -> None:
    world = World()
    duel = world.duel().start()
    duel.left.drop()
    world.wait(25.0)
    world.kill()
    duel = back(duel)
    left, _ = (player["budget"] for player in duel.left.last("match")["players"])
    assert left == pytest.approx(5_000, abs=250)


def test_time_without_any_key_is_known_too() -> None:
    world = World()
    duel = world.duel().start()
    duel.left.press(duel.match, 1)
    duel.play_to(1.0)
    world.kill()
    assert duel.state.game.now == pytest.approx(1.0, abs=AT_MOST)


@pytest.mark.parametrize("back_again", [False, True])
def test_play_does_not_go_on_through_a_pause_whose_snapshot_was_not_written(
    monkeypatch: pytest.MonkeyPatch, back_again: bool
) -> None:
    async def refuse(_: object) -> None:
        raise StoreUnavailable("away")

    world = World()
    duel = world.duel(points=11).start()
    duel.play_to(0.8)
    with monkeypatch.context() as patch:
        patch.setattr(world.store.journal, "flush", refuse)
        duel.left.drop()
        world.wait(20.0)
        if back_again:
            duel.left.back().enter(duel.match)
            world.wait(3.3)
    world.kill()
    assert duel.state.game.now <= 0.8
    assert duel.state.game.score == (0, 0)


def test_killed_again_and_again_it_still_ends_with_one_result() -> None:
    world = World(5)
    duel = world.duel(points=3).start()
    scores = [(0, 0)]
    for _ in range(12):
        for _ in range(50):
            if duel.left.of("finished"):
                break
            world.wait(0.05)
            chase(duel.left, duel, -1)
        if duel.left.of("finished"):
            break
        world.kill()
        scores.append(duel.state.game.score)
        duel = back(duel).start()
    play_out(duel)
    assert scores == sorted(scores)
    assert len(scores) > 3
    assert len(world.store.results) == 1


def test_a_match_against_the_machine_comes_back_with_its_machine() -> None:
    world = World()
    ada = world.page("ada")
    ada.say(Machine("1", "hard", Settings(3)))
    match = ada.last("matched")["match"]
    ada.enter(match)
    duel = Duel(world, ada, ada, match).start()
    world.wait(2.3)
    before = duel.state
    world.kill()
    assert duel.state.machine == before.machine
    assert duel.state.chairs[1].seat.level == "hard"
    ada = world.page("ada")
    ada.enter(match)
    duel = Duel(world, ada, ada, match).start()
    world.until(lambda: ada.of("finished"))
    assert ada.last("finished")["cause"] == "played"


def test_downtime_and_the_way_back_cost_no_budget() -> None:
    world = World()
    duel = world.duel().start()
    world.wait(0.5)
    world.kill(downtime=300.0)
    world.wait(9.0)
    duel = back(duel)
    assert duel.left.last("countdown")["budgets"] == [30_000] * 2


def test_an_absence_from_before_counts_up_to_the_kill() -> None:
    world = World()
    duel = world.duel().start()
    duel.left.drop()
    world.wait(8.0)
    world.kill()
    duel = back(duel)
    left, right = (player["budget"] for player in duel.left.last("match")["players"])
    assert left == pytest.approx(22_000, abs=250)
    assert right == pytest.approx(40_000, abs=10)  # including the time to come back


@pytest.mark.parametrize("wait", [0.0, 4.0, 15.0])
def test_who_does_not_come_back_forfeits_when_it_was_told(wait: float) -> None:
    world = World()
    duel = world.duel().start()
    world.wait(0.5)
    world.kill()
    world.wait(wait)
    page = world.page(duel.right.player)
    page.enter(duel.match)
    told = page.last("match")
    assert told["phase"] == "paused"
    (absent,) = page.last("pause")["away"]
    assert told["until"] == page.last("pause")["until"]
    assert absent["budget"] == pytest.approx(told["until"] - world.at(), abs=2)
    world.wait(told["until"] / 1000.0 - world.now() - 0.01)
    assert not page.of("finished")
    world.wait(0.1)
    assert page.last("finished")["cause"] == "forfeit_absent"
    assert len({pause["until"] for pause in page.of("pause")}) == 1


def test_nobody_with_a_match_is_free_after_the_restart() -> None:
    world = World()
    duel = world.duel().start()
    world.wait(0.2)
    world.kill()
    page = world.page(duel.left.player)
    page.say(Queue("1"))
    assert page.last("error")["code"] == "already_playing"


def test_who_waited_still_waits_and_open_games_are_open() -> None:
    world = World()
    ada, bob = world.page("ada"), world.page("bob")
    ada.say(Queue("1"))
    bob.say(Open("2", Settings(5)))
    game = bob.last("ok")["game"]
    world.wait(0.1)
    world.kill()
    ada, bob = world.page("ada"), world.page("bob")
    carl, dora = world.page("carl"), world.page("dora")
    carl.say(Join("3", game))
    dora.say(Queue("4"))
    assert bob.last("matched")["match"] == carl.last("matched")["match"]
    assert ada.last("matched")["match"] == dora.last("matched")["match"]


@pytest.mark.parametrize("after", range(0, 150, 6))
def test_killed_while_a_match_is_made_nobody_loses_a_place(after: int) -> None:
    world = World()
    ada, bob = world.page("ada"), world.page("bob")
    ada.say(Queue("1"))
    world.route(bob, Queue("2"))
    world.wait(after / 1000.0)
    told = bool(bob.of("matched"))
    assert told == bool(ada.of("matched"))
    world.kill()
    ada, bob = world.page("ada"), world.page("bob")
    found = ada.last("welcome")["match"]
    assert bob.last("welcome")["match"] == found
    assert found or not told
    if not found:
        bob.say(Queue("3"))
        assert bob.last("matched")["match"] == ada.last("matched")["match"]
    unfinished = world.clock.run(world.kernel, world.store.matches.unfinished_matches)
    assert len(unfinished) == 1


def test_a_match_made_while_the_store_was_away_outlives_a_kill_after_it_is_back() -> None:
    world = World()
    world.store.away = True
    duel = world.duel(points=11)
    duel.start()
    world.store.away = False
    world.wait(2.5)
    world.kill()
    assert world.page(duel.left.player).last("welcome")["match"] == duel.match


def test_who_waited_and_does_not_come_back_waits_no_longer() -> None:
    world = World()
    world.page("ada").say(Queue("1"))
    world.wait(0.1)
    world.kill()
    world.wait(11.0)
    bob = world.page("bob")
    bob.say(Queue("2"))
    assert not bob.of("matched")


@pytest.mark.parametrize("ruin", [b"", b"no json", b'{"queue":3,"games":3,"playing":3}', b"{}"])
def test_a_lobby_that_cannot_be_read_stops_no_start(ruin: bytes) -> None:
    world = World()
    duel = world.duel(points=11).start()
    world.page("cyd").say(Queue("q"))
    snapshots = world.store.tables.snapshots
    world.page("dan").say(Invite("i", "cyd"))
    for kind in [kind for kind in snapshots if kind.startswith("seats/")]:
        snapshots[kind] = replace(snapshots[kind], data=ruin)
    for kind in ("games", "queue", "invitations"):
        snapshots[kind] = replace(snapshots[kind], data=ruin)
    world.kill()
    assert world.crashes() == 0
    duel = back(duel).start()
    duel.left.say(Queue("q"))
    assert duel.left.last("error")["code"] == "already_playing"
    cyd = world.page("cyd")
    cyd.say(Queue("r"))
    assert cyd.last("ok")["id"] == "r"
