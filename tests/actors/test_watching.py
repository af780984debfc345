"""Watching a match without a seat: who may, what is told, and that nothing gets back in."""

from collections.abc import Callable

import pytest

from actors.core.address import Address
from actors.games.messages import Join, Open
from actors.match.messages import Enter, Exit, Press, Resign
from actors.match.watchers import MOST
from actors.player.messages import Drained, Unwatch, Watch
from actors.pong.settings import Settings
from store.profiles.records import Privacy
from tests.actors.hands import play_out
from tests.actors.page import Frame, Page
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import Duel, World

SEEN = Privacy(presence="everybody")
TOLD = ("countdown", "paddle", "flight", "point", "pause", "finished")


def _duel(world: World, points: int = 3) -> Duel:
    """A match of Ada, whom everybody may see, against Bob, whom only friends may see."""
    duel = world.duel(points)
    world.choose("ada", SEEN)
    return duel


def _watch(world: World, match: str, player: str = "cyd") -> Page:
    page = world.page(player)
    page.say(Watch(match))
    return page


def _story(page: Page) -> list[Frame]:
    """The frames that were told, without the numbers of the session."""
    return [{k: v for k, v in frame.items() if k != "seq"} for frame in page.of(*TOLD)]


def test_who_watches_is_shown_the_match_and_told_what_both_players_are(sound: World) -> None:
    duel = _duel(sound, points=2)
    cyd = _watch(sound, duel.match)
    view = cyd.last("match")
    assert (view["phase"], view["sides"]) == ("countdown", [])
    assert [player["name"] for player in view["players"]] == [
        page.player.upper() for page in (duel.left, duel.right)
    ]
    for page in (duel.left, duel.right, cyd):
        page.clear()
    duel.start()
    duel.left.press(duel.match, 1)
    assert cyd.last("paddle")["side"] == -1
    duel.right.say(Exit(duel.match))
    sound.wait(0.5)
    duel.right.enter(duel.match)
    duel.start()
    play_out(duel)
    numbered = [f for f in _story(cyd) if f["t"] not in {"paddle", "flight"}]
    assert numbered == [f for f in _story(duel.left) if f["t"] not in {"paddle", "flight"}]
    assert {f["t"] for f in numbered} == {"pause", "countdown", "point", "finished"}
    flights = [f for f in _story(cyd) if f["t"] == "flight"]
    assert flights == [f for f in _story(duel.left) if f["t"] == "flight"]


def test_who_asks_twice_at_once_is_answered_once(sound: World) -> None:
    duel = _duel(sound)
    cyd = sound.page("cyd")
    cyd.say(Watch(duel.match), Watch(duel.match))
    assert len(cyd.of("match")) == 1
    cyd.say(Watch(duel.match))
    assert len(cyd.of("match")) == 2


def test_who_watches_cannot_play(sound: World) -> None:
    duel = _duel(sound)
    cyd = _watch(sound, duel.match)
    duel.start()
    before = duel.state
    cyd.say(
        *(Press(duel.match, 1, sound.at()), Press(duel.match, 1, sound.at(), side=1)),
        *(Enter(duel.match), Exit(duel.match), Resign("r", duel.match)),
    )
    assert [error["code"] for error in cyd.of("error")] == ["not_your_match"] * 5
    assert duel.state == before


def test_a_player_has_a_seat_already(sound: World) -> None:
    duel = _duel(sound)
    duel.left.say(Watch(duel.match))
    assert duel.left.last("error")["code"] == "own_match"


def test_what_is_not_played_cannot_be_watched(sound: World) -> None:
    cyd = _watch(sound, "nowhere")
    assert cyd.last("error")["code"] == "no_such_match"
    sound.wait(6.0)
    assert sound.actor("match", "nowhere") is None


@pytest.mark.parametrize("private", [False, True], ids=["open", "private"])
@pytest.mark.parametrize(
    ("arrange", "open_too", "private_too"),
    [
        (lambda _: None, False, False),
        (lambda w: w.befriend("cyd", "ada"), True, False),
        (lambda w: w.choose("ada", SEEN), True, False),
        (lambda w: (w.befriend("cyd", "ada"), w.choose("bob", SEEN)), True, True),
        (lambda w: (w.choose("ada", SEEN), w.choose("bob", SEEN)), True, True),
        (lambda w: (w.choose("ada", SEEN), w.block("cyd", "bob")), False, False),
        (lambda w: (w.choose("ada", SEEN), w.block("bob", "cyd")), False, False),
        (lambda w: (w.choose("ada", SEEN), w.choose("bob", Privacy("nobody"))), False, False),
    ],
    ids=[
        *("nobody shows it", "a friend of one", "one shows everybody", "a friend and an open one"),
        *("both show everybody", "blocks one", "is blocked by one", "one is invisible"),
    ],
)
def test_who_may_watch(
    sound: World,
    arrange: Callable[[World], object],
    open_too: bool,
    private_too: bool,
    private: bool,
) -> None:
    ada, bob, cyd = (sound.page(name) for name in ("ada", "bob", "cyd"))
    arrange(sound)
    ada.say(Open("o", Settings(3), private=private))
    bob.say(Join("j", ada.last("ok")["game"]))
    cyd.say(Watch(ada.last("matched")["match"]))
    if private_too if private else open_too:
        assert cyd.last("match")["sides"] == []
    else:
        assert cyd.last("error")["code"] == "not_watchable"


