"""Runs a server as a process on its own core, and measures it from outside."""

import os
import resource
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

READY_WITHIN = 30.0
"""Seconds that a server may take until it accepts connections."""


class CannotMeasure(Exception):
    """Something that a measurement needs is missing; the text says what, in one line."""


def cores() -> tuple[int, int]:
    """Return the core of the server and the core of the load client; raises `CannotMeasure`."""
    usable = sorted(os.sched_getaffinity(0))
    if len(usable) < 2:
        raise CannotMeasure("needs two cores, one for the server and one for the load client")
    return usable[0], usable[1]


def raise_file_limit() -> int:
    """Allow as many open files as the system permits; servers inherit this. Return how many."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A running server."""

    def __init__(self, process: subprocess.Popen[bytes], both: tuple[int, int]) -> None:
        self._process = process
        self._cores = both

    def cpu(self) -> float:
        """Return the CPU seconds of the server and of its processes that run."""
        # clock_getcpuclockid(3) computes this: the clock of another process's CPU time.
        return sum(time.clock_gettime((~pid << 3) | 2) for pid in _tree(self._process.pid))

    def memory(self) -> int:
        """Return the resident memory in bytes, of all of them."""
        found = (Path(f"/proc/{pid}/statm").read_text() for pid in _tree(self._process.pid))
        return sum(int(text.split()[1]) for text in found) * resource.getpagesize()

    def busy(self) -> float:
        """Return the CPU seconds that all programs used on both cores, including stolen time."""
        names = {f"cpu{core}" for core in self._cores}
        lines = (line.split() for line in Path("/proc/stat").read_text().splitlines())
        ticks = sum(sum(map(int, (*w[1:4], w[8]))) for w in lines if w and w[0] in names)
        return ticks / os.sysconf("SC_CLK_TCK")

    def running(self) -> bool:
        """Whether the server still runs."""
        return self._process.poll() is None


def _tree(pid: int) -> Iterator[int]:
    """Yield a process and all that it has started, directly or not."""
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            yield from _tree(int(child))


@contextmanager
def serving(
    command: Sequence[str],
    port: int,
    cwd: Path,
    log: Path,
    environment: Mapping[str, str],
    *,
    pinned: bool = True,
    ready: str = "",
) -> Iterator[Process]:
    """Run a server on its core until the block ends; meanwhile this process uses the other core.

    If not ``pinned``, both processes may use both cores. Raises `CannotMeasure` if the server does
    not start.
    """
    usable = os.sched_getaffinity(0)
    both = cores()
    server_core, client_core = ({core} for core in both) if pinned else (set(both), set(both))
    os.sched_setaffinity(0, server_core)  # the server and all its threads inherit it
    try:
        with log.open("wb") as output:
            started = subprocess.Popen(
                command, cwd=cwd, stdout=output, stderr=output, env={**os.environ, **environment}
            )
    finally:
        os.sched_setaffinity(0, client_core)
    try:
        process = Process(started, both)
        _await(process, port, log, ready)
        yield process
    finally:
        started.kill()  # it has nothing to save: its folder is temporary
        started.wait()
        os.sched_setaffinity(0, usable)


def _await(process: Process, port: int, log: Path, ready: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while process.running() and time.monotonic() < until:
        if ready in log.read_text(errors="replace") and _accepts(port):
            return
        time.sleep(0.05)
    lines = log.read_text(errors="replace").strip().splitlines() or ["no word"]
    raise CannotMeasure(f"the server did not start: {lines[-1]}")


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1.0).close()
    except OSError:
        return False
    return True
