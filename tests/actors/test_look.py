"""A player looks at the match again without entering it."""

from actors.match.messages import Look, Resign
from tests.actors.world import World


def test_a_look_shows_the_match_and_changes_nothing(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.press(duel.match, 1)
    sound.wait(0.2)
    other = sound.page(duel.left.player)
    before = duel.state
    other.say(Look("l", duel.match))
    assert duel.state == before
    shown = other.last("match")
    assert (shown["sides"], shown["phase"], shown["paddles"][0]["direction"]) == (
        [-1],
        "playing",
        1,
    )
    assert other.last("ok")["id"] == "l"
    assert not duel.left.of("moved")


def test_who_has_no_seat_is_refused(sound: World) -> None:
    duel = sound.duel()
    eve = sound.page("eve")
    eve.say(Look("1", duel.match), Look("2", "nowhere"))
    refused = [(error["id"], error["code"]) for error in eve.of("error")]
    assert refused == [("1", "not_your_match"), ("2", "no_such_match")]


def test_nobody_sees_an_end_that_is_not_durable(sound: World) -> None:
    duel = sound.duel().start()
    duel.left.clear()
    duel.left.say(Resign("r", duel.match), Look("1", duel.match))
    assert not duel.left.of("match", "ok", "error")
    sound.until(lambda: duel.left.of("finished"))
    assert duel.left.last("match")["phase"] == "finished"
    assert [frame["id"] for frame in duel.left.of("ok")] == ["r", "1"]


def test_an_end_that_cannot_be_saved_is_seen_as_that(sound: World) -> None:
    duel = sound.duel().start()
    sound.store.away = True
    duel.left.say(Resign("r", duel.match))
    sound.wait(2.0)
    duel.left.clear()
    duel.left.say(Look("1", duel.match))
    view = duel.left.last("match")
    assert (view["phase"], view["unsaved"]) == ("finished", 1)
    assert [frame["id"] for frame in duel.left.of("ok")] == ["1"]
