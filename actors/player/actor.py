"""The player actor: it brings frames to the pages of one person and tells others where they are."""

from collections.abc import Callable
from typing import Any, ClassVar, get_args

from msgspec.structs import replace

from actors.core.actor import Actor
from actors.core.context import Context
from actors.frames import From, encode
from actors.player.connection import Connection
from actors.player.hearing import Hearing
from actors.player.inbox import Inbox, OfInbox, Rang, unheard
from actors.player.messages import (
    Attach,
    Away,
    CircleKnown,
    Deliver,
    Detach,
    Drained,
    Follow,
    InboxRead,
    Message,
    Named,
    Notify,
    Ping,
    Pong,
    Report,
    Resync,
    RoomLost,
    Seated,
    ServerPong,
    Tick,
    Unseated,
    Unwatch,
    Watch,
    Welcome,
)
from actors.player.person import OfPerson, Person
from actors.player.seat import OfSeat, Seat
from actors.player.session import (
    BURST,
    CONNECTIONS,
    FAILED,
    MOST_SESSIONS,
    RESUMED_ELSEWHERE,
    SILENT,
    Session,
    turn_away,
)
from actors.player.state import State
from actors.player.watches import Watches
from actors.presence.messages import Here
from actors.presence.parts import presence_of

HEARTBEAT = 1.0
BURST_PAUSE = 0.15
IN_STEP = 0.05
"""Heartbeats of all players fall on multiples of this."""


