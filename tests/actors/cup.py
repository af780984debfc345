"""A tournament in the simulated world, with entrants that come when they are called."""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from actors.core.address import Address
from actors.frames import ClientFrame
from actors.match.messages import Enter, Resign
from actors.pong.settings import Settings
from actors.tournament import frames
from actors.tournament.frames import ActFrame, Join, MakeTournament, Organise, SayReady
from actors.tournament.messages import Due
from actors.tournament.plan import Plan
from actors.tournament.state import State
from tests.actors.page import Page
from tests.actors.world import World

CUP = "t.cup"
GROUP = 0.06
"""Seconds after which the journal has written what was persisted, and its answer has left."""


class Cup:
    """One tournament, its organiser, and the pages of its entrants by player.

    ``stronger`` says who of two wins; by default, who comes first in the alphabet.
    """

    def __init__(
        self, world: World, stronger: Callable[[str, str], str] = min, **plan: Any
    ) -> None:
        self.world = world
        self.stronger = stronger
        self.host = world.page("host")
        self.pages: dict[str, Page] = {}
        self.deaf = set[str]()  # they do not hear that they are called
        self._ids = count(1)
        chosen = {"name": "Cup", "seeding": "entry", "settings": Settings(1)} | plan
        self.plan = Plan(**chosen)
        self.ask(self.host, MakeTournament, plan=self.plan)
        self.watch(self.host)

    @property
    def state(self) -> State:
        """The state of the actor, as soon as it is in memory."""
        while self.world.actor("tournament", CUP) is None:
            self.world.tell(Address("tournament", CUP), Due())
            self.world.wait(0.05)
        return self.world.actor("tournament", CUP).state

    def new_id(self) -> str:
        """An id for a request."""
        return f"r{next(self._ids)}"

    def ask(self, page: Page, kind: Callable[..., ClientFrame], **fields: Any) -> dict[str, Any]:
        """Send a request, and return what it is answered."""
        request = self.new_id()
        page.say(kind(id=request, tournament=CUP, **fields))
        self.world.wait(GROUP)
        found = [frame for frame in page.of("ok", "error") if frame.get("id") == request]
        assert len(found) == 1, found
        return found[0]

    def act(self, act: ActFrame, page: Page | None = None) -> dict[str, Any]:
        """Let the organiser do something."""
        return self.ask(page or self.host, Organise, act=act)

    def watch(self, page: Page) -> None:
        """Let a page read the tournament."""
        page.say(frames.WatchTournament(CUP, on=True))

    def join(self, *players: str) -> None:
        """Let players take part, each under its name in capitals."""
        for player in players:
            page = self.pages[player] = self.world.page(player)
            assert self.ask(page, Join, alias=page.called)["t"] == "ok"

    def start(self) -> None:
        """Begin."""
        assert self.act(frames.Start())["t"] == "ok"

    def play(self, most: float = 3000.0) -> None:
        """Let everybody play until the end."""
        end = self.world.now() + most
        while self.state.phase == "running":
            assert self.world.now() < end, f"it does not end: {self.waits()}"
            self.step()

    def step(self) -> None:
        """Let everybody who is called say so, and who has a match enter it; the weaker resigns."""
        for key, fight in [*self.state.open_fights()]:
            for player in self.players(key):
                page = self.pages.get(player)
                if page is None or page.closed is not None or player in self.deaf:
                    continue
                if fight.stage == "called" and not fight.ready[self.players(key).index(player)]:
                    page.say(SayReady(self.new_id(), CUP, key))
                elif fight.current is not None and fight.current.made:
                    self._play(page, fight.current.id, self.players(key))
        self.world.wait(0.25)

    def _play(self, page: Page, match: str, players: tuple[str, str]) -> None:
        shown = [frame for frame in page.of("match") if frame["match"] == match]
        if not shown:
            page.say(Enter(match))
        here = all(
            any(frame["match"] == match for frame in other.of("match"))
            for player in players
            if (other := self.pages.get(player)) is not None and other.closed is None
        )
        if here and page.player != self.stronger(*players):
            page.say(Resign(self.new_id(), match))

    def players(self, key: str) -> tuple[str, str]:
        """Return the players of a pairing."""
        first, second = self.state.two(self.state.slots()[key])
        return (first and first.player) or "", (second and second.player) or ""

    def waits(self) -> dict[str, Any]:
        """What it waits for."""
        return dict(self.state.open_fights())

    def places(self) -> list[tuple[int, str]]:
        """Return the final table: each place and alias."""
        page = self.world.page("looker")
        self.watch(page)
        view = page.last("tournament")
        aliases = {one["number"]: one["alias"] for one in view["entrants"]}
        return [(one["place"], aliases[one["entrant"]]) for one in view["standings"]]


def letters(most: int) -> Iterable[str]:
    """Return names of players in the order of the alphabet."""
    return [f"p{number:03}" for number in range(most)]
