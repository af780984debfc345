"""What the three parts of the lobby must agree on once no news is under way between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actors.core.address import Address
from actors.matchmaker.pairing import opponent_for
from actors.parts import every_part
from actors.player.following import AGAIN
from actors.seats.households import PARTS as HOUSEHOLDS
from actors.seats.parts import EVERY, seats_of
from tests.actors.world import together

if TYPE_CHECKING:
    from actors.core.process import Process as ActorProcess
    from tests.simulation.process import Process
    from tests.simulation.world import World

CALLED = 1.5
"""Seconds from a proposal until the match is there, at most: the store may be away."""
QUEUE, GAMES = Address("queue"), Address("games")
PARTS = (QUEUE, GAMES, *EVERY, *(Address("households", p) for p in every_part(HOUSEHOLDS)))


class PartsRules:
    """Over one process at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._here: dict[str, float] = {}
        """When each player who is followed, or plays, was last connected."""
        self._gone: dict[str, float] = {}
        """At which crash the actor of each was given up last."""
        self._made: set[str] = set()

    def check(self, process: Process, actors: dict[Address, ActorProcess]) -> None:
        """Check them; no message is under way between actors."""
        for person in self._world.people:
            address = Address("player", person.name)
            actor: Any = process.actor(address)
            if actor is None:
                self._gone[person.name] = self._world.crashes.last.get(address, 0.0)
            elif actor.state.connected:
                self._here[person.name] = self._world.agenda.now
        cells = [actors[part] for part in PARTS if part in actors]
        if len(cells) < len(PARTS) or any(cell.memory.gate.shut for cell in cells):
            return  # what one has told the others still waits to be written
        queue, games = _state(actors[QUEUE]), _state(actors[GAMES])
        parts = {part: _state(actors[part]) for part in EVERY}
        seats = together(parts.values())
        self._kept(parts)
        self._free(seats, queue, games)
        self._seats(process, seats, actors)
        self._pairs(queue, games)
        for state in (queue, games):
            self._known(process, state, Address("queue" if state is queue else "games"))
        if process.number == 1:
            self._forgotten(seats, queue, games)

    def _kept(self, parts: dict[Address, Any]) -> None:
        """Whoever is kept for a match has it by the first part, and the other way round."""
        for part, state in parts.items():
            if state.pending or state.waiting:
                self._broken(f"still pending in {part}: {state.pending}, {state.waiting}")
            for match, by in state.reserved.items():
                if by.kind == "seats" and match not in parts[by].others:
                    self._broken(f"{part} keeps {state.players(match)} for {match} of {by}")
            for match, players in state.others.items():
                for player in players:
                    if (found := parts[seats_of(player)].playing.get(player)) != match:
                        self._broken(f"{player} plays {match} by {part}, and {found} by their own")

    def _free(self, seats: Any, queue: Any, games: Any) -> None:
        """Nobody waits for a match and plays one, or may not play one."""
        for what, players in (("queue", queue.queue), ("games", games.hosts())):
            playing = {player for player, at in seats.playing.items() if at not in seats.practice}
            if both := playing & {*players}:
                self._broken(f"{both} wait in the {what}, and play")
        now = self._world.agenda.now
        if barred := [p for p in queue.queue if seats.barred(p, now)]:
            self._broken(f"{barred} have let somebody wait, and are in the queue")

    def _seats(self, process: Process, seats: Any, actors: dict[Address, ActorProcess]) -> None:
        """Whoever has a seat in a match that goes on has it by the seats, and so in one alone."""
        for address, cell in actors.items():
            state = _state(cell) if address.kind == "match" and not cell.memory.gate.shut else None
            for player in state.players if state and state.phase != "finished" else ():
                if (other := seats.playing.get(player)) != address.id:
                    self._broken(f"{player} plays {address.id}, and by the seats {other}")
            if state and address.id not in self._made:
                self._made.add(address.id)
                self._called(process, address.id, state)

    def _called(self, process: Process, match: str, state: Any) -> None:
        """Nobody is called to a quick match who has not been there just before."""
        since = self._world.agenda.now - CALLED
        for player in state.players if state.mode == "quick" and state.phase == "waiting" else ():
            if self._here.get(player, 0.0) < since and process.number == 1:
                self._broken(f"{player} is called to {match}, and was away")

    def _pairs(self, queue: Any, games: Any) -> None:
        """Nothing is proposed any more, and nobody waits who could be paired."""
        if queue.proposed or games.joining:
            self._broken(f"still proposed: {queue.proposed}, {games.joining}")
        for player in queue.queue:
            if opponent_for(queue, player, self._world.agenda.now) is not None:
                self._broken(f"{player} waits, and so does an opponent")

    def _known(self, process: Process, state: Any, part: Address) -> None:
        """Those who wait are followed, nobody else is."""
        waiting = {*state.queue} if hasattr(state, "queue") else {*state.hosts()}
        if state.people.keys() != waiting:
            self._broken(f"{waiting} wait, {state.people.keys()} are followed")
        for player, person in state.people.items():
            actor: Any = process.actor(Address("player", player))
            here = actor is not None and actor.state.connected
            given_up = self._gone.get(player, 0.0) > self._world.agenda.now - AGAIN - 0.5
            if person.here != here and not given_up:
                self._broken(f"{player} is {'' if here else 'not '}here, and it is not known")
            if actor is not None and part not in actor.state.followers and not given_up:
                self._broken(f"{player} does not know that the {part} follows")

    def _forgotten(self, seats: Any, queue: Any, games: Any) -> None:
        """What is kept in case a match never begins ends with that; a kill may leave it behind."""
        for state in (queue, games):
            if left := state.withdrawn.keys() - seats.homes.keys():
                self._broken(f"it is still kept what was waited for before {left}")

    def _broken(self, what: str) -> None:
        self._world.broken(f"the lobby: {what}")


def _state(cell: ActorProcess) -> Any:
    behaviour: Any = cell.behaviour
    return behaviour.state
