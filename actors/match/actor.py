"""The match actor: takes keys and time, lets the pure parts decide, and acts on it."""

import logging
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from actors.core.actor import Actor
from actors.core.context import Context
from actors.core.past import Past
from actors.frames import From, Ok, Origin, encode
from actors.match import phases
from actors.match.create import create
from actors.match.desk import Desk
from actors.match.messages import (
    Begin,
    Create,
    Deadline,
    Dropped,
    Enter,
    Exit,
    Lag,
    Linger,
    Message,
    Moved,
    Opened,
    Press,
    Reopen,
    Resign,
    Retry,
    Saved,
    Stopping,
    Unsaved,
    Wake,
    Why,
)
from actors.match.play import Course, next_wake
from actors.match.presence import arrive, deadline, depart, strand
from actors.match.refusals import refuse_press
from actors.match.restore import restore
from actors.match.state import State, clock_time, match_time
from store.protocol import Store

LINGER = 60.0
"""Seconds for which a finished match still answers an ``enter``."""
MOST_ASKED = 32
"""Sockets of one match that are shown the end when it is durable: of more, the newest."""
RETRY = 1.0
"""Seconds until a result the store did not take is offered again."""

log = logging.getLogger("actors.match")


class MatchActor(Actor[Message]):
    """One match. Its state is frozen, so after a crash the last good one goes on."""

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        self.id = context.address.id
        self.desk = Desk(context, store)
        self.state: State | None = context.kept
        self.woken: tuple[int, float] | None = None
        self.refused: str | None = None
        self.from_pages: dict[type, Callable[[State, Origin, Any], None]] = {
            Press: self._press,
            Enter: self._enter,
            Exit: self._exit,
            Resign: self._resign,
        }
        self.told: dict[type, Callable[[State, Any], None]] = {
            Wake: self._wake,
            Lag: self._lag,
            Dropped: self._dropped,
            Stopping: self._stopping,
            Begin: self._begin,
            Deadline: self._deadline,
            Opened: self._opened,
            Reopen: lambda state, _: self.desk.open(state),
            Saved: self._saved,
            Unsaved: self._unsaved,
            Retry: lambda state, _: self.desk.save(state),
            Linger: lambda _, __: self.context.stop(),
        }

    def started(self) -> None:
        """After a restart: arm the timers of the phase again, and show the pages what is true.

        The key that crashed the last incarnation is lost, and the page that sent it does not know.
        """
        if self.state is None and self.context.past is not None:
            self._restore(self.context.past)
        elif self.state is not None:
            self._arm(self.state)
            if self.state.phase != "finished":
                self._show(self.state)
            elif not self.state.durable:
                self.desk.save(self.state)
        elif self.context.restarts:
            self.context.stop("not created")  # ``Create`` crashed: a failure until given up

    def receive(self, message: Message) -> None:
        """Handle one message; before ``Create`` there is no match to speak of."""
        state = self.state
        if state is None:
            self._unknown(message)
        elif isinstance(message, From):
            if message.origin.player in state.players:
                self.from_pages[type(message.frame)](state, message.origin, message.frame)
            else:
                self.desk.refuse(message.origin, "not_your_match", message.frame)
        elif not isinstance(message, Create):
            self.told[type(message)](state, message)

    def can_passivate(self) -> bool:
        """A match stops by itself."""
        return False

    def _restore(self, past: Past) -> None:
        """Go on where the journal ends."""
        course = restore(self.id, past, self.context.now())
        if course is None:
            self.context.stop()
            return
        state = self._settle(course)
        for player in state.players:
            self.desk.seat(player)
        self.desk.resume(state)

    def _unknown(self, message: Message) -> None:
        if isinstance(message, Create):
            state = create(message, self.context.now())
            self._keep(state)
            self.context.snapshot(encode(state))
            for player in state.players:
                self.desk.seat(player)
            self.desk.open(state)
            self._arm(state)
            return
        if isinstance(message, From):
            self.desk.refuse(message.origin, "no_such_match", message.frame)
        self.context.stop()

    # What comes from pages.

    def _press(self, state: State, origin: Origin, frame: Press) -> None:
        now = self.context.now()
        side, refused = refuse_press(state, origin, frame, now)
        if refused is not None:
            self.desk.refuse(origin, refused, frame)
            return
        if state.phase == "playing":
            course = Course(self.id, state)
            course.reach(match_time(state, now))
            course.answer(side, frame, origin.player)
            self._settle(course)
        else:
            self._keep(phases.hold(state, side, frame.dir))

    def _enter(self, state: State, origin: Origin, _: Enter) -> None:
        now, player, connection = self.context.now(), origin.player, origin.connection
        if state.phase == "finished":
            self._look_back(state, origin)
            return
        for before in {c.connection for c in state.chairs if c.seat.player == player}:
            if before is not None and before != connection:
                self.desk.deliver(player, Moved(self.id), before)
        self.desk.seat(player, connection)
        course = self._course(state, now)
        phases.arrived(course, player, lambda c: arrive(c, connection, now), now)
        self.desk.show(self._settle(course), player, connection)

    def _show(self, state: State) -> None:
        """Show the match to the pages that play it."""
        for player in state.players:
            for connection in {c.connection for c in state.chairs if c.seat.player == player}:
                if connection is not None:
                    self.desk.show(state, player, connection)

    def _look_back(self, state: State, origin: Origin) -> None:
        """Show how it ended, once that is durable; nobody takes a seat any more."""
        if state.durable:
            self.desk.show(state, origin.player, origin.connection)
        elif origin not in state.asked:
            self._keep(replace(state, asked=(*state.asked, origin)[-MOST_ASKED:]))

    def _exit(self, state: State, origin: Origin, _: Exit) -> None:
        self._depart(state, origin.player, origin.connection, "exited")

    def _resign(self, state: State, origin: Origin, frame: Resign) -> None:
        now = self.context.now()
        course = self._course(state, now)
        # What has been decided until now counts first: a point that won is not taken back.
        course.state = phases.resign(phases.ended(course.state, now), origin.player, now)
        self.desk.deliver(origin.player, Ok(frame.id), origin.connection)
        self._settle(course)

    # What comes from elsewhere.

    def _wake(self, state: State, message: Wake) -> None:
        if message.era == state.era:
            course = Course(self.id, state)
            course.run(message.time)
            self._settle(course)

    def _lag(self, state: State, lag: Lag) -> None:
        course = self._course(state, self.context.now())
        phases.lagging(course, lag.connection, lag.window)
        self._settle(course)

    def _dropped(self, state: State, message: Dropped) -> None:
        self._depart(state, message.player, message.connection, "connection_lost")

    def _stopping(self, state: State, _: Stopping) -> None:
        """Everybody is about to lose the connection, and is told why beforehand."""
        if state.phase != "finished":
            now = self.context.now()
            course = self._course(state, now)
            phases.interrupted(course, lambda c: strand(c, "server_stopping", now, now))
            self._settle(course)

    def _depart(self, state: State, player: str, connection: str, why: Why) -> None:
        """A player is away, if this was the connection that plays: the end of an old one is not."""
        if any(c.seat.player == player and c.connection == connection for c in state.chairs):
            now = self.context.now()
            course = self._course(state, now)
            phases.departed(course, player, lambda c: depart(c, why, now))
            self._settle(course)

    def _begin(self, state: State, message: Begin) -> None:
        if message.era == state.era:
            course = Course(self.id, state)
            phases.begin(course)
            self._settle(course)

    def _deadline(self, state: State, message: Deadline) -> None:
        if message.era == state.era:
            course = Course(self.id, state)
            course.state = phases.due(state)
            self._settle(course)

    def _opened(self, _state: State, message: Opened) -> None:
        """Nothing waits for this, but a process killed before it would not know of the match."""
        if message.error is not None:
            self.context.timer("open", self.context.now() + RETRY, Reopen())

    def _saved(self, state: State, _: Saved) -> None:
        self.desk.conclude(state)
        for origin in state.asked:
            self.desk.show(state, origin.player, origin.connection)
        self._keep(replace(state, durable=True, asked=()))
        self.context.timer("phase", self.context.now() + LINGER, Linger())

    def _unsaved(self, _state: State, message: Unsaved) -> None:
        if message.error != self.refused:  # once, not with every retry
            self.refused = message.error
            log.warning("%s: result not written, retrying: %s", self.context.address, self.refused)
        self.context.timer("retry", self.context.now() + RETRY, Retry())

    # What follows from any of it.

    def _course(self, state: State, now: float) -> Course:
        """The match at this instant: play has gone on until now."""
        course = Course(self.id, state)
        if state.phase == "playing":
            course.run(match_time(state, now))
        return course

    def _settle(self, course: Course) -> State:
        """Make the new state the match's: tell the pages, journal, set the timers."""
        before, state = self.state, course.state
        if state.phase != "playing" or state.game.winner is not None:
            state = phases.ended(state, self.context.now())
        if course.entries:
            self.context.record(course.entries)
        self._keep(state)
        for frame, but in course.frames:
            self.desk.broadcast(state, frame, but)
        if before is None or state.era != before.era or state.game.score != before.game.score:
            self.context.snapshot(encode(state))
        if before is None or state.era != before.era:
            self.desk.announce(state)
            self._arm(state)
        elif state.phase == "playing" and course.turned:
            self._sleep(state)
        return state

    def _keep(self, state: State) -> None:
        self.state = state
        self.context.keep(state)

    def _arm(self, state: State) -> None:
        """Set the timer that the phase needs; those of other phases carry an older era."""
        context = self.context
        match state.phase:
            case "countdown":
                context.timer("phase", state.starts / 1000.0, Begin(state.era))
            case "waiting" | "paused":
                context.timer("phase", deadline(state, context.now()), Deadline(state.era))
            case "playing":
                self._sleep(state)
            case "finished":
                context.cancel("wake")
                context.cancel("phase")
                if state.durable:
                    context.timer("phase", context.now() + LINGER, Linger())

    def _sleep(self, state: State) -> None:
        """Sleep until the next decision; the timer carries the match time it was set for."""
        time = next_wake(state, state.game)
        if time is not None and self.woken != (state.era, time):
            self.woken = (state.era, time)
            self.context.timer("wake", clock_time(state, time), Wake(state.era, time))
