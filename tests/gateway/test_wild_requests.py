"""Request heads that are wrong in every way are answered or dropped, without a traceback."""

import json
import random
from collections.abc import Iterator

import pytest
import trio
from hypothesis import given
from hypothesis import strategies as st

from gateway.main import Running
from gateway.transport import http
from gateway.transport.handshake import BadHandshake, Handshake, asks_for_socket, head_end
from tests.gateway.client import Client
from tests.gateway.test_codec import frame
from tests.gateway.wild import all_gone, no_mistakes, said_to
from tests.patience import STUCK

HOST = b"Host: 127.0.0.1\r\n"
ASKS = b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
VERSION = b"Sec-WebSocket-Version: 13\r\n"
KEY = b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
GOOD = (HOST, ASKS, VERSION, KEY)
HEALTH = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"


def get(*lines: bytes, path: bytes = b"/ws", version: bytes = b"1.1") -> bytes:
    """A request head."""
    return b"GET " + path + b" HTTP/" + version + b"\r\n" + b"".join(lines) + b"\r\n"


LINES = (
    *GOOD,
    *(b"Sec-WebSocket-Key: \xff\xfe\r\n", b"Sec-WebSocket-Key: x\r\n", b"Sec-WebSocket-Key:\r\n"),
    *(b"Sec-WebSocket-Key: " + b"A" * 9000 + b"\r\n", b"Sec-WebSocket-Key:\r\n AAAA\r\n"),
    *(b"Sec-WebSocket-Version: \xff\r\n", b"Sec-WebSocket-Version: " + b"9" * 3000 + b"\r\n"),
    *(b"Sec-WebSocket-Extensions: \xff\r\n", b"Sec-WebSocket-Extensions: a;b=c,,;=\r\n"),
    *(b"Sec-WebSocket-Protocol: \xff,,\r\n", b"Sec-WebSocket-Protocol: a,\xc3\x28\r\n"),
    *(b"Host: \xff\r\n", b"Host: xn--\r\n", b"Host: " + b"a" * 5000 + b"\r\n", b"Host:\r\n"),
    *(b"Connection: \xff, Upgrade\r\n", b"Connection: close\r\n", b"Upgrade: h2c\r\n"),
    *(b"Content-Length: 5\r\n", b"Content-Length: 0\r\n", b"Content-Length: -1\r\n"),
    *(b"Content-Length: " + b"9" * 4000 + b"\r\n", b"Transfer-Encoding: chunked\r\n"),
    *(b"Transfer-Encoding: x\r\n", b"Expect: 100-continue\r\n", b"x: \x00\r\n", b"x : y\r\n"),
    *(b'Cookie: \xff\x80=;;; a="\\777"\r\n', b"Origin: http://127.0.0.1\r\n", b"\xff: x\r\n"),
    *(b"HTTP2-Settings: AAIAAAAF\r\n", b"HTTP2-Settings: AAIAAAA\r\n", b"a: b\r\n" * 1500),
)
PATHS = (b"/ws", b"/healthz", b"*", b"http://x/ws", b"/ws\xff", b"/ws#x", b"/%ff%00%zz?%ff=&&")


@given(
    st.permutations(GOOD),
    st.lists(st.sampled_from(LINES), max_size=3),
    st.sampled_from(PATHS),
    st.sampled_from([b"1.1", b"1.0", b"2.0", b"9"]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=2),
)
def test_whatever_asks_for_a_socket_is_accepted_or_answered(
    good: list[bytes], odd: list[bytes], path: bytes, version: bytes, mutations
):
    head = bytearray(get(*good, *odd, path=path, version=version))
    for at, byte in mutations:
        head[at % len(head)] = byte
    head = bytes(head[: head_end(head)])
    if not asks_for_socket(head):
        return
    try:
        answer = Handshake(head).accept()
    except BadHandshake as bad:
        answer = bad.answer(secure=False)
    assert answer.startswith((b"HTTP/1.1 101", b"HTTP/1.1 4"))


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines so short that a test can wait for them."""
    monkeypatch.setattr(http, "HEAD_WITHIN", 0.3)
    monkeypatch.setattr(http, "KEEP_ALIVE", 0.3)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines that no honest peer misses, however busy the machine is."""
    monkeypatch.setattr(http, "HEAD_WITHIN", 2.0)
    monkeypatch.setattr(http, "KEEP_ALIVE", 2.0)


