"""HTTP/2 of every kind of wrong, and of the kinds that are right but rare."""

import random
import struct
from collections.abc import Iterator

import pytest
import trio
from hpack import Encoder
from hypercorn.config import Config

from gateway.main import Running
from gateway.transport import stream as streams
from tests.gateway.client import Client
from tests.gateway.conftest import port_of
from tests.gateway.wild import all_gone, no_mistakes, said_to
from tests.patience import STUCK

DATA, HEADERS, PRIORITY, RST, SETTINGS, GOAWAY, WINDOW, CONTINUATION = 0, 1, 2, 3, 4, 7, 8, 9
END_STREAM, END_HEADERS = 1, 4


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """One frame of HTTP/2."""
    return len(payload).to_bytes(3) + bytes((kind, flags)) + stream.to_bytes(4) + payload


BEGIN = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0)
NO_WINDOW = frame(SETTINGS, 0, 0, struct.pack("!HI", 4, 0))
HEALTH = {":method": "GET", ":scheme": "http", ":path": "/healthz", ":authority": "127.0.0.1"}
GUEST = {**HEALTH, ":method": "POST", ":path": "/nowhere", "origin": "http://127.0.0.1"}
NO_PATH = {":method": "CONNECT", ":authority": "x:1"}


def head(fields: dict[str, str], stream: int = 1, *, ends: bool = True, **other: str) -> bytes:
    """A request; ``other`` are pseudo header fields that differ."""
    lines = fields | {f":{name}": value for name, value in other.items()}
    block = Encoder().encode([(k.encode(), v.encode("latin-1")) for k, v in lines.items()])
    return frame(HEADERS, END_HEADERS | (END_STREAM if ends else 0), stream, block)


def depends(stream: int, on: int) -> bytes:
    """The priority of a stream."""
    return frame(PRIORITY, 0, stream, struct.pack("!IB", on, 15))


RESET = frame(RST, 0, 1, struct.pack("!I", 8))
PIECE = frame(DATA, 0, 1, b"x" * 1000)
LAST = frame(DATA, END_STREAM, 1, b"x")
WRONG: dict[str, tuple[bytes, ...]] = {
    "a path that is not ASCII": (head(HEALTH, path="/\xff"),),
    "a method that is not ASCII": (head(HEALTH, method="\xff"),),
    "a tunnel": (head(NO_PATH),),
    "a socket": (head(HEALTH, method="CONNECT", protocol="websocket"), PIECE, LAST),
    "an odd socket": (head(HEALTH, method="CONNECT", protocol="\xff"),),
    "no path": (head({**HEALTH, ":path": ""}),),
    "a body after the answer": (head(GUEST, ends=False), PIECE, PIECE, LAST),
    "a body that is not wanted": (head(HEALTH, ends=False) + PIECE, LAST),
    "a body that breaks off": (head(GUEST, ends=False) + PIECE + RESET,),
    "a request that breaks off": (head(HEALTH) + RESET,),
    "two hundred that break off": (
        b"".join(head(HEALTH, n) + frame(RST, 0, n, bytes(4)) for n in range(1, 400, 2)),
    ),
    "an end in the middle": (head(GUEST, ends=False) + frame(GOAWAY, 0, 0, bytes(8)) + LAST,),
    "two thousand priorities": (b"".join(depends(number, 0) for number in range(1, 4000, 2)),),
    "priorities in a ring": (depends(1, 3) + depends(3, 1) + head(HEALTH),),
    "itself before itself": (depends(1, 1),),
    "a window too large": (head(HEALTH) + frame(WINDOW, 0, 1, b"\x7f\xff\xff\xff") * 2,),
    "a window of an idle stream": (frame(WINDOW, 0, 9, bytes((0, 0, 0, 5))),),
    "the same stream again": (head(HEALTH), head(HEALTH)),
    "endless headers": (frame(HEADERS, 0, 1) + frame(CONTINUATION, 0, 1) * 300,),
    "noise for headers": (frame(HEADERS, END_HEADERS, 1, b"\xff" * 50),),
    "a frame too large": (b"\xff\xff\xff\x00\x00\x00\x00\x00\x01" + bytes(40_000),),
    "settings that may not be": (frame(SETTINGS, 0, 0, struct.pack("!HI", 4, 1 << 31)),),
    "no preface": (b"GET / HTTP/1.1\r\n\r\n",),
}


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines short enough to be waited for."""
    monkeypatch.setattr(Config, "keep_alive_timeout", 0.3)
    monkeypatch.setattr(streams, "SILENCE", 0.6)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines that nobody misses who means well, however busy the machine is."""
    monkeypatch.setattr(Config, "keep_alive_timeout", 2.0)
    monkeypatch.setattr(streams, "SILENCE", 2.0)