@pytest.mark.parametrize(
    "change",
    [
        lambda w: w.block("bob", "cyd"),
        lambda w: w.block("cyd", "ada"),
        lambda w: w.choose("ada", Privacy()),
        lambda w: w.choose("bob", Privacy("nobody")),
    ],
)
def test_who_may_no_longer_watch_is_told_nothing_more(
    sound: World, change: Callable[[World], object]
) -> None:
    duel = _duel(sound)
    cyd = _watch(sound, duel.match)
    change(sound)
    assert cyd.last("error")["code"] == "not_watchable"
    cyd.clear()
    duel.start()
    assert not cyd.of(*TOLD)
    assert duel.state.watchers == ()


def test_so_many_may_watch_and_no_more(sound: World) -> None:
    duel = _duel(sound)
    pages = [_watch(sound, duel.match, f"w{number}") for number in range(MOST)]
    late = _watch(sound, duel.match)
    assert late.last("error")["code"] == "too_many_watchers"
    pages[3].say(Unwatch(duel.match))
    late.say(Watch(duel.match))
    assert late.of("match")
    pages[4].say(Watch(duel.match))  # watches already
    assert len(pages[4].of("match")) == 2


@pytest.mark.parametrize(
    "leave",
    [
        lambda page, match: page.say(Unwatch(match)),
        lambda page, _: page.drop(),
        lambda page, _: page.say(Watch("nowhere")),
    ],
)
def test_who_has_left_is_told_nothing_more(
    sound: World, leave: Callable[[Page, str], object]
) -> None:
    duel = _duel(sound)
    cyd = _watch(sound, duel.match)
    leave(cyd, duel.match)
    assert duel.state.watchers == ()
    cyd.clear()
    duel.start()
    assert not cyd.of(*TOLD)


def test_a_page_that_goes_on_elsewhere_watches_there(sound: World) -> None:
    duel = _duel(sound)
    cyd = _watch(sound, duel.match)
    again = cyd.back()
    assert duel.state.watchers == ()
    again.say(Watch(duel.match))
    cyd.drop()  # the server notices the end of the old socket late
    duel.start()
    assert again.of("flight", "match")
    assert [watcher.connection for watcher in duel.state.watchers] == [again.id]


def test_one_who_plays_may_watch_on_another_page(sound: World) -> None:
    duel = _duel(sound)
    own = sound.duel(players=("cyd", "dan"))
    page = _watch(sound, duel.match)
    duel.start()
    own.start()
    page.congested = True
    duel.left.press(duel.match, 1)
    for side in (own.left, own.right):
        side.press(own.match, 1)
    page.congested = False
    sound.tell(Address("player", "cyd"), Drained(page.id))
    assert {frame["match"] for frame in page.of("paddle")} == {duel.match, own.match}


def test_the_end_is_shown_once_it_is_durable(sound: World) -> None:
    duel = _duel(sound)
    duel.start()
    cyd = _watch(sound, duel.match)
    cyd.clear()
    sound.store.away = True
    duel.left.say(Resign("r", duel.match))
    assert not cyd.of("match", "finished", "error")
    sound.wait(1.1)
    assert (cyd.last("match")["phase"], cyd.last("match")["unsaved"]) == ("finished", 1)
    sound.store.away = False
    sound.wait(2.0)
    assert cyd.last("finished")["cause"] == "resigned"
    late = _watch(sound, duel.match, "dan")
    assert late.last("match")["phase"] == "finished"


def test_a_store_that_cannot_say_lets_nobody_in_and_nobody_out(sound: World) -> None:
    duel = _duel(sound)
    cyd = _watch(sound, duel.match)
    sound.store.away = True
    dan = _watch(sound, duel.match, "dan")
    assert dan.last("error")["code"] == "unavailable"
    assert [watcher.player for watcher in duel.state.watchers] == [cyd.player]


@pytest.mark.parametrize(
    "what", ["actors.match.play.Course.answer", "actors.match.desk.Desk._tell_watchers"]
)
def test_a_match_that_failed_keeps_its_watchers(world: World, fail, what: str) -> None:
    duel = _duel(world)
    duel.start()
    cyd = _watch(world, duel.match)
    cyd.clear()
    fail(what)
    duel.left.press(duel.match, 1)
    assert world.crashes() == 1
    world.wait(0.06)
    assert cyd.last("match")["sides"] == []
    duel.right.press(duel.match, 1)
    assert cyd.last("paddle")["side"] == 1


@pytest.mark.parametrize("what", ["_without", "Watchers._judge", "Watchers._admit"])
def test_a_match_that_fails_at_a_watcher_answers_all_the_same(
    world: World, fail, what: str
) -> None:
    duel = _duel(world)
    fail(f"actors.match.watchers.{what}")
    cyd = _watch(world, duel.match)
    assert world.crashes() == 1
    world.wait(0.1)
    assert [answer.get("code") for answer in cyd.of("match", "error")] == [
        "server_fault" if what != "Watchers._admit" else None
    ]


def test_after_a_kill_the_page_asks_again(world: World) -> None:
    duel = _duel(world)
    duel.start()
    _watch(world, duel.match)
    world.until(lambda: duel.left.of("point"))
    world.kill()
    assert world.state(duel.match).watchers == ()
    cyd = _watch(world, duel.match)
    assert cyd.last("match")["phase"] == "paused"


def test_a_match_that_is_given_up_is_over_for_watchers_too(world: World, monkeypatch) -> None:
    duel = _duel(world)
    duel.start()
    cyd = _watch(world, duel.match)

    def raising(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("actors.match.actor.refuse_press", raising)
    for _ in range(20):
        duel.left.press(duel.match, 1)
        world.wait(0.1)
    world.wait(1.0)
    assert cyd.last("finished")["cause"] == "server_fault"
