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
    sound.store.refusing = True
    duel.left.say(Resign("r", duel.match), Look("1", duel.match))
    assert (duel.left.last("error")["id"], duel.left.last("error")["code"]) == ("1", "match_over")
    sound.store.refusing = False
    sound.until(lambda: duel.left.of("finished"))
    duel.left.say(Look("2", duel.match))
    assert duel.left.last("match")["phase"] == "finished"
    assert duel.left.last("ok")["id"] == "2"
