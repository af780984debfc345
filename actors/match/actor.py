"""The match actor: takes keys and time, lets the pure parts decide, and acts on it."""

from collections.abc import Callable
from typing import Any

from actors.core.actor import Actor
from actors.core.context import Context
from actors.core.past import Past
from actors.frames import From, Ok, Origin, encode
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
    Resign,
    Stop,
    Stopping,
    StoreAway,
    StoreBack,
    Wake,
    Why,
)
from actors.match.play import Course
from actors.match.presence import arrive, awaited_anew, depart, strand
from actors.match.refusals import refuse_press
from actors.match.restore import restore
from actors.match.saving import Saving
from actors.match.state import State, match_time, served, strangers
from actors.match.watchers import Watchers
from actors.match.watching import Watcher
from store.protocol import Store


class MatchActor(Actor[Message]):
    """One match. Its state is frozen, so after a crash the last good one goes on."""

    def __init__(self, context: Context[Message], store: Store) -> None:
        super().__init__(context)
        self.id = context.address.id
        self.desk = Desk(context, store)
        self.alarm = Alarm(context)
        self.watchers = Watchers(context, store, self.desk, self._keep)
        self.state: State | None = context.kept
        self.claims = Claims()
        self.from_pages: dict[type, Callable[[State, Origin, Any], None]] = {
            Press: self._press,
            Enter: self._enter,
            Exit: self._exit,
            Resign: self._resign,
            Look: self._look,
        }
        self.told: dict[type, Callable[[State, Any], None]] = {
            Wake: self._at(lambda course, wake: course.run(wake.time)),
            Lag: self._lag,
            Dropped: lambda s, m: self._depart(s, m.player, m.connection, "connection_lost"),
            Stopping: self._stopping,
            Begin: self._at(lambda course, _: phases.begin(course)),
            Stop: self._at(lambda course, _: phases.pause(self._caught_up(course))),
            Deadline: self._at(lambda course, _: phases.due(self._caught_up(course))),
            Linger: lambda _, __: self.context.stop(),
            **self.watchers.told,
            **Saving(context, self.desk, self.alarm, self._keep).told,
        }

    def started(self) -> None:
        """After a restart: arm the timers of the phase again, and show the pages what is true.

        The key that crashed the last incarnation is lost, and the page that sent it does not know.
        """
        if self.state is None and self.context.past is not None:
            self._restore(self.context.past)
        elif self.state is not None:
            self._keep(awaited_anew(self.state, self.context.now()))
            self.alarm.arm(self.state)
            self.watchers.resume(self.state, self.context.fatal)
            if not self.state.durable:
                self.context.snapshot(encode(self.state))  # perhaps the crash has cut that short
            if self.state.phase != "finished":
                self.desk.open(self.state)  # that too
                self.desk.show_all(self.state)
                self._own_up(self.context.fatal)
            elif not self.state.durable:
                self.desk.save(self.state)
        elif self.context.restarts:
            self.context.stop("not created")  # ``Create`` crashed: a failure until given up

    def _own_up(self, fatal: Message | None) -> None:
        """Who waits for an answer to what crashed us gets one."""
        match fatal:
            case From(origin, Resign() | Look() as frame):
                self.desk.refuse(origin, "server_fault", frame)
            case _:
                pass

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
            self.desk.open(state)
            for player in state.players:
                self.desk.seat(player)
            self.alarm.arm(state)
            return
        if isinstance(message, From):
            self.desk.refuse(message.origin, "no_such_match", message.frame)
        elif isinstance(message, Watcher):
            self.watchers.refuse(message, "no_such_match")
        self.context.stop()

    # What comes from pages.

    def _press(self, state: State, origin: Origin, frame: Press) -> None:
        now = self.context.now()
        side, refused = refuse_press(state, origin, frame, now)
        if refused is not None:
            self.desk.refuse(origin, refused, frame)
            return
        if state.phase == "playing":
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
            self.watchers.look_back(state, origin)
            return
        before = next(c.connection for c in state.chairs if c.seat.player == player)
        self.desk.seat(player, connection, before if before != connection else None)
        course = self._course(state, now)
        phases.arrived(course, player, lambda c: arrive(c, connection, now), now)
        self.desk.show(self._settle(course), player, connection)

    def _exit(self, state: State, origin: Origin, _: Exit) -> None:
        self._depart(state, origin.player, origin.connection, "exited")

    def _resign(self, state: State, origin: Origin, frame: Resign) -> None:
        now = self.context.now()
        course = self._course(state, now)
        # What has been decided until now counts first: a point that won is not taken back.
        course.state = phases.resign(phases.ended(course.state, now), origin.player, now)
        self.desk.deliver(origin.player, Ok(frame.id), origin.connection)
        self._settle(course)

    def _look(self, state: State, origin: Origin, frame: Look) -> None:
        """Show how it stands; how it ended, as everybody hears it: once that is durable."""
        if state.phase == "finished" and not self.watchers.may_look_back(state):
            self.desk.refuse(origin, "match_over", frame)
        else:
            self.desk.show(state, origin.player, origin.connection)
            self.desk.deliver(origin.player, Ok(frame.id), origin.connection)

    # What comes from elsewhere.

    def _lag(self, state: State, lag: Lag) -> None:
        course = self._course(state, self.context.now())
        phases.lagging(course, lag.connection, lag.window)
        self._settle(course)

    def _stopping(self, state: State, _: Stopping) -> None:
        """Everybody is about to lose the connection, and is told why beforehand."""
        now = self.context.now()
        course = self._course(state, now)
        phases.interrupted(course, lambda c: strand(c, "server_stopping", now, now), now)
        self._settle(course)

    def _depart(self, state: State, player: str, connection: str, why: Why) -> None:
        """A player is away, if this was the connection that plays: the end of an old one is not."""
        if any(c.seat.player == player and c.connection == connection for c in state.chairs):
            now = self.context.now()
            course = self._course(state, now)
            phases.departed(course, player, lambda c: depart(c, why, now))
            self._settle(course)

    def _at(self, happen: Callable[[Course, Any], None]) -> Callable[[State, Any], None]:
        """What becomes of a timer; one of an earlier era is void."""

        def handle(state: State, timer: Wake | Begin | Stop | Deadline) -> None:
            if timer.era == state.era:
                course = Course(self.id, state)
                happen(course, timer)
                self._settle(course)

        return handle

    # What follows from any of it.

    def _course(self, state: State, now: float) -> Course:
        """The match at this instant: play has gone on until now."""
        course = Course(self.id, state)
        if state.phase == "playing":
            course.run(match_time(state, now))
        return course

    def _caught_up(self, course: Course) -> Course:
        """Let play go on until now."""
        if course.state.phase == "playing":
            course.run(match_time(course.state, self.context.now()))
        return course

    def _settle(self, course: Course) -> State:
        """Make the new state the match's: tell the pages, journal, set the timers."""
        before, state = self.state, course.state
        plays = before is not None and state.phase == "playing" and state.era == before.era
        if not plays or state.game.winner is not None:
            state = phases.ended(state, self.context.now())
        scored = before is not None and state.game.score != before.game.score
        turned = before is None or state.era != before.era
        if scored:  # nobody hears of a point that could still be lost, whatever fails from here on
            self.context.persist(StoreAway(), StoreBack())
        if course.entries:
            self.context.record(course.entries)
        self._keep(state)
        if scored or turned:
            self.context.snapshot(encode(state))
        for frame, but in course.frames:
            self.desk.broadcast(state, frame, but)
        if scored and not state.opened:
            self.desk.say_unsaved(state)
        if turned:
            self._announce(before, state)
            self.alarm.arm(state)
            if before is not None and strangers(state) and served(state) != served(before):
                self.desk.serve()
        elif state.phase == "playing" and course.turned:
            self.alarm.sleep(state)
        return state

    def _announce(self, before: State | None, state: State) -> None:
        """Tell the pages what phase it is in, and who is away from a match that goes on."""
        if before is None or not phases.goes_on(before, state):
            self.desk.announce(state)
        if before is not None and phases.is_missed(before, state):
            self.desk.say_absent(state)

    def _keep(self, state: State) -> None:
        self.state = state
        self.context.keep(state)
