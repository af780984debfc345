"""A rated match changes the ratings of both, once, whatever fails; nothing else does."""

import pytest

from actors.core.address import Address
from actors.match.messages import Enter, Resign, Stopping
from actors.match.wishes import Rematch
from actors.matchmaker.messages import Queue
from actors.ratings.messages import Rated, Reverse, address_of
from actors.ratings.modes import SETTINGS, RatingMode
from store.ratings.records import MU, Rating
from tests.actors.cup import Cup
from tests.actors.hands import play_out
from tests.actors.page import Page
from tests.actors.test_crash import Boom, Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import Duel, World

CLASSIC = address_of("classic")


def rated(world: World, mode: RatingMode = "short") -> Duel:
    """A rated match between two accounts, entered."""
    world.accounts |= {"ada", "bob"}
    return matched(world, Queue("q", mode, rated=True))


def matched(world: World, frame: Queue) -> Duel:
    """A match between two who wait, entered."""
    pages = [world.page(player) for player in ("ada", "bob")]
    for page in pages:
        page.say(frame)
    for page in pages:
        page.say(Enter(page.last("matched")["match"]))
    pages.sort(key=lambda page: page.last("matched")["side"])
    return Duel(world, pages[0], pages[1], pages[0].last("matched")["match"])


def known(world: World, player: str, mode: str = "short") -> Rating:
    return world.store.tables.ratings.get((player, mode), Rating(player, mode))


def results(world: World) -> list[tuple[str, str, str]]:
    return sorted(world.store.tables.rating_entries)


def resign(duel: Duel, page: Page) -> None:
    page.say(Resign("r", duel.match))
    duel.world.wait(1.0)


def result(match: str, winner: str, loser: str) -> Rated:
    return Rated(match, "classic", (winner, loser), winner, 7)


def test_a_rated_match_counts_for_both_and_they_are_told(sound: World) -> None:
    duel = rated(sound).start()
    play_out(duel)
    sound.wait(1.0)
    assert duel.left.last("match")["rated"]
    assert sound.record(duel.match).rated
    assert duel.left.last("match")["settings"]["points"] == 5
    won, lost = (known(sound, page.player) for page in (duel.left, duel.right))
    assert won.mu > MU > lost.mu
    assert won.played == lost.played == 1
    [told] = duel.left.of("rating")
    assert (told["match"], told["mode"], told["kind"]) == (duel.match, "short", "result")
    assert told["rating"] - told["change"] == 1500
    assert told["change"] > 0
    assert told["provisional"]
    assert duel.right.last("rating")["change"] == -told["change"]
    assert not sound.store.tables.letters


def test_a_guest_plays_no_rated_match(sound: World) -> None:
    guest = sound.page("eve")
    guest.say(Queue("q", rated=True))
    assert guest.last("error")["code"] == "guests_cannot"
    guest.say(Queue("q2"))
    assert guest.last("ok")["id"] == "q2"


def test_who_waits_for_one_kind_of_match_is_not_paired_with_who_waits_for_another(
    sound: World,
) -> None:
    sound.accounts |= {"ada", "bob", "cyd", "dan"}
    kinds: dict[str, tuple[RatingMode, bool]] = {
        "ada": ("classic", True),
        "bob": ("short", True),
        "cyd": ("classic", False),
    }
    for player, (mode, counts) in kinds.items():
        sound.page(player).say(Queue("q", mode, rated=counts))
    sound.wait(30.0)
    assert not any(page.of("matched") for page in sound.pages)
    dan = sound.page("dan")
    dan.say(Queue("q", "short", rated=True))
    assert dan.last("matched")["opponent"] == "BOB"


def test_a_casual_match_changes_nothing(sound: World) -> None:
    sound.accounts |= {"ada", "bob"}
    duel = matched(sound, Queue("q", "short")).start()
    resign(duel, duel.left)
    assert not duel.left.last("match")["rated"]
    assert results(sound) == []


@pytest.mark.parametrize("end", ["resigned", "forfeit_absent", "no_show", "aborted", "fault"])
def test_only_what_a_player_has_caused_counts(world: World, end: str) -> None:
    duel = rated(world)
    match end:
        case "resigned":
            resign(duel.start(), duel.left)
        case "forfeit_absent":
            duel.start().left.drop()
        case "no_show":
            duel.left.drop()  # before the first serve
        case "aborted":
            duel.start().left.drop()
            duel.right.drop()
        case _:
            process = world._process(Address("match", duel.match))
            for _ in range(5):
                assert process is not None
                process.crash(Boom())
                world.wait(0.2)
    world.wait(200.0)
    counts = end in {"resigned", "forfeit_absent"}
    assert len(results(world)) == (2 if counts else 0)
    expected = "server_fault" if end == "fault" else end
    assert world.result(duel.match).cause == expected
    if counts:
        assert known(world, duel.left.player).mu < MU


@pytest.mark.parametrize("how", ["killed", "stopped"])
def test_who_does_not_come_back_after_the_server_was_away_loses_no_rating(
    sound: World, how: str
) -> None:
    duel = rated(sound).start()
    sound.wait(1.0)
    if how == "killed":
        sound.kill()
    else:
        sound.tell(Address("match", duel.match), Stopping())
        for page in (duel.left, duel.right):
            page.drop()
    duel.right.back().enter(duel.match)
    sound.wait(200.0)
    assert sound.result(duel.match).cause == "forfeit_absent"
    assert results(sound) == []


