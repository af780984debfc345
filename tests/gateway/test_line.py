"""The system's round trip is used for a player's own connection, but not for a proxy's."""

import socket
import struct
import sys
from ipaddress import ip_network
from typing import Any, cast

import pytest

from gateway.guard.origin import Site
from gateway.guard.seen import Proxies
from gateway.transport import line
from gateway.transport.connection import SocketConnection
from gateway.transport.line import DELAYED, LENGTH, round_trip


class Told:
    """A socket for which the system reports these times, in microseconds."""

    def __init__(self, smooth: int, least: int, length: int = LENGTH) -> None:
        info = bytearray(LENGTH)
        struct.pack_into("=I", info, line.OFFSET_ROUND_TRIP, smooth)
        struct.pack_into("=I", info, line.OFFSET_LEAST, least)
        self._info = bytes(info[:length])

    def getsockopt(self, *_: int) -> bytes:
        return self._info


@pytest.mark.parametrize(
    ("smooth", "least", "seconds"),
    [
        (40_000, 40_000, 0.04),
        (80_000, 40_000, 0.04),
        (200_000, 40_000, 0.2 - DELAYED),
        (0, 0xFFFFFFFF, None),
    ],
    ids=["steady", "acknowledgements wait", "filled up", "not measured yet"],
)
def test_what_the_system_says_is_read(smooth: int, least: int, seconds: float | None) -> None:
    found = round_trip(cast("Any", Told(smooth, least)))
    assert found == (None if seconds is None else pytest.approx(seconds))


def test_a_system_that_says_less_says_nothing() -> None:
    assert round_trip(cast("Any", Told(40_000, 40_000, 104))) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")
def test_a_real_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        far = socket.create_connection(server.getsockname())
        near, _ = server.accept()
        with far, near:
            near.sendall(b"ping")
            far.recv(4)
            far.sendall(b"pong")
            near.recv(4)
            found = round_trip(near)
            assert found is not None
            assert 0.0 <= found < 1.0
        assert round_trip(near) is None, "it is closed"


def test_a_pair_that_is_no_tcp_says_nothing() -> None:
    near, far = socket.socketpair()
    with near, far:
        assert round_trip(near) is None


@pytest.mark.parametrize(
    ("peer", "direct"),
    [
        ("192.0.2.7", True),
        ("2001:db8::7", True),
        ("::ffff:192.0.2.7", True),
        ("10.0.0.9", False),
        ("127.0.0.1", False),
        ("::1", False),
        ("", False),
    ],
)
def test_only_of_a_players_own_connection(peer: str, direct: bool) -> None:
    """This machine's own address may belong to a tunnel; a proxy's address is no player's."""
    proxies = Proxies([ip_network("10.0.0.0/8")])
    assert proxies.direct(peer) is direct


def test_behind_a_public_address_something_is_in_front() -> None:
    site = Site(8000, ["localhost"], secure=False, public=["https://pong.example.org"])
    assert not site.direct("192.0.2.7", {"host": "pong.example.org"})
    assert not site.direct("192.0.2.7", {"host": "x", "origin": "https://pong.example.org"})
    assert site.direct("192.0.2.7", {"host": "localhost:8000"})


def test_a_connection_tells_what_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.transport.connection.round_trip", lambda _: 0.04)
    nothing = cast("Any", None)

    def made(*, direct: bool) -> SocketConnection:
        return SocketConnection(nothing, None, nothing, nothing, lambda: 0.0, direct=direct)

    assert made(direct=True).round_trip() == 0.04
    assert made(direct=False).round_trip() is None
