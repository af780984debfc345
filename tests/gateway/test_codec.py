"""WebSocket frames: with wsproto as the peer in both directions, cut anywhere, with garbage."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, Pong, TextMessage
from wsproto.frame_protocol import Frame, Opcode

from gateway.transport import codec
from gateway.transport.codec import Decoder, Violation

LIMIT = 70_000
MASK = b"\x01\x02\x03\x04"


def frame(first: int, payload: bytes, *, mask: bytes = MASK) -> bytes:
    """A client's frame, by hand."""
    size = len(payload)
    if size < 126:
        head = bytes((first, 0x80 | size))
    elif size < 65536:
        head = bytes((first, 0xFE)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, 0xFF)) + size.to_bytes(8, "big")
    return head + mask + codec.unmask(mask, payload)


def heard(data: bytes, cuts: list[int] | None = None) -> list[bytes | Frame]:
    """What the decoder makes of these bytes if they arrive in pieces, without fragments."""
    decoder, out = Decoder(LIMIT), []
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts or []), len(data)]
    for start, end in pairwise(edges):
        out += decoder.feed(data[start:end])
    return [event for event in out if isinstance(event, bytes) or event.opcode.iscontrol()]


texts = st.text(max_size=300) | st.sampled_from(["", "x" * 125, "x" * 126, "é" * 40_000])
messages = st.lists(
    st.tuples(st.just("text"), texts.filter(lambda text: len(text.encode()) <= LIMIT))
    | st.tuples(st.sampled_from(["ping", "pong"]), st.binary(max_size=125)),
    max_size=6,
)


@given(messages, st.lists(st.integers(0, 10**6), max_size=12), st.integers(1, 9))
def test_what_wsproto_sends_is_heard_however_it_is_cut(
    sent: list[tuple[str, str | bytes]], cuts: list[int], fragments: int
):
    peer = Connection(ConnectionType.CLIENT)
    data = b""
    for kind, content in sent:
        if isinstance(content, str):
            step = max(1, len(content) // fragments)
            pieces = [content[at : at + step] for at in range(0, len(content), step)] or [""]
            for piece in pieces[:-1]:
                data += peer.send(TextMessage(piece, message_finished=False))
                data += peer.send(Ping(b"between"))
            data += peer.send(TextMessage(pieces[-1]))
        else:
            data += peer.send(Ping(content) if kind == "ping" else Pong(content))
    got = [e if isinstance(e, bytes) else e.payload for e in heard(data, cuts)]
    expected = [c.encode() if isinstance(c, str) else c for _, c in sent]
    assert [thing for thing in got if thing != b"between"] == [
        thing for thing in expected if thing != b"between"
    ]


def received(data: bytes) -> list[Event]:
    peer = Connection(ConnectionType.CLIENT)
    peer.receive_data(data)
    return list(peer.events())


@given(st.text(max_size=400) | st.integers(0, 70_000).map(lambda size: "x" * size))
def test_wsproto_understands_what_is_sent(text: str):
    events = received(codec.text(text.encode()) + codec.pong(b"p") + codec.close(4408, "silent"))
    assert "".join(e.data for e in events if isinstance(e, TextMessage)) == text
    assert events[-2] == Pong(b"p")
    assert events[-1] == CloseConnection(4408, "silent")
    assert not any(isinstance(event, BytesMessage) for event in events)


def test_a_long_reason_is_cut_short():
    assert len(codec.close(4400, "é" * 200)) <= 127


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=5))
def test_garbage_is_decoded_or_a_violation(data: bytes, cuts: list[int]):
    """The result is the same whether the bytes arrive in pieces or at once."""

    def outcome(cuts: list[int]) -> object:
        out = []
        decoder = Decoder(LIMIT)
        edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
        try:
            for start, end in pairwise(edges):
                for event in decoder.feed(data[start:end]):
                    out.append(event)  # noqa: PERF402 - the last one may be a violation
        except Violation as violation:
            return out, violation.code
        return out, None

    assert outcome(cuts) == outcome([])


