"""What is remembered of those who did not come: waits grow, and are forgotten."""

from actors.seats.no_shows import (
    FORGOTTEN,
    LONGEST,
    LONGEST_AT_HOME,
    NoShows,
    note,
    recent,
    until,
)


def test_waits_grow_to_a_bound_and_are_forgotten() -> None:
    known, now = NoShows(), 0.0
    for number in range(12):
        note(known, "p", f"m{number}", now)
        note(known, "p", f"m{number}", now)  # of one match once
    assert known["p"].times == 12
    assert until(known, "p", LONGEST, now) == LONGEST
    assert until(known, "p", LONGEST_AT_HOME, now) == LONGEST_AT_HOME
    assert until(known, "elsewhere", LONGEST, now) is None
    assert not recent(known, FORGOTTEN)
    note(known, "p", "later", FORGOTTEN)
    assert known["p"].times == 1


def test_what_is_known_of_them_is_bounded() -> None:
    known = NoShows()
    for number in range(3000):
        note(known, f"p{number}", f"m{number}", float(number))
    assert len(known) == 1000
    note(known, "late", "m", 3000.0 + FORGOTTEN)
    assert list(known) == ["late"]
