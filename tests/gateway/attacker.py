"""A hostile client that attacks as fast as it can until it is killed. Usage: KIND PORT COOKIE."""

import os
import random
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import repeat

from tests.gateway.client import Client, deaf_socket

FRAMES_A_SECOND = 10_000
AT_ONCE = 100


def masked(first: int, payload: bytes) -> bytes:
    """A frame with a mask of zeros."""
    size = len(payload)
    length = bytes((0x80 | size,)) if size < 126 else struct.pack("!BH", 0x80 | 126, size)
    return bytes((first,)) + length + bytes(4) + payload


HELLO = masked(0x81, b'{"t":"hello"}')
PING = masked(0x81, b'{"t":"ping","at":1763892000123}')


def pour(client: Client, chunks: Iterator[bytes], a_second: float) -> None:
    """Send chunks at this rate over one socket, without ever reading; until it is closed."""
    with deaf_socket(client) as raw, suppress(OSError):
        raw.sendall(HELLO)
        due = time.monotonic()
        for chunk in chunks:
            raw.sendall(chunk)
            due += 1.0 / a_second
            time.sleep(max(0.0, due - time.monotonic()))


def flood(client: Client) -> None:
    pour(client, repeat(PING * AT_ONCE), FRAMES_A_SECOND / AT_ONCE)


def deaf(client: Client) -> None:
    pour(client, repeat(PING), 50)


def garbage(client: Client) -> None:
    def any_bytes() -> Iterator[bytes]:
        for _ in range(50):
            yield masked(0x81, random.randbytes(20).hex().encode())
            yield masked(0x81, b"[" * 100)
        while True:
            yield os.urandom(1000)

    pour(client, any_bytes(), 1000)


def crowd(client: Client) -> None:
    held: list[socket.socket] = []
    for _ in range(1000):
        with suppress(OSError):
            held.append(deaf_socket(client))
            held.append(socket.create_connection(("127.0.0.1", client.port)))
    time.sleep(1.0)


KINDS: dict[str, Callable[[Client], None]] = {
    "deaf": deaf,
    "flood": flood,
    "garbage": garbage,
    "crowd": crowd,
}

if __name__ == "__main__":
    kind, port, cookie = sys.argv[1:]
    attacker = Client(int(port))
    attacker.cookie = cookie
    print("begins", flush=True)
    while True:
        with suppress(OSError):
            KINDS[kind](attacker)
