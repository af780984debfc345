"""The journal is enough to replay a match: through the rules it gives the same bits."""

from functools import partial
from itertools import pairwise

import msgspec
import pytest

from actors.core.journal.records import Blob
from actors.match.play import Looked
from actors.match.presence import PAUSES
from actors.match.state import State
from actors.pong.apply import apply
from actors.pong.game import Game, new_game
from actors.pong.inputs import Halt, Input, Steer, Widen
from actors.pong.rally import advance
from actors.pong.settings import MapName, Settings
from actors.seats.messages import Machine
from tests.actors.hands import chase, play_out
from tests.actors.world import Duel, World, now_or_never, rules


def entries(world: World, match: str) -> list[Input | Looked]:
    """All entries of a finished match, each once."""
    world.wait(2.0)
    read = partial(world.store.journal.segments, f"match/{match}")
    segments: list[Blob] = world.clock.run(world.kernel, read)
    assert [segment.seq for segment in segments] == [
        1 + sum(segment.count for segment in segments[:place]) for place in range(len(segments))
    ]
    return [
        entry
        for segment in segments
        for entry in msgspec.json.decode(segment.data, type=list[Steer | Widen | Halt | Looked])
    ]


def replayed(world: World, match: str) -> Game:
    """The game, replayed from its seed and journal up to the time in the result."""
    record, seconds = world.record(match), world.result(match).seconds
    settings = msgspec.json.decode(record.settings, type=Settings)
    game = new_game(settings, record.seed)
    for entry in entries(world, match):
        if not isinstance(entry, Looked):
            game, _ = apply(game, entry)
    # A match that never began has not reported its serve either.
    return advance(game, seconds)[0] if seconds > 0.0 else game


def final(world: World, match: str) -> bytes:
    return rules(world.state(match))


def same(game: Game) -> bytes:
    return msgspec.msgpack.encode(game)


@pytest.mark.parametrize("seed", range(4))
def test_a_played_match_replays_to_the_same_bits(seed: int) -> None:
    world = World(seed)
    duel = world.duel(points=3)
    duel.left.delay, duel.right.delay = 0.02, 0.09
    play_out(duel.start(), both=True)
    assert same(replayed(world, duel.match)) == final(world, duel.match)


@pytest.mark.parametrize("where", ["pillars", "funnel", "portals", "gate"])
def test_a_match_of_sets_on_a_map_replays_too_and_its_result_is_in_sets(
    sound: World, where: MapName
) -> None:
    settings = Settings(1, sets=3, ball="fast", paddle="large", map=where)
    duel = sound.duel(settings=settings)
    duel.left.delay, duel.right.delay = 0.02, 0.09
    play_out(duel.start(), both=True)
    points = duel.left.of("point")
    end, result = duel.left.last("finished"), sound.result(duel.match)
    assert points[0]["score"] == [0, 0]  # of the set that follows
    assert points[-1]["sets"] == end["sets"] == list(result.score)
    assert max(result.score) == 2
    assert same(replayed(sound, duel.match)) == final(sound, duel.match)


def test_pauses_and_resumes_replay_too(sound: World) -> None:
    duel = sound.duel(points=2)
    duel.left.delay = 0.05
    duel.start()
    for number in range(PAUSES):
        for _ in range(6):
            sound.wait(0.07)
            duel.right.press(duel.match, number % 3 - 1, ago=0.02)
            chase(duel.left, duel, -1)
        if duel.state.phase == "finished":
            break
        duel.left.drop()
        sound.wait(1.0)
        duel.left = duel.left.back()
        duel.left.enter(duel.match)
        duel.right.press(duel.match, (number + 1) % 3 - 1)
        duel.start()
    play_out(duel)
    assert any(isinstance(entry, Halt) for entry in entries(sound, duel.match))
    assert same(replayed(sound, duel.match)) == final(sound, duel.match)


def test_a_match_against_the_machine_replays_and_shows_what_it_saw(sound: World) -> None:
    ada = sound.page("ada")
    ada.say(Machine("1", "hard", Settings(2)))
    match = ada.last("matched")["match"]
    ada.enter(match)
    duel = Duel(sound, ada, ada, match).start()
    while not ada.of("finished"):
        sound.wait(0.1)
        chase(ada, duel, -1, 1.4)
    looks = [entry for entry in entries(sound, match) if isinstance(entry, Looked)]
    assert looks[0].at == 0.0
    assert all(b.at - a.at == pytest.approx(1.0) for a, b in pairwise(looks))
    assert same(replayed(sound, match)) == final(sound, match)


def test_a_snapshot_and_the_entries_after_it_are_the_match_too(sound: World) -> None:
    duel = sound.duel(points=3).start()
    sound.until(lambda: sum(duel.state.game.score) == 2)
    for step in range(20):
        duel.left.press(duel.match, step % 3 - 1)
        sound.wait(0.02)
    sound.wait(0.1)
    name = f"match/{duel.match}"
    snapshot = now_or_never(sound.store.journal.recover([name]))[name].snapshot
    assert snapshot is not None
    play_out(duel)
    after = entries(sound, duel.match)
    game = msgspec.json.decode(snapshot.data, type=State).game
    for entry in after[snapshot.seq :]:
        game, _ = apply(game, entry)  # type: ignore[arg-type]
    game, _ = advance(game, sound.result(duel.match).seconds)
    assert same(game) == final(sound, duel.match)


def test_keys_that_change_nothing_are_not_journaled(sound: World) -> None:
    duel = sound.duel().start()
    before = sound.recorded(duel.match)
    for _ in range(5):
        duel.left.press(duel.match, 1)
    assert sound.recorded(duel.match) == before + 1
