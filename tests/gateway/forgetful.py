"""Browsers that forget, thieves, and a server that may be restored from a backup; no real time.

A `Site` runs the sessions of the gateway over a store in memory. The tests themselves act as the
network: they lose an answer, or deliver a request late.
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
"""Seconds after which a cookie is on the disk for certain."""
LIFE_EVERY = 30.0
PLACE = Place("Chrome on Linux", "192.0.2.1")
ADA = User("ada", "guest ada", "Ada", None, True, 1_000)


def done(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never waits; return its result."""
    try:
        work.send(None)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("it waits for something")


class Stray(Exception):
    """Raised where the server would wait for a request whose sender is gone: it gives it up."""


class Socket(NamedTuple):
    """An open socket: who holds it, and the number of the token with which it was opened."""

    holder: object
    number: int
    forgot: bool


class Site:
    """A server with one session; it is also the witness of its sessions."""

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
        """See `gateway.auth.sessions.Witness`; everybody with an open socket answers on it."""
        assert session == self.session
        if self.lively and self.sender_is_gone:
            raise Stray
        return self.lively

    @property
    def lively(self) -> bool:
        return any(not socket.forgot for socket in self.sockets)

    def close_dead(self, session: str, alive: Callable[[int], bool]) -> None:
        """See `gateway.auth.sessions.Witness`."""
        assert session == self.session
        self.sockets = {socket for socket in self.sockets if alive(socket.number)}

    def begin(self) -> str:
        begun = done(self.sessions.begin(ADA, PLACE))
        assert begun is not None
        return begun[1]

    def exchange(
        self, cookie: str, attempt: str | None, last: str | None = None
    ) -> tuple[SignedIn, str] | None:
        """Exchange a cookie; return None if it is refused. The sockets of dead tokens close."""
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
        """Let time pass; now and then the server notes who is here."""
        while seconds > 0.0:
            step = min(seconds, LIFE_EVERY) if self.lively and seconds < 600.0 else seconds
            self.time += step
            seconds -= step
            done(self.sessions.note_life({self.session} if self.lively else ()))

    @property
    def session(self) -> str:
        """The id of the session; empty if it has ended or its 30 days are over."""
        known = next(iter(self.store.tables.sessions), "")
        return known if done(self.store.sessions.session(known, int(self.time * 1000.0))) else ""

    def backup(self) -> dict[str, Any]:
        return copy.copy(self.store.tables.sessions)

    def restore(self, backup: dict[str, Any]) -> None:
        """Restore the data from a backup; the server starts again, so every socket closes."""
        self.store.tables.sessions = copy.copy(backup)
        self.sockets.clear()


class Disk(NamedTuple):
    """What a browser had on disk at a time: its cookie, and what the page keeps."""

    time: float
    cookie: str
    attempt: str | None = None
    """The name of an exchange without an answer yet."""
    last: str | None = None
    """The name of the last exchange with an answer."""


class Browser:
    """The owner's browser. What is in its memory is on the disk only some time later."""

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
        """Return the name for an exchange: that of the unanswered one, or a new one."""
        self.names += 1
        name = self.history[-1].attempt or f"attempt {self.names}"
        self._remember(attempt=name)
        return name

    def exchange(self, *, lost: bool = False) -> bool:
        """Ask for new tokens; False means signed out. ``lost``: the answer does not arrive."""
        attempt = self._name()
        answer = self.site.exchange(self.cookie, attempt, self.history[-1].last)
        if answer is not None and not lost:
            self.access = self.site.sessions.access_token(answer[0])
            self._remember(cookie=answer[1], attempt=None, last=attempt)
        return answer is not None

    def late_answer(self) -> None:
        """Let the answer to an earlier exchange arrive now; the browser keeps its cookie."""
        cookies = list(dict.fromkeys(state.cookie for state in self.history))
        if len(cookies) > 1:
            self._remember(cookie=cookies[-2])

    def stray(self) -> Callable[[], None]:
        """Send an exchange that arrives later, when the browser is gone."""
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
        """Close it in order: everything is on the disk."""
        self.site.leave(self)
        self.access = None
        self.history = self.history[-1:]

    def kill(self, back: float) -> None:
        """Kill it and start it again; it loses ``back`` (0 to 1) of what may be lost."""
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
