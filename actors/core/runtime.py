"""The parts of one kernel, as its actors see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actors.core.dead_letters import OVERFLOW, DeadLetters
from actors.core.journal import Journal, Log
from actors.core.monitor import Monitors
from actors.core.phase import RUNNING
from actors.core.registry import Registry
from actors.core.scheduler import Scheduler
from actors.core.timers import Timers

if TYPE_CHECKING:
    from actors.core.address import Address
    from actors.core.past import Past
    from actors.core.world import World


class Runtime:
    """Brings messages to addresses."""

    __slots__ = (
        "_cells",
        "_incarnations",
        "crashes",
        "dead_letters",
        "failure",
        "given_up",
        "journal",
        "monitors",
        "pasts",
        "registry",
        "restarts",
        "scheduler",
        "seed",
        "timers",
        "world",
    )

    def __init__(self, world: World, seed: int, log: Log, epoch: int) -> None:
        self.world = world
        self.seed = seed
        self.scheduler = Scheduler(world.wake)
        self.timers = Timers(self.scheduler.ring)
        self.journal = Journal(world, self.timers, log, epoch, self.fail)
        self.monitors = Monitors()
        self.dead_letters = DeadLetters()
        self.registry = Registry(world.now)
        self._cells = self.registry.cells
        self.pasts: dict[Address, Past] = {}
        self.crashes = 0
        self.restarts = 0
        self.given_up = 0
        self.failure: Exception | None = None
        self._incarnations = 0

    def tell(self, address: Address, message: object) -> None:
        """Put a message into the mailbox at an address; at worst it becomes a dead letter."""
        cell = self._cells.get(address)
        if cell is None:
            found = self.registry.get_or_start(address)
            if isinstance(found, str):
                self.dead_letters.add(address, message, found)
                return
            cell = found
        mailbox = cell.mailbox
        if len(mailbox) < mailbox.capacity:
            mailbox.append(message)
        else:
            self.dead_letters.add(address, mailbox.overflowed(message), OVERFLOW)
        if not cell.queued and cell.phase is RUNNING:
            self.scheduler.add(cell)

    def number_incarnation(self) -> int:
        """Return 1 for the first incarnation in this kernel, 2 for the next."""
        self._incarnations += 1
        return self._incarnations

    def fail(self, failure: Exception) -> None:
        """Let the next slice, or this one, stop the kernel and raise this."""
        self.failure = failure
        self.scheduler.ring()