@given(st.integers(0, 255), st.integers(0, 255), st.binary(max_size=140))
def test_any_header_is_decoded_or_a_violation(first: int, second: int, rest: bytes):
    with suppress(Violation):
        out = list(Decoder(LIMIT).feed(bytes((first, second)) + rest))
        assert all(isinstance(event, bytes | Frame) for event in out)


BAD = {
    "no mask": (b"\x81\x02hi", 1002),
    "a reserved bit": (frame(0xC1, b"hi"), 1002),
    "a reserved opcode": (frame(0x83, b"hi"), 1002),
    "a fragmented ping": (frame(0x09, b"hi"), 1002),
    "a long ping": (frame(0x89, b"x" * 126), 1002),
    "nothing to continue": (frame(0x80, b"hi"), 1002),
    "a message within a message": (frame(0x01, b"hi") + frame(0x81, b"hi"), 1002),
    "a length of three bytes too long": (b"\x81\xfe\x00\x05" + MASK + b"hello", 1002),
    "a length of nine bytes too long": (b"\x81\xff" + bytes(6) + b"\x12\x34" + MASK, 1002),
    "binary": (frame(0x82, b"hi"), 1003),
    "a fragment of binary": (frame(0x02, b"hi"), 1003),
    "no UTF-8": (frame(0x81, b"\xff"), 1007),
    "half a character": (frame(0x81, "é".encode()[:1]), 1007),
    "a surrogate": (frame(0x81, b"\xed\xa0\x80"), 1007),
    "no UTF-8 in a fragment": (frame(0x01, b"\xc3") + frame(0x80, b"("), 1007),
    "no UTF-8 at the end of fragments": (frame(0x01, b"x") + frame(0x80, b"\xc3"), 1007),
    "too large, by its header alone": (b"\x81\xff" + LIMIT.to_bytes(8, "big")[:-1] + b"\xff", 1009),
    "fragments too large together": (frame(0x01, b"x" * 60_000) + frame(0, b"x" * 60_000), 1009),
    "endless empty fragments": (frame(0x01, b"") + frame(0, b"") * 20_000, 1009),
    "a close of one byte": (frame(0x88, b"x"), 1002),
    "a close with a code nobody may send": (frame(0x88, b"\x03\xee"), 1002),
    "a close with a reason that is no UTF-8": (frame(0x88, b"\x03\xe8\xff"), 1007),
}


@pytest.mark.parametrize(("data", "code"), BAD.values(), ids=BAD)
def test_what_breaks_the_rules_has_its_code(data: bytes, code: int):
    with pytest.raises(Violation) as broken:
        heard(frame(0x81, b"before") + data)
    assert broken.value.code == code


def test_what_came_before_is_heard():
    events = Decoder(LIMIT).feed(frame(0x81, b"before") + b"\x81\x02hi")
    assert next(events) == b"before"
    with pytest.raises(Violation):
        next(events)


def test_a_message_is_heard_with_its_last_byte():
    decoder = Decoder(LIMIT)
    for size in (300, 0, 70_000, 3, 126):
        data = frame(0x81, b"x" * size)
        assert list(decoder.feed(data[:1])) == []
        assert list(decoder.feed(data[1:-1])) == []
        assert list(decoder.feed(data[-1:])) == [b"x" * size]


def test_a_split_character_is_whole_in_the_message():
    data = frame(0x01, b"\xc3") + frame(0x89, b"p") + frame(0x80, b"\xa9")
    ping, message = heard(data)
    assert isinstance(ping, Frame)
    assert (ping.opcode, ping.payload) == (Opcode.PING, b"p")
    assert message == "é".encode()


def test_a_close_has_its_code():
    [closed] = heard(frame(0x88, (1001).to_bytes(2, "big") + b"bye"))
    assert isinstance(closed, Frame)
    assert closed.payload == (1001, "bye")


def test_a_decoder_at_rest_holds_nothing():
    decoder = Decoder(LIMIT)
    list(decoder.feed(frame(0x01, b"a") + frame(0x80, b"b") + frame(0x89, b"")))
    assert (decoder._rest, decoder._fragmented, decoder._parts) == (b"", None, [])
