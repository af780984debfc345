"""Who lets others wait in vain waits longer each time; the others wait for ten seconds at most."""

import pytest

from actors.frames import Origin
from actors.lobby.messages import Join, Local, Machine, Open, Queue, Unqueue, WatchLobby
from actors.lobby.no_shows import FIRST, FORGOTTEN, LONGEST, LONGEST_AT_HOME, NoShows
from actors.lobby.state import INSIST, RESTED, restored
from actors.match.messages import Enter, Exit, Resign
from actors.match.presence import ENTER, PROOF
from tests.actors.page import Page
from tests.actors.world import World

VICTIM_WAITS = ENTER + 0.5


def at_home(page: Page, home: str) -> Page:
    """Let what a page says come from this household."""
    page.origin = Origin(page.player, page.origin.name, page.id, home)
    return page


def stood_up(world: World, victim: Page, absentee: Page) -> str:
    """A quick match that only the victim enters."""
    victim.say(Queue("v"))
    absentee.say(Queue("a"))
    match = absentee.last("matched")["match"]
    victim.enter(match)
    return match


def refusal(page: Page) -> tuple[str, int] | None:
    """Code of the last answer if it was an error, and the seconds until one may try again."""
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
    assert ada.last("lobby")["queued"], "and is told so"
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
    assert next(iter(sound.actor("lobby").state.queue)) == "ada"


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
    """Who has come before is free; who is new waits two minutes at most."""
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
    assert "ada" in sound.actor("lobby").state.queue


def apart(world: World, pages: list[Page]) -> None:
    """Let all of them block each other, so that none of them meets another."""
    for number, one in enumerate(pages):
        for other in pages[:number]:
            world.block(one.player, other.player)


def test_who_waits_already_is_bound_by_it_too(sound: World) -> None:
    """Else a household that has queued beforehand lets somebody wait once with each of it."""
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
    state = sound.actor("lobby").state
    assert list(state.queue) == ["ada"]
    assert not state.games
    for page in bad[1:]:
        assert refusal(page) == ("no_show", pytest.approx(FIRST, abs=2))
        assert not page.last("lobby")["queued"]
    assert host.last("error")["code"] == "no_show"
    sound.wait(60.0)
    assert len(ada.of("matched")) == 1


def test_who_was_let_down_is_not_by_that_household_again(sound: World) -> None:
    """Not if there is anybody else; by then the wait of that household is over."""
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
    assert list(sound.actor("lobby").state.queue) == ["ada"]


def test_nobody_barred_comes_back_by_being_let_down(sound: World) -> None:
    """One of a household lets somebody wait while another one of it is let down itself."""
    pages = [at_home(sound.page(name), "one") for name in ("let_down", "bad")]
    victim, cyd = sound.page("victim"), sound.page("cyd")
    stood_up(sound, victim, pages[1])
    sound.wait(2.0)
    stood_up(sound, pages[0], cyd)
    sound.wait(VICTIM_WAITS)
    assert "let_down" not in sound.actor("lobby").state.queue


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
    assert not sound.actor("lobby").state.queue
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


@pytest.mark.parametrize("again", [False, True], ids=["never again", "for a moment each second"])
@pytest.mark.parametrize("first", ["victim", "absentee"])
def test_who_comes_and_goes_holds_nobody_for_longer(
    sound: World, first: str, *, again: bool
) -> None:
    """Before anything was served there are ten seconds in all, and what pauses cost."""
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
    assert next(iter(sound.actor("lobby").state.queue)) == "ada"
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
    assert next(iter(sound.actor("lobby").state.queue)) == "ada"
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


def test_the_lobby_of_an_older_version_is_read() -> None:
    old = b'{"queue":{"ada":{"player":"ada","name":"ADA","home":""}},"games":{}}'
    assert list(restored(old, 0.0).queue) == ["ada"]


def test_whose_game_was_taken_in_vain_offers_it_again(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Open("o"))
    game = ada.last("ok")["game"]
    bob.say(Join("j", game))
    ada.enter(ada.last("matched")["match"])
    sound.wait(VICTIM_WAITS)
    assert list(sound.actor("lobby").state.games) == [game]
    assert ada.last("lobby")["hosting"] == game if ada.of("lobby") else True


def test_it_is_known_after_a_crash_and_a_restart(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    stood_up(sound, ada, bob)
    sound.wait(VICTIM_WAITS)
    sound.kill()
    bob = sound.page("bob")
    bob.say(Queue("again"))
    assert (refusal(bob) or ("",))[0] == "no_show"


def test_the_servers_fault_is_nobodys(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    match = stood_up(sound, ada, bob)
    sound.kill()
    ada, bob = sound.page("ada"), sound.page("bob")
    for page in (ada, bob):
        page.enter(match)
    sound.wait(4.0)
    assert sound.state(match).phase == "playing"
    assert not sound.actor("lobby").state.no_shows.players


def test_a_crash_gives_everybody_the_time_to_come_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ``enter`` that crashed the match is lost, and its page does not know at once."""
    ada, bob = world.page("ada"), world.page("bob")
    match = stood_up(world, ada, bob)
    world.wait(ENTER - 1.0)
    with monkeypatch.context() as patch:
        patch.setattr("actors.match.actor.arrive", None)
        bob.say(Enter(match))
    world.wait(ENTER - 1.0)
    assert world.crashes() == 1
    assert not ada.of("finished")
    bob.enter(match)
    assert world.state(match).phase == "countdown"


def test_waits_grow_to_a_bound_and_are_forgotten() -> None:
    known, now = NoShows(), 0.0
    for number in range(12):
        known.note("p", "home", f"m{number}", now)
        known.note("p", "home", f"m{number}", now)  # of one match once
    assert known.players["p"].times == 12
    assert known.until("p", "home", now, reliable=False) == LONGEST
    assert known.until("q", "home", now, reliable=False) == LONGEST_AT_HOME
    assert known.until("q", "home", now, reliable=True) is None
    assert known.until("q", "elsewhere", now, reliable=False) is None
    assert not known.recent(FORGOTTEN).players
    known.note("p", "", "later", FORGOTTEN)
    assert known.players["p"].times == 1


def test_what_is_known_of_them_is_bounded() -> None:
    known = NoShows()
    for number in range(3000):
        known.note(f"p{number}", "home", f"m{number}", float(number))
    assert len(known.players) == 1000
    known.note("late", "home", "m", 3000.0 + FORGOTTEN)
    assert list(known.players) == ["late"]
