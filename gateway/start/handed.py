"""What a worker has from the command that started it: a name, and open descriptors."""

from __future__ import annotations

import signal
import socket

import msgspec
import trio
from msgspec import Struct, structs

from gateway.cluster.neighbours import Neighbours
from gateway.start.options import Options

READY = b"r"


class Handed(Struct, frozen=True):
    """The numbers are those of descriptors.

    Of several workers this one is the ``index``-th, from 0. ``line`` leads to the command: it hears
    there when the worker is ready, and the worker that the command has ended, however it did.
    Connections for it come through ``door``; those for the others go through ``doors``, by node.
    """

    node: str
    index: int
    listener: int
    redirect: int | None
    lock: int | None
    line: int
    door: int
    doors: dict[str, int]

    @property
    def descriptors(self) -> tuple[int, ...]:
        """All of them."""
        found = (self.listener, self.redirect, self.lock, self.line, self.door)
        return (*(number for number in found if number is not None), *self.doors.values())

    def encoded(self) -> str:
        """Return this as an argument of a command."""
        return msgspec.json.encode(self).decode()

    def options_of(self, all_workers: Options) -> Options:
        """Return the options of this worker: each has an inner port of its own."""
        host, port = all_workers.inner
        inner = host, port and port + self.index
        return structs.replace(all_workers, workers=1, node=self.node, inner=inner)

    def listeners(self) -> tuple[socket.socket, socket.socket | None]:
        """Return the listening sockets, which all workers have: that of the site, and the other."""
        redirect = None if self.redirect is None else socket.socket(fileno=self.redirect)
        return socket.socket(fileno=self.listener), redirect

    def neighbours(self) -> Neighbours:
        """Return the other workers."""
        doors = {node: socket.socket(fileno=number) for node, number in self.doors.items()}
        return Neighbours(doors, socket.socket(fileno=self.door))

    def say_ready(self) -> None:
        """Tell the command that this worker serves."""
        with socket.socket(fileno=socket.dup(self.line)) as line:
            line.send(READY)

    async def end_with_the_command(self) -> None:
        """Stop this process, as a signal does, when the command has ended."""
        with socket.socket(fileno=socket.dup(self.line)) as line:
            line.setblocking(False)
            await trio.lowlevel.wait_readable(line)  # it says nothing
        signal.raise_signal(signal.SIGTERM)


def read(argument: str) -> Handed:
    """Read what `Handed.encoded` has written."""
    return msgspec.json.decode(argument, type=Handed)
