"""Wraps the application: requests take turns, and every one gets an answer."""

from typing import Any, cast

import msgspec
from quart_trio import QuartTrio
from structlog import get_logger

from gateway.http import headers
from gateway.http.problems import failed
from gateway.transport.turns import Turns

log = get_logger("gateway.transport")


class Application:
    """An ASGI application. Errors that escape the inner one are logged, and answered if possible.

    The inner application answers errors of handlers; this answers errors in the code around them.
    """

    def __init__(self, app: QuartTrio, turns: Turns) -> None:
        self._app = cast("Any", app)
        self._turns = turns

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        begun = False

        async def noting(message: Any) -> None:
            nonlocal begun
            begun = True
            await send(message)

        await self._turns.turn()  # one read may bring many requests
        try:
            await self._app(scope, receive, noting)
        except* Exception:
            log.exception("a request was not answered by the application")
            if not begun:
                for message in _mistake(secure=scope["scheme"] == "https"):
                    await send(message)


def _mistake(*, secure: bool) -> list[dict[str, Any]]:
    body = msgspec.json.encode(failed().body)
    fields = {
        "content-type": "application/problem+json",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        **{name.lower(): value for name, value in headers.of(secure=secure).items()},
    }
    lines = [(name.encode(), value.encode()) for name, value in fields.items()]
    return [
        {"type": "http.response.start", "status": 500, "headers": lines},
        {"type": "http.response.body", "body": body, "more_body": False},
    ]
