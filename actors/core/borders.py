"""What changes in a kernel when shards come and go, and when messages between nodes were lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from actors.core.address import Address
from actors.core.life import LOST, RUNNING, Reason
from actors.core.process import Process
from actors.core.runtime import Runtime
from actors.core.shards import shard_of
from actors.core.supervisor import Supervisor


class Borders:
    """Belongs to one kernel of a cluster; what it does happens between two slices."""

    __slots__ = ("_root", "_runtime")

    def __init__(self, root: Supervisor, runtime: Runtime) -> None:
        self._root = root
        self._runtime = runtime

    def take(self, shards: Mapping[int, float], alive: Iterable[Address] = ()) -> None:
        """Run the actors of these shards from now on.

        Each shard comes with the last durable instant of the owner before (seconds since the
        epoch). ``alive`` are the actors that were in the middle of something.
        """
        runtime = self._runtime
        runtime.territory.take(shards)
        self._root.launch()
        runtime.letters.load()
        for address in alive:
            if runtime.territory.has(address):
                runtime.registry.get_or_start(address)

    def leave(self, shards: Collection[int]) -> None:
        """Stop the actors of these shards, and leave what they go on from to the journal.

        When the journal has written that, another node may take the shards. What is told to them
        from now on goes to the other nodes.
        """
        runtime = self._runtime
        runtime.territory.leave(shards)
        runtime.letters.leave()
        for process in reversed([*runtime.registry.processes.values()]):
            if isinstance(process, Process) and shard_of(str(process.address)) in shards:
                process.move()

    def changed(self, shards: Collection[int]) -> None:
        """Take note that these shards have another owner than before.

        An actor that is journaled goes on there. One that is not has ended with its owner, and
        whoever watches it is told.
        """
        runtime = self._runtime
        for address in runtime.monitors.targets():
            if shard_of(str(address)) not in shards:
                continue
            if address.kind not in runtime.journaled:
                runtime.monitors.take(address).report(LOST)
            elif not runtime.territory.has(address):
                runtime.territory.far.watch(address)

    def fell(self, address: Address, reason: Reason) -> None:
        """Report the end of an actor of another node to those who watch it here."""
        self._runtime.monitors.take(address).report(reason)

    def rang(self, address: Address, key: str, message: object) -> None:
        """Deliver a letter that another node has written to an actor of this one."""
        self._runtime.letters.rang(address, key, message)

    def look(self) -> None:
        """Look for letters that other nodes have written to actors of this one."""
        self._runtime.letters.look()

    def resync(self) -> None:
        """Let every actor begin again, as messages between nodes may have been lost.

        It goes on from what it has handed over and tells again what others have to know, as after
        a crash. So nobody has to know what exactly was lost.
        """
        territory = self._runtime.territory
        for address in self._runtime.monitors.targets():
            if not territory.has(address):
                territory.far.watch(address)
        for process in [*self._runtime.registry.processes.values()]:
            if isinstance(process, Process) and process.phase is RUNNING:
                process.begin_again()
