"""The player actor: brings frames to the pages of one person, and tells where they are."""

from typing import assert_never

from actors.core.actor import Actor
from actors.core.address import Address
from actors.core.context import Context
from actors.frames import From, Origin, ServerFrame, encode
from actors.lobby.messages import Absent, Present
from actors.match.messages import Dropped, Lag
from actors.player.connection import Connection
from actors.player.messages import (
    Attach,
    Deliver,
    Detach,
    Drained,
    Message,
    Ping,
    Pong,
    Resync,
    Seated,
    ServerPong,
    Tick,
    Unseated,
    Welcome,
)
from actors.player.session import CONNECTIONS, RESUMED_ELSEWHERE, SILENT, Session

LOBBY = Address("lobby")
HEARTBEAT = 1.0
BURST, BURST_PAUSE = 8, 0.15
"""The first pings follow quickly, so that the lag is known before the first serve."""
MOST_SESSIONS = 16


class State:
    """What survives a crash of the actor: the sessions and the seat."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.of_connection: dict[str, Session] = {}
        self.match: str | None = None


class PlayerActor(Actor[Message]):
    """Owns sessions and their outboxes; knows the one match the player has a seat in."""

    def __init__(self, context: Context[Message]) -> None:
        super().__init__(context)
        self.state: State = context.kept or State()
        context.keep(self.state)
        self._dirty = False

    def started(self) -> None:
        """After a restart the heartbeat has to begin again."""
        if self.state.sessions:
            self.context.timer("tick", self.context.now() + BURST_PAUSE, Tick())

    def receive(self, message: Message) -> None:  # noqa: C901 - a table of messages
        """Handle one message."""
        match message:
            case Deliver():
                self._deliver(message)
            case From(origin, Ping(at, ack)):
                self._pong(origin, at, ack)
            case From(origin, Pong(at)):
                self._measure(origin, at)
            case Attach():
                self._attach(message)
            case Detach(connection):
                self._detach(connection)
            case Drained():
                self._flush_later()
            case Seated(name, connection):
                self._seat(name, connection)
            case Unseated(name):
                if self.state.match == name:
                    self.state.match = None
            case Tick():
                self._tick()
            case _:
                assert_never(message)

    def can_passivate(self) -> bool:
        """Stay while a page or a match may still need this player."""
        return not self.state.sessions and self.state.match is None

    def _deliver(self, message: Deliver) -> None:
        for session in self._receivers(message.connection):
            if message.key is None:
                session.push(message.frame)
            else:
                session.put(message.key, message.frame)
        self._flush_later()

    def _receivers(self, connection: str | None) -> tuple[Session, ...]:
        if connection is None:
            return tuple(self.state.sessions.values())
        session = self.state.of_connection.get(connection)
        return () if session is None else (session,)

    def _flush_later(self) -> None:
        """What goes to one socket in a slice leaves in one write."""
        if not self._dirty:
            self._dirty = True
            self.context.after_slice(self._flush)

    def _flush(self) -> None:
        self._dirty = False
        for session in self.state.sessions.values():
            session.flush()

    def _attach(self, message: Attach) -> None:
        state, hello = self.state, message.hello
        session = state.sessions.get(hello.session) if hello.session else None
        missed = session.outbox.after(hello.last) if session else None
        resumed = session is not None and missed is not None
        if session is None or missed is None:
            session = self._new_session()
        elif session.connection is not None:
            session.connection.close(RESUMED_ELSEWHERE, "resumed on another connection")
            self._detach(session.connection.id)
        self._connect(session, message.connection)
        now = self.context.now()
        profile = message.profile
        self._send_now(
            session, Welcome(session.name, resumed, profile, int(now * 1000.0), state.match)
        )
        if missed:
            message.connection.send(b"\n".join(missed))
        if hello.session and not resumed:
            session.push(encode(Resync("session_unknown")))
        session.ping(now)
        self.context.timer("tick", now + BURST_PAUSE, Tick())
        self.context.tell(LOBBY, Present(profile.id))
        self._flush_later()

    def _connect(self, session: Session, connection: Connection) -> None:
        """Give a session its socket. What was asked on the one before is answered on this one."""
        session.attach(connection)
        self.state.of_connection[connection.id] = session
        if len(session.connections) > CONNECTIONS:
            del self.state.of_connection[session.connections.popleft()]

    def _new_session(self) -> Session:
        """One more session; of too many the longest lost goes, else the oldest."""
        sessions = self.state.sessions
        if len(sessions) >= MOST_SESSIONS:
            lost = [s for s in sessions.values() if s.connection is None]
            self._forget(
                min(lost, key=lambda s: s.lost_at) if lost else next(iter(sessions.values()))
            )
        name = f"s{self.context.random.getrandbits(64):x}"
        session = Session(name)
        sessions[name] = session
        return session

    def _forget(self, session: Session) -> None:
        if session.connection is not None:
            session.connection.close(SILENT, "too many sessions")
            self._detach(session.connection.id)
        del self.state.sessions[session.name]
        for connection in session.connections:
            del self.state.of_connection[connection]

    @staticmethod
    def _send_now(session: Session, frame: ServerFrame) -> None:
        """Around the outbox: welcome and pong are about the connection, not the session."""
        if session.connection is not None:
            session.connection.send(encode(frame))

    def _detach(self, connection: str) -> None:
        """A socket has ended. If its session has gone on elsewhere, nothing else happens."""
        state, player = self.state, self.context.address.id
        session = state.of_connection.get(connection)
        if session is not None and session.connection and session.connection.id == connection:
            session.detach(self.context.now())
        if state.match is not None:
            self.context.tell(Address("match", state.match), Dropped(player, connection))
        if all(s.connection is None for s in state.sessions.values()):
            self.context.tell(LOBBY, Absent(player))

    def _seat(self, name: str, connection: str | None) -> None:
        self.state.match = name
        session = self.state.of_connection.get(connection) if connection else None
        current = session.connection if session is not None else None
        if connection and (current is None or current.id != connection):
            # Entered by a socket that has ended meanwhile: its Detach may have come before.
            gone = Dropped(self.context.address.id, connection)
            self.context.tell(Address("match", name), gone)
        elif connection and session is not None:
            self._tell_lag(connection, session.lag.window())

    def _pong(self, origin: Origin, at: float, ack: int) -> None:
        session = self.state.of_connection.get(origin.connection)
        if session is not None:
            session.outbox.ack(ack)
            self._send_now(session, ServerPong(at, int(self.context.now() * 1000.0)))

    def _measure(self, origin: Origin, at: int) -> None:
        session = self.state.of_connection.get(origin.connection)
        if session is None:
            return
        session.lag.answered(at, self.context.now())
        if (window := session.lag.news()) is not None:
            self._tell_lag(origin.connection, window)

    def _tell_lag(self, connection: str, window: float) -> None:
        if self.state.match is not None:
            lag = Lag(self.context.address.id, connection, window)
            self.context.tell(Address("match", self.state.match), lag)

    def _tick(self) -> None:
        now = self.context.now()
        for session in tuple(self.state.sessions.values()):
            if session.silent(now) and session.connection is not None:
                session.connection.close(SILENT, "silent for too long")
                self._detach(session.connection.id)
            elif session.expired(now):
                self._forget(session)
            else:
                session.ping(now)
        if self.state.sessions:
            fresh = any(s.connection and s.pings < BURST for s in self.state.sessions.values())
            pause = BURST_PAUSE if fresh else HEARTBEAT
            self.context.timer("tick", now + pause, Tick())
