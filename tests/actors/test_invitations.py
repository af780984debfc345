"""Invitations to play: every way in which one comes to its end, and who hears of it."""

from functools import partial

import pytest
from msgspec import to_builtins

from actors.invitations.messages import Accept, Decline, Invite, Show, Withdraw
from actors.match.messages import Enter, Resign, Suspend
from actors.matchmaker.messages import Queue
from actors.player.messages import Away
from actors.pong.settings import Settings
from actors.seats.messages import Machine
from store.people.records import User
from store.profiles.records import Privacy
from tests.actors.inviting import codes, endings, invited, pair, received, sent
from tests.actors.world import World


def test_who_accepts_plays_by_the_settings_of_the_invitation(sound: World) -> None:
    ada, bob = pair(sound)
    name = invited(ada, settings=Settings(5, win_by_two=True))
    [shown] = bob.last("invitations")["received"]
    assert shown["player"] == {"id": "ada", "name": "ADA", "avatar": None}
    assert shown["settings"] == to_builtins(Settings(5, win_by_two=True))
    bob.say(Accept("a", name))
    assert bob.last("ok")["id"] == "a"
    assert ada.last("matched")["match"] == bob.last("matched")["match"]
    view = ada.enter(ada.last("matched")["match"])
    assert (view["mode"], view["settings"]) == ("private", shown["settings"])
    for page in (ada, bob):
        assert page.last("invitations") | {"t": ""} == {"t": "", "sent": [], "received": []}
        assert endings(page) == []


def test_all_pages_of_both_are_shown_the_same(sound: World) -> None:
    ada, bob = pair(sound)
    also = sound.page("ada")
    name = invited(ada)
    late = sound.page("bob")
    late.say(Show())
    assert received(bob) == received(late) == [name]
    assert sent(ada) == sent(also)
    late.say(Decline("d", name))
    assert sent(ada) == sent(also) == received(bob) == received(late) == []
    assert endings(ada) == endings(also) == [("BOB", "declined", True)]
    assert endings(bob) == endings(late) == []


def test_two_pages_accept_at_once_and_there_is_one_match(sound: World) -> None:
    ada, bob = pair(sound)
    also = sound.page("bob")
    name = invited(ada)
    sound.route(bob, Accept("1", name))
    sound.route(also, Accept("2", name))
    sound.wait(0.5)
    assert (bob.last("ok")["id"], also.last("ok")["id"]) == ("1", "2")
    assert len(ada.of("matched")) == len(bob.of("matched")) == 1
    also.say(Accept("2", name))
    assert [frame["id"] for frame in also.of("ok")] == ["2", "2"], "sent again, answered as before"


@pytest.mark.parametrize("first", ["accept", "withdraw"])
def test_whoever_is_first_decides_and_the_other_hears_that_it_is_closed(
    sound: World, first: str
) -> None:
    ada, bob = pair(sound)
    name = invited(ada)
    acts = [(bob, Accept("a", name)), (ada, Withdraw("w", name))]
    for page, frame in acts if first == "accept" else acts[::-1]:
        sound.route(page, frame)
    sound.wait(0.5)
    loser, winner = (ada, bob) if first == "accept" else (bob, ada)
    assert codes(loser) == ["no_such_invitation"]
    assert codes(winner) == []
    assert len(ada.of("matched")) == (1 if first == "accept" else 0)


def test_a_withdrawal_that_waits_for_a_refused_acceptance_is_carried_out(sound: World) -> None:
    ada, bob = pair(sound)
    name = invited(ada)
    sound.route(bob, Accept("a", name))
    sound.route(ada, Withdraw("w", name))
    sound.route(bob, Machine("m"))  # behind the acceptance, but before it is proposed
    sound.wait(0.5)
    assert codes(bob) == ["already_playing"]
    assert ada.last("ok")["id"] == "w"
    assert received(bob) == []


