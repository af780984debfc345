"""What a tournament tells of who takes part, and to whom."""

from actors.core.address import Address
from actors.tournament import frames
from actors.tournament.messages import Forget
from store.names import DELETED
from tests.actors.cup import CUP, Cup
from tests.actors.world import World

ADDRESS = Address("tournament", CUP)


def cup_of(world: World, *players: str) -> Cup:
    """A tournament that has begun."""
    cup = Cup(world)
    cup.join(*players)
    cup.start()
    return cup


def test_the_log_of_acts_does_not_name_who_is_deleted(sound: World) -> None:
    cup = cup_of(sound, "ada", "bob", "cyd")
    assert cup.act(frames.Appoint("bob", on=True))["t"] == "ok"
    number = next(n for n, e in cup.state.entrants.items() if e.player == "cyd")
    assert cup.act(frames.Remove(number))["t"] == "ok"
    for player in ("bob", "cyd"):
        sound.tell(ADDRESS, Forget(player))
    assert [act.subject for act in cup.state.acts][-2:] == [DELETED, DELETED]


def test_a_block_shows_anew_only_where_it_changes_what_is_shown(sound: World) -> None:
    cup = cup_of(sound, "ada", "bob")
    page = cup.pages["ada"]
    sound.page("eve")
    cup.watch(page)
    sound.wait(1.0)
    before = len(page.of("tournament"))
    sound.block("ada", "eve")
    sound.wait(1.0)
    assert len(page.of("tournament")) == before, "eve takes no part"
    sound.block("ada", "bob")
    sound.wait(1.0)
    whole = page.of("tournament")[before:]
    assert [e["player"] for one in whole for e in one["entrants"] if e["alias"] == "BOB"] == [None]
