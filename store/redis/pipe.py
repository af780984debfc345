"""Commands of many tasks on one connection: those of one turn leave in one write."""

from collections import deque
from typing import Any

import trio
from redis.asyncio import Connection
from redis.exceptions import ResponseError
from trio_asyncio import aio_as_trio

from store.redis.connection import Silent

TICK = 0.25
SILENT_TICKS = 6
"""Ticks without any answer after which the connection counts as lost: 1.5 s. They are counted, not
read off a clock, as it is not the silence of Redis if this process stood still."""

LOST = object()
"""Stands for an answer that did not come before the connection ended."""


class Answer:
    """What Redis answers to a command, when ``come`` is set: ``value``, which may be an error.

    It is `LOST` if the connection ends first.
    """

    __slots__ = ("come", "value")

    def __init__(self) -> None:
        self.come = trio.Event()
        self.value: Any = LOST


class Pipe:
    """Sends commands through a connection that is open, and takes the answers, in their order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._commands: list[tuple[Any, ...]] = []
        self._answers: deque[Answer | None] = deque()
        self._work = trio.Event()
        self._answered = True
        self.silent = False
        """Whether somebody has waited for an answer in vain, and none has come since."""
        self.size = 0
        """Bytes that have not been written yet."""

    def send(self, command: tuple[Any, ...], answer: Answer | None, size: int = 0) -> None:
        """Send a command; if ``answer`` is None, an error that it gets ends the pipe."""
        self._commands.append(command)
        self._answers.append(answer)
        self.size += size
        self._work.set()

    async def run(self) -> None:
        """Carry commands until the connection is lost; raises why, in a group."""
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._write)
                nursery.start_soon(aio_as_trio(self._read))
                nursery.start_soon(self._watch)
        finally:
            for answer in filter(None, self._answers):
                answer.come.set()

    async def _write(self) -> None:
        pack, send = self._connection.pack_commands, self._connection.send_packed_command
        while True:
            await self._work.wait()
            self._work = trio.Event()
            commands, size = self._commands, self.size
            self._commands = []
            await aio_as_trio(send)(pack(commands), check_health=False)
            self.size -= size

    async def _read(self) -> None:
        """Take answers; runs in asyncio."""
        while True:
            try:
                value = await self._connection.read_response(disconnect_on_error=False)
            except ResponseError as error:
                value = error
            self._answered, self.silent = True, False
            answer = self._answers.popleft()
            if answer is not None:
                answer.value = value
                answer.come.set()
            elif isinstance(value, ResponseError):
                raise value

    async def _watch(self) -> None:
        silent = 0
        while silent < SILENT_TICKS:
            await trio.sleep(TICK)
            silent = 0 if self._answered or not self._answers else silent + 1
            self._answered = False
        raise Silent