def test_two_who_invite_each_other_at_once_have_one_match(sound: World) -> None:
    ada, bob = pair(sound)
    sound.route(ada, Invite("a", "bob", Settings(3)))
    sound.route(bob, Invite("b", "ada", Settings(7)))
    sound.wait(0.5)
    assert ada.last("matched")["match"] == bob.last("matched")["match"]
    assert len(ada.of("matched")) == 1
    assert [page.last("ok")["id"] for page in (ada, bob)] == ["a", "b"]
    assert sent(ada) == sent(bob) == received(ada) == received(bob) == []
    assert ada.enter(ada.last("matched")["match"])["settings"]["points"] == 3


def test_the_same_again_changes_nothing_and_other_settings_take_its_place(sound: World) -> None:
    ada, bob = pair(sound)
    name = invited(ada)
    sound.wait(20.0)
    before = sent(ada)
    ada.say(Invite("again", "bob"))
    assert ada.last("ok")["invitation"] == name
    assert sent(ada) == before
    other = invited(ada, settings=Settings(3))
    assert received(bob) == [other]
    bob.say(Accept("a", name))
    assert codes(bob) == ["no_such_invitation"], "nobody plays by settings they have not seen"
    assert endings(bob) == []


def test_declined_and_withdrawn_are_said_to_the_other_alone(sound: World) -> None:
    ada, bob = pair(sound)
    ada.say(Withdraw("w", invited(ada)))
    assert (endings(ada), endings(bob)) == ([], [("ADA", "withdrawn", False)])
    bob.say(Decline("d", invited(ada)))
    assert (endings(ada), len(endings(bob))) == ([("BOB", "declined", True)], 1)
    ada.say(Invite("soon", "bob"))
    assert codes(ada) == ["too_fast"]
    sound.wait((ada.last("error")["until"] - sound.at()) / 1000.0 + 0.01)
    assert received(bob) == []
    assert [invited(ada)] == received(bob)


@pytest.mark.parametrize(
    ("where", "seconds"), [("here", 120.0), ("away", 600.0), ("gone", 600.0), ("playing", 600.0)]
)
def test_it_expires_after_two_minutes_there_or_ten_in_all(
    sound: World, where: str, seconds: float
) -> None:
    ada, bob = pair(sound)
    if where == "away":
        bob.say(Away(on=True))
    elif where == "gone":
        bob.drop()
    elif where == "playing":
        bob.say(Machine("m"))
        bob.say(Enter(match := bob.last("matched")["match"]), Suspend(match, on=True))
    began = sound.now()
    invited(ada)
    sound.wait(began + seconds - 1.0 - sound.now())
    assert endings(ada) == []
    sound.wait(2.0)
    assert endings(ada) == [("BOB", "expired", True)]
    assert endings(bob) == ([] if where == "gone" else [("ADA", "expired", False)])
    assert sent(ada) == []


def test_the_time_stands_still_while_they_are_away_for_ten_minutes_in_all(sound: World) -> None:
    ada, bob = pair(sound)
    sound.befriend("ada", "bob")
    sound.wait(1.0)
    began = sound.at()
    invited(ada)
    assert bob.last("invitations")["received"][0]["until"] == pytest.approx(
        began + 120_000, abs=300
    )
    sound.wait(100.0)
    bob.say(Away(on=True))
    sound.wait(300.0)
    assert sent(ada)[0]["until"] == pytest.approx(began + 600_000, abs=300)
    assert sent(ada)[0]["where"] == "away"
    bob.say(Away(on=False))
    assert sent(ada)[0]["until"] == pytest.approx(sound.at() + 20_000, abs=300)
    sound.wait(21.0)
    assert endings(ada) == [("BOB", "expired", True)]


def test_somebody_who_is_not_connected_finds_it_on_coming_back(sound: World) -> None:
    ada, bob = pair(sound)
    bob.drop()
    sound.wait(200.0)
    name = invited(ada)
    sound.wait(200.0)
    bob = sound.page("bob")
    bob.say(Show())
    assert received(bob) == [name]
    bob.say(Accept("a", name))
    assert ada.last("matched")["match"] == bob.last("matched")["match"]


