"""Workers of one command give each other the connections of clients whose player another one has.

What is given is the socket itself, with what was read from it, so nobody carries its bytes. It goes
through a Unix socket that all of them have from the command (SCM_RIGHTS; see unix(7)).
"""

from __future__ import annotations

import socket
from array import array
from collections.abc import Callable, Mapping

import trio
from structlog import get_logger

log = get_logger("gateway.cluster")

LARGEST = 128 * 1024
"""Bytes that come with a socket: the head of a request, and what was read behind it."""

LetIn = Callable[[socket.socket, bytes], None]
"""Takes the socket of a client, and the bytes that were read from it."""


class Neighbours:
    """The other workers by their names as nodes; a server of another kind has none."""

    def __init__(
        self, doors: Mapping[str, socket.socket] | None = None, own: socket.socket | None = None
    ) -> None:
        self._doors = doors or {}
        self._own = own

    def __contains__(self, name: str | None) -> bool:
        return name in self._doors

    def give(self, name: str, client: socket.socket, begun: bytes) -> bool:
        """Give a connection away; False if that one takes none just now. It stays open here."""
        if len(begun) > LARGEST:
            return False
        try:
            rights = socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", [client.fileno()])
            self._doors[name].sendmsg([begun], [rights], socket.MSG_DONTWAIT)
        except OSError as error:
            log.debug("a worker takes no connection", node=name, reason=str(error))
            return False
        return True

    async def run(self, let_in: LetIn) -> None:
        """Take what the others give, for ever."""
        if self._own is None:
            return
        while True:
            await trio.lowlevel.wait_readable(self._own)
            try:
                begun, given, _, _ = socket.recv_fds(self._own, LARGEST, 1, socket.MSG_DONTWAIT)
            except OSError:  # somebody has been faster, or there are no descriptors left
                await trio.sleep(0.01)
                continue
            for number in given:
                let_in(socket.socket(fileno=number), begun)
