"""Browsers that forget, thieves, and a server that may be put back to a backup; in no time.

A `Site` runs the sessions of the gateway over a store in memory. What the network does (an answer
that is lost, a request that comes in late) is done by hand.
"""

import copy
from collections.abc import Callable, Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeVar

from gateway.auth.keys import Keys
from gateway.auth.sessions import Place, Refused, Sessions, SignedIn
from gateway.auth.tokens import Tokens
from store.memory import MemoryStore
from store.people.records import User

T = TypeVar("T")

START = 1_800_000_000.0
ON_DISK_AFTER = 30.0
"""Seconds after which a cookie is certainly on the disk."""
LIFE_EVERY = 30.0
PLACE = Place("Chrome on Linux", "192.0.2.1")
ADA = User("ada", "guest ada", "Ada", None, True, 1_000)


def done(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("it waits for something")


class Stray(Exception):
    """A request whose sender is gone: the server gives it up where it would wait."""


class Socket(NamedTuple):
    """Who holds it, and the number of the token it was opened with."""

    holder: object
    number: int
    forgot: bool


class Site:
    """One server with one session; the witness of its sessions too."""

    def __init__(self, keys: Keys | None = None) -> None:
        self.time = START
        self.store = MemoryStore()
        if keys is None:
            with TemporaryDirectory() as folder:
                keys = Keys(Path(folder) / "keys.json", lambda: self.time)
        self.tokens = Tokens(keys, lambda: self.time)
        self.sessions = Sessions(self.store, self.tokens, lambda: self.time, self)
        self.sockets: set[Socket] = set()
        self.sender_is_gone = False
        done(self.store.people.create_user(ADA))

    async def answers(self, session: str) -> bool:
        """See `gateway.auth.sessions.Witness`: whoever has a socket open here answers on it."""
        assert session == self.session
        if self.lively and self.sender_is_gone:
            raise Stray
        return self.lively

    @property
    def lively(self) -> bool:
        return any(not socket.forgot for socket in self.sockets)

    def close_dead(self, session: str, alive: Callable[[int], bool]) -> None:
        """See the same."""
        assert session == self.session
        self.sockets = {socket for socket in self.sockets if alive(socket.number)}

    def begin(self) -> str:
        begun = done(self.sessions.begin(ADA, PLACE))
        assert begun is not None
        return begun[1]

    def exchange(
        self, cookie: str, attempt: str | None, last: str | None = None
    ) -> tuple[SignedIn, str] | None:
        """Exchange a cookie; None: it is refused, and the sockets of what has ended close."""
        try:
            return done(self.sessions.refresh(cookie, attempt, PLACE, last))
        except Refused:
            self.sockets.clear()
            return None

    def open(self, holder: object, cookie: str) -> bool:
        found = done(self.sessions.of_cookie(cookie))
        if found is not None:
            self.sockets.add(Socket(holder, found.number, found.forgot))
        return found is not None

    def connected(self, holder: object) -> bool:
        return any(socket.holder is holder for socket in self.sockets)

    def request(self, access: str) -> bool:
        return done(self.sessions.of_bearer(f"Bearer {access}")) is not None

    def leave(self, holder: object) -> None:
        self.sockets = {socket for socket in self.sockets if socket.holder is not holder}

    def wait(self, seconds: float) -> None:
        """Let time pass; once in a while it is written down who is here."""
        while seconds > 0.0:
            step = min(seconds, LIFE_EVERY) if self.lively and seconds < 600.0 else seconds
            self.time += step
            seconds -= step
            done(self.sessions.note_life({self.session} if self.lively else ()))

    @property
    def session(self) -> str:
        """The id of the session; empty when it has ended, or its 30 days have."""
        known = next(iter(self.store.tables.sessions), "")
        return known if done(self.store.sessions.session(known, int(self.time * 1000.0))) else ""

    def backup(self) -> dict[str, Any]:
        return copy.copy(self.store.tables.sessions)

    def restore(self, backup: dict[str, Any]) -> None:
        """Put the data back; the server starts anew, so that every socket closes."""
        self.store.tables.sessions = copy.copy(backup)
        self.sockets.clear()


class Disk(NamedTuple):
    """What a browser has written by a time: the jar, and what the page keeps."""

    time: float
    cookie: str
    attempt: str | None = None
    """The name of an exchange that has no answer yet."""
    last: str | None = None
    """The name of the last that has."""


class Browser:
    """The owner's. Its jar and its storage are on the disk a while later than in its memory."""

    def __init__(self, site: Site, cookie: str) -> None:
        self.site = site
        self.history = [Disk(site.time, cookie)]
        self.access: str | None = None
        self.names = 0

    @property
    def cookie(self) -> str:
        return self.history[-1].cookie

    def _remember(self, **changed: Any) -> None:
        self.history.append(self.history[-1]._replace(time=self.site.time, **changed))

    def _name(self) -> str:
        """Begin an exchange, or the one that has had no answer again."""
        self.names += 1
        name = self.history[-1].attempt or f"attempt {self.names}"
        self._remember(attempt=name)
        return name

    def exchange(self, *, lost: bool = False) -> bool:
        """Ask for new tokens; False: signed out. ``lost``: the answer is."""
        attempt = self._name()
        answer = self.site.exchange(self.cookie, attempt, self.history[-1].last)
        if answer is not None and not lost:
            self.access = self.site.sessions.access_token(answer[0])
            self._remember(cookie=answer[1], attempt=None, last=attempt)
        return answer is not None

    def late_answer(self) -> None:
        """The answer to an exchange before the last comes in, and its cookie is kept."""
        cookies = list(dict.fromkeys(state.cookie for state in self.history))
        if len(cookies) > 1:
            self._remember(cookie=cookies[-2])

    def stray(self) -> Callable[[], None]:
        """Send an exchange that comes in later, when the browser is gone."""
        cookie, attempt, last = self.cookie, self._name(), self.history[-1].last

        def comes_in() -> None:
            self.site.sender_is_gone = True
            try:
                self.site.exchange(cookie, attempt, last)
            except Stray:
                pass
            finally:
                self.site.sender_is_gone = False

        return comes_in

    def open(self) -> bool:
        return self.site.open(self, self.cookie)

    def close(self) -> None:
        """Close it in good order: everything is on the disk."""
        self.site.leave(self)
        self.access = None
        self.history = self.history[-1:]

    def kill(self, back: float) -> None:
        """Kill it and start it again, as it was ``back`` (0 to 1) of the time that may be lost."""
        self.site.leave(self)
        self.access = None
        then = self.site.time - back * ON_DISK_AFTER
        kept = [state for state in self.history if state.time <= then] or self.history[:1]
        self.history = kept[-1:]

    @property
    def connected(self) -> bool:
        return self.site.connected(self)


class Thief:
    """Holds a copy of a cookie."""

    def __init__(self, site: Site, cookie: str) -> None:
        self.site = site
        self.cookie = cookie
        self.access: str | None = None

    def exchange(self) -> bool:
        answer = self.site.exchange(self.cookie, None)
        if answer is None:
            return False
        self.access = self.site.sessions.access_token(answer[0])
        self.cookie = answer[1]
        return True

    def open(self) -> bool:
        return self.site.open(self, self.cookie)

    def leave(self) -> None:
        self.site.leave(self)

    def request(self) -> bool:
        return self.access is not None and self.site.request(self.access)

    @property
    def connected(self) -> bool:
        return self.site.connected(self)
