"""The answer to bytes that are not a request: problem details, although no route has seen it."""

from http import HTTPStatus

import msgspec

from gateway.http import headers
from gateway.http.problems import Problem

DETAILS = {
    400: "This is not HTTP as it is spoken here; the connection ends.",
    426: "WebSockets are of version 13 here.",
    431: "The head of the request is too large; send fewer or shorter header fields.",
    505: "HTTP/1.1 is spoken here; for HTTP/2 put a proxy in front, see docs/operations.md.",
    501: "Methods are those of HTTP, in capitals; bodies come with a length, or in chunks.",
}


def refusal(status: int, *, secure: bool) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Return headers and body of the answer, the last one on its connection."""
    phrase = HTTPStatus(status).phrase
    code = phrase.lower().replace(" ", "_")
    body = msgspec.json.encode(Problem(status, code, DETAILS.get(status, f"{phrase}.")).body)
    fields = {
        "content-type": "application/problem+json",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        "connection": "close",
        **headers.of(secure=secure),
    }
    return [(name.encode(), value.encode()) for name, value in fields.items()], body
