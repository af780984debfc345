"""Who may do what in a tournament, and what follows from it."""

from typing import Any

import pytest
from msgspec.structs import replace

from actors.core.address import Address
from actors.frames import From
from actors.match.messages import Enter
from actors.match.owner import Ended
from actors.pong.settings import Settings
from actors.seats.messages import Local, Machine
from actors.tournament import frames
from actors.tournament.frames import CheckIn, Join, Leave, SayReady, Station
from actors.tournament.guesses import MOST, WITHIN
from actors.tournament.messages import Forget
from actors.tournament.plan import Makers
from actors.tree import tree
from store.people.records import User
from tests.actors.cup import CUP, GROUP, Cup, letters
from tests.actors.world import World

ADDRESS = Address("tournament", CUP)


def cup_of(world: World, *players: str, **plan: Any) -> Cup:
    """A tournament that has begun."""
    cup = Cup(world, **plan)
    cup.join(*(players or ("ada", "bob", "cyd", "dan")))
    cup.start()
    return cup


def test_who_does_not_come_loses_and_if_both_do_not_nobody_goes_on(sound: World) -> None:
    cup = cup_of(sound)
    cup.deaf = {"dan", "bob", "cyd"}  # ada against dan, bob against cyd
    cup.play()
    outcomes = {key: fight.outcome for key, fight in cup.state.fights.items()}
    causes = {key: outcome.cause for key, outcome in outcomes.items() if outcome is not None}
    assert causes["w1-1"] == "walkover"
    assert causes["w1-2"] == "double_no_show"
    assert cup.places()[0] == (1, "ADA")


def test_a_call_is_a_note_in_the_inbox_of_both_and_a_line_in_the_room(sound: World) -> None:
    cup = cup_of(sound, "ada", "bob")
    sound.wait(0.3)
    for player in ("ada", "bob"):
        calls = [f for f in cup.pages[player].of("notified") if f["notice"]["kind"] == "next_fight"]
        [call] = calls
        assert call["notice"]["opponent"] == ("BOB" if player == "ada" else "ADA")
        assert call["notice"]["deadline"] == int(cup.state.fights["w1-1"].until * 1000.0)
    kinds = [one.note.kind for one in sound.store.tables.notifications.values()]
    assert kinds.count("next_fight") == 2
    said = [event.text for event in sound.store.tables.room_events[CUP].values()]
    assert any('"type":"fights"' in text and '"ADA","BOB"' in text for text in said)


def test_who_plays_elsewhere_when_called_is_not_ready(sound: World) -> None:
    cup = cup_of(sound, "ada", "bob")
    bob = cup.pages["bob"]
    bob.say(Local("m"))
    bob.say(Enter(bob.last("matched")["match"]))
    for player in ("ada", "bob"):
        cup.ask(cup.pages[player], SayReady, pairing="w1-1")
    sound.wait(0.5)
    fight = cup.state.fights["w1-1"]
    assert (fight.stage, fight.ready) == ("called", (True, False))
    sound.wait(cup.plan.call)
    assert cup.places()[0] == (1, "ADA")


def test_practice_gives_way_to_a_match_of_the_tournament(sound: World) -> None:
    cup = cup_of(sound, "ada", "bob")
    bob = cup.pages["bob"]
    bob.say(Machine("m"))
    bob.say(Enter(bob.last("matched")["match"]))
    cup.play()
    assert cup.places()[0] == (1, "ADA")


def test_players_are_kept_for_their_match_and_free_after_it(sound: World) -> None:
    cup = cup_of(sound, "ada", "bob", "cyd", "dan")
    for player in ("ada", "dan"):
        cup.ask(cup.pages[player], SayReady, pairing="w1-1")
    sound.wait(0.5)
    cup.pages["ada"].say(Machine("m"))
    assert cup.pages["ada"].last("error")["code"] == "already_playing"
    cup.play()
    sound.wait(0.5)
    cup.pages["ada"].say(Machine("n"))
    assert cup.pages["ada"].last("ok")["id"] == "n"


def test_who_withdraws_loses_what_is_played_and_all_that_follows(sound: World) -> None:
    cup = cup_of(sound, format="robin")
    cup.step()
    assert cup.ask(cup.pages["ada"], Leave)["t"] == "ok"
    cup.play()
    assert cup.places()[0][1] == "BOB"
    lost = [fight.outcome for fight in cup.state.fights.values() if fight.outcome is not None]
    assert [one.cause for one in lost].count("withdrawn") == 3


