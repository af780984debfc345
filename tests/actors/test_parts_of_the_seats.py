"""Two players of different parts of the seats get one match, or none: nobody is left reserved."""

from collections.abc import Callable

import pytest

from actors.core.address import Address
from actors.core.journal.journal import GATHER
from actors.core.life import NORMAL
from actors.core.monitor import Down
from actors.games.messages import Join, Open
from actors.match.messages import Resign
from actors.match.owner import Resumed
from actors.match.wishes import Rematch
from actors.matchmaker.messages import Queue
from actors.player.messages import Seated
from actors.seats.making import Making
from actors.seats.messages import Local, Machine, WatchLobby
from actors.seats.parts import first_of, seats_of
from actors.seats.seating import Released, Reserve, Reserved
from actors.seats.state import State
from tests.actors.hands import play_out
from tests.actors.page import ANSWER
from tests.actors.test_crash import Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.test_no_shows import refusal
from tests.actors.world import World

FIRST, SECOND = "bob", "ada"
"""Two players of different parts; that of the first makes their matches."""


def part(world: World, player: str) -> State:
    """What the part of a player knows."""
    address = seats_of(player)
    return world.actor(address.kind, address.id).state


def test_two_names_stand_for_two_parts() -> None:
    assert first_of((SECOND, FIRST)) == seats_of(FIRST) != seats_of(SECOND)


def test_each_part_knows_its_own_player_and_the_first_the_other_one(sound: World) -> None:
    duel = sound.duel(players=(FIRST, SECOND))
    first, second = part(sound, FIRST), part(sound, SECOND)
    assert (first.playing, first.others) == ({FIRST: duel.match}, {duel.match: (SECOND,)})
    assert (second.playing, second.reserved) == (
        {SECOND: duel.match},
        {duel.match: seats_of(FIRST)},
    )
    duel.left.say(Resign("r", duel.match))
    sound.wait(ANSWER)
    for known in (part(sound, FIRST), part(sound, SECOND)):
        assert not known.playing
        assert not known.reserved
        assert not known.others


@pytest.mark.parametrize(("other", "groups"), [("p44", 1), (SECOND, 2)], ids=["one", "two"])
def test_a_quick_match_waits_for_one_group_of_the_journal_for_each_part(
    sound: World, other: str, groups: int
) -> None:
    assert (seats_of(other) == seats_of(FIRST)) is (groups == 1)
    pages = [sound.page(player) for player in (FIRST, other)]
    pages[0].say(Queue("q"))
    sound.wait(1.0)
    begun = sound.now()
    sound.route(pages[1], Queue("q"))
    sound.until(lambda: all(page.of("matched") for page in pages), 1.0, step=0.001)
    assert sound.now() - begun == pytest.approx(groups * GATHER, abs=0.005)


@pytest.mark.parametrize(("busy", "other"), [(FIRST, SECOND), (SECOND, FIRST)])
def test_who_plays_elsewhere_is_kept_for_nothing(sound: World, busy: str, other: str) -> None:
    pages = {player: sound.page(player) for player in (busy, other)}
    pages[busy].say(Open("o"))
    game = pages[busy].last("ok")["game"]
    sound.route(pages[busy], Local("l"))
    sound.route(pages[other], Join("j", game))
    sound.wait(1.0)
    assert pages[other].last("error")["code"] == "no_such_game"
    assert list(sound.seats().playing) == [busy]
    assert not part(sound, FIRST).pending


@pytest.mark.parametrize("player", [FIRST, SECOND])
def test_what_is_asked_while_a_match_is_pending_waits_for_it(sound: World, player: str) -> None:
    host, guest = sound.page("cyd"), sound.page(player)
    pages = {FIRST: sound.page(FIRST), SECOND: sound.page(SECOND)}
    del host
    pages[FIRST].say(Open("o"))
    sound.route(pages[SECOND], Join("j", pages[FIRST].last("ok")["game"]))
    sound.settle()
    sound.route(guest, Machine("m"))
    sound.wait(1.0)
    assert len({*sound.seats().playing.values()}) == 1
    assert len(pages[player].of("matched")) == 1
    [answer] = [frame for frame in guest.of("ok", "error") if frame.get("id") == "m"]
    assert (answer["t"], answer["code"]) == ("error", "already_playing")


@pytest.mark.parametrize("after", [0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12])
def test_a_kill_between_leaves_nobody_reserved_and_nobody_in_two(
    sound: World, after: float
) -> None:
    pages = [sound.page(player) for player in (FIRST, SECOND)]
    pages[0].say(Open("o"))
    sound.route(pages[1], Join("j", pages[0].last("ok")["game"]))
    sound.wait(after)
    sound.kill()
    sound.wait(0.2)
    playing, made = sound.seats().playing, [*sound.store.tables.matches]
    assert len(playing) in {0, 2}
    assert {*playing.values()} == {*made}
    assert not part(sound, SECOND).unsure
    for player in (FIRST, SECOND):
        page = sound.page(player)
        page.say(Machine("m"))
        assert (refusal(page) or ("",))[0] == ("already_playing" if made else "")


