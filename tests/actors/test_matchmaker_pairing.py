"""Who plays whom: the pure part, also with ten thousand players."""

from math import inf
from random import Random
from statistics import quantiles

import pytest

from actors.matchmaker.lately import AGAIN, REPEATS, Lately
from actors.matchmaker.pairing import opponent_for
from actors.matchmaker.state import CREDIT, INSIST, OWED_FOR, Call, State
from actors.matchmaker.waiting import FIRST, UNLIMITED, WIDENS, Waiting, suits, window
from actors.player.following import Person
from actors.ratings.rules import SCALE
from store.ratings.records import MU

NOW = 1000.0


def waiting(
    player: str, points: float | None = None, since: float = NOW, **more: object
) -> Waiting:
    """Somebody who waits; with ``points`` above a new rating, for a rated match."""
    mu = None if points is None else MU + points / SCALE
    return Waiting(player, player, "", "classic", points is not None, since, mu)


def queue(*places: Waiting, **delays: int) -> State:
    state = State({place.player: place for place in places})
    for place in places:
        person = Person(True, frozenset(), delay=delays.get(place.player))
        state.people[place.player] = person
    return state


def best(state: State, player: str, now: float = NOW, *, anybody: bool = False) -> str | None:
    found = opponent_for(state, player, now, anybody=anybody)
    return found and found.player


def test_a_window_widens_until_anybody_will_do() -> None:
    assert window(0.0) == FIRST
    assert window(10.0) == FIRST + 10.0 * WIDENS
    assert window(UNLIMITED) == inf
    near, far = waiting("near", FIRST - 1.0), waiting("far", FIRST + 2.0)
    assert suits(waiting("a", 0.0), near, NOW)
    assert not suits(waiting("a", 0.0), far, NOW)
    assert suits(waiting("a", 0.0), far, NOW + 2.0)
    assert suits(waiting("a", 0.0, NOW - 2.0), far, NOW), "the longer wait decides"


def test_only_those_meet_who_wait_for_the_same() -> None:
    short = Waiting("b", "b", "", "short")
    assert not suits(waiting("a"), short, NOW + 1000.0)
    assert not suits(waiting("a"), waiting("b", 0.0), NOW + 1000.0)


def test_the_nearest_rating_is_best_and_a_long_wait_makes_up_for_it() -> None:
    state = queue(waiting("me", 0.0), waiting("off", 90.0), waiting("near", -20.0))
    assert best(state, "me") == "near"
    state = queue(waiting("me", 0.0), waiting("off", 90.0, NOW - 15.0), waiting("near", -20.0))
    assert best(state, "me") == "off"


def test_without_a_rating_the_longest_wait_is_best_unless_the_line_is_slow() -> None:
    places = waiting("me"), waiting("old", since=NOW - 9.0), waiting("new", since=NOW - 5.0)
    assert best(queue(*places), "me") == "old"
    assert best(queue(*places, old=100), "me") == "new"
    assert best(queue(*places, old=100, new=200), "me") == "old"


def test_nobody_is_paired_before_all_is_known_of_them() -> None:
    unknown = Waiting("b", "b", "", "classic", True, NOW)
    assert best(queue(waiting("a", 0.0), unknown), "a") is None
    state = queue(waiting("a"), waiting("b"))
    state.people["b"].here = False
    assert best(state, "a") is None


def test_whoever_is_away_comes_last() -> None:
    state = queue(waiting("me"), waiting("old", since=NOW - 60.0), waiting("new"))
    state.people["old"].away = True
    assert best(state, "me") == "new"
    del state.queue["new"]
    assert best(state, "me") == "old"


def test_whoever_is_called_is_not_called_again() -> None:
    state = queue(waiting("me"), waiting("b"), waiting("c"))
    state.calls["k"] = Call(("b", "c"), frozenset("b"))
    assert best(state, "me") is None


def test_the_same_two_do_not_meet_at_once_again_beyond_a_limit() -> None:
    state = queue(waiting("a"), waiting("b"))
    two = state.queue["a"], state.queue["b"]
    for _ in range(REPEATS):
        assert best(state, "a") == "b"
        state.lately.note(two, NOW)
    assert best(state, "a") is None
    assert best(state, "a", anybody=True) == "b", "who insists, and finds nobody else"
    state.queue["c"] = waiting("c", since=NOW + 5.0)
    state.people["c"] = Person(True, frozenset())
    assert best(state, "a", anybody=True) == "c"
    assert best(state, "a", NOW + AGAIN) == "b"
    state.lately.unmet("b", "a")
    assert not state.lately.often("a", "b", NOW)


