"""The store of the simulated world, and each process's unreliable way to it.

A call is *under way* when it has been made, *done* when the backend has carried it out, and
*answered* when the caller hears of it. Each step takes time and may fail by itself. So a kill can
come while a write is under way, or when it is durable but not acknowledged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from store.errors import StoreUnavailable

if TYPE_CHECKING:
    from tests.simulation.backends import Backend
    from tests.simulation.process import Process
    from tests.simulation.world import World

READS = frozenset(
    {
        *("journal.recover", "journal.due", "journal.segments"),
        *("matches.unfinished_matches", "matches.match"),
        *("rooms.events_before", "rooms.events_after", "rooms.event", "rooms.line"),
        *("rooms.last_line", "rooms.mark", "rooms.unread"),
    }
)


class Disk:
    """The store, which outlives every process. ``done`` is called with each call that was done."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.done: Callable[[str, tuple[Any, ...], Any], None] = lambda _verb, _arguments, _: None
        self.writes = 0

    def call(self, verb: str, arguments: tuple[Any, ...]) -> Any:
        """Carry out a call at once; raises the store's errors."""
        value = self.backend.call(verb, arguments)
        self.writes += verb not in READS
        self.done(verb, arguments, value)
        return value


class Line:
    """A `store.protocol.Store` for one process: every call goes over a line that may fail."""

    def __init__(self, world: World, process: Process) -> None:
        self._world = world
        self._process = process

    def __getattr__(self, domain: str) -> _Domain:
        """Return a domain of the protocol."""
        if domain.startswith("_"):
            raise AttributeError(domain)
        return _Domain(self, domain)

    async def call(self, verb: str, arguments: tuple[Any, ...]) -> Any:
        """Send a call over the line and wait for its answer."""
        world, process = self._world, self._process
        plan = world.weather.plan(verb)
        answered = process.event()
        outcome: list[Callable[[], Any]] = []

        def arrive() -> None:
            if process.alive:
                carry_out()
            elif plan.outlives and verb != "journal.begin_epoch":  # that one is a compare and set
                # It had left the process, and is somewhere on its way.
                world.agenda.after(plan.late, carry_out)

        def carry_out() -> None:
            world.note(f"store {'does' if plan.done else 'refuses'} {verb}", process)
            try:
                value = world.disk.call(verb, arguments) if plan.done else None
            except Exception as error:  # noqa: BLE001 - of the store, for the caller
                failure = error
                outcome.append(lambda: _raise(failure))
            else:
                outcome.append(lambda: value)
            if not plan.acknowledged:
                outcome[0] = lambda: _raise(StoreUnavailable(plan.error))
            world.agenda.after(plan.answer, answered.set)
            world.at_write()

        world.agenda.after(plan.way, arrive)
        if verb not in READS:
            world.at_send()
        await answered.wait()
        return outcome[0]()


class _Domain:
    def __init__(self, line: Line, name: str) -> None:
        self._line = line
        self._name = name

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        """Return a verb of the domain."""
        if verb.startswith("_"):
            raise AttributeError(verb)

        async def call(*arguments: Any) -> Any:
            return await self._line.call(f"{self._name}.{verb}", arguments)

        return call


def _raise(error: Exception) -> Any:
    raise error
