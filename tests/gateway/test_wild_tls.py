"""TLS that is wrong in every way ends with an alert or an end, and nothing else."""

import random
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
import trio
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.main import Running
from gateway.start.certificate import self_signed
from gateway.transport import http
from gateway.transport import server as transport
from gateway.transport.stream import Stream
from gateway.transport.tls import Tls
from gateway.transport.turns import Turns
from tests.gateway.client import Client
from tests.gateway.conftest import port_of
from tests.gateway.test_tls import server, trust
from tests.gateway.wild import all_gone, no_mistakes, said
from tests.patience import STUCK

__all__ = ["server", "trust"]

MUTATIONS = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=5)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """The server's context, with a certificate of its own."""
    path: Path = tmp_path_factory.mktemp("tls") / "tls.pem"
    return self_signed(path, ["localhost"]).context


class Peer:
    """A client without I/O."""

    def __init__(self, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> None:
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        trusting.maximum_version = version
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.object = trusting.wrap_bio(self.incoming, self.outgoing, server_hostname="localhost")

    def step(self, data: bytes = b"") -> bytes:
        """Go on with the handshake; return the bytes to send."""
        self.incoming.write(data)
        with suppress(ssl.SSLWantReadError):
            self.object.do_handshake()
        return self.outgoing.read()


def mutated(data: bytes, mutations: list[tuple[int, int]], cut: int) -> bytes:
    """Return the data with some bytes changed, and perhaps cut short."""
    changed = bytearray(data)
    for at, byte in mutations:
        changed[at % len(changed)] = byte
    return bytes(changed[:cut])


def shaken(context: ssl.SSLContext, version: ssl.TLSVersion) -> tuple[Tls, Peer]:
    """Both sides of a handshake that is over."""
    tls, peer, data = Tls(context), Peer(version), b""
    while not tls.shake_hands(peer.step(data)):
        data = tls.take()
    peer.step(tls.take())
    return tls, peer


versions = st.sampled_from([ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])


@settings(max_examples=40)
@given(versions, MUTATIONS, st.integers(1, 3000), st.lists(st.integers(1, 3000), max_size=4))
def test_a_handshake_goes_on_or_fails(context, version, mutations, cut, pieces):
    tls, peer = Tls(context), Peer(version)
    hello = mutated(peer.step(), mutations, cut)
    edges = [0, *sorted(pieces), len(hello)]
    with suppress(ssl.SSLError):
        for start, end in pairwise(edges):
            assert not tls.shake_hands(hello[start:end])  # the peer has not finished
        answer = tls.take()
        if answer:
            tls.shake_hands(mutated(peer.step(answer) or b"x", mutations, cut))
    tls.end()


@settings(max_examples=40)
@given(versions, st.binary(max_size=200), MUTATIONS, st.integers(1, 3000))
def test_records_are_opened_or_refused(context, version, clear, mutations, cut):
    tls, peer = shaken(context, version)
    peer.object.write(clear or b"x")
    sent = peer.outgoing.read()
    garbled = mutated(sent, mutations, cut)
    with suppress(ssl.SSLError):
        opened = tls.open(garbled)
        assert opened in {b"", clear or b"x"}
        assert opened == b"" or garbled.startswith(sent)
    tls.take()
    tls.end()


async def test_nothing_is_sent_over_what_was_broken(context: ssl.SSLContext):
    near, far = socket.socketpair()
    near.setblocking(False)
    stream = Stream(near, Turns(), lambda: None)
    stream.tls, _ = shaken(context, ssl.TLSVersion.TLSv1_3)
    far.send(b"\x17\x03\x03\x00\x20" + b"x" * 32)
    with far:
        with pytest.raises(trio.BrokenResourceError):
            await stream.receive_some(100)
        with pytest.raises(trio.BrokenResourceError):
            await stream.send_all(b"x")
    stream.abort()


def _wild(count: int, seed: int) -> Iterator[bytes]:
    """Client hellos cut, mutated, doubled and overlong; alerts, and noise."""
    draw = random.Random(seed)
    for _ in range(count):
        data = bytearray(Peer(draw.choice(list(ssl.TLSVersion)[-2:])).step())
        for _ in range(draw.randint(0, 4)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        kinds: tuple[Callable[[], bytes], ...] = (
            lambda data=data: bytes(data),
            lambda data=data: bytes(data[: draw.randint(1, len(data))]),
            lambda data=data: bytes(data) * 2,
            lambda: draw.randbytes(draw.randint(1, 2000)),
            lambda: b"\x16\x03\x01\x40\x00\x01\xff\xff\xff" + bytes(200_000),  # 16 MB to come
            lambda: b"\x15\x03\x03\x00\x02\x02\x28" * 3,
            lambda: b"\x14\x03\x03\x00\x01\x01" * 40,
        )
        yield draw.choice(kinds)()


async def test_a_crowd_of_wild_peers_ends_by_itself(
    server: Running,
    trust: ssl.SSLContext,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(transport, "TLS_WITHIN", 1.0)
    port, wild = port_of(server), _wild(100, 3)
    assert server.doors.redirect_port is not None
    doors = (port, port, port, server.doors.redirect_port)

    async def one_after_the_other() -> None:
        for number, data in enumerate(wild):
            answer = await said(doors[number % 4], data, ends=number % 2 > 0)
            assert not answer.startswith(b"HTTP/1.1 2")

    with no_mistakes(server, caplog):
        async with trio.open_nursery() as nursery:
            for _ in range(16):
                nursery.start_soon(one_after_the_other)
            client = Client(port, trust)
            for _ in range(5):
                assert (await client.get("/healthz")).status == 200
        await all_gone(server)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
async def test_keys_are_not_negotiated_again(
    server: Running, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(http, "HEAD_WITHIN", 0.5)
    command = ["openssl", "s_client", "-tls1_2", "-connect"]
    command.append(f"127.0.0.1:{port_of(server)}")

    def ask() -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command, input=b"R\n", capture_output=True, timeout=STUCK, check=False
        )

    with no_mistakes(server, caplog):
        done = await trio.to_thread.run_sync(ask)
        await all_gone(server)
    assert b"RENEGOTIATING" in done.stderr + done.stdout
    assert b"no renegotiation" in done.stderr
