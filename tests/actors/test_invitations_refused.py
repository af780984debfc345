"""What is refused about invitations, and what a block does to them."""

import pytest

from actors.invitations.messages import Accept, Decline, Invite, Withdraw
from actors.pong.settings import Settings
from tests.actors.inviting import codes, endings, invited, pair, received, sent
from tests.actors.world import World


def test_what_is_refused_changes_nothing(sound: World) -> None:
    ada, bob = pair(sound)
    name = invited(ada)
    ada.say(Invite("1", "ada"), Invite("2", "nobody"), Invite("3", "\0"))
    ada.say(Accept("4", name), Decline("5", name))
    bob.say(Withdraw("6", name), Accept("7", "nothing"))
    eve = sound.page("eve")
    eve.say(Accept("8", name), Decline("9", name), Withdraw("10", name))
    assert codes(ada) == ["yourself", *["no_such_player"] * 2, *["no_such_invitation"] * 2]
    assert codes(bob) == ["no_such_invitation"] * 2
    assert codes(eve) == ["no_such_invitation"] * 3
    assert received(bob) == [name]


def test_a_player_sends_few_and_receives_some(
    sound: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actors.invitations.state.MOST_SENT", 2)
    monkeypatch.setattr("actors.invitations.inviting.MOST_RECEIVED", 1)
    ada, _ = pair(sound)
    for other in ("cyd", "dan"):
        sound.page(other)
    for other in ("bob", "cyd"):
        invited(ada, other)
    ada.say(Invite("more", "dan"))
    eve = sound.page("eve")
    eve.say(Invite("i", "bob"))
    assert codes(ada) == codes(eve) == ["too_many"]
    invited(ada, "bob", Settings(3))


def test_a_household_sends_some(sound: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actors.invitations.state.MOST_AT_HOME", 1)
    ada, bob = pair(sound)
    ada.home = bob.home = "192.0.2.7"
    sound.page("cyd")
    invited(ada, "cyd")
    bob.say(Invite("i", "cyd"))
    assert codes(bob) == ["too_many"]


def test_nobody_invites_without_end(sound: World) -> None:
    ada, bob = pair(sound)
    for _ in range(6):
        ada.say(Withdraw("w", invited(ada)))
    ada.say(Invite("more", "bob"))
    assert codes(ada) == ["too_fast"]
    sound.wait((ada.last("error")["until"] - sound.at()) / 1000.0 + 0.01)
    assert received(bob) == []
    invited(ada)


@pytest.mark.parametrize("blocker", ["ada", "bob"])
def test_a_block_ends_it_and_the_other_hears_what_anybody_would(sound: World, blocker: str) -> None:
    ada, bob = pair(sound)
    name = invited(ada)
    sound.block(*(("ada", "bob") if blocker == "ada" else ("bob", "ada")))
    sound.wait(0.5)
    assert sent(ada) == received(bob) == []
    assert endings(ada) == ([] if blocker == "ada" else [("BOB", "declined", True)])
    assert endings(bob) == ([] if blocker == "bob" else [("ADA", "withdrawn", False)])
    bob.say(Accept("a", name))
    assert codes(bob) == ["no_such_invitation"]


@pytest.mark.parametrize("two", [("ada", "bob"), ("bob", "ada")], ids=["blocks", "blocked"])
def test_who_is_parted_is_nobody(sound: World, two: tuple[str, str]) -> None:
    ada, bob = pair(sound)
    sound.block(*two)
    bob.clear()
    ada.say(Invite("1", "bob"))
    ada.say(Invite("1", "nobody"))
    one, other = ({k: v for k, v in f.items() if k != "seq"} for f in ada.of("error"))
    assert one == other
    assert one["code"] == "no_such_player"
    assert bob.of("invitations", "invitation_ended") == []
