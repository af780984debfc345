"""The ways in: the listening sockets, the certificate and the names of the site."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

import trio

from gateway.guard.origin import Site, in_url
from gateway.guard.seen import Proxies
from gateway.process import machine
from gateway.start.listen import listen
from gateway.start.options import Options
from gateway.start.redirect import Redirect

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from gateway.start.renewal import Renewal


class Doors:
    """Open within the ``with`` block. Raises CannotStart if they cannot be opened."""

    def __init__(self, options: Options) -> None:
        self._open = ExitStack()
        try:
            self._prepare(options)
        except BaseException:
            self._open.close()
            raise

    def _prepare(self, options: Options) -> None:
        self.listener = self._listen(options.host, options.port, "--port")
        addresses = machine.addresses(options.host)
        names = [*addresses, *machine.names()] if options.tls else [*addresses, "localhost"]
        self.renewal: Renewal | None = None
        if options.tls:
            # It loads slowly, and plain HTTP on the loopback does not need it.
            from gateway.start.renewal import Renewal

            self.renewal = Renewal(options, names)
            self.renewal.look()
        port = self.listener.getsockname()[1]
        self.site = Site(
            port,
            [in_url(name) for name in names],
            secure=options.tls,
            public=options.public_urls,
            proxies=Proxies(options.trusted_proxies),
        )
        if self.renewal is not None:
            self.renewal.name(self.site)
        self._redirect: socket.socket | None = None
        if options.redirect_port is not None:
            self._redirect = self._listen(options.host, options.redirect_port, "--redirect-port")

    def _listen(self, host: str, port: int, option: str) -> socket.socket:
        return self._open.enter_context(listen(host, port, option))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def tls(self) -> Callable[[], ssl.SSLContext] | None:
        """Returns the context of the next handshake; None for clear text."""
        return None if self.renewal is None else self.renewal.context

    @property
    def redirect_port(self) -> int | None:
        """The port in clear text, if there is one."""
        return None if self._redirect is None else self._redirect.getsockname()[1]

    async def renew(self) -> None:
        """Keep the certificate up to date, for ever."""
        if self.renewal is not None:
            await self.renewal.run()

    async def redirect(self) -> None:
        """Redirect from the clear-text port, for ever."""
        if self._redirect is not None:
            listener = trio.SocketListener(trio.socket.from_stdlib_socket(self._redirect))
            await trio.serve_listeners(Redirect(self.site).handle, [listener])
