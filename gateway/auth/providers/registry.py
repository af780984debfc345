"""The providers of this server, and what becomes of our secrets there."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import trio
from structlog import get_logger

from gateway.auth.providers.fetch import Fetcher
from gateway.auth.providers.forty_two import FortyTwo
from gateway.auth.providers.openid import OpenId
from gateway.auth.providers.person import Provider
from gateway.auth.providers.settings import ProviderSettings
from store.errors import StoreError
from store.protocol import Store

log = get_logger("gateway.providers")

DAY = 24 * 3600 * 1000
WARNED = (30, 7, 1)
"""Days before its end at which a secret is warned of."""
EVERY = 3600.0
"""Seconds between two looks at the ends of secrets."""


class Providers:
    """All providers, in the order of the operator's file."""

    def __init__(
        self,
        settings: Sequence[ProviderSettings],
        store: Store,
        now: Callable[[], float],
        date: Callable[[], float],
    ) -> None:
        self._store = store
        self._date = date
        self._warned: dict[tuple[str, int], int] = {}
        fetcher = Fetcher()
        self._by_id: dict[str, Provider] = {}
        for one in settings:
            heard = partial(self._heard, one.id)
            made = (
                FortyTwo(one, fetcher, heard)
                if one.kind == "42"
                else OpenId(one, fetcher, now, date, heard)
            )
            self._by_id[one.id] = made

    def __iter__(self) -> Iterator[ProviderSettings]:
        """Go through the settings of all."""
        return iter([provider.settings for provider in self._by_id.values()])

    def find(self, provider_id: str) -> Provider | None:
        """Return a provider; None if there is none of this id."""
        return self._by_id.get(provider_id)

    async def refused(self, provider_id: str) -> None:
        """Note that a provider refuses our secrets, which only the operator can mend."""
        log.error(
            "a provider refuses our secret: put a new one into its file; nobody can sign in by it",
            provider=provider_id,
        )
        await self._store.identities.note_refusal(provider_id, int(self._date() * 1000.0))

    async def watch(self) -> None:
        """Warn in the log before secrets end, now and every hour."""
        while self._by_id:
            try:
                await self.warn()
            except StoreError as error:
                log.warning("the ends of secrets are not known just now", reason=str(error))
            await trio.sleep(EVERY)

    async def warn(self) -> None:
        """Warn of each secret once for every number of days in `WARNED`."""
        now = self._date() * 1000.0
        for state in await self._store.identities.secrets():
            if state.provider not in self._by_id or state.valid_until is None:
                continue
            left = (state.valid_until - now) / DAY
            near = min((days for days in WARNED if left <= days), default=None)
            if near is None or self._warned.get((state.provider, state.valid_until), 99) <= near:
                continue
            self._warned[state.provider, state.valid_until] = near
            log.warning(
                "the secret for a provider ends soon: put the next one into its second file",
                provider=state.provider,
                days_left=round(left, 1),
            )

    async def _heard(self, provider_id: str, valid_until: int | None) -> None:
        await self._store.identities.note_secret(provider_id, valid_until)
        await self.warn()