def test_where_somebody_is_is_told_to_those_who_may_see_it(sound: World) -> None:
    ada, bob = pair(sound)
    eve = sound.page("eve")
    sound.befriend("ada", "bob")
    sound.wait(1.0)
    for page in (ada, eve):
        invited(page)
    sound.wait(1.0)
    for page in (ada, eve):
        page.clear()
    bob.say(Away(on=True))
    bob.say(Away(on=False), Machine("m"))
    sound.wait(0.5)
    assert [one["where"] for f in ada.of("invitations") for one in f["sent"]] == [
        *("away", "online", "playing")
    ]
    assert eve.of("invitations") == [], "she may not know that he comes and goes"


def test_whether_an_invisible_player_is_there_counts_for_nothing(sound: World) -> None:
    ada, bob = pair(sound)
    sound.choose("bob", Privacy(presence="nobody"))
    invited(ada)
    sound.wait(590.0)
    assert (endings(ada), sent(ada)[0]["where"]) == ([], None)
    assert len(received(bob)) == 1
    sound.wait(11.0)
    assert endings(ada) == [("BOB", "expired", True)]


def test_who_is_gone_for_half_a_minute_invites_nobody_any_more(sound: World) -> None:
    ada, bob = pair(sound)
    name = invited(ada)
    ada.drop()
    sound.wait(25.0)
    ada = ada.back()
    sound.wait(20.0)
    assert received(bob) == [name]
    ada.drop()
    sound.wait(31.0)
    assert received(bob) == []
    assert endings(bob) == [("ADA", "withdrawn", False)]


def test_who_has_another_match_invites_nobody_any_more(sound: World) -> None:
    ada, bob = pair(sound)
    name = invited(ada)
    sound.route(bob, Accept("late", name))
    sound.route(ada, Machine("m"))
    sound.wait(0.5)
    assert codes(bob) == ["busy"]
    assert endings(bob) == [("ADA", "playing", False)]
    bob.say(Accept("later", name))
    assert codes(bob) == ["busy", "no_such_invitation"]
    ada.say(Invite("i", "bob"))
    assert codes(ada) == ["already_playing"]


def test_who_plays_is_invited_and_accepts_after_the_match(sound: World) -> None:
    ada, bob = pair(sound)
    bob.say(Machine("m"))
    match = bob.last("matched")["match"]
    name = invited(ada)
    bob.say(Accept("1", name))
    assert codes(bob) == ["already_playing"]
    bob.say(Enter(match), Resign("r", match))
    sound.wait(0.5)
    bob.say(Accept("2", name))
    assert ada.last("matched")["match"] == bob.last("matched")["match"] != match


def test_a_pair_that_meets_in_another_way_has_no_invitation_left(sound: World) -> None:
    ada, bob = pair(sound)
    invited(ada)
    ada.say(Queue("q"))
    bob.say(Queue("q"))
    sound.wait(0.5)
    assert ada.last("matched")["match"] == bob.last("matched")["match"]
    assert sent(ada) == received(bob) == endings(bob) == []


def test_names_are_those_of_now(sound: World) -> None:
    ada, bob = pair(sound)
    for name in ("ada", "bob"):
        user = User(name, name, name.upper(), "hash", guest=False, created_at=1)
        sound.run(partial(sound.store.people.make_account, user))
    invited(ada)
    sound.rename("ada", "Countess")
    sound.rename("bob", "Count")
    sound.wait(0.5)
    assert bob.last("invitations")["received"][0]["player"]["name"] == "Countess"
    assert sent(ada)[0]["player"]["name"] == "Count"


def test_what_is_accepted_in_the_last_instant_does_not_expire_meanwhile(sound: World) -> None:
    ada, bob = pair(sound)
    name = invited(ada)
    until = bob.last("invitations")["received"][0]["until"]
    sound.wait((until - sound.at()) / 1000.0 - 0.005)
    sound.route(bob, Accept("a", name))
    sound.wait(2.0)
    assert endings(ada) == endings(bob) == []
    assert ada.last("matched")["match"] == bob.last("matched")["match"]
