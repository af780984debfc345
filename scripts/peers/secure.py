"""Measures what TLS costs: the same players on Rally, by turns in clear text and over TLS.

The CPU time is that of the server alone; the load client's own TLS is not in it.
"""

import json
import socket
import ssl
from collections import defaultdict
from pathlib import Path
from statistics import median

from gateway.start.certificate import self_signed
from peers.compare import step
from peers.process import CannotMeasure
from peers.rally import Rally, RallyPlayer
from peers.systems import Program

ROUNDS = 3
"""How often each of the two is measured."""
GOAL = 1.25


class PolledSocket(ssl.SSLSocket):
    """A TLS socket that raises the same error as a plain socket when there is nothing to read."""

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """See `socket.socket.recv`."""
        try:
            return super().recv(buflen, flags)
        except ssl.SSLWantReadError:
            raise BlockingIOError from None


CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
CONTEXT.check_hostname, CONTEXT.verify_mode = False, ssl.CERT_NONE
CONTEXT.sslsocket_class = PolledSocket


class SecurePlayer(RallyPlayer):
    """A page over TLS; it accepts any certificate."""

    scheme = "https"

    def wrap(self, raw: socket.socket) -> socket.socket:
        """See `Connection.wrap`."""
        return CONTEXT.wrap_socket(raw)

    def read(self) -> None:
        """See `Connection.read`; epoll does not report bytes that are already decrypted."""
        super().read()
        while isinstance(self._socket, ssl.SSLSocket) and not self.is_closed:
            if not self._socket.pending():
                return
            super().read()


class SecureRally(Rally):
    """The same server, with a certificate."""

    name = "tls"
    player = SecurePlayer

    def prepare(self, folder: Path, players: int) -> None:
        """See `System.prepare`; we make the certificate, as the server makes none on a loopback."""
        super().prepare(folder, players)
        self_signed(folder / "tls.pem", ["localhost"])

    def program(self, folder: Path, port: int) -> Program:
        """See `System.program`."""
        plain, pem = super().program(folder, port), str(folder / "tls.pem")
        more = ["--tls-cert", pem, "--tls-key", pem, "--redirect-port", "none"]
        return Program([*plain.command, *more], plain.cwd)


def compare_tls(matches: int, seconds: float, *, as_json: bool) -> None:
    """Measure by turns; print the medians and their ratio.

    Raises `CannotMeasure` if a server does not play that many matches.
    """
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for system in (Rally(), SecureRally()):
            figures = step(system, matches, seconds)
            if not figures.match_seconds:
                raise CannotMeasure(f"{system.name}: {figures.failures[0]}")
            spent[system.name].append(figures.cpu_ms_per_match_second)
    clear, tls = median(spent["rally"]), median(spent["tls"])
    ratio = tls / clear
    print(f"\nCPU ms per match-second at {matches} matches: {clear:.3f} in clear text, ", end="")
    print(f"{tls:.3f} over TLS: {ratio:.2f} times (goal: below {GOAL})")
    if as_json:
        print(json.dumps({"matches": matches, "clear": clear, "tls": tls, "ratio": ratio}))
