"""The rules for the inside of the server, after each step and across a kill. They only look."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from operator import is_not
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from actors.core.address import Address
from actors.core.life import Phase
from actors.core.supervisor import DynamicSupervisor, Supervisor
from actors.match.state import State, match_time
from actors.matchmaker.state import Lasting
from actors.player.outbox import KEPT
from actors.player.session import CONNECTIONS
from tests.simulation.parts_rules import PartsRules
from tests.simulation.shown_rules import ShownRules

if TYPE_CHECKING:
    from actors.core.process import Process as ActorProcess
    from tests.simulation.process import Process
    from tests.simulation.world import World

QUEUE = Address("queue")
OWN = 64
"""Envelopes from the actor itself that may wait beyond the bound of its mailbox."""
LONGEST_WINDOW = 0.25
"""The most seconds that a key may reach into the past."""
PAUSES, LEAST = 3, 3.0
"""The most pauses that a player may cause, and the least seconds that each costs."""
PENDING = 600
"""The most frames that may wait for the end of a slice."""
MOST_SESSIONS = 20
SLOTS = 24
"""The most frames of which only the newest counts: four for each room, and some."""
LIVELY = {"match", "player"}
"""Kinds whose state is looked at after each step."""
MOST_TIMERS = 40


class Ghost:
    """A match as it was when its process was killed; ``flights`` are those that were announced."""

    def __init__(self, state: State, time: float) -> None:
        self.state = state
        self.time = time
        self.flights: dict[int, Any] = {}


class ServerRules:
    """The rules for one world and all its processes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ghosts: dict[str, Ghost] = {}
        self._seen: dict[str, State] = {}
        self._waited: set[str] = set()
        self._shown = ShownRules(world)
        self._parts = PartsRules(world)
        self._waiting: dict[Address, list[object]] = {}
        self._flights: dict[str, dict[int, Any]] = {}

    # After each step.

    def check(self, process: Process) -> None:
        """Check bounds and supervisors, and that the state of a match only goes forward."""
        kernel = process.kernel
        if kernel is None:
            return
        runtime = kernel._runtime
        idle = not runtime.scheduler.busy()
        actors = process.actors()
        self._mailboxes(actors)
        still = idle and not any(a.mailbox or a.phase is not Phase.RUNNING for a in actors.values())
        for cell in actors.values():
            mailbox = cell.mailbox
            if not mailbox and cell.phase is Phase.RUNNING and cell.address.kind not in LIVELY:
                continue
            if len(mailbox) > mailbox.capacity + OWN:
                self._broken(cell, f"{len(mailbox)} in a mailbox for {mailbox.capacity}")
            if cell.phase is Phase.DOWN:
                self._broken(cell, "it has ended, but nobody starts it again or removes it")
            if not isinstance(cell.parent, Supervisor | DynamicSupervisor):
                self._broken(cell, "it has no supervisor")
            if cell.phase is Phase.RUNNING:
                self._look(cell, idle=idle)
        self._shown.check(process, actors, still=still)
        if still:
            self._parts.check(process, actors)
        if len(runtime.timers) > MOST_TIMERS * (len(actors) + 1):
            self._world.broken(f"{len(runtime.timers)} timers of {len(actors)} actors")

    def crashed(self, address: Address) -> None:
        """Check, at a crash, that the messages in the actor's mailbox survive it."""
        process = self._world.process
        if process is not None and process.kernel is not None:
            cell = process.actors()[address]
            self._waiting[address] = [*cell.mailbox]
            state = cell.memory.book.state
            if address.kind == "queue" and not cell.mailbox and state is not None:
                self._waited = {*msgspec.json.decode(state, type=Lasting).queue}

    def _mailboxes(self, cells: dict[Address, ActorProcess]) -> None:
        for address, waiting in self._waiting.items():
            cell = cells.get(address)
            if cell is not None and cell.phase in {Phase.WAITING, Phase.RECOVERING, Phase.READY}:
                kept = [*islice(cell.mailbox, len(waiting))]
                if len(kept) < len(waiting) or any(map(is_not, kept, waiting)):
                    self._broken(cell, f"of {waiting} in the mailbox a crash left {kept}")
        self._waiting.clear()
        process = self._world.process
        if self._waited and process is not None:
            queue, seats = process.actor(QUEUE), process.seats()
            if queue is not None and seats is not None:
                self._still_waits(self._waited, queue, seats)
                self._waited = set()

    def _still_waits(self, players: Iterable[str], queue: Any, seats: Any) -> None:
        """Who was in the queue is there, or plays."""
        known = {*queue.state.queue, *seats.playing}
        if lost := [player for player in players if player not in known]:
            self._world.broken(f"the queue does not know any more that {lost} wait")

    def _look(self, cell: ActorProcess, *, idle: bool) -> None:
        if idle and cell.mailbox and not cell.queued:
            self._broken(cell, f"{len(cell.mailbox)} messages wait, and it has no turn")
        kind = cell.address.kind
        behaviour: Any = cell.behaviour
        if kind == "match" and behaviour.state is not None:
            self._match(cell, behaviour.state)
            if idle:
                self._timers(cell, behaviour.state)
        elif kind == "player":
            self._player(cell, behaviour.state)

    def _player(self, cell: ActorProcess, state: Any) -> None:
        if len(state.sessions) > MOST_SESSIONS:
            self._broken(cell, f"{len(state.sessions)} sessions")
        for session in state.sessions.values():
            outbox = session.outbox
            if (
                len(outbox._kept) > KEPT
                or len(outbox._pending) > PENDING
                or len(outbox._slots) > SLOTS
            ):
                self._broken(cell, f"an outbox out of bounds: {outbox.statistics()}")
            if len(session.connections) > CONNECTIONS:
                self._broken(cell, f"{len(session.connections)} connections of a session")
        if state.sessions and "tick" not in cell.context._timers and not cell.mailbox:
            self._broken(cell, "its heart does not beat")

    def _match(self, cell: ActorProcess, state: State) -> None:
        match = cell.address.id
        before = self._seen.get(match)
        if before is state:
            return
        self._seen[match] = state
        if before is not None:
            self._forward(cell, before, state)
        if (
            state.phase == "playing"
            and state.game.now > match_time(state, self._world.agenda.now) + 1e-6
        ):
            self._broken(cell, f"match time {state.game.now} is ahead of the clock")
        self._flight(cell, state.game.flight)

    def _forward(self, cell: ActorProcess, before: State, state: State) -> None:
        game, past = state.game, before.game
        if state.era < before.era or game.now < past.now:
            self._broken(cell, f"it went back from {past.now} to {game.now}")
        if game.score[0] < past.score[0] or game.score[1] < past.score[1]:
            self._broken(cell, f"its score went back from {past.score} to {game.score}")
        if before.phase == "finished" and state.cause != before.cause:
            self._broken(cell, f"it ended by {before.cause}, and then by {state.cause}")
        self._clock(cell, before, state)
        still = before.phase == state.phase and state.phase in {"paused", "countdown", "waiting"}
        if still and game.now != past.now:
            self._broken(cell, f"{state.phase}, and match time went from {past.now} to {game.now}")
        paused = before.phase == "paused" and len(state.players) > 1
        for one, other in zip(before.chairs, state.chairs, strict=True):
            own = paused and one.why in {"exited", "connection_lost"} and not one.here
            if own and other.here and other.used < one.used + LEAST:
                self._broken(cell, f"a pause cost {other.used - one.used} s")
            if other.pauses > PAUSES:
                self._broken(cell, f"{other.pauses} pauses of one player")
            if other.used < one.used:
                self._broken(cell, f"budget came back: {one.used} s used, then {other.used} s")

    def _clock(self, cell: ActorProcess, before: State, state: State) -> None:
        """Check that a countdown is three seconds, play begins after it, and no key is too old.

        A crash in the turn that begins a countdown may delay it by a moment.
        """
        now = self._world.agenda.now * 1000.0
        if state.phase == "countdown" != before.phase and not (
            -20.0 < state.starts - now - 3000.0 < 5.0
        ):
            self._broken(cell, f"the countdown takes {state.starts - now} ms")
        if state.phase == "playing" != before.phase and now < state.starts - 1.0:
            self._broken(cell, f"play begins {state.starts - now} ms too early")
        for one, other in zip(before.game.paddles, state.game.paddles, strict=True):
            last, newest = one.segments[-1], other.segments[-1]
            earliest = max(last.since, before.game.now - LONGEST_WINDOW)
            if newest != last and newest.since < earliest - 1e-6:
                self._broken(cell, f"a key counts from {newest.since}, not {earliest}")

    def _flight(self, cell: ActorProcess, flight: Any) -> None:
        known = self._flights.setdefault(cell.address.id, {})
        before = known.setdefault(flight.number, flight)
        if before is not flight:
            if replace(before, window=0.0) != replace(flight, window=0.0):
                self._broken(cell, f"flight {before} became {flight}")
            known[flight.number] = flight

    def _timers(self, cell: ActorProcess, state: State) -> None:
        """Check that in every phase a timer will wake the match."""
        if cell.mailbox:
            return
        timers = cell.context._timers
        if state.phase == "finished":
            awake = "phase" in timers
        elif state.phase == "playing":
            awake = "wake" in timers
        else:
            awake = "phase" in timers
        if not awake:
            self._broken(cell, f"{state.phase}, and nothing will wake it: {sorted(timers)}")

    def played_on(self, connection: str) -> list[str]:
        """Return the matches in which a seat is played on this connection."""
        process = self._world.process
        found: list[str] = []
        for match in self._seen if process is not None else ():
            actor: Any = process and process.actor(Address("match", match))
            state = None if actor is None else actor.state
            if state is not None and state.phase != "finished":
                found += [match for chair in state.chairs if chair.connection == connection]
        return found

    # Across a kill.

    def remember(self) -> None:
        """Note, at a kill, how every match stands."""
        now = self._world.agenda.now
        self._waiting.clear()  # what was in the mailboxes of a dead process is gone
        self._waited.clear()
        for match, state in self._seen.items():
            playing = state.phase == "playing"
            ghost = self._ghosts[match] = Ghost(
                state, match_time(state, now) if playing else state.game.now
            )
            ghost.flights = self._flights.pop(match, {})
        self._seen.clear()
        self._flights.clear()

    def restored(self, process: Process) -> None:
        """Check, when a process is ready, that every unfinished match is there as it was."""
        assert process.kernel is not None
        cells = process.actors()
        past = self._world.store_rules.past(QUEUE)
        queue, seats = process.actor(QUEUE), process.seats()
        if past is not None and past.state and queue is not None and seats is not None:
            self._still_waits(msgspec.json.decode(past.state, type=Lasting).queue, queue, seats)
        unfinished = {m.id for m in self._world.disk.backend.call("matches.unfinished_matches", ())}
        for match in unfinished - self._world.tell_rules.doubtful:
            cell = cells.get(Address("match", match))
            ghost = self._ghosts.get(match)
            behaviour: Any = None if cell is None else cell.behaviour
            if cell is None or behaviour is None or behaviour.state is None:
                if ghost is not None and self._world.back(process.number - 1, process) < 1.0:
                    self._world.broken(f"match/{match}: it is unfinished, and was not restored")
            elif ghost is not None:
                self._compare(cell, process, ghost, behaviour.state)

    def _compare(self, cell: ActorProcess, process: Process, ghost: Ghost, state: State) -> None:
        back = self._world.back(process.number - 1, process)
        game, before = state.game, ghost.state.game
        if state.phase in {"playing", "countdown"}:
            self._broken(cell, f"restored, it is {state.phase}")
        if not ghost.time - back - 1e-6 <= game.now <= ghost.time + 1e-6:
            self._broken(cell, f"killed at {ghost.time}, restored at {game.now}")
        if sum(game.score) > sum(before.score) + 1:
            self._broken(cell, f"the score was {before.score}, restored it is {game.score}")
        flight = ghost.flights.get(game.flight.number)
        if flight is not None and replace(flight, window=0.0) != replace(game.flight, window=0.0):
            self._broken(cell, f"killed with {flight}, restored with {game.flight}")
        moving = any(paddle.segments[-1].direction for paddle in game.paddles)
        if moving and state.phase != "finished":
            self._broken(cell, "restored, its paddles move")
        for one, other in zip(ghost.state.chairs, state.chairs, strict=True):
            if one.seat != other.seat:
                self._broken(cell, f"{one} was restored as {other}")

    def _broken(self, cell: ActorProcess, what: str) -> None:
        self._world.broken(f"{cell.address}: {what}")
