"""Peers that keep to no rule: what they send must come to an end, and the log must stay clean."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import trio
from structlog.testing import capture_logs

from gateway.main import Running
from tests.gateway.client import until
from tests.gateway.conftest import port_of
from tests.patience import STUCK


@contextmanager
def no_mistakes(server: Running, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Check that no error is logged within the block."""
    with capture_logs() as logs:
        yield
    found = [line for line in logs if line["log_level"] in {"error", "critical"}]
    found += [line for line in caplog.records if line.levelno >= logging.ERROR]
    assert found == [], found


async def all_gone(server: Running) -> None:
    """Wait until the server has no connection any more."""
    await until(lambda: not server.services.neighbours._there)


async def said(port: int, *chunks: bytes, ends: bool = False) -> bytes:
    """Send all this to a port, and read to the end, which must come by itself."""
    answer = b""
    with trio.fail_after(STUCK):
        stream = await trio.open_tcp_stream("127.0.0.1", port)
        with suppress(trio.BrokenResourceError):  # a reset is an end too
            async with stream:
                for chunk in chunks:
                    await stream.send_all(chunk)
                if ends:
                    await stream.send_eof()
                while more := await stream.receive_some():
                    answer += more
    return answer


async def said_to(server: Running, *chunks: bytes, ends: bool = False) -> bytes:
    """The same, to the server's port."""
    return await said(port_of(server), *chunks, ends=ends)
