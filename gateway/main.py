"""The composition root: opens the store, the actors and the server, in this order, in one nursery.

Exit code 0 after SIGTERM or SIGINT, 1 when something failed for good, 2 when it could not start.
"""

import os
import secrets
import signal
import sys
from collections.abc import Iterator, Sequence

import trio
from msgspec import Struct
from structlog import get_logger

from actors.core import driver
from actors.core.kernel import Kernel
from actors.tree import tree
from gateway import collector
from gateway import log as logs
from gateway.app import make_app
from gateway.auth.passwords import Passwords
from gateway.errors import CannotStart
from gateway.listen import listen
from gateway.options import Options, parse
from gateway.origin import Site
from gateway.server import Server
from gateway.services import Services
from store.errors import StoreUnusable
from store.sqlite import open_sqlite

log = get_logger("gateway.main")

SOCKETS_END = 1.6
"""Seconds for the WebSockets to close when the server stops; each has 1 s, see connection.py."""


class Running(Struct, frozen=True):
    """A server that is ready; setting ``stop`` ends it, and then it sets ``stopped``."""

    services: Services
    stop: trio.Event
    stopped: trio.Event


async def serve(
    options: Options, *, task_status: trio.TaskStatus[Running] = trio.TASK_STATUS_IGNORED
) -> None:
    """Serve until ``stop`` is set. CannotStart says why it cannot be."""
    listener = listen(options.host, options.port)
    stop, stopped = trio.Event(), trio.Event()
    try:
        async with open_sqlite(options.data) as store, trio.open_nursery() as nursery:
            world = driver.TrioWorld()
            kernel = Kernel(tree(store), world, store, seed=secrets.randbits(64))
            site = Site(options.host, listener.getsockname()[1])
            services = Services(store, kernel, site, world.now, Passwords())
            server = Server(make_app(services), listener)
            running = Running(services, stop, stopped)
            await nursery.start(driver.run, kernel, world)
            nursery.start_soon(_stop_in_order, running, server)
            task_status.started(running)
            await server.run()
            kernel.stop()
            nursery.cancel_scope.cancel()
    finally:
        listener.close()
        stopped.set()


async def _stop_in_order(running: Running, server: Server) -> None:
    """Sockets first, so that pages hear why; then the server, then what is behind it."""
    await running.stop.wait()
    services = running.services
    services.stopping = True
    log.info("stopping", **services.metrics.statistics())
    await services.sockets.close_all(SOCKETS_END)
    server.stop()


async def _run(options: Options) -> None:
    async with trio.open_nursery() as nursery:
        running = await nursery.start(serve, options)
        collector.settle()
        print(f"Rally is ready at {running.services.site.url}", flush=True)  # noqa: T201 - the one line
        nursery.start_soon(_obey_signal, running.stop)


async def _obey_signal(stop: trio.Event) -> None:
    """Stop in order at the first signal; a second one finds no handler and ends at once."""
    with trio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async for _ in signals:
            stop.set()
            return


def main(arguments: Sequence[str]) -> int:
    """Run the server; return the exit code."""
    try:
        options = parse(arguments, os.environ)
        logs.configure(options.log_level)
        trio.run(_run, options)
    except (Exception, BaseExceptionGroup, KeyboardInterrupt) as error:  # noqa: BLE001 - sorted there
        return _report(error)
    return 0


def _report(error: BaseException) -> int:
    """Say in one line what a person can mend; log what nobody expected."""
    for leaf in _leaves(error):
        if isinstance(leaf, CannotStart | StoreUnusable):
            print(f"rally: {leaf}", file=sys.stderr)  # noqa: T201 - what a command says
            return 2
        if isinstance(leaf, KeyboardInterrupt):
            return 130
    log.critical("the server failed", exc_info=error)
    return 1


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
