"""A match from its countdown to its result."""

import pytest

from actors.match.messages import Enter, Press, Resign
from actors.matchmaker.messages import Queue
from actors.pong.settings import Settings
from actors.seats.messages import Local, Machine
from tests.actors.hands import chase, play_out
from tests.actors.world import Duel, World

SECOND = 1000


def test_it_waits_until_both_have_entered_and_then_counts_down(sound: World) -> None:
    ada, bob = sound.page("ada"), sound.page("bob")
    ada.say(Queue("q"))
    made = sound.at()
    bob.say(Queue("q"))
    match = ada.last("matched")["match"]
    view = ada.enter(match)
    assert (view["phase"], view["starts"]) == ("waiting", None)
    assert 0 <= view["until"] - made - 10 * SECOND <= 100  # counted from when it is durable
    assert sorted(player["here"] for player in view["players"]) == [False, True]
    assert not ada.of("countdown")
    sound.wait(1.0)
    bob.enter(match)
    for page in (ada, bob):
        assert page.last("countdown")["starts"] == sound.at() + 3 * SECOND
        assert page.last("countdown")["time"] == 0.0


def test_play_begins_when_the_countdown_is_over_and_not_before(sound: World) -> None:
    duel = sound.duel()
    sound.wait(2.999)
    assert duel.state.phase == "countdown"
    sound.wait(0.001)
    assert duel.state.phase == "playing"
    assert abs(duel.time()) < 0.001


def test_nobody_presses_and_the_match_plays_itself_to_its_end(sound: World) -> None:
    duel = sound.duel(points=3).start()
    sound.until(lambda: duel.left.of("finished"))
    end = duel.left.last("finished")
    assert end["cause"] == "played"
    assert max(end["score"]) == 3
    assert end["winner"] == (-1 if end["score"][0] == 3 else 1)
    assert duel.right.last("finished") == {**end, "seq": duel.right.last("finished")["seq"]}


@pytest.mark.parametrize("both", [False, True])
def test_two_people_play_and_both_pages_are_told_the_same(sound: World, both: bool) -> None:
    duel = sound.duel(points=2).start()
    play_out(duel, both=both)
    seen = [
        [{k: v for k, v in f.items() if k != "seq"} for f in page.of("point", "finished")]
        for page in (duel.left, duel.right)
    ]
    assert seen[0] == seen[1]
    points = duel.left.of("point")
    assert [sum(p["score"]) for p in points] == list(range(1, len(points) + 1))
    assert len([f for f in duel.left.of("flight") if f["flight"]["x"] != 0.0]) > (4 if both else 0)
    result = sound.result(duel.match)
    end = duel.left.last("finished")
    assert (list(result.score), result.winner) == (end["score"], end["winner"])
    assert (result.seconds, result.cause) == (end["time"], "played")


def test_the_match_ends_at_the_point_that_wins_it_whatever_came_first(sound: World) -> None:
    """A key arrives at the time of the winning point, before the match's timer has run."""
    duel = sound.duel(points=1).start()
    sound.until(lambda: duel.state.game.missed)
    due = max(duel.state.game.flight.goal, duel.state.game.flight.contact)
    sound.clock._now = duel.state.starts / 1000.0 + due + 0.05  # the kernel was late
    duel.left.say(Press(duel.match, 1, sound.at()))
    sound.wait(0.1)
    end = duel.left.last("finished")
    assert end["time"] == duel.left.last("point")["time"] == due
    assert not [f for f in duel.left.of("paddle") if f["since"] > due]


def test_resigning_after_the_winning_point_takes_nothing_back(sound: World) -> None:
    duel = sound.duel(points=1).start()
    sound.until(lambda: duel.state.game.missed)
    winner = -duel.state.game.flight.side
    due = max(duel.state.game.flight.goal, duel.state.game.flight.contact)
    sound.clock._now = duel.state.starts / 1000.0 + due + 0.05
    (duel.left if winner < 0 else duel.right).say(Resign("r", duel.match))
    sound.wait(0.1)
    end = duel.left.last("finished")
    assert (end["cause"], end["winner"]) == ("played", winner)


