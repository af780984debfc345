"""The rules of contact, one by one."""

from itertools import product

import pytest

from actors.contact import admits, apart, may_ask, parted, relation, tie_in
from store.social.records import Circle, Tie

AUDIENCES = ("everybody", "friends", "nobody")
APART = [Tie(blocks=True), Tie(blocked=True), Tie(blocks=True, blocked=True)]


@pytest.mark.parametrize("tie", APART)
def test_apart_is_whoever_blocks_and_whoever_is_blocked(tie: Tie) -> None:
    assert apart(tie)
    assert not any(admits(audience, tie) for audience in AUDIENCES)
    assert not any(may_ask("me", tie, audience) for audience in AUDIENCES)


def test_an_audience_is_taken_at_its_word() -> None:
    found = {(a, f): admits(a, Tie(friend=f)) for a, f in product(AUDIENCES, (True, False))}
    assert [pair for pair, admitted in found.items() if admitted] == [
        *(("everybody", True), ("everybody", False), ("friends", True))
    ]


def test_who_was_asked_may_answer_whatever_the_other_allows() -> None:
    assert may_ask("me", Tie(asked_by="you"), "nobody")
    assert not may_ask("me", Tie(asked_by="me"), "nobody")
    assert may_ask("me", Tie(), "everybody")
    assert not may_ask("me", Tie(), "friends")


@pytest.mark.parametrize(
    ("tie", "word"),
    [
        (Tie(), "none"),
        (Tie(asked_by="me"), "asked"),
        (Tie(asked_by="you"), "asks"),
        (Tie(friend=True, asked_by="you"), "friend"),
        (Tie(blocks=True), "blocked"),
        (Tie(blocked=True), "none"),
        (Tie(blocks=True, blocked=True), "blocked"),
    ],
)
def test_each_tie_has_a_word(tie: Tie, word: str) -> None:
    assert relation("me", tie) == word


def test_a_circle_knows_the_ties_in_it() -> None:
    circle = Circle(frozenset({"f"}), frozenset({"b"}), frozenset({"b", "x"}))
    assert tie_in(circle, "f") == Tie(friend=True)
    assert tie_in(circle, "b") == Tie(blocks=True, blocked=True)
    assert tie_in(circle, "x") == Tie(blocked=True)
    assert tie_in(circle, "n") == Tie()
    assert parted(circle) == {"b", "x"}
