"""What becomes of a draw by its results: who is where, who goes on without play, what depends."""

import msgspec
import pytest

from actors.tournament.formats import double, single
from actors.tournament.formats.draw import (
    Bye,
    Cause,
    Drawn,
    Entrant,
    Loser,
    Outcome,
    Winner,
    depends,
    resolve,
)

FOUR = single.draw(4, third=True)  # w1-1: 0-3, w1-2: 1-2, third, w2-1
LEFT, RIGHT, NOBODY = Outcome(0, "played"), Outcome(1, "played"), Outcome(None, "double_no_show")


def test_a_pairing_is_ready_when_both_sides_are_known():
    slots = resolve(FOUR, {})
    assert [slots[key].state for key in ("w1-1", "w1-2", "third", "w2-1")] == [
        *("ready", "ready", "open", "open")
    ]
    assert slots["w1-1"].sides == (0, 3)
    half = resolve(FOUR, {"w1-1": RIGHT})
    assert half["w2-1"].sides == (3, None)
    assert half["w2-1"].state == "open"
    assert half["third"].sides == (0, None)
    whole = resolve(FOUR, {"w1-1": RIGHT, "w1-2": LEFT})
    assert (whole["w2-1"].sides, whole["w2-1"].state) == ((3, 1), "ready")
    assert (whole["third"].sides, whole["third"].state) == ((0, 2), "ready")
    assert whole["w1-1"].winner == 3
    assert whole["w1-1"].loser == 0


def test_an_outcome_counts_only_where_both_sides_are_known():
    slots = resolve(FOUR, {"w2-1": LEFT})
    assert slots["w2-1"].state == "open"
    assert slots["w2-1"].outcome is None


def test_who_waits_for_nobody_goes_on_by_a_walkover():
    slots = resolve(FOUR, {"w1-1": NOBODY, "w1-2": LEFT})
    assert slots["w2-1"].outcome == Outcome(1, "walkover")
    assert slots["w2-1"].vacant == (True, False)
    assert slots["w2-1"].winner == 1
    assert slots["w2-1"].loser is None
    waits = resolve(FOUR, {"w1-1": NOBODY})["w2-1"]
    assert (waits.state, waits.vacant) == ("open", (True, False))


def test_a_pairing_without_anybody_is_void_and_feeds_nobody():
    eight = single.draw(8, third=False)
    outcomes = {"w1-1": NOBODY, "w1-2": NOBODY, "w1-3": LEFT, "w1-4": LEFT}
    slots = resolve(eight, outcomes)
    assert slots["w2-1"].state == "void"
    assert slots["w2-1"].outcome is None
    assert resolve(eight, outcomes | {"w2-2": LEFT})["w3-1"].outcome == Outcome(1, "walkover")


@pytest.mark.parametrize(
    ("cause", "drops"), [("played", 3), ("walkover", 3), ("set", 3), ("withdrawn", None)]
)
def test_who_leaves_the_tournament_drops_nowhere(cause: Cause, drops: int | None):
    slots = resolve(double.draw(4, reset=False), {"w1-1": Outcome(0, cause)})
    assert slots["l1-1"].sides == (drops, None)
    assert slots["l1-1"].vacant == (drops is None, False)


def test_a_bye_is_a_bye_on_the_losers_side_too_and_a_later_gap_is_a_walkover():
    slots = resolve(double.draw(5, reset=False), {"w1-2": LEFT})  # only seeds 3 and 4 play
    assert [slots[f"w1-{n}"].outcome for n in (1, 3, 4)] == [Outcome(0, "bye")] * 3
    assert slots["l1-1"].outcome == Outcome(1, "bye")
    assert slots["l1-2"].state == "void"
    slots = resolve(double.draw(5, reset=False), {"w1-2": LEFT, "w2-1": LEFT, "w2-2": LEFT})
    assert slots["l2-1"].sides == (4, 2)
    assert slots["l2-2"].outcome == Outcome(1, "bye")  # nobody could come from l1-2
    gone = {"w1-2": Outcome(0, "withdrawn"), "w2-1": LEFT, "w2-2": LEFT}
    assert resolve(double.draw(5, reset=False), gone)["l2-1"].outcome == Outcome(1, "walkover")


def test_the_second_final_is_played_only_if_the_losers_side_has_won_the_first():
    drawn = double.draw(2, reset=True)
    first = {"w1-1": LEFT}
    assert resolve(drawn, first)["gf"].sides == (0, 1)
    assert resolve(drawn, first)["gf2"].state == "open"
    assert resolve(drawn, first | {"gf": LEFT})["gf2"].state == "void"
    assert resolve(drawn, first | {"gf": NOBODY})["gf2"].state == "void"
    again = resolve(drawn, first | {"gf": RIGHT})["gf2"]
    assert (again.state, again.sides) == ("ready", (0, 1))
    left = resolve(drawn, first | {"gf": Outcome(1, "withdrawn")})["gf2"]
    assert left.outcome == Outcome(1, "walkover")
    assert left.winner == 1


def test_what_depends_on_a_pairing_is_listed_nearest_first():
    drawn = double.draw(8, reset=True)
    assert depends(drawn, "w1-1") == (
        *("l1-1", "w2-1"),
        *("l2-1", "l2-2", "w3-1"),
        *("l3-1", "l4-1", "gf"),
        "gf2",
    )
    assert depends(drawn, "gf") == ("gf2",)
    assert depends(drawn, "gf2") == ()


def test_a_draw_and_its_outcomes_survive_json():
    drawn = (
        Drawn("a", "main", 1, 1, (Entrant(0), Bye())),
        Drawn("b", "losers", 1, 1, (Winner("a"), Loser("a")), only_if="a", repeated=True),
    )
    assert msgspec.json.decode(msgspec.json.encode(drawn), type=tuple[Drawn, ...]) == drawn
    outcome = Outcome(None, "disqualified", (1, 2), (30, 33))
    assert msgspec.json.decode(msgspec.json.encode(outcome), type=Outcome) == outcome
