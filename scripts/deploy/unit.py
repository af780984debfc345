"""One service that runs: its process, its health, and when it is started again."""

import ctypes
import os
import resource
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import trio

from deploy import images
from deploy.compose import ComposeError, HealthCheck, Service
from deploy.places import Places

DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG: the signal that a process gets when its parent has died (prctl(2))."""
SHORTEST, LONGEST = 0.1, 60.0
"""Seconds before a service is started again: twice as many each time, as Docker does it ..."""
SETTLED = 10.0
"""... until it has run for so many."""
TRIES = 3
"""How often a service may end before it was healthy once."""

WIDTH = 400
"""The most characters of a line that is shown from a log: the end, which has the error itself."""


class Unit:
    """A service of a cluster. ``healthy`` is set while it is, ``done`` when it has ended well."""

    def __init__(self, service: Service, places: Places, say: Callable[[str], None]) -> None:
        self.service = service
        self.state = "waiting"
        self.ready = trio.Event()
        """It has been healthy, or has ended well where that is what others wait for."""
        self.log = places.folder / "logs" / service.name
        self._places = places
        self._say = say
        self._wanted = True
        self._called = trio.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = trio.Event()
        self._begun = 0.0

    @property
    def pid(self) -> int | None:
        """The id of its process, while it runs."""
        return None if self._process is None else self._process.pid

    async def run(self, others: Mapping[str, "Unit"]) -> None:
        """Run until cancelled, or until it has ended for good; raises ComposeError."""
        for name in self.service.needs:
            await others[name].ready.wait()
        here = images.program(self.service, self._places)
        await trio.to_thread.run_sync(images.first, self.service, self._places, self.log)
        pause, ends = SHORTEST, 0
        while True:
            code = await self._once(here)
            if not self._wanted:
                self.state = "stopped"
                await self._called.wait()
                pause, ends = SHORTEST, 0
                continue
            ends += 1
            if code == 0 and self.service.health is None:
                self.state = "done"
                self.ready.set()
            if not _again(self.service.restart, code, ends):
                if code:
                    raise ComposeError(self._why(code))
                return
            if not self.ready.is_set() and ends >= TRIES:
                raise ComposeError(self._why(code))
            pause = SHORTEST if trio.current_time() - self._begun > SETTLED else pause
            self.state = "restarting"
            self._say(f"{self.service.name} has ended ({code}), and starts again in {pause:.1f} s")
            await trio.sleep(pause)
            pause = min(2.0 * pause, LONGEST)

    async def _once(self, here: images.Program) -> int:
        """Run the process once; return its exit code. When cancelled, stop it first."""
        self._begun, self._ended = trio.current_time(), trio.Event()
        self._process = process = _begin(here, self.service, self.log)
        self.state = "starting"
        try:
            async with trio.open_nursery() as nursery:
                if self.service.health is not None:
                    nursery.start_soon(self._watch, here, self.service.health)
                await _wait(process)
                nursery.cancel_scope.cancel()
        finally:
            with trio.CancelScope(shield=True):
                await self._finish(process)
            self._process = None
            self._ended.set()
        return process.returncode

    async def _finish(self, process: "subprocess.Popen[bytes]") -> None:
        """End a process that still runs, and what it has left behind."""
        if process.poll() is None:
            self._ask_to_stop(process)
            with trio.move_on_after(self.service.grace):
                await _wait(process)
        if process.poll() is None:
            _signal_all(process.pid, signal.SIGKILL)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _ask_to_stop(self, process: "subprocess.Popen[bytes]") -> None:
        process.send_signal(signal.Signals[self.service.stop_signal])
        _signal_all(process.pid, signal.SIGCONT)  # it may be paused

    async def _watch(self, here: images.Program, health: HealthCheck) -> None:
        """Ask again and again whether it is healthy."""
        failures = 0
        translated = self._places.translator(self.service)
        command = [translated(word) for word in health.command]
        while True:
            fine = await _succeeds(command, here, health.timeout)
            if fine:
                failures, self.state = 0, "healthy"
                self.ready.set()
            elif self.state == "healthy" or not self._young(health):
                failures += 1
            if failures >= health.retries:
                self.state = "unhealthy"
                if not self.ready.is_set():
                    raise ComposeError(self._why(None))
            starting = self.state == "starting" and self._young(health)
            await trio.sleep(health.start_interval if starting else health.interval)

    def _young(self, health: HealthCheck) -> bool:
        return trio.current_time() - self._begun < health.start_period

    def _why(self, code: int | None) -> str:
        what = "is not healthy" if code is None else f"has ended with {code}"
        tail = [line[-WIDTH:] for line in self.log.read_text(errors="replace").splitlines()[-5:]]
        return "\n    ".join([f"{self.service.name} {what}; the end of {self.log}:", *tail])

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to its process and all that it has started; raises ComposeError."""
        if self._process is None:
            raise ComposeError(f"{self.service.name} does not run: {self.state}")
        _signal_all(self._process.pid, number)

    async def stop(self) -> None:
        """Stop it in its own way, and do not start it again."""
        self._wanted, self._called = False, trio.Event()
        if self._process is not None:
            ended = self._ended
            self._ask_to_stop(self._process)
            with trio.move_on_after(self.service.grace):
                await ended.wait()
            with suppress(ComposeError):
                self.signal(signal.SIGKILL)
            await ended.wait()

    def start(self) -> None:
        """Start it again after `stop`."""
        self._wanted = True
        self._called.set()


def _again(policy: str, code: int, ends: int) -> bool:
    """Tell whether a service that has ended so many times is started again."""
    kind, _, most = policy.partition(":")
    if kind == "on-failure":
        return code != 0 and (not most or ends <= int(most))
    return kind in {"always", "unless-stopped"}


def _begin(here: images.Program, service: Service, log: Path) -> "subprocess.Popen[bytes]":
    """Start a program. It gets its stop signal if this process dies."""
    number = signal.Signals[service.stop_signal]
    libc = ctypes.CDLL(None)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]

    def first() -> None:
        libc.prctl(DIE_WITH_PARENT, number)
        if service.open_files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(service.open_files, most), most))

    with log.open("ab") as output:
        return subprocess.Popen(
            [images.found(here), *here.command[1:]],
            preexec_fn=first,  # noqa: PLW1509 - it takes no locks
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env=here.environment,
            cwd=here.folder,
            user=here.user,
            extra_groups=[] if here.user else None,
        )


async def _succeeds(command: list[str], here: images.Program, within: float) -> bool:
    """Run a health check."""
    with trio.move_on_after(within):
        done = await trio.run_process(
            [images.found(here, command[0]), *command[1:]],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=here.environment,
            cwd=images.ROOT,
        )
        return done.returncode == 0
    return False


async def _wait(process: "subprocess.Popen[bytes]") -> None:
    """Wait for the end of a process."""
    descriptor = os.pidfd_open(process.pid)
    try:
        await trio.lowlevel.wait_readable(descriptor)
    finally:
        trio.lowlevel.notify_closing(descriptor)
        os.close(descriptor)
    process.wait()


def _signal_all(pid: int, number: signal.Signals) -> None:
    """Signal a process, its group, and all that they have started."""
    for each in reversed(_family(pid)):
        with suppress(ProcessLookupError):
            os.kill(each, number)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _family(pid: int) -> list[int]:
    """Return a process and its descendants."""
    found = [pid]
    for each in found:
        for path in Path(f"/proc/{each}/task").glob("*/children"):
            with suppress(OSError):
                found += [int(child) for child in path.read_text().split()]
    return found
