"""The throw-away mail server of the tests leaves nothing behind for the test after it."""

import gc
import socket

from tests.gateway.sink import sink


def test_clients_that_vanish_leave_no_open_socket() -> None:
    """A ResourceWarning of a collected socket would fail this test, or the next one."""
    with sink() as handler:
        for said in (b"", b"EHLO me\r\n", b"EHLO me\r\nMAIL FROM:<a@b.c>\r\n") * 20:
            with socket.create_connection(("127.0.0.1", handler.port)) as client:
                client.sendall(said)
    assert not handler.connections
    gc.collect()
