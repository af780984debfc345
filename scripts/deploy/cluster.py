"""A cluster of services that runs, and what may be done to one of them while it does."""

import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import trio

from deploy import images
from deploy.compose import ComposeError, read
from deploy.places import Places
from deploy.unit import Unit

ACTS = ("status", "kill", "pause", "unpause", "stop", "start")
SIGNALS = {"kill": signal.SIGKILL, "pause": signal.SIGSTOP, "unpause": signal.SIGCONT}
PUBLIC = "RALLY_PUBLIC_URLS"
FRONT, PORT = "proxy", 4443
"""The service that people reach, and its port."""
CONTROL = "control"
"""The Unix socket in the cluster's folder. It takes one line, an act and a service, and answers."""


class Cluster:
    """The services of ``file``, in ``folder``; ``say`` prints a line for whoever watches.

    Raises ComposeError if the file cannot be carried out, or a program is not installed.
    """

    def __init__(self, file: Path, folder: Path, say: Callable[[str], None]) -> None:
        self._folder = folder
        # Addresses depend on the names of services alone, and one variable on an address.
        address = Places(read(file, {}), folder).addresses[FRONT]
        self.url = f"https://{address}:{PORT}"
        services = read(file, {**os.environ, PUBLIC: self.url})
        places = Places(services, folder)
        for each in services.values():
            images.program(each, places)  # is it installed?
        self._addresses = places.addresses
        self._units = {name: Unit(each, places, say) for name, each in services.items()}

    async def run(self, ready: Callable[[], None]) -> None:
        """Run until cancelled. ``ready`` is called once every service is. Raises ComposeError."""
        for name in ("logs", "services", "volumes"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        over = trio.Event()
        async with _listening(self._folder / CONTROL) as listener, trio.open_nursery() as nursery:
            nursery.start_soon(self._run_units, over)
            nursery.start_soon(trio.serve_listeners, self._serve, [listener])
            try:
                for unit in self._units.values():
                    await unit.ready.wait()
                ready()
                await trio.sleep_forever()
            finally:
                over.set()

    async def _run_units(self, over: trio.Event) -> None:
        """Run all services until ``over``; then end each one before those that it needs."""
        ended = {name: trio.Event() for name in self._units}
        scopes = {name: trio.CancelScope() for name in self._units}

        async def run(name: str) -> None:
            with scopes[name]:
                await self._units[name].run(self._units)
            ended[name].set()

        async def end(name: str) -> None:
            for other, unit in self._units.items():
                if name in unit.service.needs:
                    await ended[other].wait()
            scopes[name].cancel()

        async with trio.open_nursery() as nursery:
            nursery.cancel_scope.shield = True
            for name in self._units:
                nursery.start_soon(run, name)
            await over.wait()
            for name in self._units:
                nursery.start_soon(end, name)

    async def _serve(self, stream: trio.SocketStream) -> None:
        """Do what somebody asks for, and answer with lines; an error begins with ``rally:``."""
        act, _, name = (await stream.receive_some(1024) or b"").decode().strip().partition(" ")
        try:
            answer = await self._do(act, name)
        except ComposeError as error:
            answer = f"rally: {error}"
        await stream.send_all(f"{answer}\n".encode())

    async def _do(self, act: str, name: str) -> str:
        if act == "status":
            return "\n".join(self._line(each) for each in self._units)
        if name not in self._units:
            raise ComposeError(f"there is no service {name!r}, but {', '.join(self._units)}")
        unit = self._units[name]
        if act in SIGNALS:
            unit.signal(SIGNALS[act])
        elif act == "stop":
            await unit.stop()
        else:
            unit.start()
        return self._line(name)

    def _line(self, name: str) -> str:
        unit = self._units[name]
        return f"{name} {self._addresses[name]} {unit.pid or '-'} {unit.state}"


async def ask(folder: Path, act: str, name: str) -> str:
    """Have something done in the cluster that runs in ``folder``; return its answer."""
    try:
        stream = await trio.open_unix_socket(str(folder / CONTROL))
    except OSError:
        raise ComposeError(f"no cluster runs in {folder}; give its --folder") from None
    async with stream:
        await stream.send_all(f"{act} {name}\n".encode())
        return b"".join([part async for part in stream]).decode()


@asynccontextmanager
async def _listening(path: Path) -> AsyncIterator[trio.SocketListener]:
    """Listen on a Unix socket, in place of one that an earlier run has left."""
    await trio.Path(path).unlink(missing_ok=True)
    listener = trio.socket.socket(trio.socket.AF_UNIX)
    await listener.bind(str(path))
    listener.listen()
    try:
        yield trio.SocketListener(listener)
    finally:
        listener.close()
