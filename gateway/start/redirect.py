"""The clear-text listener beside TLS: it redirects to the site and does nothing else."""

import h11
import trio
from structlog import get_logger

from gateway.guard.origin import Site
from gateway.http.headers import HEADERS

log = get_logger("gateway.redirect")

PATIENCE = 5.0
"""Seconds for a request to come and the answer to leave."""
AT_ONCE = 64
LONGEST_HEAD = 8 * 1024


class Redirect:
    """Redirects everybody to the same path of the site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._open = 0

    async def handle(self, stream: trio.SocketStream) -> None:
        """Answer one request and close."""
        self._open += 1
        try:
            async with stream:
                if self._open <= AT_ONCE:
                    with trio.move_on_after(PATIENCE):
                        await self._answer(stream)
        except (trio.BrokenResourceError, h11.RemoteProtocolError):
            pass  # gone, or not HTTP
        except Exception:
            log.exception("a redirect failed")
        finally:
            self._open -= 1

    async def _answer(self, stream: trio.SocketStream) -> None:
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=LONGEST_HEAD)
        while (event := connection.next_event()) is h11.NEED_DATA:
            connection.receive_data(await stream.receive_some(LONGEST_HEAD))
        if isinstance(event, h11.Request):
            headers = [
                ("location", self._location(event)),
                ("content-length", "0"),
                ("connection", "close"),
                *HEADERS.items(),
            ]
            answer = h11.Response(status_code=308, headers=headers)
            await stream.send_all(connection.send(answer) or b"")

    def _location(self, request: h11.Request) -> str:
        """Return the same path under the name asked for, if that is one of ours."""
        host = dict(request.headers).get(b"host", b"").decode("latin-1")
        path = request.target.decode("latin-1")
        base = self._site.address(host) if self._site.knows(host) else self._site.url
        return base + (path if path.startswith("/") else "/")
