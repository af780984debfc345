"""The numbers: what a result changes, and that a reversal takes it back."""

from math import inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.core.journal.book import Recovered
from actors.pong.settings import Settings
from actors.ratings.messages import Known, Rated, Reverse
from actors.ratings.modes import SETTINGS, mode_of
from actors.ratings.rules import result, reversal, shown
from actors.ratings.state import (
    State,
    after_crash,
    changes,
    lasting,
    restored,
    with_letter,
    without,
)
from store.ratings.records import MU, PROVISIONAL, SIGMA, Rating

ratings = st.builds(
    Rating,
    st.just("p"),
    st.just("classic"),
    st.floats(0.0, 50.0),
    st.floats(0.7, SIGMA),
    st.integers(0, 500),
    st.integers(0, 500),
)


def test_a_mode_is_known_by_its_settings() -> None:
    assert [mode_of(settings) for settings in SETTINGS.values()] == [*SETTINGS]
    assert mode_of(Settings(11, win_by_two=True)) is None


@given(ratings, ratings)
def test_who_wins_gains_and_who_loses_loses(winner: Rating, loser: Rating) -> None:
    won, lost = result("m", winner, loser, 9)
    assert won.rating.mu >= winner.mu
    assert lost.rating.mu <= loser.mu
    assert (won.rating.played, won.rating.number) == (winner.played + 1, winner.number + 1)
    assert (won.entry.mu_before, won.entry.mu) == (winner.mu, won.rating.mu)
    assert 0.0 < won.rating.sigma < inf


def test_a_surprise_counts_for_more_than_what_was_to_be_expected() -> None:
    weak, strong = Rating("w", "classic", 20.0, 3.0), Rating("s", "classic", 30.0, 3.0)
    surprise, expected = result("m", weak, strong, 0)[0], result("m", strong, weak, 0)[0]
    assert surprise.rating.mu - weak.mu > 2.0 * (expected.rating.mu - strong.mu)


@given(ratings, ratings)
def test_right_after_a_match_its_reversal_restores_all(winner: Rating, loser: Rating) -> None:
    for before, change in zip((winner, loser), result("m", winner, loser, 9), strict=True):
        back = reversal(change.entry, change.rating, 10)
        assert isclose(back.rating.mu, before.mu, abs_tol=1e-9)
        less_certain = change.rating.sigma > before.sigma  # of one who had played very much
        assert less_certain or isclose(back.rating.sigma, before.sigma, rel_tol=1e-9)
        assert back.rating.played == before.played
        assert back.entry.kind == "reversal"


@given(ratings, ratings, ratings)
def test_a_later_reversal_keeps_what_other_matches_have_changed(
    first: Rating, second: Rating, third: Rating
) -> None:
    one = result("m1", first, second, 1)[0]
    two = result("m2", third, one.rating, 2)[1]
    back = reversal(one.entry, two.rating, 3)
    gain = one.entry.mu - one.entry.mu_before
    assert isclose(back.rating.mu, two.rating.mu - gain, abs_tol=1e-9)
    assert two.rating.sigma - 1e-9 <= back.rating.sigma <= SIGMA * (1.0 + 1e-9)
    assert back.entry.number == two.entry.number + 1


def test_a_rating_is_provisional_for_the_first_dozen_matches() -> None:
    one, other = Rating("a", "classic"), Rating("b", "classic")
    played = 0
    while one.provisional:
        won, lost = result("m", one, other, 0)
        one, other, played = lost.rating, won.rating, played + 1
        one, other = (one, other) if played % 2 else (other, one)
    assert 8 <= played <= 16, PROVISIONAL


@pytest.mark.parametrize(("mu", "number"), [(MU, 1500), (MU + 10.0, 1800), (0.0, 750)])
def test_what_people_see(mu: float, number: int) -> None:
    assert shown(mu) == number


def known(number: int, *players: str) -> Known:
    return Known(number, (), {player: Rating(player, "classic") for player in players})


def letter(match: str, one: str, other: str) -> Rated:
    return Rated(match, "classic", (one, other), one, 5)


def test_nothing_changes_twice_or_for_a_guest() -> None:
    rated = letter("m1", "a", "b")
    made = changes(rated, known(1, "a", "b"), 9)
    assert [change.entry.player for change in made] == ["a", "b"]
    assert changes(rated, known(1, "a"), 9) == ()
    entries = tuple(change.entry for change in made)
    after = {change.rating.player: change.rating for change in made}
    assert changes(rated, Known(1, entries, after), 9) == ()
    back = changes(Reverse("m1"), Known(1, entries, after), 9)
    assert [round(change.rating.mu, 9) for change in back] == [MU, MU]
    both = (*entries, *(change.entry for change in back))
    assert changes(Reverse("m1"), Known(1, both, after), 9) == ()
    assert changes(rated, Known(1, both, after), 9) == ()
    assert changes(Reverse("m2"), Known(1, (), {}), 9) == ()


def ready(state: State) -> list[int]:
    return [one.number for one in state.ready()]


def test_the_results_of_one_player_are_settled_one_after_the_other() -> None:
    state = State()
    for pair in ("ab", "cd", "be", "ef"):
        state = with_letter(state, letter(pair, *pair))
    assert ready(state) == [1, 2]
    state = with_letter(with_letter(state, Reverse("cd")), letter("xy", "x", "y"))
    assert ready(State(state.waiting, 6, asked=frozenset({1}))) == [2]
    assert ready(without(state, 1)) == [2, 3]
    for number in (1, 2, 3):
        state = without(state, number)
    assert ready(state) == [4]
    state = without(state, 4)
    assert ready(state) == [5], "a reversal is settled alone"
    assert ready(State(state.waiting, 6, settled=frozenset({5}))) == []
    assert ready(without(state, 5)) == [6]


def test_a_kill_brings_back_what_is_not_settled_and_a_crash_all() -> None:
    state = with_letter(with_letter(State(), letter("m1", "a", "b")), letter("m2", "c", "d"))
    state = State(state.waiting, 2, asked=frozenset({2}), settled=frozenset({1}))
    killed = restored(Recovered(lasting(state), (), 0.0, None))
    assert ([one.number for one in killed.waiting], killed.last) == ([2], 2)
    crashed = restored(Recovered(lasting(state), (), 0.0, state))
    assert ([one.number for one in crashed.waiting], ready(crashed)) == ([1, 2], [2])


def test_a_letter_that_crashes_twice_is_left_out() -> None:
    state = with_letter(State(), letter("m1", "a", "b"))
    once = after_crash(state, 1)
    assert ready(once) == [1]
    assert ready(after_crash(once, 1)) == []
