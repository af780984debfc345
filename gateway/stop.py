"""The end of a server: whom it tells, in which order, and how it ends in time.

Nothing durable depends on an orderly end; it only lets pages hear why.
"""

import os
import threading
from collections.abc import Callable
from contextlib import suppress

import trio
from structlog import get_logger

from actors.core.driver import BUDGET
from actors.core.kernel import Kernel
from actors.core.supervisor import IntensityExceeded
from actors.match.messages import Stopping
from gateway.process import output
from gateway.services import Services

log = get_logger("gateway.main")

WITHIN = 2.7
"""Seconds from the signal to the end of the process, whatever holds it up."""
SOCKETS_END = 1.6
"""Seconds for the WebSockets to close at a stop; each has 1 s, see socket/connection.py."""
CUT_SHORT = 1
"""The exit code if the process did not end in time."""


async def say_good_bye(services: Services) -> None:
    """Refuse new work, pause every match, and close the sockets once their pages know why."""
    services.stopping = True
    log.info("stopping", **services.metrics.statistics())
    await _pause_matches(services.kernel)
    await services.sockets.close_all(SOCKETS_END)


def end_in_time(unwritten: Callable[[], int]) -> None:
    """End the process ``WITHIN`` seconds from now if it has not ended, as a store may hang."""
    timer = threading.Timer(WITHIN, _end, (unwritten,))
    timer.daemon = True
    timer.start()


async def _pause_matches(kernel: Kernel) -> None:
    for match in kernel.addresses("match"):
        kernel.tell(match, Stopping())
    with suppress(IntensityExceeded):  # the kernel's own task raises it
        while kernel.run_once(BUDGET):
            await trio.lowlevel.checkpoint()


def _end(unwritten: Callable[[], int]) -> None:
    log.error("the stop took too long and was cut short", entries_not_written=unwritten())
    output.drain()
    os._exit(CUT_SHORT)
