"""A page as the player actor sees it: a connection that can freeze, and a person with keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from actors.core.address import Address
from actors.frames import ClientFrame, Origin
from actors.match.messages import Enter, Press
from actors.player.connection import Sink
from actors.player.messages import Attach, Detach, Hello, Pong, Profile
from actors.seats.messages import Request
from tests import frames

if TYPE_CHECKING:
    from tests.actors.world import World

Frame = dict[str, Any]

ANSWER = 0.16
"""Seconds after which the lobby has answered: three groups of the journal, one after the other."""


class Page:
    """One socket. It answers pings after the way there and back, unless it is frozen."""

    def __init__(self, world: "World", player: str, name: str, delay: float = 0.0) -> None:
        self.world = world
        self.player = player
        self.id = name
        self.called = player.upper()
        self.account = player in world.accounts
        self.sink: Sink | None = None
        self.home = ""
        self.heard = world.now()
        self.congested = False
        self.delay = delay
        self.frozen = False
        self.line: float | None = None
        self.hold: Callable[[], float] = float  # how long a pong is held back: not at all
        self.full = False
        self.closed: int | None = None
        self.frames: list[Frame] = []
        self.messages = 0

    @property
    def origin(self) -> Origin:
        """The sender of its frames."""
        return Origin(self.player, self.called, self.id, self.home, self.account)

    # The Connection.

    def send(self, data: bytes) -> bool:
        """Take a message; a frozen page never sees it."""
        if self.full:
            return False
        if not self.frozen and self.closed is None:
            self.messages += 1
            for line in data.split(b"\n"):
                self._hear(msgspec.json.decode(line))
        return True

    def round_trip(self) -> float | None:
        """What the system knows of the line, if a test says so."""
        return self.line

    def close(self, code: int, reason: str) -> None:  # noqa: ARG002 - the Connection says why
        """Note the first code; the gateway's Detach is for a test to send."""
        if self.closed is None:
            self.closed = code

    def _hear(self, frame: Frame) -> None:
        if frame["t"] != "note":  # what tests make up
            frames.heard(frame)
        self.frames.append(frame)
        if frame["t"] == "ping":
            self.world.clock.spawn(lambda: self._answer(frame["at"]))

    async def _answer(self, at: int) -> None:
        late = 2.0 * self.delay + self.hold()
        if late:
            await self.world.clock.sleep(late)
        if not self.frozen and self.closed is None:
            self.heard = self.world.now()
            self.world.route(self, Pong(at))

    # What the page does.

    def hello(self, session: str | None = None, last: int = 0) -> Frame:
        """Greet and return the welcome."""
        self.begin(session, last)
        return self.last("welcome")

    def begin(self, session: str | None = None, last: int = 0) -> None:
        """Greet."""
        self._attach(Hello(session, last))
        self.world.settle()

    def greet_and_say(self, frame: ClientFrame) -> None:
        """Greet and send a frame in one segment, which is read at once."""
        self._attach(Hello())
        self.world.route(self, frame)

    def _attach(self, hello: Hello) -> None:
        profile = Profile(self.player, self.player.upper(), guest=not self.account)
        self.world.kernel.edges[self.id] = self
        self.world.kernel.tell(Address("player", self.player), Attach(self.id, profile, hello))

    def say(self, *said: ClientFrame) -> None:
        """Send frames that arrive at once; what is asked of the lobby is waited for."""
        for frame in said:
            frames.said(frame)
            self.heard = self.world.now()
            self.world.route(self, frame)
        self.world.settle()
        if any(isinstance(frame, Request) for frame in said):
            self.world.wait(ANSWER)

    def enter(self, match: str) -> Frame:
        """Enter a match and return it."""
        self.say(Enter(match))
        return self.last("match")

    def press(self, match: str, direction: int, ago: float = 0.0, side: Any = None) -> None:
        """Press a key that moved so many seconds ago."""
        self.say(Press(match, direction, self.world.at() - round(ago * 1000.0), side))  # pyright: ignore[reportArgumentType]

    def drop(self) -> None:
        """The socket has ended and the gateway has noticed."""
        self.frozen = True
        self.world.kernel.close_edge(self.id)
        self.world.tell(Address("player", self.player), Detach(self.id))

    def back(self) -> "Page":
        """A new socket that resumes the session of this one."""
        page = self.world.page(self.player, greeted=False, delay=self.delay)
        page.hello(self.session, self.seq)
        return page

    # What the page has seen.

    @property
    def session(self) -> str:
        """The name of its session."""
        return self.last("welcome")["session"]

    @property
    def seq(self) -> int:
        """The last number seen."""
        return max((frame["seq"] for frame in self.frames if "seq" in frame), default=0)

    def of(self, *types: str) -> list[Frame]:
        """The frames of these types, in order."""
        return [frame for frame in self.frames if frame["t"] in types]

    def last(self, kind: str) -> Frame:
        """The newest frame of a type."""
        return self.of(kind)[-1]

    def numbers(self) -> list[int]:
        """The numbers of the numbered frames."""
        return [frame["seq"] for frame in self.frames if "seq" in frame]

    def clear(self) -> None:
        """Look only at what comes from now on."""
        self.frames.clear()
