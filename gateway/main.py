"""The composition root: opens the store, the actors and the server, in this order, in one nursery.

Exit code 0 after SIGTERM, SIGINT or SIGHUP, 1 when something failed for good, 2 when it could not
start.
"""

import sys

if __name__ == "__main__":  # before the imports that take long
    from gateway.process import output, signals

    output.install()
    signals.process.obey()

import os
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from typing import Protocol, TypeVar

import trio
from msgspec import Struct
from structlog import get_logger

from actors.core import driver
from actors.core.kernel import Kernel
from actors.recovery import inherit
from actors.room.rules import Rules
from actors.tree import tree
from gateway import upkeep
from gateway.auth.keys import open_keys
from gateway.auth.passwords import Passwords
from gateway.auth.providers.registry import Providers
from gateway.auth.providers.settings import read_providers
from gateway.auth.sealer import Sealer
from gateway.auth.tokens import Tokens
from gateway.avatars.images import Avatars
from gateway.avatars.moving import move_in
from gateway.cluster.peers import Peers
from gateway.guard.crowd import Crowd, share
from gateway.guard.rates import OwnRates
from gateway.mail.outbox import Outbox
from gateway.mail.worker import Worker
from gateway.process import collector, output, signals
from gateway.process import log as logs
from gateway.process.errors import CannotStart
from gateway.process.machine import most_connections
from gateway.process.workers import Bell
from gateway.services import Services
from gateway.socket import bans
from gateway.start import workers
from gateway.start.cluster import joined
from gateway.start.doors import Doors
from gateway.start.folder import AVATARS, prepare, sole_server
from gateway.start.handed import Handed
from gateway.start.options import Options, parse
from gateway.start.report import report
from gateway.stop import end_in_time, say_good_bye
from gateway.store_watch import StoreWatch, watched
from gateway.transport.server import Server
from gateway.ways.worker import Worker as WaysWorker
from store.errors import StoreError, StoreUnavailable
from store.opening import open_store

log = get_logger("gateway.main")
T = TypeVar("T")

START_PATIENCE = 30.0
"""Seconds for which a start waits for a store that has gone away since it was opened."""


class RunsApp(Protocol):
    """A server made around the services: our own, or another that runs the application."""

    async def run(self) -> None:
        """Serve until ``stop`` has completed, then return."""
        ...

    def stop(self) -> None:
        """Begin to stop."""
        ...


class Running(Struct, frozen=True):
    """A server that is ready. Setting ``stop`` ends it; then it sets ``stopped``."""

    services: Services
    stop: trio.Event
    stopped: trio.Event
    doors: Doors

    def unwritten(self) -> int:
        """How many journal entries are not in the store yet."""
        return _unwritten(self.services.kernel)