H2C = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
WRONG = {
    "a key that is not ASCII": get(HOST, ASKS, VERSION, b"Sec-WebSocket-Key: \xff\xfe\r\n"),
    "a cookie that is not UTF-8": get(*GOOD, b"Origin: http://127.0.0.1\r\nCookie: \xff\r\n"),
    "settings of HTTP/2 that may not be": get(HOST, H2C, b"HTTP2-Settings: AAIAAAAF\r\n"),
    "settings of HTTP/2 cut short": get(HOST, H2C, b"HTTP2-Settings: AAIAAAA\r\n"),
    "a later socket of no ASCII": HEALTH + get(*GOOD, b"Sec-WebSocket-Extensions: \xff\r\n"),
    "a later socket of no version": HEALTH + get(HOST, ASKS, KEY),
    "a later socket of an odd one": HEALTH + get(HOST, ASKS, b"Sec-WebSocket-Version: \xff\r\n"),
    "a later socket with a frame": HEALTH + get(*GOOD) + frame(0x81, b"{}"),
    "a length and an upgrade": get(*GOOD, b"Content-Length: 5\r\n") + b"hello",
    "chunks and an upgrade": get(*GOOD, b"Transfer-Encoding: chunked\r\n") + b"0\r\n\r\n",
    "no answer with a body, and chunks that are none": (
        b"HEAD / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"
    ),
    "two lengths": get(*GOOD, b"Content-Length: 5\r\nContent-Length: 0\r\n") + b"hello",
    "a method of other letters": get(*GOOD).replace(b"GET", b"G\xffT"),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("ends", [False, True], ids=["stays", "leaves"])
async def test_what_is_wrong_ends_without_a_word_in_the_log(
    server: Running, client: Client, caplog: pytest.LogCaptureFixture, data: bytes, *, ends: bool
):
    with no_mistakes(server, caplog):
        answer = await said_to(server, data, ends=ends)
        assert (await client.get("/healthz")).status == 200
        await all_gone(server)
    assert b"HTTP/1.1 101" not in answer or b"Cookie" in data


NO_REQUESTS = {
    "no HTTP": (b"nonsense\r\n\r\n", 400),
    "a head that does not end": (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 5000, 431),
    "an address that does not end": (b"GET /" + b"x" * 30_000, 431),
    "a body of a kind that is unknown": (get(HOST, b"Transfer-Encoding: x\r\n", path=b"/"), 501),
    "a later request that is none": (HEALTH + b"nonsense\r\n\r\n", 400),
    "a socket with a key of no length": (get(*GOOD[:3], b"Sec-WebSocket-Key: x\r\n"), 400),
    "a socket of another version": (get(HOST, ASKS, KEY, b"Sec-WebSocket-Version: 8\r\n"), 426),
}


@pytest.mark.parametrize(("data", "status"), NO_REQUESTS.values(), ids=NO_REQUESTS)
async def test_what_is_no_request_is_answered_with_problem_details(
    server: Running, data: bytes, status: int
):
    answer = await said_to(server, data)
    head, _, body = answer[answer.rindex(b"HTTP/1.1 ") :].partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    assert fields[b"content-type"] == b"application/problem+json"
    assert fields[b"x-content-type-options"] == b"nosniff"
    assert fields[b"connection"] == b"close"
    told = json.loads(body)
    assert told["status"] == status
    assert told["type"].startswith("urn:rally:problem:")
    assert told["title"]
    assert told["detail"]


async def test_http_2_is_not_come_to_by_an_upgrade(server: Running):
    head = get(HOST, H2C, b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n", path=b"/healthz")
    assert (await said_to(server, head)).startswith(b"HTTP/1.1 200")


async def test_a_body_is_never_taken_for_a_request(server: Running):
    hidden = get(HOST, b"Connection: close\r\n", path=b"/readyz")
    for lines in (
        b"Content-Length: %d\r\n" % len(hidden),
        b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        b"Content-Length: 3\r\nContent-Length: %d\r\n" % len(hidden),
    ):
        for path in (b"/ws", b"/nowhere"):
            answer = await said_to(server, get(*GOOD, lines, path=path) + hidden)
            assert answer.count(b"HTTP/1.1 ") == 1
            assert answer.startswith(b"HTTP/1.1 4")


async def test_a_head_and_what_follows_may_be_cut_anywhere(client: Client):
    await client.guest()
    assert client.cookie is not None
    extra = f"Cookie: {client.cookie}\r\nOrigin: {client.site}\r\n".encode()
    hello = frame(0x81, b'{"t":"hello"}') + frame(0x81, b'{"t":"ping","at":1}')
    data = get(f"Host: {client.host}\r\n".encode(), *GOOD[1:], extra) + hello
    cuts = iter(range(1, len(data)))

    async def cut() -> None:
        for at in cuts:
            stream = await trio.open_tcp_stream("127.0.0.1", client.port)
            async with stream:
                stream.setsockopt(6, 1, 1)  # TCP_NODELAY
                await stream.send_all(data[:at])
                await trio.sleep(0.0)
                await stream.send_all(data[at:])
                answer = b""
                while b'"welcome"' not in answer or b'"pong"' not in answer:
                    answer += (more := await stream.receive_some())
                    assert more, (at, answer)

    with trio.fail_after(4 * STUCK):
        async with trio.open_nursery() as nursery:
            for _ in range(8):  # more than a player may have
                nursery.start_soon(cut)


def _wild(seed: int, count: int) -> Iterator[bytes]:
    """Heads made of the lines above, cut, mutated, or several in a row; and noise."""
    draw = random.Random(seed)
    for _ in range(count):
        data = b""
        for _ in range(draw.randint(1, 3)):
            lines = [
                *draw.sample(GOOD, draw.randint(0, 4)),
                *draw.sample(LINES, draw.randint(0, 3)),
            ]
            draw.shuffle(lines)
            data += get(*lines, path=draw.choice(PATHS), version=draw.choice([b"1.1", b"1.0"]))
        mutated = bytearray(data if draw.random() < 0.9 else draw.randbytes(draw.randint(1, 3000)))
        for _ in range(draw.randint(0, 3)):
            mutated[draw.randrange(len(mutated))] = draw.randrange(256)
        yield bytes(mutated[: draw.randint(1, len(mutated))] if draw.random() < 0.2 else mutated)


@pytest.mark.usefixtures("unhurried")
async def test_a_crowd_of_wild_peers_ends_by_itself(
    server: Running, client: Client, caplog: pytest.LogCaptureFixture
):
    wild = _wild(1, 300)

    async def one_after_the_other() -> None:
        for number, data in enumerate(wild):
            await said_to(
                server, data[: len(data) // 2], data[len(data) // 2 :], ends=number % 2 > 0
            )

    with no_mistakes(server, caplog):
        async with trio.open_nursery() as nursery:
            for _ in range(16):
                nursery.start_soon(one_after_the_other)
            for _ in range(10):
                assert (await client.get("/healthz")).status == 200
        await all_gone(server)


async def test_an_endless_head_is_not_kept(server: Running):
    """Nobody reads the rest of a head that is too long."""
    answer = await said_to(server, b"GET /ws HTTP/1.1\r\n" + b"a: b\r\n" * 200_000)
    assert answer.startswith((b"HTTP/1.1 431", b"HTTP/1.1 400")) or not answer