def test_a_result_that_is_undone_takes_with_it_what_depends_on_it(sound: World) -> None:
    cup = cup_of(sound)
    while "w2-1" not in cup.state.fights:
        cup.step()
    refused = cup.act(frames.Undo("w1-1"))
    assert refused["code"] == "depends"
    assert "w2-1" in refused["detail"]
    also = tuple(refused["detail"].partition(": ")[2].partition(": ")[2].rstrip(".").split(", "))
    assert cup.act(frames.Undo("w1-1", also))["t"] == "ok"
    cup.stronger = max
    cup.play()
    assert cup.places()[0][1] != "ADA"
    assert cup.state.acts[-1].what == "undo"


def test_an_organiser_decides_extends_holds_and_cancels(sound: World) -> None:
    cup = cup_of(sound)
    until = cup.state.fights["w1-1"].until
    assert cup.act(frames.Extend(60, "w1-1"))["t"] == "ok"
    assert cup.state.fights["w1-1"].until == until + 60
    assert cup.act(frames.Hold(on=True))["t"] == "ok"
    sound.wait(300.0)
    assert cup.state.fights["w1-1"].outcome is None
    assert cup.act(frames.Hold(on=False))["t"] == "ok"
    assert cup.state.fights["w1-1"].until > sound.now() + 100
    assert cup.act(frames.Decide("w1-1", 1))["t"] == "ok"
    assert cup.act(frames.Decide("w1-1", 0))["code"] == "has_outcome"
    assert cup.act(frames.Hold(on=True), cup.pages["ada"])["code"] == "not_an_organiser"
    assert cup.act(frames.Cancel())["t"] == "ok"
    assert cup.state.phase == "cancelled"


def test_check_in_leaves_out_who_is_not_there(sound: World) -> None:
    cup = Cup(sound, check_in=2)
    cup.join("ada", "bob", "cyd")
    assert cup.ask(cup.pages["ada"], CheckIn)["code"] == "no_check_in"
    cup.start()
    assert cup.state.phase == "check_in"
    for player in ("ada", "bob"):
        assert cup.ask(cup.pages[player], CheckIn)["t"] == "ok"
    sound.wait(121.0)
    assert cup.state.phase == "running"
    assert [cup.state.entrant(seed).alias for seed in range(2)] == ["ADA", "BOB"]


@pytest.mark.parametrize(
    ("plan", "frame", "code"),
    [
        ({"entry": "word", "word": "open sesame"}, {"alias": "B", "word": "close"}, "wrong_word"),
        ({"entry": "invited"}, {"alias": "B"}, "not_invited"),
        ({"guests": False}, {"alias": "B"}, "guests_cannot"),
        ({"most": 2}, {"alias": "B"}, "full"),
        ({}, {"alias": "ADA"}, "alias_taken"),
        ({}, {"alias": "ada"}, "alias_taken"),
    ],
)
def test_who_may_not_enter_is_told_why(
    sound: World, plan: dict[str, object], frame: dict[str, str], code: str
) -> None:
    cup = Cup(sound)
    cup.join("ada", "eve")
    assert cup.act(frames.Change(frames.Plan(name="Cup", **plan)))["t"] == "ok"  # pyright: ignore[reportArgumentType]
    assert cup.ask(sound.page("bob"), Join, **frame)["code"] == code


def test_a_household_guesses_at_a_word_only_so_often(sound: World) -> None:
    cup = Cup(sound)
    plan = frames.Plan(name="Cup", entry="word", word="sesame")
    assert cup.act(frames.Change(plan))["t"] == "ok"
    codes = [
        cup.ask(sound.page(f"bob {n % 3}"), Join, alias="B", word=f"guess {n}")["code"]
        for n in range(MOST + 1)
    ]
    assert codes == ["wrong_word"] * MOST + ["too_many_words"]
    assert cup.ask(sound.page("bob 1"), Join, alias="B", word="sesame")["code"] == "too_many_words"
    assert cup.ask(cup.host, Station, on=True, word="x")["code"] == "too_many_words"
    assert cup.ask(cup.host, Join, alias="HOST")["t"] == "ok"  # who needs none is not kept out
    sound.wait(WITHIN + 1.0)
    assert cup.ask(sound.page("bob 1"), Join, alias="B", word="sesame")["t"] == "ok"


