"""Redis as one server uses it: its address, its names, and commands."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import cache
from hashlib import sha1
from typing import Any

import trio
from redis.exceptions import NoScriptError, ResponseError
from structlog import get_logger
from trio_asyncio import current_loop, open_loop

from store.errors import StoreUnusable
from store.redis.address import Address, read_address
from store.redis.connection import LOST_BY, check_authority, connected, refused, said
from store.redis.pipe import LOST, Answer, Pipe
from store.redis.reconnect import stay_connected

log = get_logger("store.redis")

ANSWER_SECONDS = 0.25
"""How long a task waits for the answer to a command."""


class RedisAway(Exception):
    """Redis gave no answer now, or refused: do without it. The command may have been done."""


class Redis:
    """Sends commands; all tasks share one connection."""

    def __init__(self, address: Address, prefix: str) -> None:
        self.address = address
        self._prefix = prefix
        self._pipe: Pipe | None = None
        self._told = ""

    @property
    def up(self) -> bool:
        """Whether it is connected."""
        return self._pipe is not None

    def key(self, *parts: str) -> str:
        """Return the name of a key or channel, which no other installation has."""
        return ":".join((self._prefix, *parts))

    async def ask(self, *command: Any) -> Any:
        """Return the answer to a command; raises `RedisAway`."""
        try:
            return await self._ask(*command)
        except ResponseError as error:
            raise self._refused(error) from None

    async def evaluate(self, script: str, key: str, *values: Any) -> Any:
        """Run a Lua script on one key, and return what it returns; raises `RedisAway`.

        Redis knows a script by its hash once it has seen it, until it starts again.
        """
        try:
            return await self._ask("EVALSHA", _hash(script), 1, key, *values)
        except NoScriptError:
            return await self.ask("EVAL", script, 1, key, *values)
        except ResponseError as error:
            raise self._refused(error) from None

    async def _ask(self, *command: Any) -> Any:
        pipe = self._pipe
        if pipe is None or pipe.silent:
            raise RedisAway
        answer = Answer()
        pipe.send(command, answer)
        with trio.move_on_after(ANSWER_SECONDS):
            await answer.come.wait()
        if not answer.come.is_set():
            pipe.silent = True
            raise RedisAway
        if answer.value is LOST:
            raise RedisAway
        if isinstance(answer.value, ResponseError):
            raise answer.value
        return answer.value

    def _refused(self, error: ResponseError) -> RedisAway:
        """Log why Redis refuses a command (no memory left, no right), once for each reason."""
        if (reason := str(error)) != self._told:
            log.warning("Redis refuses a command", reason=reason)
            self._told = reason
        return RedisAway(reason)

    async def run(self) -> None:
        """Stay connected for ever."""
        await stay_connected("commands", self._once)

    async def _once(self, well: Callable[[], None]) -> None:
        async with connected(self.address) as connection:
            self._pipe = Pipe(connection)
            well()
            try:
                await self._pipe.run()
            finally:
                self._pipe = None


@cache
def _hash(script: str) -> str:
    return sha1(script.encode(), usedforsecurity=False).hexdigest()


@asynccontextmanager
async def open_redis(url: str, prefix: str) -> AsyncGenerator[Redis, None]:
    """Use the Redis server at a URL; that it is away is no error, now or later.

    Raises `StoreUnusable` if the URL is none, or if Redis refuses what it names. Errors that leave
    this context come in a group. Use it only in tasks that were started inside the context: they
    inherit its asyncio loop, which is the one of the context around, if there is one.
    """
    address = read_address(url)
    if address.ca is not None:
        check_authority(address.ca)
    async with _loop(), trio.open_nursery() as nursery:
        await _try(address)
        redis = Redis(address, prefix)
        nursery.start_soon(redis.run)
        yield redis
        nursery.cancel_scope.cancel()


@asynccontextmanager
async def _loop() -> AsyncGenerator[None, None]:
    if current_loop.get() is not None:
        yield
        return
    async with open_loop() as loop:
        loop.set_exception_handler(_log)
        yield


def _log(_: object, context: dict[str, Any]) -> None:
    """Log an error that no caller waits for; without a handler trio-asyncio ends the process."""
    log.error("in the loop of asyncio", what=context["message"], exc_info=context.get("exception"))


async def _try(address: Address) -> None:
    """Connect once, so that a wrong password is said at the start."""
    try:
        async with connected(address):
            pass
    except LOST_BY as error:
        if refused(error):
            raise StoreUnusable(
                f"{address} refuses this server ({said(error)}): mend the URL of Redis, its"
                " password, or the rights of its user"
            ) from None
