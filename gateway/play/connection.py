"""The connection of a player who plays by HTTP (docs/adr/0017): each request is a sign of life.

For the actors it is a connection like any other. A request sends frames on it, as a page does, and
waits for the frames that answer them.
"""

import secrets
from collections.abc import Callable

import trio
from msgspec import Struct
from msgspec.json import Decoder

from actors.frames import ClientFrame, encode
from actors.player.connection import Sink
from gateway.play.refusals import closed, no_answer, refused
from gateway.socket.conversation import Conversation

ANSWERED_WITHIN = 5.0
"""Seconds for the actors to answer."""
NO_ANSWER = 1011


class Heard(Struct):
    """The fields that are read of a server's frame; the frame is passed on unchanged."""

    t: str
    id: str | None = None
    match: str | None = None
    game: str | None = None
    invitation: str | None = None
    code: str = ""
    detail: str = ""
    until: int | None = None
    phase: str = ""


class Exchange:
    """Frames that were sent, and their result: an ``error``, or what was made.

    ``match`` is the match they are about, if any; ``view`` is the last frame that showed it.
    """

    __slots__ = ("error", "game", "invitation", "made", "match", "over", "view")

    def __init__(self, match: str | None) -> None:
        self.match = match
        self.over = trio.Event()
        self.error: Heard | None = None
        self.game = ""
        self.invitation: str | None = None
        self.made = ""
        self.view = b""

    def check(self) -> None:
        """Raise a Problem if the frames were refused."""
        if self.error is not None:
            raise refused(self.error.code, self.error.detail, self.error.until)

    def note(self, heard: Heard, line: bytes) -> None:
        """Take in a frame of the server."""
        match heard.t:
            case "match" if heard.match == self.match:
                self.view = line
            case "matched":
                self.made = heard.match or ""
            case "ok":
                self.game = heard.game or ""
                self.invitation = heard.invitation
            case "error":
                self.error = heard
            case _:
                pass


class Wish:
    """Waits for a frame that answers by its content, as it has no id of a request."""

    __slots__ = ("error", "line", "over", "wanted")

    def __init__(self, wanted: Callable[[Heard], bool]) -> None:
        self.wanted = wanted
        self.over = trio.Event()
        self.error: Heard | None = None
        self.line = b""

    def note(self, heard: Heard, line: bytes) -> None:
        """Take in a frame of the server; the first wanted one counts."""
        if not self.over.is_set() and self.wanted(heard):
            self.line = line
            self.error = heard if heard.t == "error" else None
            self.over.set()


class HttpConnection:
    """See `actors.player.connection.Connection`. ``match`` is its player's unfinished match."""

    congested = False
    waiting = 0

    def __init__(self, now: Callable[[], float]) -> None:
        self.id = secrets.token_hex(8)
        self.called = ""
        self.account = False
        self.sink: Sink | None = None
        self.heard = now()
        self.match: str | None = None
        self.conversation: Conversation | None = None
        self._now = now
        self._closed: int | None = None
        self._number = 0
        self._exchanges: dict[str, Exchange] = {}
        self._wishes: list[Wish] = []
        self._frames = Decoder(Heard)

    # The side of the actors.

    def round_trip(self) -> None:
        """See `Connection.round_trip`; nothing is measured, as no ping is answered."""
        return

    def send(self, data: bytes) -> bool:
        """See `Connection.send`."""
        for line in data.split(b"\n"):
            self._hear(self._frames.decode(line), line)
        return True

    def close(self, code: int, reason: str) -> None:  # noqa: ARG002 - the Connection says why
        """See `Connection.close`. Requests that wait for an answer get an error."""
        if self._closed is None:
            self._closed = code
            for waiting in (*self._exchanges.values(), *self._wishes):
                waiting.over.set()
            if self.conversation is not None:
                self.conversation.ended()

    @property
    def closed(self) -> bool:
        """Whether it has ended."""
        return self._closed is not None

    # The side of the requests.

    def hear(self) -> None:
        """Note a sign of life."""
        self.heard = self._now()

    def new_id(self) -> str:
        """Return an id for a request that no other connection uses."""
        self._number += 1
        return f"{self.id}{self._number}"

    async def ask(self, request: str, *said: ClientFrame, match: str | None = None) -> Exchange:
        """Send frames, the last one with the id ``request``; return their result.

        If this is cancelled, the exchange still takes its answer, so that no other one gets it.
        """
        exchange = self._exchanges[request] = Exchange(match)
        self._say(*said)
        await self._wait(exchange.over)
        return exchange

    async def hope(self, wanted: Callable[[Heard], bool], *said: ClientFrame) -> bytes:
        """Send frames; return the next wanted frame, or raise the Problem of an error."""
        wish = Wish(wanted)
        self._wishes.append(wish)
        self._say(*said)
        try:
            await self._wait(wish.over)
        finally:
            self._wishes.remove(wish)
        if wish.error is not None:
            raise refused(wish.error.code, wish.error.detail, wish.error.until)
        return wish.line

    def _say(self, *said: ClientFrame) -> None:
        for frame in said:
            if self.conversation is not None and not self.closed:
                self.conversation.hear(encode(frame))

    async def _wait(self, over: trio.Event) -> None:
        """Wait for an answer; end the connection if none comes."""
        if not self.closed:
            with trio.move_on_after(ANSWERED_WITHIN):
                await over.wait()
        if self._closed is not None:
            raise closed(self._closed)
        if not over.is_set():
            self.close(NO_ANSWER, "no answer")
            raise no_answer()

    def _hear(self, heard: Heard, line: bytes) -> None:
        self._note(heard)
        for wish in self._wishes:
            wish.note(heard, line)
        request = self._answered(heard)
        if request is not None:
            exchange = self._exchanges.pop(request)
            exchange.note(heard, line)
            exchange.over.set()
        elif heard.t not in {"ok", "error"}:
            for exchange in self._exchanges.values():
                exchange.note(heard, line)

    def _answered(self, heard: Heard) -> str | None:
        """Return the request that a frame completes, if any.

        An error without an id is about the oldest open frame to a match: a match answers in order,
        and a player plays one match at a time.
        """
        if heard.t not in {"ok", "error"}:
            return None
        if heard.id is not None:
            return heard.id if heard.id in self._exchanges else None
        if heard.code == "no_show":
            return None  # it is about the queue
        return next((r for r, e in self._exchanges.items() if e.match is not None), None)

    def _note(self, heard: Heard) -> None:
        """Note in which match the player has a seat."""
        if heard.t in {"welcome", "matched"}:
            self.match = heard.match
        elif heard.t == "finished" and heard.match == self.match:
            self.match = None