def test_what_is_sent_twice_is_done_once(sound: World) -> None:
    cup = Cup(sound)
    page = sound.page("ada")
    frame = Join("same", CUP, "ADA")
    for _ in range(3):
        sound.kernel.tell(ADDRESS, From(page.origin, frame))
        sound.wait(GROUP)
    assert [answer["id"] for answer in page.of("ok")] == ["same"] * 3
    assert len(cup.state.entrants) == 1


def test_stations_play_what_has_no_account(sound: World) -> None:
    cup = Cup(sound)
    assert cup.act(frames.Enter(("Ann", "Ben", "Cal")))["t"] == "ok"
    cup.start()
    assert not [*cup.state.open_fights()]
    assert cup.ask(cup.host, frames.Station, on=True)["t"] == "ok"
    [(key, fight)] = cup.state.open_fights()
    assert fight.station == "host"
    assert cup.ask(cup.host, SayReady, pairing=key)["t"] == "ok"
    sound.wait(0.5)
    match = cup.host.last("matched")["match"]
    view = cup.host.enter(match)
    assert {player["name"] for player in view["players"]} == {"Ben", "Cal"}
    assert view["sides"] == [-1, 1]


def test_a_deleted_account_is_forgotten(sound: World) -> None:
    cup = cup_of(sound)
    sound.tell(ADDRESS, Forget("bob"))
    cup.play()
    assert "BOB" not in [alias for _, alias in cup.places()]
    assert all(entrant.player != "bob" for entrant in cup.state.entrants.values())


def test_late_entrants_play_the_rounds_that_come(sound: World) -> None:
    cup = Cup(sound, format="swiss", late=True)
    cup.join(*letters(8))
    cup.start()
    cup.join("late")
    cup.play()
    assert len(cup.places()) == 9
    late = next(n for n, e in cup.state.entrants.items() if e.alias == "LATE")
    seed = cup.state.field.index(late)
    met = [slots for slots in cup.state.slots().values() if seed in slots.sides]
    assert len(met) >= 2
    assert cup.ask(sound.page("later"), Join, alias="Later")["code"] == "tournament_over"


def test_a_rated_tournament_changes_ratings_and_an_undo_takes_it_back(sound: World) -> None:
    account = User("ada", "ada", "ADA", "hash", guest=False, created_at=1)
    for player in ("ada", "bob"):
        who = replace(account, id=player, name=player, display_name=player.upper())
        sound.run(lambda who=who: sound.store.people.create_user(who))
        sound._users.add(player)
    cup = Cup(sound, rated=True, guests=False, settings=Settings(5))
    cup.join("ada", "bob")
    cup.start()
    cup.stronger = max
    while not any(fight.matches and fight.matches[-1].over for fight in cup.state.fights.values()):
        cup.step()
    sound.wait(1.0)
    entries = sound.store.tables.rating_entries
    assert len(entries) == 2, "resigned at nil: it counts all the same"
    assert cup.act(frames.Undo("w1-1"))["t"] == "ok"
    sound.wait(1.0)
    assert sorted(entry.kind for entry in entries.values()) == ["result"] * 2 + ["reversal"] * 2


@pytest.mark.parametrize(
    ("makers", "player", "code"),
    [
        ("accounts", "gus", "accounts_make"),
        ("accounts", "ada", None),
        ("moderators", "ada", "moderators_make"),
        ("moderators", "mod", None),
        ("everybody", "gus", None),
    ],
)
def test_a_server_says_who_makes_tournaments(
    monkeypatch: pytest.MonkeyPatch, makers: Makers, player: str, code: str | None
) -> None:
    monkeypatch.setattr(
        "tests.actors.world.tree", lambda store, rules: tree(store, rules, makers=makers)
    )
    world = World()
    if player != "gus":
        account = User(player, player, player.upper(), "hash", guest=False, created_at=1)
        world.run(lambda: world.store.people.create_user(account))
        world._users.add(player)
    if player == "mod":
        world.run(lambda: world.store.moderation.set_role("mod", "moderator"))
    page = world.page(player)
    page.say(frames.MakeTournament("r", CUP, frames.Plan(name="Cup")))
    world.wait(GROUP)
    said = page.of("ok", "error")[-1]
    assert said.get("code") == code


def test_a_match_that_was_undone_meanwhile_changes_no_rating(sound: World) -> None:
    cup = Cup(sound, rated=True, guests=False, settings=Settings(5))
    late = Ended("m-undone", ("ada", "bob"), "played", -1, (5, 2), rated="short")
    sound.tell(ADDRESS, late)
    sound.wait(1.0)
    assert cup.state.phase == "registration"
    assert sound.actor("ratings", "short") is None
