"""After a no-show the whole household waits, also those who were in the queue before."""

import pytest

from actors.games.messages import Join, Open
from actors.match.messages import Resign
from actors.matchmaker.messages import Queue, Unqueue
from actors.matchmaker.state import INSIST, RESTED
from actors.seats.messages import Local, Machine, WatchLobby
from actors.seats.no_shows import FIRST
from tests.actors.page import ANSWER, Page
from tests.actors.test_no_shows import VICTIM_WAITS, at_home, refusal, stood_up
from tests.actors.world import World


def apart(world: World, pages: list[Page]) -> None:
    """Let all these players block each other, so that no two of them meet."""
    for number, one in enumerate(pages):
        for other in pages[:number]:
            world.block(one.player, other.player)


def test_who_waits_already_is_bound_by_it_too(sound: World) -> None:
    """Otherwise each member of a household that queued before could let somebody wait once."""
    ada = at_home(sound.page("ada"), "ada's")
    bad = [at_home(sound.page(f"bad{number}"), "one") for number in range(4)]
    host = at_home(sound.page("host"), "one")
    apart(sound, [*bad, host])
    sound.block("ada", "host")
    for page in bad:
        page.say(WatchLobby(on=True), Queue("q"))
    host.say(Open("o"))
    ada.say(Queue("v"))
    ada.enter(ada.last("matched")["match"])
    sound.wait(VICTIM_WAITS)
    assert len(ada.of("matched")) == 1
    sound.wait(ANSWER)
    assert list(sound.actor("queue").state.queue) == ["ada"]
    assert not sound.actor("games").state.games
    for page in bad[1:]:
        assert refusal(page) == ("no_show", pytest.approx(FIRST, abs=2))
        assert not page.last("waiting")["queued"]
    assert host.last("error")["code"] == "no_show"
    sound.wait(60.0)
    assert len(ada.of("matched")) == 1


def test_who_was_let_down_is_not_by_that_household_again(sound: World) -> None:
    """Not while there is anybody else, even after the wait of that household is over."""
    ada = at_home(sound.page("ada"), "ada's")
    bad, worse = (at_home(sound.page(name), "one") for name in ("bad", "worse"))
    stood_up(sound, ada, bad)
    sound.wait(VICTIM_WAITS + FIRST)
    worse.say(Queue("q"))
    assert not worse.of("matched")
    cyd = sound.page("cyd")
    sound.block("cyd", "worse")
    cyd.say(Queue("q"))
    assert cyd.last("matched")["match"] == ada.last("matched")["match"]


def test_with_nobody_else_there_they_are_met_after_a_while(sound: World) -> None:
    ada = at_home(sound.page("ada"), "ada's")
    bad, worse = (at_home(sound.page(name), "one") for name in ("bad", "worse"))
    stood_up(sound, ada, bad)
    sound.wait(VICTIM_WAITS + FIRST)
    worse.say(Queue("q"))
    sound.wait(INSIST + 0.5)
    assert worse.last("matched")["match"] == ada.last("matched")["match"]


def test_who_was_let_down_by_a_housemate_waits_on(sound: World) -> None:
    ada, bob = (at_home(sound.page(name), "one") for name in ("ada", "bob"))
    stood_up(sound, ada, bob)
    sound.wait(VICTIM_WAITS)
    assert list(sound.actor("queue").state.queue) == ["ada"]


def test_nobody_barred_comes_back_by_being_let_down(sound: World) -> None:
    """One member of a household lets somebody wait while another member is let down."""
    pages = [at_home(sound.page(name), "one") for name in ("let_down", "bad")]
    victim, cyd = sound.page("victim"), sound.page("cyd")
    stood_up(sound, victim, pages[1])
    sound.wait(2.0)
    stood_up(sound, pages[0], cyd)
    sound.wait(VICTIM_WAITS)
    assert "let_down" not in sound.actor("queue").state.queue


def test_leaving_the_queue_for_a_moment_does_not_put_off_to_play_anybody(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    sound.block("ada", "bob")
    for page in (ada, bob):
        page.say(Queue("q"))
    for number in range(4):
        sound.wait(INSIST / 4.0)
        for page in (ada, bob):
            if not page.of("matched"):
                page.say(Unqueue(f"u{number}"))
                page.say(Queue(f"q{number}"))
    sound.wait(1.0)
    assert ada.of("matched")


def test_nor_does_a_lost_connection(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    sound.block("ada", "bob")
    for page in (ada, bob):
        page.say(Queue("q"))
    sound.wait(5.0)
    for page in (ada, bob):
        page.drop()
    sound.wait(12.0)
    assert not sound.actor("queue").state.queue
    ada, bob = sound.page("ada"), sound.page("bob")
    for page in (ada, bob):
        page.say(Queue("again"))
    sound.wait(INSIST - 16.0)
    assert bob.of("matched")


def test_who_has_waited_so_long_is_met_once_it_is_known_who_is_apart(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    sound.block("ada", "bob")
    for page in (ada, bob):
        page.say(Queue("q"), Unqueue("u"))
    sound.wait(INSIST + 1.0)
    for page in (ada, bob):
        page.say(Queue("again"))
    sound.wait(1.0)
    assert bob.of("matched")


def test_after_a_rest_the_wait_for_anybody_begins_anew(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    sound.block("ada", "bob")
    ada.say(Queue("q"))
    ada.say(Unqueue("u"))
    sound.wait(INSIST + RESTED + 1.0)
    bob.say(Queue("q"))
    ada.say(Queue("again"))
    sound.wait(INSIST / 2.0)
    assert not ada.of("matched")


@pytest.mark.parametrize("request_", [Machine("x"), Local("x"), Open("x", private=True), Open("x")])
def test_nothing_given_up_at_once_makes_reliable(
    sound: World, request_: Machine | Local | Open
) -> None:
    ada, bob, eve = sound.page("ada"), sound.page("bob"), sound.page("eve")
    for page in (bob, eve):
        at_home(page, "one")
    eve.say(request_)
    if isinstance(request_, Open):
        bob.say(Join("j", eve.last("ok")["game"]))
    match = eve.last("matched")["match"]
    for page in (bob, eve) if isinstance(request_, Open) else (eve,):
        page.enter(match)
    sound.wait(4.0)
    assert sound.state(match).phase == "playing"
    eve.say(Resign("r", match))
    sound.wait(1.0)
    stood_up(sound, ada, bob)
    sound.wait(VICTIM_WAITS)
    eve.say(Queue("q"))
    assert (refusal(eve) or ("",))[0] == "no_show"
