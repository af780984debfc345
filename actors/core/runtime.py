"""The kernel as its processes see it: who is at which address, and what all of them share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import msgspec

from actors.core.address import Address
from actors.core.delivery import Delivery
from actors.core.journal.book import Book, Draft, Recovery
from actors.core.journal.group import Act, Gate
from actors.core.journal.journal import Journal
from actors.core.journal.records import Letter, Log
from actors.core.letters import Letters
from actors.core.life import INTENSITY, OVERFLOW, RUNNING, SHUTDOWN, STOPPED, UNKNOWN, Reason
from actors.core.mailbox import DeadLetters
from actors.core.monitor import Monitors
from actors.core.scheduler import Resident, Scheduler
from actors.core.territory import Territory
from actors.core.timers import Timers
from actors.core.world import World


class Registry:
    """The processes in memory by address, and how to start those that are not."""

    __slots__ = ("_given_up", "_now", "_static", "_templates", "_territory", "closed", "processes")

    def __init__(self, now: Callable[[], float], territory: Territory) -> None:
        self.processes: dict[Address, Resident] = {}
        self.closed = False
        self._static: set[Address] = set()
        self._templates: dict[str, Callable[[Address], Resident]] = {}
        self._given_up: dict[Address, float] = {}
        self._now = now
        self._territory = territory

    def add_template(self, kind: str, start: Callable[[Address], Resident]) -> None:
        """Let actors of a kind be started on first use."""
        self._templates[kind] = start

    def add_static(self, address: Address, process: Resident) -> None:
        """Register an actor that is always there."""
        self._static.add(address)
        if self._territory.has(address):
            self.processes[address] = process

    def add(self, address: Address, process: Resident) -> None:
        """Let messages to this address reach a process."""
        self.processes[address] = process

    def remove(self, address: Address) -> None:
        """Let messages to this address reach it no longer."""
        self.processes.pop(address, None)

    def give_up(self, address: Address, until: float) -> None:
        """Start nobody at this address before ``until``."""
        now = self._now()
        self._given_up = {known: at for known, at in self._given_up.items() if at > now}
        self._given_up[address] = until

    def refusal(self, address: Address) -> Reason | None:
        """Return why nobody can be at this address now; None if somebody is or may be started.

        Of actors in other kernels that is not known here.
        """
        if address in self.processes:
            return None
        if self.closed:
            return SHUTDOWN
        if address in self._static:
            return STOPPED if self._territory.has(address) else None
        if address.kind not in self._templates:
            return UNKNOWN
        if not self._territory.has(address):
            return None
        return INTENSITY if self._given_up.get(address, self._now()) > self._now() else None

    def get_or_start(self, address: Address) -> Resident | Reason:
        """Return the process at an address, started if need be, or why there can be none.

        The address is in the kernel's territory.
        """
        process = self.processes.get(address)
        if process is not None:
            return process
        refusal = self.refusal(address)
        return self._templates[address.kind](address) if refusal is None else refusal


class Runtime:
    """Holds the shared parts of one kernel and brings messages to addresses."""

    __slots__ = (
        "_decoders",
        "_epoch",
        "_gates",
        "_kinds",
        "_letters_sent",
        "_processes",
        "_started",
        "crashes",
        "dead_letters",
        "edges",
        "failure",
        "given_up",
        "journal",
        "journaled",
        "letters",
        "monitors",
        "recovery",
        "registry",
        "restarts",
        "scheduler",
        "seed",
        "territory",
        "timers",
        "world",
    )

    def __init__(self, world: World, seed: int, log: Log, epoch: int, territory: Territory) -> None:
        self.world = world
        self.territory = territory
        self._kinds = set[str]()
        self.journaled = set[str]()
        """The kinds of actors that go on from a journal."""
        self.seed = seed
        self.scheduler = Scheduler(world.wake)
        self.timers = Timers(self.scheduler.ring)
        self._gates: dict[Address, Gate] = {}  # of actors that have left and not told all yet
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {}
        hands = self._hand_in, self._decode, self._rewrite
        self.letters = Letters(world, self.timers, log, territory, *hands)
        self.journal = Journal(world, self.timers, log, epoch, self.fail, self.letters)
        self.recovery = Recovery(world, self.timers, log, territory.until)
        self.dead_letters = DeadLetters()
        self.registry = Registry(world.now, territory)
        self.monitors = Monitors(self.registry.refusal, territory)
        self._processes = self.registry.processes
        self.edges: dict[str, Any] = {}
        """Things outside the kernel that messages name, such as open sockets."""
        self.crashes = 0
        self.restarts = 0
        self.given_up = 0
        self.failure: Exception | None = None
        self._epoch = epoch
        self._letters_sent = 0
        self._started = 0

    def tell(self, address: Address, message: object) -> None:
        """Put a message into the mailbox at an address; at worst it becomes a dead letter.

        An actor that takes this type in place handles it at once, if nothing else waits for it.
        """
        process = self._processes.get(address)
        if process is None:
            if not self.territory.has(address):
                self.territory.far.tell(address, message)
                return
            found = self.registry.get_or_start(address)
            if isinstance(found, str):
                self.dead_letters.add(address, message, found)
                return
            process = found
        mailbox = process.mailbox
        if type(message) is process.in_place and not mailbox:
            self.scheduler.taken += 1
            process.take(message)
            return
        if len(mailbox) < mailbox.capacity:
            mailbox.append(message)
        else:
            self.dead_letters.add(address, message, OVERFLOW)
        if not process.queued and process.phase is RUNNING:
            self.scheduler.add(process)

    def carry_out(self, acts: list[Act]) -> None:
        """Send what an actor has told, in order."""
        for address, message in acts:
            if address is None:
                message()
            else:
                self.tell(address, message)

    def deliver_first(self, address: Address, key: str, at: float, message: object) -> None:
        """Deliver the first message of a new actor; the log has nothing of it and is not read."""
        if address not in self._processes and self.territory.has(address):
            self.journal.expect(address)
        self.letters.post(address, key, at, message)

    def keep_gate(self, address: Address, gate: Gate) -> None:
        """Keep the gate of an actor that leaves: its messages go before those of its next life."""
        self._gates[address] = gate
        gate.hold([(None, partial(self._forget_gate, address, gate))])

    def _forget_gate(self, address: Address, gate: Gate) -> None:
        if not gate.shut and self._gates.get(address) is gate:
            del self._gates[address]

    def take_gate(self, address: Address) -> Gate | None:
        """Return the gate of an actor that has left, if it still holds something back."""
        return self._gates.pop(address, None)

    def _hand_in(self, address: Address, delivery: Delivery) -> bool:
        found = self.registry.get_or_start(address)
        if isinstance(found, str):
            return False
        found.mailbox.append(delivery)
        if found.phase is RUNNING:
            self.scheduler.add(found)
        return True

    def know(self, kind: str, messages: Any, *, journaled: bool) -> None:
        """Note the union of durable messages that a kind takes (None: none), and how it lives.

        Raises ValueError if the kind is known.
        """
        if kind in self._kinds:
            raise ValueError(f"child spec: kind {kind!r} is in the tree twice")
        self._kinds.add(kind)
        if journaled:
            self.journaled.add(kind)
        if messages is not None:
            self._decoders[kind] = msgspec.json.Decoder(messages)

    def check_takes(self, kind: str) -> None:
        """Raise TypeError if no durable message to this kind could be read back."""
        if kind not in self._decoders:
            raise TypeError(f"child spec {kind}: it does not say which messages it takes")

    def _decode(self, address: Address, data: bytes) -> object:
        self.check_takes(address.kind)
        return self._decoders[address.kind].decode(data)

    def _rewrite(self, letters: Sequence[Letter], removed: Sequence[Letter]) -> None:
        """Write rows of letters whose actors need not be in memory."""
        gate = Gate(self.carry_out)  # nobody waits
        for letter in letters:
            draft = Draft()
            draft.more, draft.letters = True, [letter]
            self.journal.take(Book(Address.parse(letter.actor)), draft, gate)
        for letter in removed:
            draft = Draft()
            draft.more, draft.done = True, [letter.key]
            self.journal.take(Book(Address.parse(letter.actor)), draft, gate)

    def name_letter(self) -> tuple[str, int]:
        """Return a key that no letter of this or an earlier kernel has had, and its place."""
        self._letters_sent += 1
        return f"{self._epoch}.{self._letters_sent}", (self._epoch << 32) + self._letters_sent

    def number_start(self) -> int:
        """Count the starts of actors in this kernel: 1 for the first, 2 for the next."""
        self._started += 1
        return self._started

    def fail(self, failure: Exception) -> None:
        """Make this slice, or the next one, stop the kernel and raise this error."""
        self.failure = failure
        self.scheduler.ring()
