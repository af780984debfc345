"""The result is written once, and told when it is durable, even if the store was away."""

import pytest

from actors.match.messages import Enter, Resign
from actors.matchmaker.messages import Queue
from tests.actors.world import Duel, World


def ended(world: World, *, away: bool) -> Duel:
    """A match that was played to its end, with the store away or not."""
    duel = world.duel(points=1).start()
    world.store.away = away
    world.until(lambda: duel.state.phase == "finished")
    return duel


def test_it_is_written_once(sound: World) -> None:
    duel = ended(sound, away=False)
    sound.wait(70.0)
    assert len(sound.store.results) == 1
    assert len(duel.left.of("finished")) == 1


@pytest.mark.parametrize("end", ["played", "resigned", "forfeit_absent", "aborted", "killed"])
def test_of_a_match_that_is_over_nothing_is_kept_to_start_from(world: World, end: str) -> None:
    duel = world.duel(points=1).start()
    match end:
        case "resigned":
            duel.left.say(Resign("r", duel.match))
        case "forfeit_absent":
            duel.left.drop()
        case "aborted":
            duel.left.drop()
            duel.right.drop()
        case "killed":
            world.kill()
        case _:
            pass
    world.wait(200.0)
    assert world.result(duel.match).cause == ("aborted" if end == "killed" else end)
    tables, name = world.store.tables, f"match/{duel.match}"
    assert name not in tables.snapshots
    assert not tables.tails.get(name)
    assert not tables.letters


@pytest.mark.parametrize("seconds", [0.5, 5.0, 90.0])
def test_it_is_offered_until_the_store_takes_it_and_told_only_then(
    sound: World, seconds: float
) -> None:
    duel = ended(sound, away=True)
    sound.wait(seconds)
    assert not duel.left.of("finished")
    assert not duel.right.of("finished")
    sound.store.away = False
    sound.wait(1.1)
    assert len(sound.store.results) == 1
    for page in (duel.left, duel.right):
        assert len(page.of("finished")) == 1
        page.say(Queue("next"))
        assert not page.of("error"), "its players are free"


def test_who_enters_before_the_result_is_durable_learns_it_after(sound: World) -> None:
    duel = ended(sound, away=True)
    page = sound.page(duel.left.player)
    page.say(Enter(duel.match))
    assert all(view["unsaved"] for view in page.of("match"))
    sound.store.away = False
    sound.wait(1.1)
    assert page.last("finished")["cause"] == "played"


def test_nobody_is_free_before_the_result_is_durable(sound: World) -> None:
    duel = ended(sound, away=True)
    duel.left.say(Queue("next"))
    assert duel.left.last("error")["code"] == "already_playing"
    sound.store.away = False
    sound.wait(1.1)
    assert sound.page(duel.left.player).last("welcome")["match"] is None


def test_the_journal_waits_for_the_store_and_is_then_whole(sound: World) -> None:
    duel = sound.duel(points=1).start()
    sound.store.away = True
    for step in range(20):
        duel.left.press(duel.match, step % 3 - 1)
        sound.wait(0.05)
    assert sound.kernel.statistics().journal["waiting"] > 0
    sound.store.away = False
    sound.wait(3.0)
    blobs = sound.blobs(duel.match)
    assert sum(blob.count for blob in blobs) == sound.recorded(duel.match)
    assert blobs[0].seq == 1
