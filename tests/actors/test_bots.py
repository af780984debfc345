"""Whom the queue pairs bots with, which tournaments take them, and that all texts mark them."""

import json
from typing import Any, get_args

from msgspec.structs import fields

from actors.matchmaker.messages import Queue
from actors.player import notices
from actors.room import notices as lines
from actors.room.notices import FightOver, Fights, Result, Stage
from actors.seats.messages import WatchLobby
from actors.tournament import frames
from actors.tournament.frames import Join
from tests.actors.cup import CUP, Cup
from tests.actors.test_matchmaker import come
from tests.actors.world import World


def test_people_wait_for_people_and_bots_for_bots(sound: World) -> None:
    ada, robo = come(sound, "ada", "bot1")
    sound.wait(60.0)
    assert not ada.of("matched")
    [other] = come(sound, "bot2")
    assert robo.last("matched")["opponent"] == "BOT2"
    assert other.of("matched")
    [bob] = come(sound, "bob")
    assert ada.last("matched")["opponent"] == "BOB"
    assert bob.of("matched")


def test_people_are_shown_how_many_people_wait(sound: World) -> None:
    watcher = sound.page("eve")
    watcher.say(WatchLobby(on=True))
    come(sound, "ada")
    [robo] = come(sound, "bot1")
    robo.say(WatchLobby(on=True))
    sound.page("bot2").say(Queue("q", mode="short"))
    come(sound, "cyd")
    sound.wait(1.0)
    come(sound, "dan")
    sound.wait(1.0)
    assert watcher.last("waiting")["waiting"] == 1
    assert robo.last("waiting")["waiting"] == 2
    assert robo.last("waiting")["queued"]


def test_a_bot_has_no_rating_to_play_for(sound: World) -> None:
    [robo] = come(sound, "bot1")
    robo.say(Queue("r", rated=True))
    assert robo.last("error")["code"] == "bots_cannot"


def test_a_tournament_takes_bots_if_it_says_so_and_shows_who_is_one(sound: World) -> None:
    cup = Cup(sound)
    robo = sound.page("bot1")
    assert cup.ask(robo, Join, alias="Robo")["code"] == "bots_cannot"
    assert cup.act(frames.Change(frames.Plan("Cup", bots=True)))["t"] == "ok"
    assert cup.ask(robo, Join, alias="Robo")["t"] == "ok"
    cup.join("ada")
    stranger = sound.page("eve")
    cup.watch(stranger)
    shown = stranger.last("tournament")["entrants"]
    assert [one["bot"] for one in shown] == [True, False]
    refused = cup.act(frames.Change(frames.Plan("Cup")))
    assert (refused["code"], refused["detail"].split(":")[0]) == ("bad_plan", "plan.bots")


def test_a_rated_tournament_takes_no_bots(sound: World) -> None:
    cup = Cup(sound)
    refused = cup.act(frames.Change(frames.Plan("Cup", guests=False, bots=True, rated=True)))
    assert refused["detail"].startswith("plan.bots")


def test_what_a_tournament_says_marks_bots_which_it_names_by_alias(sound: World) -> None:
    cup = Cup(sound, bots=True)
    robo = cup.pages["bot1"] = sound.page("bot1")
    cup.ask(robo, Join, alias="Robo")
    cup.join("ada")
    cup.start()
    cup.act(frames.Decide("w1-1", 0 if cup.players("w1-1")[0] == "bot1" else 1))
    sound.wait(1.0)
    calls = {
        player: [f["notice"]["bot"] for f in cup.pages[player].of("notified") if _is_call(f)]
        for player in ("ada", "bot1")
    }
    assert calls == {"ada": [True], "bot1": [False]}
    said = [json.loads(event.text) for event in sound.store.tables.room_events[CUP].values()]
    told = {(one["type"], *one["bots"]) for one in said if one.get("what") != "started"}
    assert told == {("fights", "Robo"), ("fight_over", "Robo"), ("stage", "Robo")}


def test_every_text_of_the_server_that_names_by_alias_says_who_is_a_bot() -> None:
    by_alias = {notices.NextFight: "bot", Fights: "bots", FightOver: "bots", Stage: "bots"}
    by_id = {notices.FriendAccepted, notices.Invited, notices.InvitationMissed}
    nobody = {Result, notices.TournamentNews, notices.NewDevice, notices.FactorNews}
    moderators = {notices.Muted}
    kinds = {*get_args(notices.Notice), *get_args(lines.Notice)}
    assert kinds == {*by_alias, *by_id, *nobody, *moderators}  # a new one has its place here
    for kind, field in by_alias.items():
        assert field in {each.name for each in fields(kind)}
    for kind in by_id:
        assert "player" in {each.name for each in fields(kind)}


def _is_call(frame: dict[str, Any]) -> bool:
    return frame["notice"]["kind"] == "next_fight"
