"""A provider that speaks OpenID Connect. Its addresses come from its discovery document."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec import Struct

from gateway.auth.providers import id_token
from gateway.auth.providers.errors import IdentityRefused, ProviderDown
from gateway.auth.providers.exchange import Exchange, challenge
from gateway.auth.providers.fetch import Fetcher
from gateway.auth.providers.keyset import KeySet
from gateway.auth.providers.person import Callback, Heard, Person, label
from gateway.auth.providers.secret_files import Secrets
from gateway.auth.providers.settings import ProviderSettings, is_safe
from store.identities.records import Attempt

SCOPES = ("openid", "profile", "email")
LASTS = 3600.0
"""Seconds after which the document is fetched again."""


class Discovery(Struct, frozen=True):
    """OpenID Connect Discovery 1.0, section 3, and RFC 9207: what we use of it."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class OpenId:
    """See `person.Provider`. ``now`` and ``date`` are the clocks of `gateway.services.Services`."""

    def __init__(
        self,
        settings: ProviderSettings,
        fetcher: Fetcher,
        now: Callable[[], float],
        date: Callable[[], float],
        heard: Heard,
    ) -> None:
        self.settings = settings
        self._heard = heard
        self._fetcher = fetcher
        self._now = now
        self._date = date
        self._secrets = Secrets(settings.secret_files)
        self._keys = KeySet(fetcher, now, self._keys_at)
        self._found: Discovery | None = None
        self._found_at = 0.0

    async def address(self, attempt: Attempt, state: str) -> str:
        """See `Provider.address`."""
        discovery = await self._discovery()
        query = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": attempt.redirect,
            "scope": " ".join(dict.fromkeys(("openid", *(self.settings.scopes or SCOPES)))),
            "state": state,
            "nonce": attempt.nonce,
        }
        if self.settings.uses_pkce:
            query |= {
                "code_challenge": challenge(attempt.verifier),
                "code_challenge_method": "S256",
            }
        if attempt.intent == "prove":
            query |= {"prompt": self.settings.prompt, "max_age": "0"}
        endpoint = discovery.authorization_endpoint
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(query)}"

    async def identify(self, attempt: Attempt, callback: Callback) -> Person:
        """See `Provider.identify`."""
        discovery = await self._discovery()
        named = callback.issuer is not None
        if callback.issuer != discovery.issuer and (
            named or discovery.authorization_response_iss_parameter_supported
        ):
            raise IdentityRefused("the code is of another provider, or does not say of which")
        methods = discovery.token_endpoint_auth_methods_supported
        in_header = "client_secret_basic" in methods or "client_secret_post" not in methods
        exchange = Exchange(self._fetcher, self.settings, self._secrets, in_header)
        tokens = await exchange.tokens(discovery.token_endpoint, attempt, callback.code)
        await self._heard(None)
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise IdentityRefused("there is no ID token")
        claims = await id_token.check(token, self._expected(attempt), self._keys, self._date())
        login = claims.preferred_username or (claims.email or "").partition("@")[0]
        shown = label(claims.preferred_username, claims.email, claims.name, claims.sub)
        return Person(self.settings.issuer, claims.sub, shown, label(login), label(claims.name))

    def _expected(self, attempt: Attempt) -> id_token.Expected:
        settings = self.settings
        return id_token.Expected(
            settings.issuer,
            settings.client_id,
            settings.algorithms,
            attempt.nonce,
            settings.nonce,
            attempt.begun_at / 1000.0,
            fresh=attempt.intent == "prove",
        )

    async def _keys_at(self) -> str:
        return (await self._discovery()).jwks_uri

    async def _discovery(self) -> Discovery:
        if self._found is None or self._now() >= self._found_at + LASTS:
            where = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
            answer = await self._fetcher.get(where)
            if answer.status != 200:
                raise ProviderDown(f"{where}: HTTP {answer.status}")
            self._found = self._checked(answer.fields)
            self._found_at = self._now()
        return self._found

    def _checked(self, fields: dict[str, Any]) -> Discovery:
        try:
            found = msgspec.convert(fields, Discovery)
        except msgspec.ValidationError as error:
            raise ProviderDown(f"the discovery document is wrong: {error}") from None
        if found.issuer != self.settings.issuer:
            raise ProviderDown(
                f"the discovery document is of the issuer {found.issuer[:200]!r}; the file of"
                f" providers has {self.settings.issuer!r}"
            )
        endpoints = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri)
        if not all(is_safe(endpoint) for endpoint in endpoints):
            raise ProviderDown("an address in the discovery document is not https://")
        return found
