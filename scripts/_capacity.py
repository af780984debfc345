"""How much this machine can do right now, measured; and the patience that follows from it.

Run as a program it prints how many walks it did in one second of the clock. As many of these as
there are processors, at once, see a quota of CPU time, busy neighbours and shared cores, too.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

WALKS = 1.0 / 0.012
"""Walks a second of one processor where the limits in the tests were chosen."""
SECONDS = 1.0
"""How long the whole machine is measured."""
VARIABLE = "RALLY_TEST_SLOWNESS"
"""The environment variable by which `scripts/test` tells the tests what it has measured."""


class Capacity(NamedTuple):
    """``processors`` may be used; together they do the work of ``worth`` processors of `WALKS`."""

    processors: int
    worth: float

    @property
    def slowness(self) -> float:
        """How many times longer a piece of work takes here while every processor is busy."""
        return max(1.0, self.processors / self.worth)


def measure() -> Capacity:
    """Measure the whole machine, in `SECONDS` and a little more."""
    processors = usable_processors()
    command = [sys.executable, "-S", __file__]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processors)
    ]
    walks = sum(float(process.communicate()[0]) for process in running)
    return Capacity(processors, walks / WALKS)


def usable_processors() -> int:
    """Return on how many processors this process may run."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def slowness() -> float:
    """Return what `scripts/test` has measured; for pytest alone, what one processor does now."""
    told = os.environ.get(VARIABLE)
    return float(told) if told else max(1.0, WALKS * pace())


def pace() -> float:
    """Return the seconds of the clock that a walk takes just now, the middle of five."""
    return sorted(_durations(5))[2]


def _durations(times: int) -> Iterator[float]:
    for _ in range(times):
        begun = time.perf_counter()
        walk()
        yield time.perf_counter() - begun


class Walker:
    """Calls, attributes and dicts: what the server mostly does."""

    def __init__(self) -> None:
        self.at = 0
        self.seen: dict[int, tuple[int, bool]] = {}

    def step(self, way: int) -> None:
        """Do a little of each."""
        self.at = (self.at + way) & 1023
        self.seen[self.at] = (way, self.seen.get(self.at ^ 1, way) is way)


def walk() -> None:
    """Do a fixed piece of work."""
    walker = Walker()
    for way in range(100_000):
        walker.step(way)


if __name__ == "__main__":
    end, done = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < end:
        walk()
        done += 1
    print(done / (time.perf_counter() - end + SECONDS))
