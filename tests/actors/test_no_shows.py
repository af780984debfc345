"""A player who lets others wait in vain waits longer each time; the others wait at most 10 s."""

import pytest

from actors.games.messages import Join, Open
from actors.match.messages import Enter, Exit, Look, Resign
from actors.match.presence import ENTER, PROOF
from actors.matchmaker.messages import Queue
from actors.matchmaker.state import INSIST
from actors.seats.messages import Local, Machine, WatchLobby
from actors.seats.no_shows import (
    FIRST,
    LONGEST_AT_HOME,
)
from actors.seats.refused import no_show
from tests.actors.page import ANSWER, Page
from tests.actors.test_crash import Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import World

VICTIM_WAITS = ENTER + 0.5
SOON_AWAY = 6.0
"""Seconds after which it is clear that the store is away."""


def at_home(page: Page, home: str) -> Page:
    """Let what a page says come from this household."""
    page.home = home
    return page


def stood_up(world: World, victim: Page, absentee: Page) -> str:
    """A quick match that only the victim enters."""
    victim.say(Queue("v"))
    absentee.say(Queue("a"))
    match = absentee.last("matched")["match"]
    victim.enter(match)
    return match


def refusal(page: Page) -> tuple[str, int] | None:
    """The code of the last answer if it was an error, and the seconds until the next try."""
    answer = page.of("ok", "error")[-1]
    if answer["t"] == "ok":
        return None
    return answer["code"], round(answer.get("until", 0) / 1000.0 - page.world.now())


def test_the_other_one_is_in_the_queue_again_soon_and_as_the_first(sound: World) -> None:
    ada, bob, cyd = (sound.page(name) for name in ("ada", "bob", "cyd"))
    stood_up(sound, ada, bob)
    began = sound.now()
    sound.until(lambda: ada.of("finished"), 15.0)
    assert sound.now() - began < VICTIM_WAITS
    assert ada.last("finished")["cause"] == "no_show"
    sound.wait(ANSWER)
    assert ada.last("waiting")["queued"], "and is told so"
    cyd.say(Queue("c"))
    assert cyd.last("matched")["match"] == ada.last("matched")["match"]


def test_they_are_before_everybody_else(sound: World) -> None:
    pages = [sound.page(name) for name in ("ada", "bob", "cyd", "dan")]
    ada, bob, cyd, dan = pages
    stood_up(sound, ada, bob)
    sound.block("cyd", "dan")  # else these two play each other
    for page in (cyd, dan):
        page.say(Queue("q"))
    sound.block("ada", "cyd")
    sound.block("ada", "dan")
    sound.until(lambda: ada.of("finished"), 15.0)
    sound.wait(ANSWER)
    assert next(iter(sound.actor("queue").state.queue)) == "ada"


def test_it_is_told_no_time_at_which_they_may_not_yet() -> None:
    told = no_show(until := 1000.0003, now=970.0).error(None).until
    assert told is not None
    assert told / 1000.0 >= until