def test_resigned_is_lost_and_answered(sound: World) -> None:
    duel = sound.duel().start()
    sound.wait(0.5)
    duel.left.say(Resign("r", duel.match))
    assert duel.left.last("ok")["id"] != "r", "it could still be lost"
    sound.wait(0.1)
    assert duel.left.last("ok")["id"] == "r"
    for page in (duel.left, duel.right):
        assert (page.last("finished")["cause"], page.last("finished")["winner"]) == ("resigned", 1)


@pytest.mark.parametrize("seconds", [0.0, 1.0, 4.0])
def test_resigning_twice_does_no_harm(sound: World, seconds: float) -> None:
    duel = sound.duel()
    sound.wait(seconds)
    duel.left.say(Resign("r", duel.match), Resign("r", duel.match))
    duel.right.say(Resign("s", duel.match))
    sound.wait(0.1)
    assert [answer["id"] for answer in duel.left.of("ok") if answer["id"] == "r"] == ["r", "r"]
    assert len(duel.left.of("finished")) == len(duel.right.of("finished")) == 1
    assert duel.right.last("finished")["winner"] == 1
    assert len(sound.store.results) == 1


def test_resigning_a_match_on_one_keyboard_wins_it_for_nobody(sound: World) -> None:
    ada = sound.page("ada")
    ada.say(Local("1", Settings(1)))
    match = ada.last("matched")["match"]
    ada.say(Enter(match), Resign("r", match))
    sound.wait(0.1)
    assert (ada.last("finished")["cause"], ada.last("finished")["winner"]) == ("resigned", 0)
    players = sound.record(match).players
    assert [player.user_id for player in players] == ["ada", None]


def test_one_keyboard_plays_both_sides(sound: World) -> None:
    ada = sound.page("ada")
    ada.say(Local("1", Settings(1)))
    match = ada.last("matched")["match"]
    ada.enter(match)
    sound.wait(3.1)
    ada.press(match, -1, side=-1)
    ada.press(match, 1, side=1)
    paddles = sound.state(match).game.paddles
    assert [paddle.segments[-1].direction for paddle in paddles] == [-1, 1]
    sound.until(lambda: ada.of("finished"))
    assert ada.last("finished")["cause"] == "played"


@pytest.mark.parametrize("level", ["easy", "medium", "hard"])
def test_a_match_against_each_level_is_played_to_its_end(sound: World, level: str) -> None:
    ada = sound.page("ada")
    ada.say(Machine("1", level, Settings(2)))  # type: ignore[arg-type]
    match, side = ada.last("matched")["match"], ada.last("matched")["side"]
    ada.enter(match)
    duel = Duel(sound, ada, ada, match).start()
    while not ada.of("finished"):
        sound.wait(0.1)
        chase(ada, duel, side, 1.4)
    assert [f for f in ada.of("paddle") if f["side"] == -side], "the machine moves its paddle"
    assert ada.last("finished")["cause"] == "played"
    assert [player.user_id for player in sound.record(match).players] == ["ada", None]


def test_after_the_end_the_match_answers_late_pages_and_then_is_gone(sound: World) -> None:
    duel = sound.duel(points=1).start()
    sound.until(lambda: duel.left.of("finished"))
    view = duel.left.enter(duel.match)
    assert (view["phase"], view["cause"]) == ("finished", "played")
    sound.wait(61.0)
    assert sound.actor("match", duel.match) is None
    for _ in range(2):
        duel.left.clear()
        duel.left.say(Enter(duel.match), Enter(duel.match))
        assert [frame["code"] for frame in duel.left.of("error")] == ["no_such_match"] * 2
    sound.wait(6.0)
    assert sound.actor("match", duel.match) is None


def test_looking_at_a_finished_match_takes_no_seat(sound: World) -> None:
    """A page that shows the last result must not count as one that plays the next match."""
    duel = sound.duel(points=1).start()
    sound.until(lambda: duel.left.of("finished"))
    for page in (duel.left, duel.right):
        page.say(Queue("again"))
    later = duel.left.last("matched")["match"]
    for page in (duel.left, duel.right):
        page.enter(later)
    duel.left.enter(duel.match)
    assert sound.actor("player", duel.left.player).state.match == later
    duel.left.drop()
    assert sound.state(later).phase == "paused"


def test_looking_at_a_finished_match_later_names_no_unfinished_one(sound: World) -> None:
    duel = sound.duel(points=1).start()
    sound.until(lambda: duel.left.of("finished"))
    duel.left.enter(duel.match)
    assert sound.page(duel.left.player).last("welcome")["match"] is None