def test_a_rematch_is_not_rated(sound: World) -> None:
    duel = rated(sound).start()
    resign(duel, duel.left)
    for page in (duel.left, duel.right):
        page.say(Rematch("again", duel.match, on=True))
    sound.wait(0.5)
    again = duel.left.last("matched")["match"]
    assert again != duel.match
    assert not sound.record(again).rated


# Whatever fails.


def two(world: World) -> list[Page]:
    world.accounts |= {"ada", "bob", "cyd"}
    pages = [world.page(player) for player in ("ada", "bob")]
    world.page("cyd")
    return pages


@pytest.mark.parametrize("times", [1, 3])
def test_a_repeated_letter_counts_once(sound: World, times: int) -> None:
    ada, bob = two(sound)
    for _ in range(times):
        sound.tell(CLASSIC, result("m1", "ada", "bob"))
    sound.wait(1.0)
    sound.tell(CLASSIC, result("m1", "ada", "bob"))
    sound.wait(1.0)
    assert len(results(sound)) == 2
    assert len(ada.of("rating")) == len(bob.of("rating")) == 1
    assert known(sound, "ada", "classic").number == 1


def test_results_of_one_player_come_one_after_the_other(sound: World) -> None:
    two(sound)
    pairs = [("ada", "bob"), ("bob", "cyd"), ("cyd", "ada"), ("ada", "bob")]
    for number, pair in enumerate(pairs):
        sound.tell(CLASSIC, result(f"m{number}", *pair))
    sound.wait(3.0)
    for player in ("ada", "bob", "cyd"):
        entries = [e for e in sound.store.tables.rating_entries.values() if e.player == player]
        entries.sort(key=lambda entry: entry.number)
        assert [e.number for e in entries] == [*range(1, len(entries) + 1)]
        chain = [(e.mu, e.sigma) for e in entries[:-1]]
        assert chain == [(e.mu_before, e.sigma_before) for e in entries[1:]]
        assert known(sound, player, "classic").mu == entries[-1].mu


def test_a_reversal_is_an_entry_of_its_own(sound: World) -> None:
    ada, _ = two(sound)
    for message in (result("m1", "ada", "bob"), Reverse("m1"), Reverse("m1")):
        sound.tell(CLASSIC, message)
    sound.wait(2.0)
    assert [kind for _, player, kind in results(sound) if player == "ada"] == ["result", "reversal"]
    assert known(sound, "ada", "classic").mu == pytest.approx(MU)
    first, second = ada.of("rating")
    assert second["kind"] == "reversal"
    assert second["change"] == -first["change"]
    sound.tell(CLASSIC, result("m1", "ada", "bob"))
    sound.wait(1.0)
    assert len(results(sound)) == 4


@pytest.mark.parametrize("killed", [0.0, 0.02, 0.06, 0.1, 0.2])
@pytest.mark.parametrize("away", [False, True])
def test_a_kill_at_any_moment_loses_and_repeats_nothing(
    world: World, killed: float, *, away: bool
) -> None:
    duel = rated(world).start()
    duel.left.say(Resign("r", duel.match))
    world.until(lambda: world.store.results, step=0.01)
    if away:
        world.store.away = True
        world.wait(killed)
        world.store.away = False
    else:
        world.wait(killed)
    world.kill()
    world.wait(3.0)
    assert len(results(world)) == 2
    assert known(world, duel.right.player).number == 1
    assert not world.store.tables.letters


@pytest.mark.parametrize(
    "what",
    [
        "actors.ratings.actor.RatingsActor._reading",
        "actors.ratings.actor.RatingsActor._news",
        "actors.ratings.actor.RatingsActor._keep",
        "actors.ratings.actor.with_letter",
        "actors.ratings.actor.changes",
        "actors.ratings.actor.without",
        "actors.seats.news.letter_of",
    ],
)
def test_a_crash_anywhere_loses_and_repeats_nothing(world: World, fail: Fail, what: str) -> None:
    duel = rated(world).start()
    fail(what)
    resign(duel, duel.left)
    world.wait(3.0)
    assert world.crashes() == 1
    assert len(results(world)) == 2
    assert known(world, duel.right.player).number == 1
    assert len(duel.right.of("rating")) == 1


def test_it_is_told_when_it_is_written_and_not_before(sound: World) -> None:
    ada, _ = two(sound)
    sound.tell(CLASSIC, result("m1", "ada", "bob"))
    sound.store.away = True
    sound.wait(20.0)
    assert not ada.of("rating")
    sound.store.away = False
    sound.wait(3.0)
    assert len(ada.of("rating")) == 1


def test_with_nothing_to_do_it_leaves_the_memory(sound: World) -> None:
    two(sound)
    sound.tell(CLASSIC, result("m1", "ada", "bob"))
    sound.wait(1.0)
    assert sound.actor("ratings", "classic") is not None
    sound.wait(60.0)
    assert sound.actor("ratings", "classic") is None


# Tournaments.


@pytest.mark.parametrize("counts", [True, False])
def test_a_match_of_a_rated_tournament_counts(sound: World, *, counts: bool) -> None:
    sound.accounts |= {"host", "ada", "bob"}
    cup = Cup(sound, settings=SETTINGS["short"], rated=counts, guests=False)
    cup.join("ada", "bob")
    cup.start()
    cup.play()
    sound.wait(1.0)
    assert len(results(sound)) == (2 if counts else 0)
    assert (known(sound, "ada").mu > MU > known(sound, "bob").mu) == counts
    assert len(cup.pages["ada"].of("rating")) == int(counts)
