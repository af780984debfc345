"""42, whose API is OAuth 2.0 without OpenID Connect: who somebody is comes from ``/v2/me``.

There is no nonce and no PKCE. What ties the answer to this browser is the state, and the code is
good for our secret alone. 42 cannot be asked to have somebody enter the password again.
"""

from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from gateway.auth.providers.errors import IdentityRefused, ProviderDown
from gateway.auth.providers.exchange import Exchange, challenge
from gateway.auth.providers.fetch import Fetcher
from gateway.auth.providers.person import Callback, Heard, Person, label
from gateway.auth.providers.secret_files import Secrets
from gateway.auth.providers.settings import ProviderSettings
from store.identities.records import Attempt


class Tokens(Struct, frozen=True):
    """The answer of 42's token endpoint; ``secret_valid_until`` in seconds since the epoch."""

    access_token: str
    secret_valid_until: int | None = None


class Me(Struct, frozen=True):
    """The answer of ``/v2/me``: what we read of it."""

    id: int
    login: str = ""
    displayname: str = ""


class FortyTwo:
    """See `person.Provider`."""

    def __init__(
        self,
        settings: ProviderSettings,
        fetcher: Fetcher,
        heard: Heard,
    ) -> None:
        self.settings = settings
        self._fetcher = fetcher
        self._heard = heard
        self._exchange = Exchange(fetcher, settings, Secrets(settings.secret_files), False)

    async def address(self, attempt: Attempt, state: str) -> str:
        """See `Provider.address`."""
        query = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": attempt.redirect,
            "scope": " ".join(self.settings.scopes or ["public"]),
            "state": state,
        }
        if self.settings.uses_pkce:
            query |= {
                "code_challenge": challenge(attempt.verifier),
                "code_challenge_method": "S256",
            }
        return f"{self.settings.issuer}/oauth/authorize?{urlencode(query)}"

    async def identify(self, attempt: Attempt, callback: Callback) -> Person:
        """See `Provider.identify`."""
        if callback.issuer not in {None, self.settings.issuer}:
            raise IdentityRefused("the code was issued by another provider")
        url = f"{self.settings.issuer}/oauth/token"
        answer = await self._exchange.tokens(url, attempt, callback.code)
        try:
            tokens = msgspec.convert(answer, Tokens)
        except msgspec.ValidationError:
            raise ProviderDown("the token endpoint answered without a token") from None
        until = tokens.secret_valid_until
        await self._heard(None if until is None else until * 1000)
        headers = {"Authorization": f"Bearer {tokens.access_token}"}
        answer = await self._fetcher.get(f"{self.settings.issuer}/v2/me", headers)
        try:
            me = msgspec.convert(answer.fields, Me)
        except msgspec.ValidationError:
            raise ProviderDown(f"/v2/me answered {answer.status} without an id") from None
        shown = label(me.login, str(me.id))
        return Person(self.settings.issuer, str(me.id), shown, label(me.login), label(me.login))
