"""Every way into a match, and what the lobby refuses."""

import pytest
from msgspec import to_builtins

from actors.games.messages import Close, Join, Open
from actors.match.messages import Enter, Resign
from actors.matchmaker.messages import Queue, Unqueue
from actors.pong.settings import Settings
from actors.seats.messages import Local, Machine, WatchLobby
from tests.actors.page import Page
from tests.actors.world import World


def codes(page: Page) -> list[str]:
    return [frame["code"] for frame in page.of("error")]


def test_quick_match_pairs_the_next_two_and_seats_them_apart(sound: World) -> None:
    pages = [sound.page(name) for name in ("ada", "bob", "cyd")]
    for page in pages:
        page.say(Queue("q"))
    ada, bob, cyd = (page.of("matched") for page in pages)
    assert ada[0]["match"] == bob[0]["match"]
    assert {ada[0]["side"], bob[0]["side"]} == {-1, 1}
    assert (ada[0]["opponent"], bob[0]["opponent"]) == ("BOB", "ADA")
    assert cyd == []
    assert pages[0].enter(ada[0]["match"])["mode"] == "quick"


def test_unqueue_waits_no_longer(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Queue("1"), Unqueue("2"))
    bob.say(Queue("1"))
    assert not ada.of("matched")
    assert not bob.of("matched")


