"""Tournaments through crashes, kills, absences and organisers who change their minds."""

from typing import Any

import pytest

from actors.core.address import Address
from actors.seats.messages import Machine
from actors.tournament import frames, settle
from actors.tournament.frames import CheckIn, SayReady
from actors.tournament.messages import Due
from tests.actors.cup import CUP, Cup, letters
from tests.actors.world import START, World

ADDRESS = Address("tournament", CUP)


def cup_of(world: World, *players: str, **plan: Any) -> Cup:
    """A tournament that has begun."""
    cup = Cup(world, **plan)
    cup.join(*(players or ("ada", "bob", "cyd", "dan")))
    cup.start()
    return cup


def crash(world: World) -> None:
    """Let the tournament's actor crash over its next message."""
    actor = world.actor("tournament", CUP)
    actor.told = {**actor.told, Due: lambda *_: 1 // 0}
    world.kernel.tell(ADDRESS, Due())
    world.wait(0.3)


def test_after_a_crash_at_any_moment_it_goes_on(world: World) -> None:
    cup = cup_of(world, *letters(9), format="robin")
    crashes = 0
    while cup.state.phase == "running":
        cup.step()
        if world.now() > START + 8.0 * crashes:
            crash(world)
            crashes += 1
            world.wait(7.0)
    assert world.crashes() == crashes > 8
    assert cup.places() == [(place, f"P{place - 1:03}") for place in range(1, 10)]


@pytest.mark.parametrize("format_", ["single", "double", "robin", "swiss"])
def test_after_kills_it_goes_on(world: World, format_: str) -> None:
    cup = cup_of(world, *letters(9), format=format_)
    kills = 0
    while cup.state.phase == "running" and kills < 100:
        for _ in range(kills % 3 + 1):
            cup.step()
        world.kill(2.0)
        kills += 1
        cup.pages = {player: world.page(player) for player in cup.pages}
    assert 3 < kills < 100
    assert cup.state.phase == "over"
    assert cup.places()[0] == (1, "P000")


def test_a_match_that_counts_no_more_is_called_off(sound: World) -> None:
    cup = cup_of(sound, "ada", "bob")
    while not cup.pages["ada"].of("matched"):
        cup.step()
    match = cup.pages["ada"].last("matched")["match"]
    cup.pages["ada"].enter(match)
    assert cup.act(frames.Cancel())["t"] == "ok"
    sound.wait(0.3)
    assert sound.result(match).cause == "aborted"
    cup.pages["bob"].say(Machine("m"))
    assert cup.pages["bob"].last("ok")["id"] == "m"


def test_it_starts_at_its_time_also_after_a_kill(sound: World) -> None:
    at = int((sound.now() + 3600.0) * 1000.0)
    cup = Cup(sound, start="time", starts_at=at, check_in=5)
    cup.join("ada", "bob")
    sound.wait(60.0)
    sound.kill(10.0)
    sound.wait(60.0)
    assert sound.actor("tournament", CUP) is None, "it sleeps"
    sound.until(lambda: sound.actor("tournament", CUP) is not None, most=4000.0, step=5.0)
    cup.pages = {player: sound.page(player) for player in cup.pages}
    assert cup.state.phase == "check_in"
    for page in cup.pages.values():
        assert cup.ask(page, CheckIn)["t"] == "ok"
    sound.until(lambda: cup.state.phase == "running", most=4000.0, step=1.0)
    assert abs(sound.now() - at / 1000.0) < 10.0


def test_nobody_is_a_no_show_because_the_server_was_away(sound: World) -> None:
    cup = cup_of(sound, "ada", "bob")
    sound.wait(10.0)
    sound.kill(3600.0)
    sound.wait(1.0)
    fight = cup.state.fights["w1-1"]
    assert fight.outcome is None
    assert fight.until > sound.now() + cup.plan.call - 5.0


def test_many_formats_end_with_absences_of_all_kinds(sound: World) -> None:
    for number, format_ in enumerate(("single", "double", "robin", "swiss")):
        world = World(seed=number + 7)
        cup = Cup(world, format=format_, call=20)
        cup.join(*letters(7))
        cup.deaf = {"p003", "p005"}
        cup.start()
        cup.play()
        assert len(cup.places()) == 7
        assert cup.places()[0] == (1, "P000")


@pytest.mark.parametrize("readable", [True, False])
def test_a_tournament_that_cannot_go_on_lets_all_go(
    world: World, monkeypatch: pytest.MonkeyPatch, readable: bool
) -> None:
    cup = cup_of(world, "ada", "bob")
    for page in [*cup.pages.values()]:
        cup.ask(page, SayReady, pairing="w1-1")
    world.wait(0.5)
    match = cup.pages["ada"].last("matched")["match"]
    if not readable:
        monkeypatch.setattr(settle, "recall", lambda _: 1 / 0)
    for _ in range(12):
        if world.actor("tournament", CUP) is not None:
            crash(world)
    world.wait(2.0)
    assert world.result(match).cause == "aborted"
    if readable:
        assert world.store.tables.tournaments[CUP].phase == "cancelled"
    for page in cup.pages.values():
        if readable:
            assert page.last("notified")["notice"]["what"] == "cancelled"
        page.say(Machine(f"m {page.player}"))
        assert page.last("ok")["id"] == f"m {page.player}"


def test_who_was_deleted_while_the_server_was_away_is_forgotten(sound: World) -> None:
    cup = cup_of(sound, "ada", "bob", "cyd")
    sound.run(lambda: sound.store.delete_user("bob", 1))
    sound.kill()
    cup.pages = {player: sound.page(player) for player in ("ada", "cyd")}
    cup.play()
    assert [place for place in cup.places() if place[1] == "BOB"] == []
    assert cup.state.phase == "over"
