"""Messages between actors are data: encoded and decoded again, each has the same effect.

They travel as MessagePack (`actors.cluster.codec`) and lie in the log, as letters, as JSON.
"""

from typing import Any

import msgspec
import pytest

from actors.cluster import codec
from actors.cluster.codec import TAKES
from actors.core.actor import ChildSpec, DynamicSupervisorSpec, SupervisorSpec
from actors.core.address import Address
from actors.core.delivery import Delivery
from actors.core.mailbox import Ask
from actors.core.runtime import Runtime
from actors.games.messages import Join, Open
from actors.invitations.messages import Accept, Decline, Invite, Show, Withdraw
from actors.match.messages import Exit, Look, Resign, Stopping, Suspend
from actors.match.wishes import Rematch
from actors.matchmaker.messages import Queue, Unqueue
from actors.player.messages import Away, Drained, InboxRead, Notify, Unwatch, Watch
from actors.player.notices import InvitationMissed, noted
from actors.pong.settings import Settings
from actors.presence.messages import Deleted, ListFriends, PersonView
from actors.presence.messages import Look as LookUp
from actors.presence.parts import presence_of
from actors.ratings.messages import Rated, Reverse, address_of
from actors.room.frames import History, Say, Subscribe, Unsubscribe
from actors.seats.messages import Local, Machine, WatchLobby
from actors.seats.parts import HALL
from actors.seats.seating import Abandoned, Owed
from actors.tournament import messages as tournament
from actors.tournament.frames import Cancel, SayReady
from actors.tournament.messages import Scored
from actors.tree import tree
from tests.actors.cup import CUP, Cup
from tests.actors.hands import play_out
from tests.actors.page import Page
from tests.actors.test_before_the_parts import hand_down
from tests.actors.test_crash import Boom, Fail
from tests.actors.test_crash import fail as fail  # noqa: PLC0414 - a fixture
from tests.actors.world import Duel, World

DECODERS: dict[str, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(union) for kind, union in TAKES.items()
}
OWN = {
    *("Lapsed", "Lost", "Refollow", "Insist", "Announce", "Publish", "Tick", "Wake", "Begin"),
    *("Stop", "Deadline", "Linger", "Reseat", "Judged", "Weighed", "Loaded", "NotLoaded", "Reload"),
    *("Introduced", "NotIntroduced", "Listed", "Noted", "Down", "Checked", "Fetched", "Next"),
    *("Found", "Barred", "Expired", "Known", "Paired", "Ranked", "Vanished", "Due", "Retry"),
    *("Forget", "Unknown", "AskAgain", "Written", "Widen", "RatingKnown", "CallOver"),
    *("Marked", "AskMark", "Counted", "Admitted", "RoomLost", "Tally", "Share"),
    *("TellCount", "TellTotal"),
}
"""Messages that an actor gets from itself or the kernel: timers, outcomes, ends of others."""


