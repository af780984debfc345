"""How much work a change of the list is, counted: 500 open games, which 1,000 pages read."""

import pytest

from actors.core.address import Address
from actors.core.kernel import Kernel
from actors.core.simulated import SimulatedWorld
from actors.frames import ClientFrame, From, Origin
from actors.games.messages import Open
from actors.games.state import MOST_GAMES
from actors.player.connection import Sink
from actors.player.messages import Attach, Hello, Profile
from actors.player.topic import GATHER
from actors.seats.messages import WatchLobby
from actors.seats.parts import seats_of
from actors.tree import tree
from store.memory import MemoryStore
from store.people.records import User
from tests.scripts.test_fan_out import counted

READERS, GAMES = 1_000, MOST_GAMES - 1
MOST = 18
"""Calls of functions for each reader, built-in ones too, from the publishing to the socket."""


class Page:
    """Takes everything at once."""

    congested = False
    heard = float("inf")

    def __init__(self, player: str) -> None:
        self.id = f"c{player}"
        self.called = player
        self.account = False
        self.sink: Sink | None = None
        self.origin = Origin(player, player, self.id, f"home of {player}")
        self.writes = 0

    def send(self, data: bytes) -> bool:
        self.writes += b'"t":"games"' in data
        return True

    def round_trip(self) -> None:
        return

    def close(self, code: int, reason: str) -> None:
        raise AssertionError(f"closed: {code} {reason}")


class School:
    """A server on which half of the pages offer a game, and all of them read the lists."""

    def __init__(self) -> None:
        self.world, store = SimulatedWorld(1_700_000_000.0), MemoryStore()
        self.kernel = Kernel(tree(store), self.world, store.journal)
        self.pages = [Page(f"p{number}") for number in range(READERS)]
        for page in self.pages:
            name = page.called
            user = User(name, name, name, None, guest=True, created_at=1)
            self.world.run(self.kernel, lambda user=user: store.people.create_user(user))
            self.kernel.edges[page.id] = page
            profile = Profile(name, name, guest=True)
            self.kernel.tell(Address("player", name), Attach(page.id, profile, Hello()))
        self.wait(0.5)
        for page in self.pages[:GAMES]:
            self.say(page, Open("o"))
        for page in self.pages:
            self.say(page, WatchLobby(on=True))
        self.wait(0.5)

    def say(self, page: Page, frame: ClientFrame) -> None:
        """Let a page send a frame."""
        self.kernel.tell(seats_of(page.called), From(page.origin, frame))

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.world.advance(self.kernel, self.world.now() + seconds)


@pytest.fixture(scope="module")
def school() -> School:
    return School()


def test_a_change_of_the_list_is_encoded_once_and_a_few_calls_for_each(school: School) -> None:
    school.say(school.pages[0], Open("o2", private=True))  # its game goes off the list
    school.wait(GATHER - 0.01)
    for page in school.pages:
        page.writes = 0
    with counted() as calls:
        school.wait(0.02)
    assert {page.writes for page in school.pages} == {1}
    assert calls["_encode"] == 1
    print(f"{calls.total() / READERS:.2f} calls for each reader")
    assert 0.8 * MOST < calls.total() / READERS < MOST


def test_a_change_that_nobody_may_see_is_sent_to_nobody(school: School) -> None:
    for page in school.pages:
        page.writes = 0
    school.say(school.pages[GAMES], Open("p", private=True))
    school.wait(2.0 * GATHER)
    assert [page.called for page in school.pages if page.writes] == [f"p{GAMES}"]


def test_pages_that_come_back_at_once_are_shown_what_is_encoded_already(school: School) -> None:
    for page in school.pages[GAMES:]:
        school.say(page, WatchLobby(on=True))
    with counted() as calls:
        school.wait(0.01)
    assert calls["_encode"] <= 1
