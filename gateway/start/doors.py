"""The ways in: the listening sockets, the certificate and the names of the site."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

import trio

from gateway.guard.origin import Site, in_url
from gateway.guard.seen import Proxies
from gateway.process import machine
from gateway.start.handed import Handed
from gateway.start.listen import listen
from gateway.start.options import Options
from gateway.start.redirect import Redirect

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from gateway.start.renewal import Renewal


class Doors:
    """Open within the ``with`` block. Raises CannotStart if they cannot be opened.

    A worker is ``handed`` those that are open.
    """

    def __init__(self, options: Options, handed: Handed | None = None) -> None:
        self._open = ExitStack()
        try:
            self._listen(options, handed)
            self._prepare(options)
        except BaseException:
            self._open.close()
            raise

    def _prepare(self, options: Options) -> None:
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

    def _listen(self, options: Options, handed: Handed | None) -> None:
        keep = self._open.enter_context
        self._redirect: socket.socket | None = None
        if handed is not None:
            self.listener, self._redirect = handed.listeners()
            return
        self.listener = keep(listen(options.host, options.port))
        if options.redirect_port is not None:
            self._redirect = keep(listen(options.host, options.redirect_port, "--redirect-port"))

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

    @property
    def descriptors(self) -> tuple[int, int | None]:
        """The descriptors of the listening sockets, as a worker is handed them."""
        redirect = None if self._redirect is None else self._redirect.fileno()
        return self.listener.fileno(), redirect

    def say_ready(self) -> None:
        """Print the one line with the address, and the fingerprint of a self-signed certificate."""
        print(f"Rally is ready at {self.site.url}", flush=True)  # noqa: T201 - what a command says
        if self.renewal is not None and self.renewal.self_signed:
            fingerprint = self.renewal.current.fingerprint
            print(f"Self-signed certificate, SHA-256 {fingerprint}", flush=True)  # noqa: T201

    async def renew(self) -> None:
        """Keep the certificate up to date, for ever."""
        if self.renewal is not None:
            await self.renewal.run()

    async def redirect(self) -> None:
        """Redirect from the clear-text port, for ever."""
        if self._redirect is not None:
            listener = trio.SocketListener(trio.socket.from_stdlib_socket(self._redirect))
            await trio.serve_listeners(Redirect(self.site).handle, [listener])