def test_open_game_is_listed_and_joined_with_its_settings(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    bob.say(WatchLobby(on=True))
    settings = Settings(5, win_by_two=True, map="gate")
    ada.say(Open("1", settings))
    sound.wait(0.5)
    game = {"id": ada.last("ok")["game"], "host": "ADA", "host_id": "ada"}
    assert bob.last("games")["games"] == [
        game | {"points": 5, "win_by_two": True, "settings": to_builtins(settings)}
    ]
    bob.say(Join("1", game["id"]))
    sound.wait(0.5)
    assert bob.last("games")["games"] == []
    assert bob.last("playing")["playing"] == 1
    view = ada.enter(ada.last("matched")["match"])
    assert (view["mode"], view["settings"]) == ("open", to_builtins(settings))


def test_private_game_is_reached_by_its_link_alone(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    bob.say(WatchLobby(on=True))
    ada.say(WatchLobby(on=True), Open("1", private=True))
    sound.wait(0.5)
    game = ada.last("ok")["game"]
    assert bob.last("games")["games"] == []
    assert ada.last("games")["hosting"] == game
    bob.say(Join("1", game))
    assert bob.enter(bob.last("matched")["match"])["mode"] == "private"


def test_a_private_id_is_long_and_never_the_same(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Open("1", private=True))
    bob.say(Open("1", private=True))
    games = {ada.last("ok")["game"], bob.last("ok")["game"]}
    assert len(games) == 2
    assert all(len(game) >= 20 for game in games)


def test_local_match_seats_one_player_twice(sound: World) -> None:
    ada = sound.page("ada")
    ada.say(Local("1", Settings(1), ("Left", "Right")))
    assert len(ada.of("matched")) == 1
    view = ada.enter(ada.last("matched")["match"])
    assert view["sides"] == [-1, 1]
    assert [player["name"] for player in view["players"]] == ["Left", "Right"]
    assert view["phase"] == "countdown"


@pytest.mark.parametrize("level", ["easy", "medium", "hard"])
def test_the_machine_is_there_at_once(sound: World, level: str) -> None:
    ada = sound.page("ada")
    ada.say(Machine("1", level, Settings(1)))  # type: ignore[arg-type]
    view = ada.enter(ada.last("matched")["match"])
    assert (view["mode"], view["phase"]) == ("ai", "countdown")
    assert [player["id"] for player in view["players"]] == ["ada", None]


def test_a_request_sent_twice_has_one_effect_and_the_same_answer(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Open("1"), Open("1"))
    first, second = ada.of("ok")
    assert first["game"] == second["game"]
    assert len(sound.actor("games").state.games) == 1
    bob.say(Join("j", first["game"]), Join("j", first["game"]))
    assert [answer["id"] for answer in bob.of("ok")] == ["j", "j"]
    bob.say(Join("j", first["game"]))
    assert [answer["id"] for answer in bob.of("ok")] == ["j", "j", "j"]
    assert not bob.of("error")
    assert len(bob.of("matched")) == len(ada.of("matched")) == 1


def test_another_request_is_not_taken_for_the_last_one(sound: World) -> None:
    ada = sound.page("ada")
    ada.say(Open("1"), Close("2", ada.player), Open("3", Settings(4)))
    assert codes(ada) == ["no_such_game"]
    assert len(sound.actor("games").state.games) == 1


def test_whoever_has_a_match_is_refused_another(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    bob.say(Open("b"))
    ada.say(Local("0"))
    match, game = ada.last("matched")["match"], bob.last("ok")["game"]
    before = sound.actor("queue").state.queue.copy(), sound.actor("games").state.games.copy()
    ada.say(Queue("1"), Open("2"), Join("3", game), Local("4"), Machine("5"))
    assert codes(ada) == ["already_playing"] * 5
    assert all(match in frame["detail"] for frame in ada.of("error"))
    assert (sound.actor("queue").state.queue, sound.actor("games").state.games) == before
    assert len(ada.of("matched")) == 1


def test_a_player_is_free_again_after_the_match(sound: World) -> None:
    ada = sound.page("ada")
    ada.say(Machine("0"))
    match = ada.last("matched")["match"]
    ada.say(Enter(match), Resign("r", match), Queue("1"))
    sound.wait(0.1)
    ada.say(Queue("2"))
    assert ada.last("ok")["id"] == "2"


def test_refused_joins_change_nothing(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Open("1"))
    game = ada.last("ok")["game"]
    ada.say(Join("2", game), Join("3", "nowhere"))
    bob.say(Close("4", game), Close("5", "nowhere"))
    assert codes(ada) == ["own_game", "no_such_game"]
    assert codes(bob) == ["no_such_game", "no_such_game"]
    assert [frame["id"] for frame in ada.of("error")] == ["2", "3"]
    assert list(sound.actor("games").state.games) == [game]


def test_a_closed_game_cannot_be_joined(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Open("1"))
    game = ada.last("ok")["game"]
    ada.say(Close("2", game))
    bob.say(Join("1", game))
    assert codes(bob) == ["no_such_game"]


def test_a_full_lobby_refuses_more_games(sound: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actors.games.actor.MOST_GAMES", 1)
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Open("1"))
    bob.say(Open("1"))
    assert codes(bob) == ["too_many"]
    ada.say(Open("2", Settings(4)))
    assert not ada.of("error"), "changing a game there is takes no room"


def test_two_pages_that_use_one_id_at_once_are_both_answered(sound: World) -> None:
    ada, also = sound.page("ada"), sound.page("ada")
    ada.say(Open("1", Settings(5)))
    also.say(Join("1", "no such game"))
    ada.say(Queue("2"))
    also.say(Queue("2"))
    assert [frame["id"] for frame in ada.of("ok")] == ["1", "2"]
    assert [frame["id"] for frame in also.of("ok")] == ["2"]
    assert [(f["id"], f["code"]) for f in also.of("error")] == [("1", "no_such_game")]


def test_two_pages_that_ask_for_the_same_match_at_once_are_both_answered(sound: World) -> None:
    ada, also = sound.page("ada"), sound.page("ada")
    for page in (ada, also):
        sound.route(page, Local("1", Settings()))
    sound.wait(0.5)
    for page in (ada, also):
        assert [frame["id"] for frame in (*page.of("ok"), *page.of("error"))] == ["1"]
    assert len({frame["match"] for frame in ada.of("matched")}) == 1