def test_a_wait_is_estimated_by_those_of_a_while_ago() -> None:
    lately = Lately()
    assert lately.estimate(("classic", False), NOW) is None
    lately.note((waiting("a", since=NOW - 30.0), waiting("b", since=NOW - 10.0)), NOW)
    assert lately.estimate(("classic", False), NOW) == 20.0
    assert lately.estimate(("classic", True), NOW) is None
    assert lately.estimate(("classic", False), NOW + 5000.0) is None


@pytest.mark.parametrize(("later", "first"), [(0.0, True), (OWED_FOR + 1.0, False)])
def test_whom_the_server_owes_a_match_comes_first_for_a_while(later: float, first: bool) -> None:
    state = queue(waiting("b", since=NOW))
    state.owe(["a"], NOW)
    place = state.place(waiting("a"), NOW + later)
    assert [*state.queue] == (["a", "b"] if first else ["b", "a"])
    assert place.since == NOW + later - (CREDIT if first else 0.0)
    assert state.owed == {}


def test_who_changes_what_they_wait_for_keeps_the_time() -> None:
    state = State()
    state.place(waiting("a"), NOW)
    assert state.place(waiting("a", 0.0), NOW + 9.0).since == NOW
    assert [w.rated for w in state.queue.values()] == [True]
    assert state.insisting("a", NOW + INSIST)
    assert not state.insisting("a", NOW + INSIST - 1.0)


# An evening of ten thousand players.

PLAYERS = 10_000
STEP = 2.0


@pytest.mark.parametrize(
    ("per_second", "most_p95", "most_gap"),
    [(5.0, 4.0, 130.0), (0.5, 15.0, 260.0), (0.05, 60.0, 500.0)],
)
def test_nobody_starves_among_ten_thousand(
    per_second: float, most_p95: float, most_gap: float, capsys: pytest.CaptureFixture[str]
) -> None:
    """They come at random; some are far stronger or weaker than everybody else."""
    waits, gaps = _evening(Random(7), per_second)
    p95, gap = quantiles(waits, n=20)[-1], quantiles(gaps, n=20)[-1]
    with capsys.disabled():
        print(
            f"\n{per_second:4} players a second: wait p95 {p95:.1f} s, longest {max(waits):.1f} s,"
            f" rating gap median {quantiles(gaps, n=2)[0]:.0f}, p95 {gap:.0f}"
        )
    assert len(waits) >= PLAYERS - 1
    assert p95 < most_p95
    assert gap < most_gap
    assert max(waits) < UNLIMITED + STEP + 30.0 / per_second


def _evening(random: Random, per_second: float) -> tuple[list[float], list[float]]:
    """Let all come, one after the other; return how long each waited, and the gap of each match."""
    state, now, look = State(), NOW, NOW
    waits, gaps = list[float](), list[float]()

    def meet(player: str, at: float) -> None:
        other = opponent_for(state, player, at)
        if other is not None:
            one = state.queue[player]
            waits.extend((at - one.since, at - other.since))
            gaps.append(abs((one.mu or 0.0) - (other.mu or 0.0)) * SCALE)
            state.lately.note((one, other), at)
            for each in (one.player, other.player):
                del state.queue[each], state.people[each]

    def look_until(end: float) -> None:
        nonlocal look
        while look < end:
            for player in [*state.queue]:
                if player in state.queue:
                    meet(player, look)
            look += STEP

    for number in range(PLAYERS):
        now += random.expovariate(per_second)
        look_until(now)
        player = f"p{number}"
        points = random.choice([-900.0, 900.0]) if number % 500 == 0 else random.gauss(0.0, 180.0)
        state.queue[player] = waiting(player, points, now)
        delay = random.choice([0, 50, 100])
        state.people[player] = Person(True, frozenset(), delay=delay)
        meet(player, now)
    look_until(now + UNLIMITED + STEP)
    return waits, gaps
