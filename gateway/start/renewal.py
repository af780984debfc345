"""Renews the certificate of a running server: when its files change, or before it expires.

New handshakes use the new certificate; open connections keep theirs.
"""

import ssl
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

import trio
from structlog import get_logger

from gateway.guard.origin import Site
from gateway.process.errors import CannotStart
from gateway.start import certificate
from gateway.start.certificate import Certificate
from gateway.start.options import Options

log = get_logger("gateway.certificate")

EVERY = 20.0
"""Seconds between two looks at the files."""
MADE_ANEW = timedelta(days=30)
"""A self-signed certificate is replaced this long before it expires."""
WARNED = (timedelta(), timedelta(days=3), timedelta(days=14))
"""Times left at which the log warns, once each; of several that have passed only one counts."""
FILE = "tls.pem"


class Renewal:
    """Holds the certificate of a server. Raises CannotStart if there is none."""

    def __init__(self, options: Options, names: Sequence[str]) -> None:
        cert, key = options.tls_cert, options.tls_key
        own = options.data / FILE
        self.self_signed = cert is None or key is None
        if cert is None or key is None:
            self._files = [own]
            self._load = partial(certificate.self_signed, own, names)
        else:
            self._files = [cert, key]
            self._load = partial(certificate.load, cert, key)
        self._make = partial(certificate.anew, own, names)
        self.current: Certificate = self._load()
        self._remedy = (
            f"let {own} be written, and one is made anew"
            if self.self_signed
            else "renew it; its files are read again by themselves"
        )
        self._refused = ""
        self._warned = len(WARNED)
        self._site: Site | None = None

    def context(self) -> ssl.SSLContext:
        """Return the context for the next handshake."""
        return self.current.context

    def name(self, site: Site) -> None:
        """Let the site use the names of the given certificate, now and whenever it changes."""
        if not self.self_signed:
            self._site = site
            site.take_names(self.current.names)

    async def run(self) -> None:
        """Look at the files from time to time, for ever."""
        while True:
            await trio.sleep(EVERY)
            await trio.to_thread.run_sync(self.look, abandon_on_cancel=True)

    def look(self) -> None:
        """Replace the certificate if that is due; the log says what prevents it."""
        try:
            if self._changed():
                self._take(self._load())
            elif self.self_signed and self._left() < MADE_ANEW:
                self._take(self._make())
        except (CannotStart, OSError) as error:
            if str(error) != self._refused:
                log.warning("the certificate stays the one before", reason=str(error))
            self._refused = str(error)
        else:
            self._refused = ""
        self._warn()

    def _changed(self) -> bool:
        """Tell whether the files have changed or are gone."""
        with suppress(OSError):
            texts = [path.read_bytes() for path in self._files]
            return certificate.hash_of(*texts) != self.current.source
        return True

    def _take(self, new: Certificate) -> None:
        self.current, self._warned = new, len(WARNED)
        if self._site is not None:
            self._site.take_names(new.names)
        until = f"{new.ends:%Y-%m-%d}"
        log.info("another certificate from now on", fingerprint=new.fingerprint, until=until)

    def _left(self) -> timedelta:
        return self.current.ends - certificate.utc_now()

    def _warn(self) -> None:
        """Warn before the certificate expires, more often towards the end."""
        left = self._left()
        stage = next((at for at, least in enumerate(WARNED) if left <= least), len(WARNED))
        if stage < self._warned:
            what = "the certificate ends soon" if stage else "the certificate has expired"
            log.warning(what, ends=f"{self.current.ends:%Y-%m-%d %H:%M} UTC", remedy=self._remedy)
        self._warned = min(stage, self._warned)