def test_who_did_not_come_waits_longer_each_time(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    waits: list[int] = []
    for number in range(3):
        bob.say(Queue(f"b{number}"))
        ada.say(Queue(f"a{number}"))
        match = bob.last("matched")["match"]
        ada.enter(match)
        sound.until(
            lambda match=match: (
                ada.last("finished")["match"] == match if ada.of("finished") else False
            ),
            15.0,
        )
        bob.say(Queue(f"again{number}"))
        found = refusal(bob)
        assert found is not None
        assert found[0] == "no_show"
        waits.append(found[1])
        sound.wait(found[1] + 1.0)
    assert waits == pytest.approx([FIRST, 2 * FIRST, 4 * FIRST], abs=2)


@pytest.mark.parametrize("request_", [Queue("x"), Open("x"), Join("x", "some")])
def test_meanwhile_no_stranger_is_met(sound: World, request_: Queue | Open | Join) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    stood_up(sound, ada, bob)
    sound.wait(VICTIM_WAITS)
    bob.say(request_)
    assert refusal(bob) == ("no_show", pytest.approx(FIRST, abs=2))


@pytest.mark.parametrize("request_", [Open("x", private=True), Local("x"), Machine("x")])
def test_friends_and_practice_are_free(sound: World, request_: Open | Local | Machine) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    stood_up(sound, ada, bob)
    sound.wait(VICTIM_WAITS)
    bob.say(request_)
    assert not bob.of("error")


def test_another_name_from_the_same_household_does_not_help(sound: World) -> None:
    ada = sound.page("ada")
    for number in range(4):
        guest = at_home(sound.page(f"guest{number}"), "198.51.100.7")
        guest.say(Queue("q"))
        if number:
            found = refusal(guest)
            assert found is not None
            assert found[0] == "no_show"
            sound.wait(found[1] + 1.0)
            guest.say(Queue("q2"))
        ada.say(Queue(f"a{number}"))
        sound.until(lambda guest=guest: guest.of("matched"), INSIST + 1.0)
        ada.enter(guest.last("matched")["match"])
        sound.wait(VICTIM_WAITS)


def test_a_school_is_not_punished_for_one_of_it(sound: World) -> None:
    """A player who has always come is free; a new one waits at most two minutes."""
    ada, good, bad = sound.page("ada"), sound.page("good"), sound.page("bad")
    for page in (good, bad):
        at_home(page, "school")
    good.say(Queue("g"))
    ada.say(Queue("a"))
    match = good.last("matched")["match"]
    for page in (good, ada):
        page.enter(match)
    sound.until(lambda: sum(sound.state(match).game.score) >= PROOF, 60.0)
    ada.say(Resign("r", match))
    sound.wait(1.0)
    for number in range(3):
        ada.say(Queue(f"v{number}"))
        bad.say(Queue(f"b{number}"))
        if refusal(bad) is None:
            ada.enter(bad.last("matched")["match"])
        sound.wait(70.0)
    good.say(Queue("again"))
    assert refusal(good) is None
    new = at_home(sound.page("new"), "school")
    new.say(Queue("n"))
    found = refusal(new)
    assert found is None or found[1] <= LONGEST_AT_HOME


@pytest.mark.parametrize("how", ["resigns", "enters and is gone"])
def test_who_leaves_before_it_begins_did_not_come_either(sound: World, how: str) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    match = stood_up(sound, ada, bob)
    if how == "resigns":
        bob.say(Resign("r", match))
    else:
        bob.say(Enter(match), Exit(match))
    sound.until(lambda: ada.of("finished"), 40.0)
    sound.wait(0.5)
    bob.say(Queue("again"))
    assert (refusal(bob) or ("",))[0] == "no_show"
    assert "ada" in sound.actor("queue").state.queue


def test_whose_game_was_taken_in_vain_offers_it_again(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Open("o"))
    game = ada.last("ok")["game"]
    bob.say(Join("j", game))
    ada.enter(ada.last("matched")["match"])
    sound.wait(VICTIM_WAITS)
    assert list(sound.actor("games").state.games) == [game]
    assert ada.last("games")["hosting"] == game if ada.of("games") else True


def test_it_is_known_after_a_crash_and_a_restart(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    stood_up(sound, ada, bob)
    sound.wait(VICTIM_WAITS)
    sound.kill()
    bob = sound.page("bob")
    bob.say(Queue("again"))
    assert (refusal(bob) or ("",))[0] == "no_show"


def test_a_page_hears_that_its_player_waits_no_longer_even_at_once(sound: World) -> None:
    ada, bob, cyd = (sound.page(name) for name in ("ada", "bob", "cyd"))
    stood_up(sound, ada, bob)
    ada.say(WatchLobby(on=True))
    sound.until(lambda: not sound.seats().playing, 20.0, step=0.001)
    cyd.say(Queue("c"))  # she meets Ada, who is in the queue for an instant
    sound.wait(1.0)
    assert ada.last("matched")["match"] == cyd.last("matched")["match"]
    assert [frame["queued"] for frame in ada.of("waiting")] == [False, True, False]


@pytest.mark.parametrize("killed", [False, True])
def test_a_store_that_goes_away_just_then_holds_up_nobody(sound: World, killed: bool) -> None:
    ada, bob, cyd = (sound.page(name) for name in ("ada", "bob", "cyd"))
    stood_up(sound, ada, bob)
    sound.until(lambda: not sound.seats().playing, 20.0, step=0.001)
    sound.store.away = True
    cyd.say(Machine("c"))
    sound.wait(SOON_AWAY)
    assert cyd.of("matched")
    assert list(sound.actor("queue").state.queue) == ["ada"]
    sound.store.away = False
    if killed:
        sound.kill()
        ada, bob = sound.page("ada"), sound.page("bob")
    sound.wait(1.0)
    assert list(sound.actor("queue").state.queue) == ["ada"]
    assert sound.seats().no_shows["bob"].times == 1


def test_the_servers_fault_is_nobodys(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    match = stood_up(sound, ada, bob)
    sound.kill()
    ada, bob = sound.page("ada"), sound.page("bob")
    for page in (ada, bob):
        page.enter(match)
    sound.wait(4.0)
    assert sound.state(match).phase == "playing"
    assert not sound.seats().no_shows


def test_a_crash_gives_everybody_the_time_to_come_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The crash may have held up a page that was about to come."""
    ada, bob = world.page("ada"), world.page("bob")
    match = stood_up(world, ada, bob)
    world.wait(ENTER - 1.0)
    with monkeypatch.context() as patch:
        patch.setattr("actors.match.desk.whole", None)
        bob.say(Look("look", match))
    world.wait(ENTER - 1.0)
    assert world.crashes() == 1
    assert not ada.of("finished")
    bob.enter(match)
    assert world.state(match).phase == "countdown"


def test_seats_that_fail_over_a_no_show_give_the_place_back_all_the_same(
    world: World, fail: Fail
) -> None:
    ada, bob = world.page("ada"), world.page("bob")
    stood_up(world, ada, bob)
    fail("actors.seats.state.State.miss")
    world.until(lambda: ada.of("finished"), 15.0)
    world.wait(0.5)
    assert world.crashes() == 1
    assert list(world.actor("queue").state.queue) == ["ada"]
    bob.say(Queue("again"))
    assert (refusal(bob) or ("",))[0] == "no_show"
