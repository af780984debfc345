"""A point is told when it is durable; while the store is away, it is told as not saved yet."""

import pytest

from actors.core.address import Address
from actors.core.journal.records import Flush
from actors.games.messages import Open
from actors.match.messages import Enter, Resign
from actors.matchmaker.messages import Queue
from actors.seats.messages import Local
from store.matches.records import MatchResult
from tests.actors.hands import chase, play_out
from tests.actors.page import ANSWER
from tests.actors.world import Duel, World, now_or_never


def scored(world: World, duel: Duel, points: int) -> None:
    """Let play go on until the match has this many points."""
    world.until(lambda: sum(duel.state.game.score) >= points, step=0.005)


def test_nobody_hears_of_a_point_that_a_kill_could_take_back() -> None:
    world = World()
    duel = world.duel(points=11).start()
    scored(world, duel, 1)
    assert not duel.left.of("point")
    world.kill()
    assert sum(duel.state.game.score) <= 1
    assert not duel.right.of("point")


def test_a_point_that_was_told_outlives_a_kill_at_that_instant() -> None:
    world = World()
    duel = world.duel(points=11).start()
    world.until(lambda: duel.left.of("point"), step=0.001)
    score = duel.left.last("point")["score"]
    world.kill()
    assert list(duel.state.game.score) == score


def test_nobody_is_refused_for_a_match_that_a_kill_could_take_back(sound: World) -> None:
    page = sound.page("ada")
    for frame in (Local("local"), Queue("queue"), Open("open")):
        sound.route(page, frame)
    sound.settle()
    assert not page.of("error")
    sound.wait(ANSWER)
    refused = {error["id"]: error["code"] for error in page.of("error")}
    assert refused == {"queue": "already_playing", "open": "already_playing"}


def test_points_of_an_outage_are_marked_until_they_are_saved(sound: World) -> None:
    duel = sound.duel(points=11).start()
    sound.store.away = True
    for count in (1, 2):
        scored(sound, duel, count)
        sound.wait(0.1)
        for page in (duel.left, duel.right):
            assert sum(page.last("point")["score"]) == count
            assert page.last("unsaved")["points"] == count
    assert duel.left.enter(duel.match)["unsaved"] == 2
    sound.store.away = False
    sound.wait(2.0)
    for page in (duel.left, duel.right):
        assert page.last("unsaved")["points"] == 0
    scored(sound, duel, 3)
    sound.wait(0.2)
    assert len(duel.left.of("unsaved")) == 3
    assert duel.left.enter(duel.match)["unsaved"] == 0


def test_a_match_that_begins_in_an_outage_is_marked_itself(sound: World) -> None:
    sound.store.away = True
    sound.wait(2.0)
    duel = sound.duel(points=11)
    duel.start()
    for page in (duel.left, duel.right):
        assert page.last("unsaved")["points"] == 1
        assert page.last("match")["unsaved"] == 1
    scored(sound, duel, 1)
    sound.wait(0.1)
    assert duel.left.last("unsaved")["points"] == 2
    sound.store.away = False
    sound.wait(2.0)
    assert duel.left.last("unsaved")["points"] == 0
    sound.kill()
    assert duel.left.player in sound.state(duel.match).players


def test_so_is_one_whose_owner_found_out_that_the_store_is_away(sound: World) -> None:
    sound.store.away = True
    duel = sound.duel(points=11).start()
    assert duel.left.last("unsaved")["points"] == 1
    sound.store.away = False
    sound.kill()
    assert sound.actor("match", duel.match) is None


def test_a_match_that_begins_after_an_outage_is_not_marked(sound: World) -> None:
    sound.store.away = True
    sound.wait(5.0)
    sound.store.away = False
    sound.wait(2.0)
    duel = sound.duel(points=11).start()
    assert not duel.left.of("unsaved")
    assert duel.left.last("match")["unsaved"] == 0


def test_points_saved_after_an_outage_outlive_a_kill() -> None:
    world = World()
    duel = world.duel(points=11).start()
    world.store.away = True
    scored(world, duel, 2)
    world.wait(0.1)
    world.store.away = False
    world.until(lambda: duel.left.of("unsaved") and duel.left.last("unsaved")["points"] == 0)
    world.kill()
    assert sum(duel.state.game.score) == 2