ADDRESS = Address("tournament", CUP)
NOTE = noted("n1", "ada", InvitationMissed("eve", "EVE"), 1, "eve")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Encode and decode every message on its way; return the kinds of those messages."""
    seen: set[tuple[str, str]] = set()
    tell = Runtime.tell

    def through(self: Runtime, address: Address, message: Any) -> None:
        inner = message.message if isinstance(message, Ask) else message
        again = codec.decode(address.kind, codec.encode(inner))
        assert again == inner
        seen.add((address.kind, type(inner).__name__))
        if isinstance(message, Ask):
            message.message = again
        tell(self, address, message if isinstance(message, Ask) else again)

    def hand_in(self: Runtime, address: Address, delivery: Delivery) -> bool:
        message = delivery.message
        delivery.message = DECODERS[address.kind].decode(msgspec.json.encode(message))
        assert delivery.message == message
        assert codec.decode(address.kind, codec.encode(message)) == message
        seen.add((address.kind, type(message).__name__))
        return bring(self, address, delivery)

    bring = Runtime._hand_in
    monkeypatch.setattr(Runtime, "_hand_in", hand_in)
    monkeypatch.setattr(Runtime, "tell", through)
    return seen


def test_an_evening_goes_through_encodings(told: set[tuple[str, str]], fail: Fail) -> None:
    world = World()
    eve = [world.page(name) for name in ("ada", "bob", "eve")][-1]
    world.befriend("ada", "bob")
    eve.say(WatchLobby(on=True))
    duel = world.duel(points=2)
    eve.say(Watch(duel.match))
    duel.start()
    duel.left.say(Away(on=True), ListFriends("f"), Look("l", duel.match))
    for message in (Drained(duel.left.id), Notify(NOTE), InboxRead()):
        world.tell(Address("player", "ada"), message)
    duel.left.say(Exit(duel.match))
    duel.left.enter(duel.match)
    duel.start()
    _change(world)
    eve.say(Unwatch(duel.match), WatchLobby(on=False))
    world.clock.run(world.kernel, lambda: world.kernel.ask(presence_of("ada"), LookUp("ada"), 1.0))
    duel.right.drop()
    duel.right = duel.right.back()
    duel.right.enter(duel.match)
    duel.start()
    world.tell(Address("match", duel.match), Stopping())
    duel.left.enter(duel.match)
    duel.right.enter(duel.match)
    duel.start()
    fail("actors.match.play.Course.answer")
    duel.left.press(duel.match, 1)
    world.wait(0.1)
    play_out(duel, both=True)
    _talk(duel)
    duel.left.say(Rematch("1", duel.match, on=True))
    _take_up(duel)
    eve.say(Machine("m"))
    eve.enter(eve.last("matched")["match"])
    eve.say(Suspend(eve.last("matched")["match"], on=True))
    eve.say(Resign("r", eve.last("matched")["match"]))
    world.wait(0.2)
    eve.say(Queue("q"))
    fail("actors.matchmaker.actor.Matchmaker._carry_out")
    duel.left.say(Queue("q"))  # and eve waits: is she still there?
    assert world.crashes() == 2
    _lost_races()
    _begin_again(eve)
    world.kill()
    late = world.page("eve")
    late.say(Queue("q"))
    late.drop()
    world.tell(presence_of("eve"), Deleted(PersonView("eve", "EVE", None), frozenset({"ada"})))
    world.wait(1.0)
    missing = {
        (kind, name)
        for kind, union in TAKES.items()
        for name in _names(union)
        if name not in OWN and (kind, name) not in told
    }
    assert missing == set()


def _change(world: World) -> None:
    """Somebody has another name, and somebody blocks another."""
    world.rename("ada", "Ada L.")
    world.block("bob", "eve")
    world.wait(1.0)


def _begin_again(page: Page) -> None:
    """Let the actor of a player who plays begin again."""
    page.say(Machine("m2"))
    player = page.world._process(Address("player", page.player))
    assert player is not None
    player.begin_again()
    page.world.wait(0.2)


def _rate(world: World) -> None:
    """Count a result, and take it back."""
    for letter in (Rated("m", "classic", ("ada", "bob"), "ada", 1), Reverse("m")):
        world.tell(address_of("classic"), letter)


def _talk(duel: Duel) -> None:
    """Read a room, speak in it, and leave it."""
    duel.left.say(Subscribe("s", "lobby"), Say("l", "lobby", 1, "gg"), History("h", "lobby", 9))
    duel.world.wait(0.2)
    duel.left.say(Unsubscribe("lobby"))


def _take_up(duel: Duel) -> None:
    """Accept a rematch too late: the other plays against the machine by then."""
    duel.left.say(Machine("m"))
    duel.right.say(Rematch("2", duel.match, on=True))
    duel.left.say(Resign("r", duel.left.last("matched")["match"]))


def _tournament() -> None:
    """Play a tournament, with one of its matches called off and one player busy elsewhere."""
    world = World()
    cup = Cup(world, format="swiss", settings=Settings(2))
    cup.join("ada", "bob", "cyd", "dan")
    cup.start()
    cup.pages["ada"].say(Local("m"))
    for page in cup.pages.values():
        for key, _ in [*cup.state.open_fights()]:
            page.say(SayReady("r", CUP, key))
    world.wait(0.5)
    world.kill()
    cup.host = world.page("host")
    cup.pages = {player: world.page(player) for player in cup.pages}
    world.wait(0.5)
    world.clock.run(world.kernel, lambda: world.kernel.ask(ADDRESS, tournament.Show(), 1.0))
    match = next(m for f in cup.state.fights.values() for m in f.matches if m.made)
    world.tell(ADDRESS, Scored(match.id, (1, 0)))
    cup.act(Cancel())
    world.tell(HALL, Abandoned(ADDRESS))
    world.wait(0.5)


def _invitations() -> None:
    """Invite, take back, decline, and accept too late: who has invited plays by then."""
    world = World()
    ann, ben = world.page("ann"), world.page("ben")
    ann.say(Show(), Invite("1", "ben"))
    ann.say(Withdraw("2", ann.last("ok")["invitation"]))
    ann.say(Invite("3", "ben"))
    ben.say(Decline("4", ben.last("invitations")["received"][0]["id"]))
    ben.say(Invite("5", "ann"))
    world.route(ben, Machine("m"))
    world.route(ann, Accept("6", ann.last("invitations")["received"][0]["id"]))
    world.wait(0.2)


def _lost_races() -> None:
    """Two players want the same thing at once, one does not come, and presence has to ask again."""
    world = World()
    ann, ben, cat = (world.page(name) for name in ("ann", "ben", "cat"))
    ann.say(Open("o"))
    for page in (ben, cat):
        world.route(page, Join("j", ann.last("ok")["game"]))
    world.wait(0.2)
    dan, eli, fay, gus = (world.page(name) for name in ("dan", "eli", "fay", "gus"))
    dan.say(Queue("q"))
    world.route(dan, Local("m"))
    world.route(eli, Queue("q"))
    world.wait(0.2)
    eli.say(Unqueue("u"))
    for page in (fay, gus):
        page.home = "one"
        page.clear()
        page.say(Queue("q"))
    comes = next(page for page in (gus, fay) if page.of("matched"))
    comes.enter(comes.last("matched")["match"])
    world.wait(12.0)
    presence = world._process(presence_of("ada"))
    assert presence is not None
    presence.crash(Boom())
    world.settle()
    _invitations()
    world.tell(Address("queue"), Owed(("ann",)))
    _rate(world)
    _tournament()
    hand_down()


def _names(union: Any) -> set[str]:
    """The names of the messages of a union; frames count by the envelope in which they come."""
    return {getattr(part, "__origin__", part).__name__ for part in union.__args__}


def test_every_kind_of_actor_says_what_it_takes() -> None:
    assert {*TAKES} == {*_kinds(tree(World().store))}


def _kinds(spec: SupervisorSpec | DynamicSupervisorSpec | ChildSpec) -> list[str]:
    if isinstance(spec, ChildSpec):
        return [spec.kind]
    return [kind for child in spec.children for kind in _kinds(child)]
