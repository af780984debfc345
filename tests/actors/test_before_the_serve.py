"""Before the first serve players have ten seconds to come, and a kill does not change that."""

import pytest

from actors.core.journal.book import Recovered
from actors.games import state as games
from actors.match.messages import Enter, Exit
from actors.match.presence import ENTER, PROOF
from actors.matchmaker import state as queue
from actors.matchmaker.messages import Queue
from actors.seats.hall import Before, shares
from actors.seats.lasting import read
from actors.seats.parts import seats_of
from tests.actors.test_no_shows import VICTIM_WAITS, at_home, refusal, stood_up
from tests.actors.world import World


@pytest.mark.parametrize("again", [False, True], ids=["never again", "for a moment each second"])
@pytest.mark.parametrize("first", ["victim", "absentee"])
def test_who_comes_and_goes_holds_nobody_for_longer(
    sound: World, first: str, *, again: bool
) -> None:
    """Before the first serve there are ten seconds in all, less the cost of pauses."""
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Queue("a"))
    bob.say(Queue("b"))
    match = ada.last("matched")["match"]
    if first == "victim":
        ada.enter(match)
        sound.wait(4.0)
    bob.say(Enter(match), Exit(match))
    ada.enter(match)
    began = sound.now()
    while not ada.of("finished"):
        assert sound.now() < began + (4.0 * ENTER if again else ENTER + 0.5)
        sound.wait(1.0 if again else 0.1)
        if again and not ada.of("finished"):
            bob.say(Enter(match), Exit(match))
    assert ada.last("finished")["cause"] == "no_show"
    sound.wait(0.5)
    assert next(iter(sound.actor("queue").state.queue)) == "ada"
    bob.say(Queue("again"))
    assert (refusal(bob) or ("",))[0] == "no_show"


@pytest.mark.parametrize("exits", [3, 4, 5, 12])
def test_who_leaves_each_countdown_is_not_served_to(sound: World, exits: int) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    match = stood_up(sound, ada, bob)
    bob.enter(match)
    began = sound.now()
    for _ in range(exits):
        bob.say(Exit(match), Enter(match))
        sound.wait(0.1)
    bob.say(Exit(match))
    sound.until(lambda: ada.of("finished"), 2.0 * ENTER)
    assert sound.now() - began < VICTIM_WAITS
    assert ada.last("finished")["cause"] == "no_show"


def test_after_the_first_serve_there_is_the_whole_budget(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    match = stood_up(sound, ada, bob)
    sound.wait(ENTER - 1.0)
    bob.enter(match)
    sound.wait(4.0)
    assert sound.state(match).phase == "playing"
    bob.say(Exit(match))
    sound.wait(2.0 * ENTER)
    assert not ada.of("finished")
    bob.enter(match)
    assert sound.state(match).phase == "countdown"


def test_a_kill_forgets_neither_who_did_not_come_nor_who_waited(sound: World) -> None:
    ada, bob, cyd = sound.page("ada"), sound.page("bob"), sound.page("cyd")
    match = stood_up(sound, ada, bob)
    sound.kill()
    ada, bob, cyd = (sound.page(name) for name in ("ada", "bob", "cyd"))
    ada.enter(match)
    sound.until(lambda: ada.of("finished"), 40.0)
    assert ada.last("finished")["cause"] == "no_show"
    sound.wait(0.5)
    assert next(iter(sound.actor("queue").state.queue)) == "ada"
    bob.say(Queue("again"))
    assert (refusal(bob) or ("",))[0] == "no_show"
    cyd.say(Queue("c"))
    assert cyd.last("matched")["match"] == ada.last("matched")["match"]


def test_a_kill_does_not_forget_who_is_reliable(sound: World) -> None:
    duel = sound.duel(points=PROOF)
    sound.until(lambda: duel.left.of("finished"), 120.0)
    bad, cyd = (at_home(sound.page(name), "one") for name in ("bad", "cyd"))
    stood_up(sound, cyd, bad)
    sound.wait(VICTIM_WAITS)
    sound.kill()
    ada = at_home(sound.page("ada"), "one")
    ada.say(Queue("q"))
    assert refusal(ada) is None


def test_each_part_of_the_lobby_reads_its_own_of_an_older_version() -> None:
    """One actor had it all, and left it to the three."""
    old = Recovered(
        b'{"queue":{"ada":{"player":"ada","name":"ADA","home":""}},"games":{"g":{"id":"g",'
        b'"host":"bob","name":"BOB","settings":{},"private":false}},"taken":{"m":[[],[],{}]},'
        b'"no_shows":{},"reliable":{},"let_down":{"cyd":["home"]},"playing":{"dan":"m"}}'
    )
    waiting = queue.restored(old, 9.0)
    assert (list(waiting.queue), waiting.let_down) == (["ada"], {"cyd": ("home",)})
    assert list(games.restored(old).games) == ["g"]
    assert shares(read(old, Before))[seats_of("dan")].playing == {"dan": "m"}