def test_a_match_that_ends_in_an_outage_has_its_result_and_replay_after_it(sound: World) -> None:
    duel = sound.duel(points=2).start()
    sound.store.away = True
    sound.until(lambda: duel.state.phase == "finished")
    sound.wait(30.0)
    assert not duel.left.of("finished")
    sound.store.away = False
    sound.wait(2.0)
    assert duel.left.last("finished")["cause"] == "played"
    read = sound.store.journal.segments
    segments = sound.clock.run(sound.kernel, lambda: read(f"match/{duel.match}"))
    assert sum(segment.count for segment in segments) == sound.recorded(duel.match)


def test_the_result_is_not_written_before_its_replay(sound: World) -> None:
    duel = sound.duel(points=1).start()
    sound.until(lambda: duel.state.phase == "finished", step=0.001)
    written: list[int] = []
    take = sound.store.journal.flush

    async def note(flush: Flush) -> None:
        await take(flush)
        if any(isinstance(row, MatchResult) for row in flush.rows):
            segments = await sound.store.journal.segments(f"match/{duel.match}")
            written.append(sum(segment.count for segment in segments))

    sound.store.journal.flush = note  # type: ignore[method-assign]
    sound.wait(1.0)
    assert written == [sound.recorded(duel.match)]


def test_of_a_finished_match_the_journal_keeps_the_segments_alone(sound: World) -> None:
    duel = sound.duel(points=1).start()
    chase(duel.left, duel, -1)
    play_out(duel)
    sound.wait(1.0)
    name = f"match/{duel.match}"
    assert now_or_never(sound.store.journal.recover([name])) == {}
    other = sound.duel(points=11, players=("cy", "dee")).start()
    for _ in range(30):
        other.left.press(other.match, 1)
        sound.wait(0.4)
        other.left.press(other.match, -1)
    assert sound.blobs(duel.match) == []
    assert sound.clock.run(sound.kernel, lambda: sound.store.journal.segments(name))


@pytest.mark.parametrize("how", ["crash", "enter"])
def test_a_match_shown_while_a_point_is_held_back_does_not_tell_it_early(how: str) -> None:
    world = World()
    duel = world.duel(points=11).start()
    scored(world, duel, 1)
    page = duel.right
    if how == "enter":
        page = duel.right.back()
        page.say(Enter(duel.match))
    else:
        world.tell(Address("match", duel.match), object())
    assert [f["score"] for f in page.of("match") if sum(f["score"])] == []
    world.wait(0.1)
    assert sum(page.last("match")["score"]) == 1


def test_an_end_that_is_not_saved_is_shown_as_that(sound: World) -> None:
    duel = sound.duel(points=11).start()
    sound.store.away = True
    scored(sound, duel, 1)
    sound.wait(0.5)
    duel.right.say(Resign("r", duel.match))
    sound.wait(1.5)
    assert not duel.left.of("finished")
    assert not [ok for ok in duel.right.of("ok") if ok["id"] == "r"], "it could be lost"
    late = duel.left.back()
    for page in (duel.left, duel.right):
        view = page.last("match")
        assert (view["phase"], view["cause"], view["winner"]) == ("finished", "resigned", -1)
        assert view["unsaved"] > 0
    assert late.enter(duel.match)["unsaved"] > 0
    sound.store.away = False
    sound.wait(3.0)
    for page in (late, duel.right):
        assert page.last("finished")["winner"] == -1
    assert late.enter(duel.match)["unsaved"] == 0


@pytest.mark.parametrize("known", [True, False])
def test_who_resigns_in_an_outage_knows_within_a_second_how_that_stands(
    sound: World, *, known: bool
) -> None:
    duel = sound.duel(points=11).start()
    sound.store.away = True
    if known:
        sound.wait(2.0)
    duel.left.say(Resign("r", duel.match))
    sound.wait(0.0 if known else 1.0)
    for page in (duel.left, duel.right):
        view = page.last("match")
        assert (view["phase"], view["cause"], view["winner"]) == ("finished", "resigned", 1)
        assert view["unsaved"] > 0
    duel.left.clear()
    duel.left.say(Resign("again", duel.match))  # whoever asks once more is answered at once
    assert duel.left.last("match")["unsaved"] > 0
    sound.wait(60.0)
    assert not duel.left.of("ok", "finished")
    sound.store.away = False
    sound.wait(2.0)
    assert [frame["id"] for frame in duel.left.of("ok")][-2:] == ["r", "again"]
    assert duel.left.last("finished")["cause"] == "resigned"


def test_a_resignation_that_was_not_saved_is_taken_back_by_a_kill() -> None:
    world = World()
    duel = world.duel(points=11).start()
    world.wait(1.0)
    world.store.away = True
    duel.left.say(Resign("r", duel.match))
    world.wait(5.0)
    world.store.away = False
    world.kill()
    assert duel.state.phase == "paused"
