"""Requests to providers: for JSON, in seconds, of bounded size, and never where they point us."""

import ssl
from collections.abc import Mapping
from typing import Any

import httpx2
import msgspec
import trio
from msgspec import Struct

from gateway.auth.providers.errors import ProviderDown

PATIENCE = 4.0
"""Seconds for an answer, all of it."""
LARGEST = 128 * 1024
"""Bytes of an answer."""


class Answer(Struct, frozen=True):
    """The status and the JSON object of an answer; an empty one if it has none."""

    status: int
    fields: dict[str, Any]


class Fetcher:
    """Asks providers. Each request has a connection of its own, as there are few."""

    def __init__(self) -> None:
        self._trust: ssl.SSLContext | None = None

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a document; raises `ProviderDown`."""
        return await self._ask("GET", url, headers or {}, None)

    async def post(
        self, url: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a form; raises `ProviderDown`."""
        return await self._ask("POST", url, headers or {}, form)

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None
    ) -> Answer:
        if self._trust is None:  # the authorities of the system, or of SSL_CERT_FILE
            self._trust = ssl.create_default_context()
        sent = {"Accept": "application/json", "Accept-Encoding": "identity", **headers}
        status, body = 0, bytearray()
        try:
            with trio.move_on_after(PATIENCE) as scope:
                # Neither proxies nor passwords of this machine's environment are used.
                client = httpx2.AsyncClient(verify=self._trust, trust_env=False, timeout=PATIENCE)
                async with client, client.stream(method, url, headers=sent, data=form) as response:
                    status = response.status_code
                    # What is packed is not unpacked, and so is no JSON.
                    async for chunk in response.aiter_raw():
                        body += chunk
                        if len(body) > LARGEST:
                            scope.cancel()  # leaving the loop would leave its generators open
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise ProviderDown(f"{_place(url)}: {type(error).__name__}") from None
        if len(body) > LARGEST:
            raise ProviderDown(f"{_place(url)}: more than {LARGEST} bytes")
        if scope.cancelled_caught:
            raise ProviderDown(f"{_place(url)}: no answer within {PATIENCE:.0f} s")
        return _read(url, status, body)


def _read(url: str, status: int, body: bytes | bytearray) -> Answer:
    """Read an answer; raises `ProviderDown` if it is none that a provider gives."""
    if status >= 500 or 300 <= status < 400:
        raise ProviderDown(f"{_place(url)}: HTTP {status}")
    try:
        return Answer(status, msgspec.json.decode(body, type=dict[str, Any]))
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        if status == 200:
            raise ProviderDown(f"{_place(url)}: no JSON object") from None
        return Answer(status, {})


def _place(url: str) -> str:
    """Return an address for the log, without a query."""
    return url.partition("?")[0]
