"""What has to be durable, and when: nothing is told before, nothing is written twice or mixed up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from actors.core.address import Address
from actors.core.context import Context
from actors.core.past import read_pasts
from actors.match.restore import restore
from actors.match.state import State
from store.records import MatchResult

if TYPE_CHECKING:
    from tests.simulation.process import Process
    from tests.simulation.sockets import Frame, Socket
    from tests.simulation.world import World

PERSISTS = hasattr(Context, "persist")
LATE = 1500
"""Milliseconds that a frame may be held back until what it tells is durable."""


class StoreRules:
    """Watches what is written, and what is told."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._results: dict[str, MatchResult] = {}
        self._entries: dict[str, dict[int, bytes]] = {}
        self._durable: set[tuple[str, int]] = set()
        self._ended: set[str] = set()
        self._checks: dict[str, Callable[[Socket, Frame], None]] = {
            "point": self._point,
            "finished": self._finished,
        }
        self._clocks: dict[str, Callable[[Frame], None]] = {
            "welcome": self._now,
            "pong": self._now,
            "countdown": self._countdown,
            "pause": self._pause,
        }

    # What is written.

    def done(self, verb: str, arguments: tuple[Any, ...]) -> None:
        """A write is durable."""
        if verb == "write_result":
            self._result(arguments[0])
        elif verb == "append_journal":
            self._blobs(arguments[0])

    def _result(self, result: MatchResult) -> None:
        """The first result of a match stays, and nobody has another one."""
        match = result.match_id
        stored = self._world.disk.backend.call("match", (match,)).result
        first = self._results.setdefault(match, stored)
        if stored != first:
            self._world.broken(f"{match}: the result was {first}, now it is {stored}")
        facts = (result.cause, result.winner, result.score, result.seconds)
        if facts != (first.cause, first.winner, tuple(first.score), first.seconds):
            self._world.broken(f"{match}: a second result {result} after {first}")

    def _blobs(self, blobs: Any) -> None:
        """Entry by entry: one number is one entry, whichever process wrote it."""
        for blob in blobs:
            if not blob.count:
                continue
            book = self._entries.setdefault(blob.actor, {})
            entries = msgspec.json.decode(blob.data, type=list[msgspec.Raw])
            if len(entries) != blob.count:
                self._world.broken(f"{blob.actor}: a blob of {blob.count} has {len(entries)}")
            for number, raw in enumerate(entries, blob.seq):
                entry = bytes(raw)
                if book.setdefault(number, entry) != entry:
                    before = book[number]
                    self._world.broken(f"{blob.actor}: entry {number} is {before} and {entry}")

    def killed(self, process: Process) -> None:
        """The process is gone: what it said was not saved is void."""
        if not PERSISTS:
            for match in self._world.matches:
                self._world.book.take_back(match, process.number, self._durable_score(match) or (0, 0))

    # What is told.

    def told(self, socket: Socket, frames: list[Frame]) -> None:
        """The server says something. What follows a welcome may have been said long before."""
        for frame in frames:
            check = self._checks.get(frame["t"])
            if check is not None:
                check(socket, frame)
            clock = self._clocks.get(frame["t"])
            if clock is not None and (frames[0]["t"] != "welcome" or frame is frames[0]):
                clock(frame)

    def _now(self, frame: Frame) -> None:
        if frame["now"] != self._world.agenda.ms:
            self._world.broken(f"{frame} at {self._world.agenda.ms}")

    def _countdown(self, frame: Frame) -> None:
        if not 3000 - LATE <= frame["starts"] - self._world.agenda.ms <= 3000:
            self._world.broken(f"{frame} at {self._world.agenda.ms}")

    def _pause(self, frame: Frame) -> None:
        if not 0 <= self._world.agenda.ms - frame["now"] <= LATE:
            self._world.broken(f"{frame} at {self._world.agenda.ms}")

    def _point(self, socket: Socket, frame: Frame) -> None:
        """A process that is killed now must not take this point along."""
        match, total = frame["match"], sum(frame["score"])
        if not PERSISTS or (match, total) in self._durable:
            return
        score = self._durable_score(match)
        if score is None or sum(score) < total:
            self._world.broken(f"{socket.page}, {match}: told {frame['score']}, durable is {score}")
        self._durable.add((match, total))

    def _durable_score(self, match: str) -> tuple[int, int] | None:
        """The score from which a new process would go on."""
        past = self.past(Address("match", match))
        if past is None:
            return None
        course = restore(match, past, self._world.agenda.now)
        return None if course is None else course.game.score

    def past(self, address: Address) -> Any:
        """What a new process would read of an actor."""
        return _run(read_pasts(_Log(self._world), [address])).get(address)

    def _finished(self, socket: Socket, frame: Frame) -> None:
        match = frame["match"]
        if frame["cause"] == "server_fault":
            self._world.book.lost_to_fault.add(match)
        elif match not in self._ended:
            if self._world.result_in_store(match) is None:
                self._world.broken(f"{socket.page}, {match}: told {frame}, there is no result")
            self._ended.add(match)

    def replayed(self, match: str) -> State | None:
        """The match as its journal alone has it."""
        past = self.past(Address("match", match))
        course = None if past is None else restore(match, past, self._world.agenda.now)
        return None if course is None else course.state


class _Log:
    """The backend as coroutines that do not wait."""

    def __init__(self, world: World) -> None:
        self._backend = world.disk.backend

    def __getattr__(self, verb: str) -> Any:
        async def call(*arguments: Any) -> Any:
            return self._backend.call(verb, arguments)

        return call


def _run(coroutine: Any) -> Any:
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("a call to the backend waits")
