"""Runs the kernel on trio; no other file of the kernel knows trio."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, Protocol

import trio

from actors.core.world import Cancel

if TYPE_CHECKING:
    from actors.core.kernel import Kernel

BUDGET: Final = 512
"""Messages in a slice, about 1 to 3 ms: the sockets wait no longer than that."""

Run = Callable[[], Awaitable[None]]


class Lease(Protocol):
    """Says whether the kernel may run: a node that stood still may have lost what it runs."""

    @property
    def valid(self) -> bool:
        """Whether it may run now."""
        ...

    async def wait(self) -> None:
        """Return when it may run."""
        ...


class TrioWorld:
    """The real clock, and effects as tasks of the nursery that ``run`` opens."""

    def __init__(self) -> None:
        self.lease: Lease | None = None
        """Of a node in a cluster; a server that is alone needs none."""
        self._epoch = time.time() - time.monotonic()
        self._nursery: trio.Nursery | None = None
        self._early: list[tuple[trio.CancelScope, Run]] = []
        self._parked: trio.lowlevel.Task | None = None
        self._until: float | None = None
        self._holding = False
        self._rung = False

    def now(self) -> float:
        """Return seconds since the epoch; ignores steps of the system's clock."""
        return self._epoch + time.monotonic()

    def date(self) -> float:
        """Return seconds since the epoch, as the system's clock shows it."""
        return time.time()

    def wake(self) -> None:
        """Wake the kernel. Only the first of many calls costs anything; none does while it runs."""
        if self._holding:
            self._rung = True
        elif self._parked is not None:
            trio.lowlevel.reschedule(self._parked)
            self._parked = None

    def spawn(self, run: Run) -> Cancel:
        """Run an effect as a task with its own cancel scope."""
        scope = trio.CancelScope()
        if self._nursery is None:
            self._early.append((scope, run))
        else:
            self._nursery.start_soon(_run_in, scope, run)
        return scope.cancel

    def event(self) -> trio.Event:
        """Make an event."""
        return trio.Event()

    def open(self, nursery: trio.Nursery) -> None:
        """Start the effects that came before there was a nursery, and all later ones, in it."""
        self._nursery = nursery
        for scope, run in self._early:
            nursery.start_soon(_run_in, scope, run)

    def run_in_place(self, kernel: Kernel, deliver: Callable[[], None]) -> None:
        """Let the edge deliver what came in, and run the kernel on it here and now.

        Waking the kernel's own task takes a round of trio's scheduler, which costs as much as a few
        messages. That task is woken only for what is left: more work, an earlier timer, or a
        failure of the kernel, which ``run`` raises. Raises what ``deliver`` does.
        """
        if self._parked is None:  # it is about to run
            deliver()
            return
        self._holding, self._rung = True, False
        try:
            deliver()
        finally:
            self._holding = False
            if self._rung:
                self._run_now(kernel)

    def _run_now(self, kernel: Kernel) -> None:
        if self.lease is not None and not self.lease.valid:
            self.wake()
            return
        try:
            busy = kernel.run_once(BUDGET)
        except Exception:
            if kernel.failure is None:
                raise
            busy = True
        at = kernel.next_timer()
        if busy or kernel.stopped or (at is not None and (self._until is None or at < self._until)):
            self.wake()

    async def park(self, until: float | None) -> None:
        """Sleep until somebody calls ``wake``, or until a time.

        No call of ``wake`` is missed between the end of a slice and this: there is no checkpoint.
        """
        self._until = until
        with trio.CancelScope() as alarm:
            if until is not None:
                alarm.deadline = trio.current_time() + until - self.now()
            await self._sleep()

    async def _sleep(self) -> None:
        self._parked = trio.lowlevel.current_task()

        def abort(_: trio.lowlevel.RaiseCancelT) -> trio.lowlevel.Abort:
            self._parked = None
            return trio.lowlevel.Abort.SUCCEEDED

        await trio.lowlevel.wait_task_rescheduled(abort)


async def _run_in(scope: trio.CancelScope, run: Run) -> None:
    with scope:
        await run()


async def run(
    kernel: Kernel,
    world: TrioWorld,
    *,
    task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Drive the kernel until it is stopped or this is cancelled; afterwards it has stopped.

    Between two slices every other task that is ready has its turn. Raises what ``run_once`` does.
    """
    async with trio.open_nursery() as nursery:
        world.open(nursery)
        task_status.started()
        try:
            while not kernel.stopped:
                await _step(kernel, world)
            if kernel.failure is not None:
                raise kernel.failure
        finally:
            kernel.stop()
            nursery.cancel_scope.cancel()


async def _step(kernel: Kernel, world: TrioWorld) -> None:
    if world.lease is not None and not world.lease.valid:
        await world.lease.wait()
    busy = kernel.run_once(BUDGET)
    at = kernel.next_timer()
    if busy or kernel.stopped or (at is not None and at <= world.now()):
        await trio.lowlevel.checkpoint()
    else:
        await world.park(at)
