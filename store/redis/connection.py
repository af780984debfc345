"""One connection to Redis: redis-py's, which runs on trio by trio-asyncio."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager

import trio
from redis.asyncio import Connection, SSLConnection
from redis.exceptions import (
    AuthenticationError,
    NoPermissionError,
    RedisError,
    ResponseError,
)
from trio_asyncio import aio_as_trio

from store.errors import StoreUnusable
from store.redis.address import Address

CONNECT_SECONDS = 1.5
"""Seconds for the socket, TLS, the password and the choice of the database together."""
LOST_BY = (RedisError, OSError, trio.TooSlowError)
"""What ends a connection, or keeps it from beginning."""


class Silent(OSError):
    """Redis has not answered for too long."""

    def __str__(self) -> str:
        """Say so."""
        return "no answer in time"


@asynccontextmanager
async def connected(address: Address) -> AsyncGenerator[Connection, None]:
    """Connect, and close the connection at the end, without a word that could take time.

    Raises one of `LOST_BY`. The connection never connects a second time by itself, and repeats no
    command: what it carried may have been done.
    """
    connection = _make(address)
    try:
        with trio.fail_after(CONNECT_SECONDS):
            await aio_as_trio(_connect)(connection)
        yield connection
    finally:
        with trio.CancelScope(shield=True):
            await aio_as_trio(_abort)(connection)


async def _connect(connection: Connection) -> None:
    """Connect and be answered: where a password is missing, the first command says so."""
    await connection.connect()
    await connection.send_command("PING", check_health=False)
    await connection.read_response()


async def _abort(connection: Connection) -> None:
    """Close the socket without a word: of TLS, the last one waits for an answer."""
    if (writer := connection._writer) is not None:  # noqa: SLF001 - only its own methods wait
        writer.transport.abort()
    await connection.disconnect(nowait=True)
    await asyncio.sleep(0)  # asyncio closes sockets a turn later, and this may be the last one


def _make(address: Address) -> Connection:
    named = {
        "host": address.host,
        "port": address.port,
        "db": address.database,
        "username": address.user,
        "password": address.password,
    }
    if not address.tls:
        return Connection(**named)
    return SSLConnection(
        **named, ssl_cert_reqs="required", ssl_check_hostname=True, ssl_ca_certs=address.ca
    )


def check_authority(file: str) -> None:
    """Raise `StoreUnusable` if a file has no certificate that others can be checked by."""
    try:
        ssl.create_default_context(cafile=file)
    except OSError as error:
        raise StoreUnusable(
            f"ssl_ca_certs={file} in the URL of Redis: no certificate can be read there ({error})"
        ) from None


def refused(error: BaseException) -> bool:
    """Tell whether Redis will say no again: a password, a right, a database, a certificate."""
    if isinstance(error, AuthenticationError | NoPermissionError | ResponseError):
        return True
    causes = (error, error.__cause__, error.__context__)
    return any(isinstance(each, ssl.SSLCertVerificationError) for each in causes)


def leaves(error: BaseException) -> Iterator[BaseException]:
    """Yield the errors of a group, and of groups within it."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from leaves(each)
    else:
        yield error


def said(error: BaseException) -> str:
    """Say in a few words what went wrong."""
    first = next(leaves(error))
    if isinstance(first, trio.TooSlowError):
        return str(Silent())
    return str(first) or type(first).__name__
