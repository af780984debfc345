"""The ways in: which sockets are listened on, with what certificate, and by which names."""

import socket
from contextlib import ExitStack
from ipaddress import ip_address
from typing import Self

import trio

from gateway import machine
from gateway.listen import listen
from gateway.options import Options
from gateway.origin import Site
from gateway.redirect import Redirect
from gateway.seen import Proxies


class Doors:
    """Open within the ``with`` block. CannotStart says why they cannot be."""

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
        self.certificate = None
        self.self_signed = options.tls and options.tls_cert is None
        if options.tls:
            # Loads slowly, and plain HTTP on the loopback does without.
            from gateway import certificate

            if options.tls_cert is not None and options.tls_key is not None:
                self.certificate = certificate.load(options.tls_cert, options.tls_key)
                names += self.certificate.names
            else:
                self.certificate = certificate.self_signed(options.data / "tls.pem", names)
        self.tls = None if self.certificate is None else self.certificate.context
        port = self.listener.getsockname()[1]
        self.site = Site(
            port,
            [_in_url(name) for name in names],
            secure=options.tls,
            public=options.public_urls,
            proxies=Proxies(options.trusted_proxies),
        )
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
    def redirect_port(self) -> int | None:
        """The port in clear text, if there is one."""
        return None if self._redirect is None else self._redirect.getsockname()[1]

    async def redirect(self) -> None:
        """Send people on from there, for ever."""
        if self._redirect is not None:
            listener = trio.SocketListener(trio.socket.from_stdlib_socket(self._redirect))
            await trio.serve_listeners(Redirect(self.site).handle, [listener])


def _in_url(name: str) -> str:
    try:
        return f"[{name}]" if ip_address(name).version == 6 else name
    except ValueError:
        return name
