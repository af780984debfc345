"""The match actor: it takes keys and time, lets the pure parts decide, and carries that out."""

from collections.abc import Callable
from typing import Any

from actors.core.actor import Actor
from actors.core.context import Context
from actors.core.journal.book import Recovered
from actors.core.monitor import Down
from actors.frames import From, Origin, encode
from actors.match import phases
from actors.match.alarm import Alarm
from actors.match.claims import Claims
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
    Look,
    Message,
    Press,
    Reseat,
    Resign,
    Stop,
    Stopping,
    Suspend,
    Wake,
    Why,
)
from actors.match.orders import CallOff
from actors.match.play import Course
from actors.match.presence import arrive, awaited_anew, depart, expected
from actors.match.record import record_of, result_of
from actors.match.refusals import refuse_press, refuse_suspend
from actors.match.rematch import Rematches
from actors.match.restore import restore
from actors.match.state import State, match_time, served, strangers
from actors.match.watchers import Watchers
from actors.match.watching import Watcher
from actors.match.wishes import Rematch
from actors.player.following import AGAIN
from store.protocol import Store


class MatchActor(Actor[Message]):
    """One match. Its state is frozen, and handed over with each turn that succeeds."""

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        self.id = context.address.id
        self.desk = Desk(context)
        self.alarm = Alarm(context)
        self.watchers = Watchers(context, store, self.desk, self._keep)
        self.rematches = Rematches(context, store, self.desk, self._keep)
        self.state: State | None = None
        self.claims = Claims()
        self.from_pages: dict[type, Callable[[State, Origin, Any], None]] = {
            Press: self._press,
            Enter: self._enter,
            Exit: lambda s, o, _: self._depart(s, o.player, o.connection, "exited"),
            Suspend: self._suspend,
            Resign: self._resign,
            Look: self.desk.look,
            Rematch: self.rematches.ask,
        }
        self.told: dict[type, Callable[[State, Any], None]] = {
            Wake: self._wake,
            Lag: self._lag,
            CallOff: lambda s, _: self._happen(s, phases.call_off),
            Dropped: lambda s, m: self._depart(s, m.player, m.connection, "connection_lost"),
            Stopping: lambda s, _: self._happen(s, phases.server_stops),
            Begin: self._at(phases.begin),
            Stop: self._at(phases.pause),
            Deadline: self._at(phases.due),
            Linger: lambda _, __: self.context.stop(),
            Down: self._lost,
            Reseat: lambda state, reseat: self.desk.reseat(state, reseat.player),
            **self.watchers.told,
            **self.rematches.told,
        }

    def started(self) -> None:
        """Go on from what was recovered: the last state after a crash, the journal after a kill."""
        recovered, fatal = self.context.recovered, self.context.fatal
        if recovered is not None and recovered.handed is not None:
            self._go_on(recovered.handed, fatal)
        elif recovered is not None:
            self._restore(recovered)
        elif isinstance(fatal, Create):  # it crashed us: try again until we are given up
            self._create(fatal)

    def _go_on(self, state: State, fatal: Message | None) -> None:
        """After a crash: arm the timers of the phase again, and show the pages the true state."""
        state = awaited_anew(state, self.context.now())
        self._keep(state)
        self.alarm.arm(state)
        self.watchers.resume(state, fatal)
        self.rematches.resume(state)
        if state.phase != "finished":
            self.desk.resume(state)
            self.desk.show_all(state)
        self._make_good(state, fatal)

    def _make_good(self, state: State, fatal: Message | None) -> None:
        """Answer whoever waits for the message that crashed us; whoever came or left did so."""
        match fatal:
            case From(origin, Resign() | Look() | Rematch() as frame):
                self.desk.refuse(origin, "server_fault", frame)
            case From(origin, Enter() | Exit() | Suspend()) if origin.player in state.players:
                self.receive(fatal)
            case _:
                pass

    def receive(self, message: Message) -> None:
        """Handle one message; before ``Create`` there is no match."""
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

    def unsaved_changed(self) -> None:
        """Tell the pages how much of what they know is not in the store yet."""
        self.desk.say_unsaved(self.state)

    def can_passivate(self) -> bool:
        """Agree only while there is no match; a match stops by itself."""
        return self.state is None

    def _restore(self, recovered: Recovered) -> None:
        """Go on where the journal ends."""
        state = self._settle(restore(self.id, recovered, self.context.now()))
        if state.phase != "finished":
            self.desk.resume(state, again=True)

    def _create(self, message: Create) -> None:
        state = create(message, self.context.now())
        self._keep(state)
        # Its owner writes the record too, but at another node perhaps, and after the result.
        self.context.record(rows=(record_of(self.id, message),))
        self.context.snapshot(encode(state))
        if self.context.log_away:  # else its owner has waited until it was durable
            self.context.persist(away="tell")
        self.desk.seat_all(state)
        self.alarm.arm(state)

    def _unknown(self, message: Message) -> None:
        """Handle a message while there is no match: only ``Create`` begins one."""
        if isinstance(message, Create):
            self._create(message)
        elif isinstance(message, From):
            self.desk.refuse(message.origin, "no_such_match", message.frame)
        elif isinstance(message, Watcher):
            self.watchers.refuse(message, "no_such_match")

    # Messages from pages.

    def _press(self, state: State, origin: Origin, frame: Press) -> None:
        now = self.context.now()
        side, refused = refuse_press(state, origin, frame, now)
        if refused is not None:
            self.desk.refuse(origin, refused, frame)
        elif state.phase == "playing":
            time = match_time(state, now)
            course = Course(self.id, state, self.claims.reach(side))
            course.reach(time)
            if course.answer(side, frame, origin.player):
                self.claims.note(side, now - frame.at / 1000.0, time)
            self._settle(course)
        else:
            self._keep(phases.hold(state, side, frame.dir))

    def _enter(self, state: State, origin: Origin, _: Enter) -> None:
        now, player, connection = self.context.now(), origin.player, origin.connection
        if state.phase == "finished":
            self.desk.show(state, player, connection)
            return
        before = next(c.connection for c in state.chairs if c.seat.player == player)
        self.desk.seat(player, connection, before if before != connection else None)
        course = self._course(state, now)
        if connection != before:  # else it plays already: a second `enter` changes nothing
            phases.arrived(course, player, lambda c: arrive(c, connection, now), now)
        self.desk.show(self._settle(course), player, connection)

    def _suspend(self, state: State, origin: Origin, frame: Suspend) -> None:
        if (refused := refuse_suspend(state, origin)) is not None:
            self.desk.refuse(origin, refused, frame)
        else:
            self._happen(state, phases.suspend if frame.on else phases.go_on)

    def _resign(self, state: State, origin: Origin, frame: Resign) -> None:
        now = self.context.now()
        course = self._course(state, now)
        # What was decided before this comes first: a point that won is not taken back.
        course.state = phases.resign(phases.ended(course.state, now), origin.player, now)
        self.desk.accept(state, origin, frame)
        self._settle(course)

    # Messages from elsewhere.

    def _lag(self, state: State, lag: Lag) -> None:
        if any(c.connection == lag.connection and c.window != lag.window for c in state.chairs):
            window = lag.window
            self._happen(state, lambda c, _: phases.lagging(c, lag.connection, window))

    def _lost(self, state: State, down: Down) -> None:
        """Handle that the actor of a player was given up: whoever has not come may come later."""
        player, again = down.address.id, self.context.now() + AGAIN
        self.context.timer(f"seat {player}", again, Reseat(player))
        chair = next(chair for chair in state.chairs if chair.seat.player == player)
        if chair.connection is not None:
            self._depart(state, player, chair.connection, "connection_lost")
        elif not chair.entered:
            course = Course(self.id, state)
            phases.departed(course, player, lambda chair: expected(chair, again))
            self._settle(course)

    def _depart(self, state: State, player: str, connection: str, why: Why) -> None:
        """Note that a player is away, but only if this was the connection that plays."""
        if any(c.seat.player == player and c.connection == connection for c in state.chairs):
            self._happen(
                state, lambda c, now: phases.departed(c, player, lambda one: depart(one, why, now))
            )

    def _wake(self, state: State, wake: Wake) -> None:
        if wake.era == state.era:
            course = Course(self.id, state)
            course.run(wake.time)
            self._settle(course)

    def _happen(self, state: State, happen: Callable[[Course, float], None]) -> None:
        """Let something happen now, after play has gone on until now."""
        now = self.context.now()
        course = self._course(state, now)
        happen(course, now)
        self._settle(course)

    def _at(self, happen: Callable[[Course], None]) -> Callable[[State, Any], None]:
        """Make the handler of a timer; a timer of an earlier era is void."""

        def handle(state: State, timer: Begin | Stop | Deadline) -> None:
            if timer.era == state.era:
                self._happen(state, lambda course, _: happen(course))

        return handle

    # What follows from every message.

    def _course(self, state: State, now: float) -> Course:
        """Return the match at this instant, after play has gone on until now."""
        course = Course(self.id, state)
        if state.phase == "playing":
            course.run(match_time(state, now))
        return course

    def _settle(self, course: Course) -> State:
        """Take over the new state: tell the pages, journal it, set the timers."""
        before, state = self.state, course.state
        plays = before is not None and state.phase == "playing" and state.era == before.era
        if not plays or state.game.winner is not None:
            state = phases.ended(state, self.context.now())
        new, old = state.game, before and before.game
        scored = old is not None and (new.score != old.score or new.sets != old.sets)
        turned = before is None or state.era != before.era
        if scored:
            self.context.persist(away="tell")
            self.desk.tell_score(state)
        if course.entries:
            self.context.record(*course.entries)
        self._keep(state)
        if scored or turned:
            self.context.snapshot(encode(state))
        for frame, but in course.frames:
            self.desk.broadcast(state, frame, but)
        if state.phase == "finished" and turned:
            self.context.persist(rows=(result_of(self.id, state, self.context.date()),))
            self.context.close_journal()  # its segments stay: the replay
        if turned:
            self.desk.announce(before, state)
            self.alarm.arm(state)
            if before is not None and strangers(state) and served(state) != served(before):
                self.desk.serve(state)
        elif state.phase == "playing" and course.turned:
            self.alarm.sleep(state)
        return state

    def _keep(self, state: State) -> None:
        self.state = state
        self.context.hand_over(state)
