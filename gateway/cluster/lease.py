"""How long a node may act on what it owns without hearing that it still owns it."""

import time

import trio

from actors.cluster.membership import LASTS


def clock() -> float:
    """Return seconds by a clock that also runs while the machine sleeps, where there is one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Lease:
    """Of one node. A process that stood still finds it over before it does anything else."""

    def __init__(self) -> None:
        self._since = clock()
        self._renewed = trio.Event()

    @property
    def age(self) -> float:
        """Seconds since it was last known that the node has what it has."""
        return clock() - self._since

    @property
    def valid(self) -> bool:
        """Whether the node may act."""
        return self.age < LASTS

    def renew(self, since: float) -> None:
        """Begin anew: the store was asked at ``since`` (`clock`), and the node had it all then."""
        self._since = max(self._since, since)
        self._renewed.set()
        self._renewed = trio.Event()

    async def wait(self) -> None:
        """Return when it is valid."""
        while not self.valid:
            await self._renewed.wait()