def drop(kind: type, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Lose the next message of a kind between parts; return what is lost."""
    handle: Callable[[object], None] = {
        Reserve: Making.order,
        Reserved: Making.reserved,
    }[kind]
    lost: list[object] = []

    def once(self: Making, *message: object) -> None:
        if not lost and isinstance(message[-1], kind):
            lost.append(message[-1])
        else:
            handle(self, *message)

    monkeypatch.setattr(Making, handle.__name__, once)
    return lost


@pytest.mark.parametrize("kind", [Reserve, Reserved])
def test_a_question_that_is_lost_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, kind: type
) -> None:
    lost = drop(kind, monkeypatch)
    world = World()
    pages = [world.page(player) for player in (FIRST, SECOND)]
    pages[0].say(Open("o"))
    world.route(pages[1], Join("j", pages[0].last("ok")["game"]))
    world.wait(1.0)
    assert len(lost) == 1
    assert not pages[1].of("matched")
    world.wait(2.0)
    assert pages[0].last("matched")["match"] == pages[1].last("matched")["match"]


@pytest.mark.parametrize("what", ["_keep", "_make", "_let_through", "_ask"])
def test_a_part_that_fails_between_makes_it_whole_or_not_at_all(
    world: World, fail: Fail, what: str
) -> None:
    pages = [world.page(player) for player in (FIRST, SECOND)]
    for page in pages:
        page.say(Queue("q"))
        fail(f"actors.seats.making.Making.{what}") if page is pages[0] else None
    world.wait(5.0)
    assert world.crashes() == 1
    assert [len(page.of("matched")) for page in pages] == [1, 1]
    assert len({*world.seats().playing.values()}) == 1


def test_a_rematch_is_of_both_parts_too(sound: World) -> None:
    duel = sound.duel(points=1, players=(FIRST, SECOND)).start()
    play_out(duel)
    for page in (duel.left, duel.right):
        page.say(Rematch("1", duel.match, on=True))
    sound.wait(ANSWER)
    again = duel.left.last("matched")["match"]
    assert again != duel.match
    assert sound.seats().playing == dict.fromkeys((FIRST, SECOND), again)


def test_news_of_a_match_that_has_ended_comes_late_and_counts_for_nothing(sound: World) -> None:
    duel = sound.duel(points=1, players=(FIRST, SECOND)).start()
    play_out(duel)
    sound.wait(1.0)
    for player in (FIRST, SECOND):
        sound.tell(seats_of(player), Resumed(duel.match, (FIRST, SECOND)))
    assert not sound.seats().playing


def test_a_match_that_has_stopped_by_itself_frees_whoever_sits_in_it(sound: World) -> None:
    duel = sound.duel(players=(FIRST, SECOND))
    sound.tell(seats_of(FIRST), Down(Address("match", duel.match), NORMAL))
    sound.wait(ANSWER)
    assert not sound.seats().playing


def test_a_player_who_has_missed_the_end_of_a_match_hears_of_it(sound: World) -> None:
    page = sound.page(FIRST)
    sound.tell(Address("player", FIRST), Seated("m-over"))
    assert sound.actor("player", FIRST).state.match == "m-over"
    sound.kernel.borders.resync()
    sound.wait(ANSWER)
    assert sound.actor("player", FIRST).state.match is None
    assert page.closed is None


def test_a_reservation_of_both_parts_is_declined_by_either(sound: World) -> None:
    sound.page(SECOND).say(Local("l"))
    cup = Address("tournament", "t.none")
    sound.tell(first_of((FIRST, SECOND)), Reserve(cup, "m-cup", (SECOND, FIRST)))
    sound.wait(ANSWER)
    assert list(sound.seats().playing) == [SECOND]
    sound.page(SECOND).say(Resign("r", sound.seats().playing[SECOND]))
    sound.wait(ANSWER)
    sound.tell(first_of((FIRST, SECOND)), Reserve(cup, "m-cup2", (SECOND, FIRST)))
    sound.wait(ANSWER)
    assert sound.seats().playing == dict.fromkeys((FIRST, SECOND), "m-cup2")
    sound.tell(first_of((FIRST, SECOND)), Released("m-cup2"))
    sound.wait(ANSWER)
    assert not sound.seats().playing


def test_pages_of_all_parts_are_shown_how_many_matches_go_on(sound: World) -> None:
    pages = [sound.page(player) for player in ("cyd", "dan")]
    for page in pages:
        page.say(WatchLobby(on=True))
    duel = sound.duel(players=(FIRST, SECOND))
    sound.page("eve").say(Machine("m"))
    sound.wait(1.0)
    assert [page.last("playing")["playing"] for page in pages] == [2, 2]
    duel.left.say(Resign("r", duel.match))
    sound.wait(1.0)
    assert [page.last("playing")["playing"] for page in pages] == [1, 1]
