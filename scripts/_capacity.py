"""Measures how much work this machine can do right now; the time limits of tests follow from it.

Run as a program, it prints how many walks it did in one second of the clock. One such program per
processor, all at once, also feel a CPU quota, busy neighbours and shared cores.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

WALKS = 1.0 / 0.012
"""Walks per second of one processor of the machine for which the tests' limits were chosen."""
SECONDS = 1.0
"""How many seconds the measurement of the whole machine takes."""
VARIABLE = "RALLY_TEST_SLOWNESS"
"""The environment variable in which `scripts/test` gives the tests the measured slowness."""


class Capacity(NamedTuple):
    """How many processors there are, and how many processors of `WALKS` they are worth together."""

    processors: int
    worth: float

    @property
    def slowness(self) -> float:
        """How many times longer some work takes here than there, while all processors are busy."""
        return max(1.0, self.processors / self.worth)


def measure() -> Capacity:
    """Measure the whole machine; this takes a little more than `SECONDS`."""
    processors = usable_processors()
    command = [sys.executable, "-S", __file__]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processors)
    ]
    walks = sum(float(process.communicate()[0]) for process in running)
    return Capacity(processors, walks / WALKS)


def usable_processors() -> int:
    """Return the number of processors on which this process may run."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def slowness() -> float:
    """Return the slowness that `scripts/test` measured; without it, measure one processor now."""
    told = os.environ.get(VARIABLE)
    return float(told) if told else max(1.0, WALKS * pace())


def pace() -> float:
    """Return how many seconds of the clock a walk takes now: the median of five."""
    return sorted(_durations(5))[2]


def _durations(times: int) -> Iterator[float]:
    for _ in range(times):
        begun = time.perf_counter()
        walk()
        yield time.perf_counter() - begun


class Walker:
    """Uses calls, attributes and dicts, as the server mostly does."""

    def __init__(self) -> None:
        self.at = 0
        self.seen: dict[int, tuple[int, bool]] = {}

    def step(self, way: int) -> None:
        """Do a little of each of these."""
        self.at = (self.at + way) & 1023
        self.seen[self.at] = (way, self.seen.get(self.at ^ 1, way) is way)


def walk() -> None:
    """Do a fixed amount of work."""
    walker = Walker()
    for way in range(100_000):
        walker.step(way)


if __name__ == "__main__":
    end, done = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < end:
        walk()
        done += 1
    print(done / (time.perf_counter() - end + SECONDS))