class PlayerActor(Actor[Message]):
    """Owns sessions and their outboxes; knows the one match the player has a seat in."""

    in_place = Deliver

    # One table serves all players: one of bound methods takes 2 kB for each of them.
    told: ClassVar[dict[type, Callable[["PlayerActor", Any], None]]] = {
        Deliver: lambda self, message: self._deliver(message),
        Attach: lambda self, message: self._attach(message),
        Detach: lambda self, message: self._detach(message.connection),
        Drained: lambda self, message: self._drained(message),
        **dict.fromkeys(get_args(OfSeat), lambda self, message: self.seat.handle(message)),
        **dict.fromkeys(get_args(OfPerson), lambda self, message: self.person.handle(message)),
        **dict.fromkeys(get_args(OfInbox), lambda self, message: self.inbox.handle(message)),
        Report: lambda self, message: self._report(message),
        Tick: lambda self, message: self._tick(message),
    }
    from_pages: ClassVar[dict[type, Callable[["PlayerActor", Session, Any], None]]] = {
        Ping: lambda self, session, frame: self._pong(session, frame),
        Pong: lambda self, session, frame: self._measure(session, frame),
        Away: lambda self, session, frame: self._away(session, frame),
        Watch: lambda self, session, frame: self.watches.begin(session, frame),
        Unwatch: lambda self, session, frame: self.watches.end(session, frame),
    }

    def __init__(self, context: Context[Message], rang: Rang = unheard) -> None:
        super().__init__(context)
        recovered = context.recovered
        self.state: State = State() if recovered is None else recovered.handed
        self.watches = Watches(context)
        self.seat = Seat(context, self.state, self._tell_presence)
        self.person = Person(context, self.state)
        self.inbox = Inbox(context, self.state, rang)
        self.hearing = Hearing()

    def started(self) -> None:
        """Begin the heartbeat again after a restart.

        What crashed the last start was half done: pages had better hear it twice than never.
        """
        self.context.hand_over(self.state)
        for session in self.state.sessions.values():
            session.push(encode(Resync("restarted")))
        self._tick_in(BURST_PAUSE)
        if self.context.restarts:
            self._report(Report())
            self.person.tell(again=True)
            self.seat.ask()
        fatal: Message | None = self.context.fatal
        match fatal:
            case Attach() if connection := self._socket(fatal.connection):
                connection.close(FAILED, "the server made a mistake")  # it comes back
            case Deliver() | Seated() | Unseated() | Detach() | CircleKnown() | Named():
                self.told[type(fatal)](self, fatal)  # nobody says it again
            case Follow() | RoomLost() | Notify() | InboxRead():
                self.told[type(fatal)](self, fatal)  # nobody says it again
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message; a frame of a session that is gone gets no answer."""
        if type(message) is Deliver:  # nearly all of them
            self._deliver(message)
        elif not isinstance(message, From):
            self.told[type(message)](self, message)
        elif (session := self.state.of_connection.get(message.origin.connection)) is not None:
            self.from_pages[type(message.frame)](self, session, message.frame)

    def can_passivate(self) -> bool:
        """Stay while a page or a match may still need this player."""
        state = self.state
        return not state.sessions and state.match is None and not state.followers

    def _deliver(self, message: Deliver) -> None:
        key, frame, connection = message.key, message.frame, message.connection
        sessions = self.state.sessions.values() if connection is None else self._on(connection)
        for session in sessions:
            if key is None:
                session.push(frame)
            else:
                session.put(key, frame)

    def _on(self, connection: str) -> tuple[Session, ...]:
        """Return the session that has or had this connection, if it still exists."""
        session = self.state.of_connection.get(connection)
        return () if session is None else (session,)

    def _drained(self, message: Drained) -> None:
        """Send the motion that was left out while the socket was congested."""
        for session in self._on(message.connection):
            session.flush_later()

    def _socket(self, connection: str) -> Connection | None:
        """Return the socket with this id, if it is still open."""
        return self.context.edges.get(connection)

    def _attach(self, message: Attach) -> None:
        state, hello, connection = self.state, message.hello, self._socket(message.connection)
        if connection is None:
            return  # it has ended meanwhile
        profile = message.profile
        if state.connected and state.name is not None:  # the socket may have opened before a rename
            profile = replace(profile, name=state.name)
        session = state.sessions.get(hello.session) if hello.session else None
        missed = session.outbox.after(hello.last) if session else None
        resumed = session is not None and missed is not None
        if session is None or missed is None:
            if not self._make_room():
                turn_away(connection)
                return
            session = self._new_session(connection, resumable=message.resumable)
        elif session.connection is not None:
            session.connection.close(RESUMED_ELSEWHERE, "resumed on another connection")
            self._detach(session.connection.id)
        self._connect(session, connection)
        now = self.context.now()
        about = int(now * 1000.0), state.match, message.scopes
        session.say(Welcome(session.name, resumed, profile, *about))
        session.repeat(missed or [])
        if hello.session and not resumed:
            session.push(encode(Resync("session_unknown")))
        if state.mutes and not resumed:
            self.person.show_mutes(session)
        session.ping(now, self.context.random)
        self._tick_in(BURST_PAUSE)
        state.name = connection.called = profile.name
        connection.account = not profile.guest
        self._tell_presence()

    def _connect(self, session: Session, connection: Connection) -> None:
        """Give a session a socket. Requests made on its earlier socket are answered on this one."""
        session.attach(connection)
        connection.sink = session
        self.state.of_connection[connection.id] = session
        if len(session.connections) > CONNECTIONS:
            del self.state.of_connection[session.connections.pop(0)]

    def _make_room(self) -> bool:
        """Make room for one more session by dropping the one lost longest; return whether there is.

        A page that is connected stays: thrown out, it would come back and throw out the next.
        """
        sessions = self.state.sessions
        lost = [session for session in sessions.values() if session.connection is None]
        if len(sessions) >= MOST_SESSIONS and lost:
            self._forget(min(lost, key=lambda session: session.lost_at))
        return len(sessions) < MOST_SESSIONS

    def _new_session(self, connection: Connection, *, resumable: bool) -> Session:
        """Add a session, named after its first connection: as unique, and as hard to guess."""
        name = f"s{connection.id}"
        context = self.context
        session = Session(name, context.after_slice, context.by_and_by, resumable=resumable)
        self.state.sessions[name] = session
        return session

    def _forget(self, session: Session) -> None:
        """Drop a lost session."""
        del self.state.sessions[session.name]
        for connection in session.connections:
            del self.state.of_connection[connection]

    def _detach(self, connection: str) -> None:
        """Note that a socket has ended; if its session has another one, nothing else happens."""
        state = self.state
        session = state.of_connection.get(connection)
        if session is not None and session.is_on(connection):
            session.detach(self.context.now())
        if state.match is not None:
            self.seat.drop(state.match, connection)
        if not state.connected:
            state.parted = None  # the next page comes with a new answer of the store
        if session is not None and session.connection is None:
            self.watches.lose(session, connection)
        self._tell_presence()
        if session is not None and session.connection is None and not session.resumable:
            self._forget(session)

    def _away(self, session: Session, away: Away) -> None:
        session.away = away.on
        self._tell_presence()

    def _report(self, _: Report) -> None:
        """Tell presence again whether this player is here, and where."""
        self.state.here = self._here()
        self.context.tell(presence_of(self.state.here.player), self.state.here)

    def _tell_presence(self) -> None:
        """Tell presence and followers where this player is, if that has changed.

        Presence hears nothing of a player who was never there.
        """
        self.person.tell()
        here, told = self._here(), self.state.here
        if here != told and (here.where != "offline" or told is not None):
            self.state.here = here
            self.context.tell(presence_of(here.player), here)

    def _here(self) -> Here:
        """Return where the player is, and the match with a seat."""
        where = self.state.by_pages
        match = None if where == "offline" else self.state.match
        return Here(self.context.address.id, where, match)

    def _pong(self, session: Session, ping: Ping) -> None:
        session.outbox.ack(ping.ack)
        session.say(ServerPong(ping.at, int(self.context.now() * 1000.0)))

    def _measure(self, session: Session, pong: Pong) -> None:
        if (connection := session.connection) is None:
            return
        session.lag.answered(pong.at, self.context.now(), connection.round_trip())
        if (window := session.lag.news()) is not None:
            self.seat.tell_lag(connection.id, window)

    def _tick(self, _: Tick) -> None:
        now, pause = self.context.now(), HEARTBEAT
        listened = self.hearing.listened(now)
        for session in tuple(self.state.sessions.values()):
            if listened and session.silent(now) and session.connection is not None:
                session.connection.close(SILENT, "silent for too long")
                self._detach(session.connection.id)
            elif session.expired(now):
                self._forget(session)
            elif session.connection is not None:
                session.beat(now, self.context.random)
                if session.pings < BURST:
                    pause = BURST_PAUSE
        self._tick_in(pause)

    def _tick_in(self, seconds: float) -> None:
        """Beat in about so many seconds, at an instant common to all, to wake the kernel once."""
        if self.state.sessions:
            at = round((self.context.now() + seconds) / IN_STEP) * IN_STEP
            self.hearing.due = at
            self.context.timer("tick", at, Tick())