@pytest.mark.parametrize("chunks", WRONG.values(), ids=WRONG)
async def test_what_is_wrong_ends_without_a_word_in_the_log(
    server: Running, client: Client, caplog: pytest.LogCaptureFixture, chunks: tuple[bytes, ...]
):
    with no_mistakes(server, caplog):
        await said_to(server, BEGIN, *chunks)
        await said_to(server, BEGIN, *chunks, ends=True)
        assert (await client.get("/healthz")).status == 200
        await all_gone(server)


async def test_a_body_whose_request_has_its_answer_is_not_wanted(
    server: Running, caplog: pytest.LogCaptureFixture
):
    enough = frame(RST, 0, 1, bytes(4))
    with no_mistakes(server, caplog), trio.fail_after(STUCK):
        async with await trio.open_tcp_stream("127.0.0.1", port_of(server)) as stream:

            async def until(sign: bytes) -> None:
                answer = b""
                while sign not in answer:
                    answer += (more := await stream.receive_some())
                    assert more

            await stream.send_all(BEGIN + head(GUEST, ends=False))
            await until(frame(DATA, END_STREAM, 1))
            await stream.send_all(PIECE)
            await until(enough)
            await stream.send_all(PIECE + LAST + head(HEALTH, 3))
            await until(frame(DATA, 0, 3, b"ok\n"))
        await all_gone(server)


async def test_after_a_refusal_the_next_request_is_answered(server: Running):
    answer = await said_to(server, BEGIN + head(HEALTH, path="/\xff") + head(HEALTH, 3))
    assert frame(DATA, 0, 3, b"ok\n") in answer


@pytest.mark.parametrize("ends", [False, True], ids=["stays", "leaves"])
async def test_an_answer_nobody_opens_a_window_for_is_given_up(server: Running, *, ends: bool):
    answer = await said_to(server, BEGIN + NO_WINDOW + head(HEALTH), ends=ends)
    assert b"ok\n" not in answer
    await all_gone(server)


async def test_the_server_stops_though_an_answer_waits_for_a_window(
    server: Running, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(streams, "SILENCE", 60.0)
    async with await trio.open_tcp_stream("127.0.0.1", port_of(server)) as stream:
        await stream.send_all(BEGIN + NO_WINDOW + head(HEALTH))
        answer = b""
        while frame(HEADERS, END_HEADERS, 1)[3:] not in answer:  # the head of the answer
            answer += await stream.receive_some()
        server.stop.set()
        with trio.fail_after(STUCK):
            await server.stopped.wait()


def _wild(seed: int, count: int) -> Iterator[bytes]:
    draw = random.Random(seed)
    pool = [b"".join(chunks) for chunks in WRONG.values()]
    for _ in range(count):
        data = bytearray(b"".join(draw.choices(pool, k=draw.randint(1, 3)))[:3000])
        for _ in range(draw.randint(0, 4)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        yield BEGIN + bytes(data)


@pytest.mark.usefixtures("unhurried")
async def test_a_crowd_of_wild_peers_ends_by_itself(
    server: Running, client: Client, caplog: pytest.LogCaptureFixture
):
    wild = _wild(2, 300)

    async def one_after_the_other() -> None:
        for number, data in enumerate(wild):
            await said_to(server, data, ends=number % 4 > 0)

    with no_mistakes(server, caplog):
        async with trio.open_nursery() as nursery:
            for _ in range(64):
                nursery.start_soon(one_after_the_other)
            for _ in range(10):
                assert (await client.get("/healthz")).status == 200
        await all_gone(server)
