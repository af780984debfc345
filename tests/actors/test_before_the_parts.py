"""The first start with parts of the seats goes on with what one actor for all players knew."""

from msgspec.structs import replace

from actors.core.address import Address
from actors.frames import From
from actors.match.messages import Resign
from actors.matchmaker.messages import Queue
from actors.seats.messages import Machine
from actors.seats.parts import EVERY, HALL, seats_of
from actors.seats.seating import Released
from tests.actors.page import ANSWER
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.test_no_shows import at_home, refusal
from tests.actors.test_parts_of_the_seats import FIRST, SECOND, part
from tests.actors.world import Duel, World

OLD = (
    b'{"playing":{"bob":"MATCH","ada":"MATCH","eve":"m5fd38784646f9a9dc129"},'
    b'"homes":{"m00fa20772645c1289cae":{"fay":"","gus":""}},"no_shows":{"players":{"bad":'
    b'{"times":1,"at":1700000003.4299967,"match":"mb8396c75566df6277e5c"}},"homes":{'
    b'"198.51.100.7":{"times":1,"at":1700000003.4299967,"match":"mb8396c75566df6277e5c"}}},'
    b'"reliable":{"zoe":null},"practice":{"m5fd38784646f9a9dc129":null},'
    b'"reserved":{"MATCH":{"kind":"tournament","id":"t.cup"}}}'
)
"""What the one actor for all players wrote."""


def hand_down(reserved: bool = False) -> tuple[World, Duel]:
    """A match of the release before, in the middle, and no-shows; a server of this one starts."""
    world = World()
    duel = world.duel(points=11, players=(FIRST, SECOND)).start()
    world.wait(2.0)
    snapshots = world.store.tables.snapshots
    key = f"match/{duel.match}"
    owner = b'"owner":{"kind":"seats","id":"%s"}' % seats_of(FIRST).id.encode()
    assert owner in snapshots[key].data
    old = snapshots[key].data.replace(owner, b'"owner":{"kind":"seats","id":""}')
    snapshots[key] = replace(snapshots[key], data=old)
    kept = OLD.replace(b"MATCH", duel.match.encode())
    if not reserved:
        kept = kept[: kept.index(b'"reserved"')] + b'"reserved":{}}'
    seats = replace(snapshots[str(seats_of(FIRST))], actor="seats", data=kept)
    for actor in [actor for actor in snapshots if actor.startswith("seats/")]:
        del snapshots[actor]
    snapshots["seats"] = seats
    world.kill()
    return world, duel


def test_the_first_start_with_parts_goes_on_with_what_the_one_actor_knew() -> None:
    world, duel = hand_down()
    pages = {player: world.page(player) for player in (FIRST, SECOND, "bad", "new")}
    assert world.seats().playing == dict.fromkeys((FIRST, SECOND), duel.match) | {
        "eve": "m5fd38784646f9a9dc129"
    }
    assert part(world, FIRST).others == {duel.match: (SECOND,)}
    assert "zoe" in part(world, "zoe").reliable
    pages[FIRST].say(Queue("q"))
    assert refusal(pages[FIRST]) == ("already_playing", 0) or pages[FIRST].of("error")
    for page in (pages["bad"], at_home(pages["new"], "198.51.100.7")):
        page.say(Queue("q"))
        assert (refusal(page) or ("",))[0] == "no_show"
    duel.left, duel.right = (pages[page.player] for page in (duel.left, duel.right))
    for page in (duel.left, duel.right):
        page.enter(duel.match)
    duel.start()
    duel.left.say(Resign("r", duel.match))
    world.wait(ANSWER)
    assert duel.right.last("finished")["cause"] == "resigned"
    assert {*world.seats().playing} == {"eve"}
    assert world.crashes() == 0
    world.kill()
    assert {*world.seats().playing} == {"eve"}, "nothing is handed over twice"


def test_a_match_that_a_tournament_made_then_is_let_go_by_it() -> None:
    world, duel = hand_down(reserved=True)
    cup = Address("tournament", "t.cup")
    assert part(world, FIRST).reserved == {duel.match: cup}
    assert part(world, SECOND).reserved == {duel.match: seats_of(FIRST)}
    world.tell(HALL, Released(duel.match))
    world.wait(ANSWER)
    assert not {FIRST, SECOND} & {*world.seats().playing}


def test_who_asks_the_hall_asks_the_part_of_the_player(sound: World) -> None:
    page = sound.page(SECOND)
    sound.tell(HALL, From(page.origin, Machine("m")))
    sound.wait(ANSWER)
    assert page.last("ok")["id"] == "m"
    assert list(part(sound, SECOND).playing) == [SECOND]
    assert sum(bool(sound.actor("seats", each.id).state.playing) for each in EVERY) == 1