async def serve(
    options: Options,
    make_server: Callable[..., RunsApp] = Server,
    *,
    handed: Handed | None = None,
    task_status: trio.TaskStatus[Running] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Serve until ``stop`` is set. Raises CannotStart with the reason if it cannot start."""
    stop, stopped = trio.Event(), trio.Event()
    try:
        most = most_connections()
        listed = [] if options.providers is None else read_providers(options.providers)
        prepare(options.data, options.keys_folder)
        with Doors(options, handed) as doors:
            async with (
                open_store(options.place, options.sqlite_sync) as opened,
                sole_server(options) if handed is None else nullcontext(),
                joined(options, opened, handed) as cluster,
            ):
                await _unless_away(move_in(options.data / AVATARS, opened))
                async with trio.open_nursery() as nursery:
                    world = driver.TrioWorld()
                    keys = open_keys(options.keys_folder, options.key_texts, world.date)
                    tokens = Tokens(keys.tokens, world.date)
                    watch = StoreWatch(world.now)
                    store = watched(opened, watch)
                    store = store if cluster is None else cluster.cached(store)
                    aside, makers = trio.to_thread.run_sync, options.tournaments_by
                    bell = Bell()
                    actors = tree(store, options.rules, aside, makers, bell.ring)
                    seed = secrets.randbits(64)
                    if cluster is None:
                        past = await _unless_away(inherit(store))
                        kernel = Kernel(actors, world, store.journal, seed, *past)
                    else:
                        kernel = cluster.make_kernel(actors, world, store, seed)
                    await nursery.start(driver.run, kernel, world)
                    nursery.start_soon(watch.run, opened, partial(_unwritten, kernel))
                    if cluster is not None:
                        await nursery.start(cluster.run)
                    await _go_on(kernel, watch)
                    people = options.people_per_address
                    rates = OwnRates(world.now, people)
                    home = (options.public_urls or (doors.site.url,))[0]
                    in_place = partial(world.run_in_place, kernel)
                    services = Services(
                        store=store,
                        kernel=kernel,
                        site=doors.site,
                        now=world.now,
                        date=world.date,
                        passwords=Passwords(),
                        tokens=tokens,
                        sealer=Sealer(keys.sealing),
                        rates=rates if cluster is None else cluster.shared(rates, people),
                        avatars=Avatars(store),
                        watch=watch,
                        providers=Providers(listed, store, world.now, world.date),
                        mail=Outbox(store, world.date, options.mail_server, home),
                        push_keys=keys.push,
                        bell=bell,
                        in_place=in_place,
                        neighbours=Crowd(share(most)),
                        peers=Peers() if cluster is None else cluster.peers,
                    )
                    server = make_server(services, doors.listener, most, doors.tls)
                    if cluster is not None and isinstance(server, Server):
                        cluster.serve(server.serve_led, services.sockets.end)
                    running = Running(services, stop, stopped, doors)
                    await nursery.start(bans.enforce, services)
                    nursery.start_soon(_stop_in_order, running, server)
                    nursery.start_soon(_do_chores, services, options.rules, doors)
                    task_status.started(running)
                    await server.run()
                    kernel.stop()
                    nursery.cancel_scope.cancel()
                await _write_last(kernel)
    finally:
        stopped.set()


async def _do_chores(services: Services, rules: Rules, doors: Doors) -> None:
    """Do what has to be done beside serving, for ever."""
    store, metrics, epoch = services.store, services.metrics, services.kernel.epoch
    mails = Worker(services.mail, store, services.date, metrics, epoch)
    ways = WaysWorker(services.ways, services.digest, store, metrics, epoch)
    services.peers.when_gone = partial(_ring, services.mail.bell, services.ways.bell)
    async with trio.open_nursery() as nursery:
        for chore in (doors.redirect, doors.renew, mails.run, ways.run):
            nursery.start_soon(chore)
        nursery.start_soon(services.refusals.run)
        nursery.start_soon(services.providers.watch)
        nursery.start_soon(upkeep.tidy, services, rules)
        nursery.start_soon(upkeep.note_life, services)


def _ring(*bells: Bell) -> None:
    for bell in bells:
        bell.ring()


def _unwritten(kernel: Kernel) -> int:
    return kernel.journal.statistics()["waiting"]


async def _unless_away(reading: Awaitable[T]) -> T:
    """Do what a start cannot do without the store. Raises CannotStart if that is away."""
    try:
        return await reading
    except StoreUnavailable as error:
        raise _without_store(str(error)) from None


async def _go_on(kernel: Kernel, watch: StoreWatch) -> None:
    """Wait until all that was under way goes on: without it the server is not ready.

    Raises CannotStart if the store is away for `START_PATIENCE` meanwhile.
    """
    async with trio.open_nursery() as nursery:
        nursery.start_soon(_lose_patience, watch)
        await kernel.ready()
        nursery.cancel_scope.cancel()


async def _lose_patience(watch: StoreWatch) -> None:
    await watch.away_for(START_PATIENCE)
    raise _without_store(watch.reason)


def _without_store(reason: str) -> CannotStart:
    return CannotStart(f"the store went away during the start ({reason}): mend it, and start again")


async def _write_last(kernel: Kernel) -> None:
    """Write what the journal still holds; if the store is away now, it is not tried again."""
    try:
        await kernel.journal.flush()
    except StoreError as error:
        log.warning("the last group of the journal was not written", reason=str(error))


async def _stop_in_order(running: Running, server: RunsApp) -> None:
    """Stop the sockets first, so that pages hear why; then the server, then what is behind it."""
    await running.stop.wait()
    await say_good_bye(running.services)
    server.stop()


async def _run(options: Options, handed: Handed | None) -> None:
    async with trio.open_nursery() as nursery:
        if handed is not None:
            nursery.start_soon(handed.end_with_the_command)
        running = await nursery.start(partial(serve, options, handed=handed))
        collector.settle()
        token = trio.lowlevel.current_trio_token()
        signals.process.stop_by(partial(_stop_soon, token, running))
        running.doors.say_ready() if handed is None else handed.say_ready()
        await running.stopped.wait()
        nursery.cancel_scope.cancel()


def _stop_soon(token: trio.lowlevel.TrioToken, running: Running) -> None:
    """Begin an orderly stop; called by a signal, which may come in the middle of anything."""
    with suppress(trio.RunFinishedError):  # it has just stopped by itself
        token.run_sync_soon(_stop, running)


def _stop(running: Running) -> None:
    end_in_time(running.unwritten)
    running.stop.set()


def main(arguments: Sequence[str], handed: Handed | None = None) -> int:
    """Run the server, or several; return the exit code. A worker is ``handed`` what is open."""
    if sys.stdout is sys.__stdout__:
        output.install()
    with signals.process.obeyed():
        try:
            options = parse(arguments, os.environ)
            if handed is not None:
                options = handed.options_of(options)
            logs.configure(options.log_level, None if handed is None else handed.node)
            if options.workers > 1:
                return trio.run(workers.run, options, arguments)
            trio.run(_run, options, handed)
        except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - sorted there
            return report(error)
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
