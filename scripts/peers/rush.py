"""A program in which many people send one request each, all at the same moment.

It reads a `Plan` as a line of JSON from stdin, connects at the next line, and prints a `Rush` when
everybody has an answer. It uses plain sockets and parses only the status, so that its own work does
not disturb the measurement.
"""

import select
import socket
import sys
import time
from typing import BinaryIO

import msgspec

PATIENCE = 90.0
"""Seconds after which a request without an answer counts as unanswered."""


class Plan(msgspec.Struct):
    """What to send, and where to."""

    port: int
    path: str
    bodies: list[dict[str, str]]


class Rush(msgspec.Struct):
    """How many answers had each status (0: no answer), and the seconds until the last of each."""

    statuses: dict[int, int]
    last: dict[int, float]


def rush(plan: Plan, start: BinaryIO) -> Rush:
    """Wait for a line on ``start``, then send all requests at once and collect the answers."""
    poll, waiting = select.epoll(), dict[int, tuple[socket.socket, bytes]]()
    for body in plan.bodies:
        sock = socket.socket()
        sock.setblocking(False)
        waiting[sock.fileno()] = (sock, _request(plan, body))
    start.readline()
    begun = time.perf_counter()
    for file, (sock, _) in waiting.items():
        sock.connect_ex(("127.0.0.1", plan.port))
        poll.register(file, select.EPOLLOUT)
    found = Rush({}, {})
    while waiting and (now := time.perf_counter() - begun) < PATIENCE:
        for file, event in poll.poll(1.0):
            sock, request = waiting[file]
            if event & select.EPOLLOUT:
                sock.send(request)
                poll.modify(file, select.EPOLLIN)
                continue
            status = _status(sock)
            found.statuses[status] = found.statuses.get(status, 0) + 1
            found.last[status] = now
            del waiting[file]
            sock.close()
    if waiting:
        found.statuses[0] = found.statuses.get(0, 0) + len(waiting)
    return found


def _request(plan: Plan, body: dict[str, str]) -> bytes:
    content = msgspec.json.encode(body)
    host = f"127.0.0.1:{plan.port}"
    head = f"POST {plan.path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


def _status(sock: socket.socket) -> int:
    try:
        head = sock.recv(4096)
    except OSError:
        return 0
    return int(head[9:12] or b"0")


if __name__ == "__main__":
    done = rush(msgspec.json.decode(sys.stdin.buffer.readline(), type=Plan), sys.stdin.buffer)
    sys.stdout.buffer.write(msgspec.json.encode(done) + b"\n")
